package dev.lamina.codegen;

import dev.lamina.object.Relocations;

/**
 * Takes the instructions of one function from the selection rules. The rules do not know what
 * becomes of them: the baseline tier assigns registers and encodes at once ({@link BaselineSink}).
 *
 * <p>An instruction is put together by {@link #begin}, operands in the order of its encoding, and
 * {@link #end}:
 *
 * <pre>
 *   out.begin(Op.ADD, 8).defTied(sum, a).use(b).end();      // add sum(=a), b
 *   out.begin(Op.MOV, 4).def(x).memory(address).end();      // mov x, [address]
 * </pre>
 *
 * A virtual register is a part of an IR value or a temporary. Where an operand is <em>killed</em>,
 * the rule promises not to read it again for this IR instruction; it dies if the IR instruction is
 * also its value's last use.
 */
public abstract class FunctionSink {
  protected final MachineInst inst = new MachineInst();
  protected final FrameLayout frame = new FrameLayout();

  /** A new temporary of a bank; it dies with the IR instruction at the latest. */
  public abstract int temporary(int bank, int size);

  /** What {@link #releaseSince} takes: the temporaries made from here on. */
  public abstract int mark();

  /**
   * Ends the temporaries that were made since {@code mark}, so that an IR instruction that is
   * emitted piece by piece needs no more registers than one of its pieces.
   */
  public abstract void releaseSince(int mark);

  /** Operands that read {@code v} do not end it until as many calls of {@link #letGo} follow. */
  public abstract void hold(int v);

  public abstract void letGo(int v);

  /** An instruction has begun and is not handed over yet. */
  private boolean open;

  /**
   * Begins an instruction. Operands that have to be put into registers first must be there already:
   * only one instruction at a time can be open.
   */
  public final FunctionSink begin(int opcode, int size) {
    if (open) {
      open = false;
      throw new IllegalStateException("an instruction within another; please report");
    }
    open = true;
    inst.reset(opcode, size);
    return this;
  }

  private FunctionSink operand(int v, int tied, int flags) {
    MachineInst i = inst;
    i.vreg[i.count] = v;
    i.tied[i.count] = tied;
    i.flags[i.count++] = flags;
    return this;
  }

  /** The instruction writes {@code v}. */
  public final FunctionSink def(int v) {
    return operand(v, -1, MachineInst.DEF);
  }

  /** The instruction writes {@code v} before it has read all its operands. */
  public final FunctionSink defEarly(int v) {
    return operand(v, -1, MachineInst.DEF | MachineInst.EARLY);
  }

  /** The instruction reads {@code from} and overwrites it with {@code v}; kills {@code from}. */
  public final FunctionSink defTied(int v, int from) {
    return operand(v, from, MachineInst.DEF | MachineInst.KILL);
  }

  /** As {@link #defTied}, but {@code from} is read again later. */
  public final FunctionSink defTiedKeep(int v, int from) {
    return operand(v, from, MachineInst.DEF);
  }

  public final FunctionSink use(int v) {
    return operand(v, -1, MachineInst.USE);
  }

  public final FunctionSink kill(int v) {
    return operand(v, -1, MachineInst.USE | MachineInst.KILL);
  }

  /** Reads {@code v} from a register or, where that is cheaper, from the frame. */
  public final FunctionSink useAny(int v) {
    return operand(v, -1, MachineInst.USE | MachineInst.MEMORY_OK);
  }

  public final FunctionSink killAny(int v) {
    return operand(v, -1, MachineInst.USE | MachineInst.KILL | MachineInst.MEMORY_OK);
  }

  public final FunctionSink immediate(long value) {
    inst.hasImmediate = true;
    inst.immediate = value;
    return this;
  }

  /** The memory operand; it is the destination if it comes before any register. */
  public final FunctionSink memory(Address address) {
    inst.hasMemory = true;
    inst.memoryFirst = inst.count == 0;
    inst.memory.set(address);
    return this;
  }

  /** As {@link #memory}, killing the registers of the address. */
  public final FunctionSink memoryLast(Address address) {
    inst.killBase = true;
    return memory(address);
  }

  /** The instruction reads {@code v} in this very register, which its encoding does not name. */
  public final FunctionSink useFixed(int v, int register) {
    inst.addFixedUse(v, register, false);
    return this;
  }

  public final FunctionSink killFixed(int v, int register) {
    inst.addFixedUse(v, register, true);
    return this;
  }

  /** The instruction leaves {@code v} in this very register, which its encoding does not name. */
  public final FunctionSink defFixed(int v, int register) {
    inst.fixedDef[inst.fixedDefCount] = v;
    inst.fixedDefRegister[inst.fixedDefCount++] = register;
    return this;
  }

  /** The instruction destroys these registers of a bank. */
  public final FunctionSink clobber(int bank, long mask) {
    inst.clobbers[bank] |= mask;
    return this;
  }

  /** Hands the instruction over. */
  public final void end() {
    open = false;
    finish();
  }

  /** Takes the instruction that {@link #inst} holds. */
  protected abstract void finish();

  /** {@code to = from}; costs nothing where {@code from} dies. */
  public abstract void copy(int to, int from);

  /** As {@link #copy}, but {@code from} is read again later. */
  public abstract void copyKeep(int to, int from);

  /** Fills in the address of the frame slot of {@code v}, whose value is in it from now on. */
  public abstract void slotAddress(int v, Address address);

  /** Fills in the address of the frame slot that the code that follows will write {@code v} to. */
  public abstract void defineInSlot(int v, Address address);

  /** The offset of the next instruction in the code. */
  public abstract int position();

  /** A new label. */
  public abstract int label();

  /** The label stands for the place of the next instruction. */
  public abstract void bind(int label);

  /** The code that was just written has a distance field at {@code field} that leads to a label. */
  public abstract void reference(int field, int label);

  /** Relocations of the code. */
  public abstract Relocations relocations();

  public final FrameLayout frame() {
    return frame;
  }
}
