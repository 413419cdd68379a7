package dev.lamina.codegen;

/**
 * The target's side of emission: it turns instructions with registers assigned into bytes, and
 * knows the few moves that the allocator needs for itself. None of the moves may change flags.
 */
public abstract class MachineEmitter {
  protected final CodeBuffer code;

  protected MachineEmitter(CodeBuffer code) {
    this.code = code;
  }

  public final CodeBuffer code() {
    return code;
  }

  /** Writes the instruction. */
  public abstract void emit(MachineInst inst, FunctionSink sink);

  /** Copies a register within its bank; {@code size} is that of the value in bytes. */
  public abstract void move(int to, int from, int size);

  /** Loads a register from {@code offset} in the frame. */
  public abstract void load(int to, int offset, int size);

  /** Stores a register to {@code offset} in the frame. */
  public abstract void store(int offset, int from, int size);

  /** Copies a value that is never in a register from one place of the frame to another. */
  public abstract void copySlot(int to, int from, int size);

  /** Writes an unconditional jump to a label. */
  public abstract void jump(int label, FunctionSink sink);

  /** Writes a jump that is taken if the flags meet the target's {@code condition}. */
  public abstract void jumpIf(int condition, int label, FunctionSink sink);

  /** Sets the distance field at {@code field} so that it leads to {@code target}. */
  public abstract void patch(int field, int target);

  /** Writes a word of a jump table: where {@code target} lies from {@code table}. */
  public abstract void tableEntry(int table, int target);
}
