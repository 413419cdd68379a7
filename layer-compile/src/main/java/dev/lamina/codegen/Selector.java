package dev.lamina.codegen;

import dev.lamina.ir.AllocaInst;
import dev.lamina.ir.ArrayType;
import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.Constant;
import dev.lamina.ir.ConstantExpr;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.DataLayout;
import dev.lamina.ir.Function;
import dev.lamina.ir.GetElementPtrInst;
import dev.lamina.ir.GlobalValue;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.LoadInst;
import dev.lamina.ir.LocalValue;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.StoreInst;
import dev.lamina.ir.StructType;
import dev.lamina.ir.Type;
import dev.lamina.ir.Value;
import dev.lamina.target.UnsupportedConstructException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What selection rules work with: the function at hand, the virtual registers of its values,
 * addresses, and control flow. A target extends it with what its rules need.
 */
public abstract class Selector {
  protected final ObjectBuilder object;
  protected final PartLayouts layouts;
  protected final DataLayout dataLayout;
  protected final FunctionSink out;
  protected final ExceptionTable exceptions;
  private final FunctionAnalysis analysis;
  private final BaselineSink sink;
  private final MachineEmitter emitter;
  private final ControlFlow flow;

  private @Nullable Function function;
  private int block;

  /** By part: the frame offset of a static alloca, or 0. */
  private int[] allocaOffset = new int[64];

  /** By part: whether the instruction is emitted by its user. */
  private long[] folded = new long[1];

  protected Selector(Parts parts) {
    object = parts.object;
    layouts = parts.layouts;
    analysis = parts.analysis;
    sink = parts.sink;
    out = sink;
    emitter = parts.emitter;
    exceptions = parts.exceptions;
    dataLayout = object.module().dataLayout();
    flow = new ControlFlow(this, analysis, sink, emitter);
  }

  /** What the framework hands to a selector it makes. */
  public static final class Parts {
    final ObjectBuilder object;
    final PartLayouts layouts;
    final FunctionAnalysis analysis;
    final BaselineSink sink;
    final MachineEmitter emitter;
    final ExceptionTable exceptions;

    Parts(
        ObjectBuilder object,
        PartLayouts layouts,
        FunctionAnalysis analysis,
        BaselineSink sink,
        MachineEmitter emitter,
        ExceptionTable exceptions) {
      this.exceptions = exceptions;
      this.object = object;
      this.layouts = layouts;
      this.analysis = analysis;
      this.sink = sink;
      this.emitter = emitter;
    }

    public MachineEmitter emitter() {
      return emitter;
    }
  }

  // ---- What a target supplies.

  /** Emits one instruction; false if no rule applies. */
  protected abstract boolean select(Instruction i);

  /** Puts part {@code part} of a constant into a new temporary. */
  protected abstract int materialize(Constant c, int part);

  /** Puts a frame or symbol address into a new temporary. */
  protected abstract int materializeAddress(Address address);

  /**
   * Puts the address of a global that lies at no fixed distance into a new temporary.
   *
   * @param offset is added to it
   */
  protected abstract int materializeGlobal(GlobalValue global, long offset);

  /** Writes part {@code part} of a constant to a frame slot, using scratch registers only. */
  protected abstract void storeConstant(int slot, Constant c, int part, int size);

  /** Writes a frame address to a frame slot, using scratch registers only. */
  protected abstract void storeFrameAddress(int slot, int offset);

  /** Whether an address can have an index multiplied by {@code scale}. */
  protected abstract boolean canScale(long scale);

  /** Describes where parameters arrive, at the start of the body. */
  protected abstract void lowerArguments(Function f);

  /** Whether {@code i} is emitted by its only user instead of now. */
  protected boolean canFold(Instruction i) {
    return i instanceof GetElementPtrInst gep && canFoldAddress(gep);
  }

  /** Called before anything of a function is emitted. */
  protected void beginFunction(Function f) {}

  /** Called behind the function's code: jump tables and the like. */
  protected void emitTables() {}

  // ---- The function at hand.

  public final Function function() {
    Function f = function;
    if (f == null) {
      throw new IllegalStateException("no function is being compiled; please report");
    }
    return f;
  }

  public final ObjectBuilder object() {
    return object;
  }

  public final DataLayout dataLayout() {
    return dataLayout;
  }

  public final FunctionSink out() {
    return out;
  }

  public final PartLayout partsOf(Type type) {
    return layouts.of(type);
  }

  public final ControlFlow flow() {
    return flow;
  }

  final void enter(Function f) {
    function = f;
    int parts = analysis.partCount();
    if (allocaOffset.length < parts) {
      allocaOffset = new int[Math.max(parts, 2 * allocaOffset.length)];
    } else {
      Arrays.fill(allocaOffset, 0, parts, 0);
    }
    int words = (parts + 63) / 64;
    if (folded.length < words) {
      folded = new long[Math.max(words, 2 * folded.length)];
    } else {
      Arrays.fill(folded, 0, words, 0);
    }
    beginFunction(f);
  }

  final void enterBlock(int index) {
    block = index;
  }

  /** The index of the block being emitted. */
  public final int block() {
    return block;
  }

  // ---- Static allocas.

  final void setAllocaOffset(AllocaInst a, int offset) {
    allocaOffset[a.number] = offset;
  }

  /** Whether the alloca has a fixed place in the frame. */
  public final boolean isStatic(AllocaInst a) {
    return allocaOffset[a.number] != 0;
  }

  private int frameOffset(Value v) {
    return v instanceof AllocaInst a ? allocaOffset[a.number] : 0;
  }

  // ---- Virtual registers.

  /** The register of a value that has one part. */
  public final int value(Value v) {
    return value(v, 0);
  }

  /** The register of a part; constants and addresses are put into a temporary first. */
  public final int value(Value v, int part) {
    if (v instanceof LocalValue local) {
      int offset = frameOffset(v);
      return offset != 0 ? materializeAddress(new Address().frame(offset)) : local.number + part;
    }
    if (v instanceof Constant c) {
      return materialize(c, part);
    }
    throw new UnsupportedConstructException("the operand " + v);
  }

  /** The register that part 0 of an instruction's result goes to. */
  public final int result(Instruction i) {
    return i.number;
  }

  public final int result(Instruction i, int part) {
    return i.number + part;
  }

  // ---- Folding.

  final boolean tryFold(Instruction i) {
    if (i.useCount() == 1 && !i.type().isVoid() && canFold(i)) {
      folded[i.number >> 6] |= 1L << i.number;
      return true;
    }
    return false;
  }

  /** Whether {@code v} is an instruction that its user emits. */
  public final boolean isFolded(Value v) {
    return v instanceof Instruction i
        && !i.type().isVoid()
        && (folded[i.number >> 6] >>> i.number & 1) != 0;
  }

  /** Counts the uses that {@code i} makes as done; of folded operands, those that they make. */
  final void consumeOperands(Instruction i) {
    for (int n = 0; n < i.operandCount(); n++) {
      Value v = i.operand(n);
      if (!(v instanceof LocalValue local) || v instanceof BasicBlock) {
        continue;
      }
      if (isFolded(v)) {
        consumeOperands((Instruction) v);
        continue;
      }
      int parts = layouts.of(v.type()).count();
      for (int p = 0; p < parts; p++) {
        sink.consume(local.number + p);
      }
    }
  }

  /** Whether {@code i} is right before {@code user}, so that nothing comes between them. */
  protected static boolean isJustBefore(Instruction i, Instruction user) {
    return i.next() == user;
  }

  private boolean canFoldAddress(GetElementPtrInst gep) {
    Instruction user = gep.user(0);
    boolean isAddress =
        (user instanceof LoadInst load && load.pointer() == gep)
            || (user instanceof StoreInst store && store.pointer() == gep && store.value() != gep);
    if (!isAddress || user.parent() != gep.parent() || gep.type().isVector()) {
      return false;
    }
    if (isFolded(gep.base())) {
      return false;
    }
    long offset = 0;
    boolean indexed = false;
    Type t = gep.sourceType();
    for (int i = 0; i < gep.indexCount(); i++) {
      Value index = gep.index(i);
      if (i > 0 && t instanceof StructType s) {
        if (!(index instanceof ConstantInt field)) {
          return false;
        }
        offset += dataLayout.structLayout(s).offset((int) field.sext());
        t = s.elements().get((int) field.sext());
        continue;
      }
      t = i == 0 ? t : elementType(t);
      long step = dataLayout.allocSize(t);
      if (index instanceof ConstantInt k && !k.isWide()) {
        offset += k.sext() * step;
      } else if (!indexed && index.type().isInteger(64) && canScale(step)) {
        indexed = true;
      } else {
        return false;
      }
    }
    return fitsDisplacement(offset) && baseTakesOffset(gep.base(), indexed, offset);
  }

  /** A symbol leaves room for no index, and only for small offsets that stay near it. */
  private boolean baseTakesOffset(Value base, boolean indexed, long offset) {
    if (frameOffset(base) != 0) {
      return fitsDisplacement(frameOffset(base) + offset);
    }
    if (base instanceof GlobalValue g && ObjectBuilder.isDirect(g)) {
      return !indexed && offset >= 0 && offset < 1 << 24;
    }
    return base instanceof LocalValue || base instanceof GlobalValue;
  }

  private static boolean fitsDisplacement(long offset) {
    return offset >= -(1 << 30) && offset < 1 << 30;
  }

  static Type elementType(Type t) {
    return t instanceof ArrayType a ? a.element() : t.scalarType();
  }

  // ---- Addresses.

  /** Fills in the address that a pointer holds, with what can be folded folded. */
  public final Address address(Value pointer, Address result) {
    int offset = frameOffset(pointer);
    if (offset != 0) {
      return result.frame(offset);
    }
    if (isFolded(pointer)) {
      return foldedAddress((GetElementPtrInst) pointer, result);
    }
    if (pointer instanceof Constant c
        && (c instanceof GlobalValue || c instanceof ConstantExpr)
        && !c.type().isVector()) {
      LinearConstant v = LinearConstant.of(c, dataLayout);
      if (v.isAddress() && v.plus instanceof GlobalValue g) {
        boolean near = v.offset >= 0 && v.offset < 1 << 24;
        if (ObjectBuilder.isDirect(g) && near) {
          return result.symbol(object.symbol(g), (int) v.offset);
        }
        if (fitsDisplacement(v.offset)) {
          return result.register(materializeGlobal(g, 0), (int) v.offset);
        }
      }
    }
    return result.register(value(pointer), 0);
  }

  private Address foldedAddress(GetElementPtrInst gep, Address result) {
    address(gep.base(), result);
    long offset = 0;
    Type t = gep.sourceType();
    for (int i = 0; i < gep.indexCount(); i++) {
      Value index = gep.index(i);
      if (i > 0 && t instanceof StructType s) {
        int field = (int) ((ConstantInt) index).sext();
        offset += dataLayout.structLayout(s).offset(field);
        t = s.elements().get(field);
        continue;
      }
      t = i == 0 ? t : elementType(t);
      long step = dataLayout.allocSize(t);
      if (index instanceof ConstantInt k) {
        offset += k.sext() * step;
      } else {
        result.index = value(index);
        result.scale = Long.numberOfTrailingZeros(step);
      }
    }
    result.displacement += (int) offset;
    return result;
  }

  /**
   * A constant of integer or pointer type as {@code plus - minus + offset}: each of the two is a
   * {@link GlobalValue}, a {@link dev.lamina.ir.BlockAddress} or null.
   */
  protected record Linear(@Nullable Constant plus, @Nullable Constant minus, long offset) {
    public boolean isNumber() {
      return plus == null && minus == null;
    }
  }

  /** Takes an address or constant expression apart; throws if it is of no such form. */
  protected final Linear linear(Constant c) {
    LinearConstant v = LinearConstant.of(c, dataLayout);
    return new Linear(v.plus, v.minus, v.offset);
  }

  // ---- For control flow.

  final void storeToPhi(int slot, Value v, int part, int size) {
    int offset = frameOffset(v);
    if (offset != 0) {
      storeFrameAddress(slot, offset);
    } else if (v instanceof Constant c) {
      storeConstant(slot, c, part, size);
    } else {
      throw new UnsupportedConstructException("the operand " + v + " of a phi");
    }
  }

  final boolean isInPlace(Value v) {
    return v instanceof LocalValue && frameOffset(v) == 0;
  }

  /** A register for a moment, outside of instructions; see {@link BaselineSink#scratch}. */
  protected final int scratch(int bank) {
    return RegisterBanks.numberOf(sink.scratch(bank));
  }

  /** Prefer this register where the temporary is defined. */
  protected final void hint(int v, int register) {
    sink.hint(v, register);
  }

  /** Where in the code a label is; it must be bound. */
  protected final int labelOffset(int label) {
    return sink.offsetOf(label);
  }

  protected final void defineArgument(int part, int register) {
    sink.defineArgument(part, register);
  }

  protected final void defineArgumentInFrame(int part, int offset) {
    sink.defineArgumentInFrame(part, offset);
  }

  /** Whether the virtual register is a temporary, and no part of a value. */
  protected final boolean isTemporaryRegister(int v) {
    return v >= analysis.partCount();
  }

  /** Whether the value of the part will be read at all. */
  protected final boolean isUsed(int part) {
    return analysis.useCount(part) > 0;
  }

  /** What a rule throws where the instruction has a form it cannot compile. */
  public static UnsupportedConstructException unsupported(Instruction i) {
    StringBuilder text = new StringBuilder(i.opcode().text());
    if (i.opcode() != Opcode.CALL && !i.type().isVoid()) {
      text.append(" giving ").append(i.type());
    }
    for (int n = 0; n < Math.min(i.operandCount(), 2); n++) {
      text.append(n == 0 ? " of " : ", ").append(i.operand(n).type());
    }
    return new UnsupportedConstructException(text.toString());
  }
}
