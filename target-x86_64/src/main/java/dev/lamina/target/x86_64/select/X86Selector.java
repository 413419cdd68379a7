package dev.lamina.target.x86_64.select;

import static dev.lamina.target.x86_64.encode.Regs.RBP;
import static dev.lamina.target.x86_64.encode.Regs.RIP;

import dev.lamina.codegen.Address;
import dev.lamina.codegen.ExceptionTable;
import dev.lamina.codegen.FunctionSink;
import dev.lamina.codegen.ObjectBuilder;
import dev.lamina.codegen.RuleTable;
import dev.lamina.codegen.Selector;
import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.BlockAddress;
import dev.lamina.ir.BranchInst;
import dev.lamina.ir.CastInst;
import dev.lamina.ir.Constant;
import dev.lamina.ir.ConstantAggregate;
import dev.lamina.ir.ConstantDataSequence;
import dev.lamina.ir.ConstantExpr;
import dev.lamina.ir.ConstantFP;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.ConstantNull;
import dev.lamina.ir.ConstantZero;
import dev.lamina.ir.FCmpInst;
import dev.lamina.ir.Function;
import dev.lamina.ir.GlobalValue;
import dev.lamina.ir.ICmpInst;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.IntegerType;
import dev.lamina.ir.LocalValue;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.PointerType;
import dev.lamina.ir.SelectInst;
import dev.lamina.ir.Type;
import dev.lamina.ir.UndefValue;
import dev.lamina.ir.Value;
import dev.lamina.ir.VectorType;
import dev.lamina.target.UnsupportedConstructException;
import dev.lamina.target.x86_64.encode.Encoder;
import dev.lamina.target.x86_64.encode.Op;
import dev.lamina.target.x86_64.encode.Packed;
import dev.lamina.target.x86_64.encode.Regs;
import dev.lamina.target.x86_64.encode.Sse;
import dev.lamina.target.x86_64.encode.X87;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the rules of x86-64 work with: constants in registers, extended integers, jump tables. */
final class X86Selector extends Selector {
  private final RuleTable<X86Selector> rules;
  private final X86Emitter emitter;
  private final Encoder encoder;
  final SystemVCalls calls;
  final Libcalls libcalls;

  /** For rules, whose addresses do not outlive one instruction. */
  final Address address = new Address();

  final Address address2 = new Address();

  // Jump tables of the function: label of the table, labels of its entries.
  private int tableCount;
  private int[] tableLabel = new int[4];
  private int[][] tableEntries = new int[4][];

  // Areas of the frame that instructions use one after the other.
  private int areaCount;
  private int nextArea;
  private int[] areaOffset = new int[8];
  private int[] areaSize = new int[8];

  X86Selector(Parts parts, X86Emitter emitter, RuleTable<X86Selector> rules) {
    super(parts);
    this.rules = rules;
    this.emitter = emitter;
    encoder = emitter.encoder();
    calls = new SystemVCalls(this);
    libcalls = new Libcalls(this);
  }

  @Override
  protected boolean select(Instruction i) {
    nextArea = 0;
    return rules.select(this, i);
  }

  /** Selects an instruction that is a piece of the one at hand. */
  void selectScalar(Instruction i) {
    if (!rules.select(this, i)) {
      throw unsupported(i);
    }
  }

  /** All parts of a value; constants are put into temporaries. */
  int[] parts(Value v) {
    int[] parts = new int[partsOf(v.type()).count()];
    for (int p = 0; p < parts.length; p++) {
      parts[p] = value(v, p);
    }
    return parts;
  }

  /** What {@link #releaseAreas} takes: the areas asked for from here on are used again. */
  int areaMark() {
    return nextArea;
  }

  void releaseAreas(int mark) {
    nextArea = mark;
  }

  /**
   * Room in the frame that is the IR instruction's own while it is emitted, aligned to 16; returns
   * its offset. The next instruction uses it again.
   */
  int area(int bytes) {
    int n = nextArea++;
    if (n == areaOffset.length) {
      areaOffset = Arrays.copyOf(areaOffset, 2 * n);
      areaSize = Arrays.copyOf(areaSize, 2 * n);
    }
    if (n >= areaCount || areaSize[n] < bytes) {
      areaSize[n] = Math.max(bytes, 32);
      areaOffset[n] = out.frame().allocate(areaSize[n], 16);
      areaCount = Math.max(areaCount, n + 1);
    }
    return areaOffset[n];
  }

  @Override
  protected void beginFunction(Function f) {
    tableCount = 0;
    areaCount = 0;
    calls.beginFunction(f);
  }

  @Override
  protected void lowerArguments(Function f) {
    calls.lowerArguments(f);
  }

  @Override
  protected boolean canScale(long scale) {
    return scale == 1 || scale == 2 || scale == 4 || scale == 8;
  }

  /** Beside addresses: a comparison right before the only branch or select that asks for it. */
  @Override
  protected boolean canFold(Instruction i) {
    if (i instanceof ICmpInst || i instanceof FCmpInst) {
      Instruction user = i.user(0);
      boolean condition =
          (user instanceof BranchInst b && b.isConditional())
              || (user instanceof SelectInst s
                  && s.condition() == i
                  && partsOf(s.type()).bank(0) != X86Registers.F
                  && (partsOf(s.type()).count() == 1 || i.type().isVector()));
      return condition
          && isJustBefore(i, user)
          && (!i.operand(0).type().isVector()
              || (user instanceof SelectInst select && VectorCompare.canFold(i, select)))
          && !isWide(i.operand(0).type())
          && partsOf(i.operand(0).type()).bank(0) != X86Registers.F;
    }
    return super.canFold(i);
  }

  // ---- Types.

  /** The width in bits of an integer, or 64 for a pointer; 0 for all else. */
  static int width(Type t) {
    return t instanceof IntegerType i ? i.width() : t instanceof PointerType ? 64 : 0;
  }

  /** Whether values of the type are in one general-purpose register. */
  static boolean isWord(Type t) {
    int w = width(t);
    return w > 0 && w <= 64;
  }

  /** Whether values of the type are in two general-purpose registers. */
  static boolean isPair(Type t) {
    int w = width(t);
    return w > 64 && w <= 128;
  }

  /** Whether values of the type are in more than two general-purpose registers. */
  static boolean isWide(Type t) {
    return width(t) > 128;
  }

  /** The operand size that an integer of this width is computed with: 4 or 8. */
  static int operandSize(int width) {
    return width <= 32 ? 4 : 8;
  }

  /** Whether {@code width} bits are exactly a register's low byte, word, double or quad word. */
  static boolean isNatural(int width) {
    return width == 8 || width == 16 || width == 32 || width == 64;
  }

  /** The value if it is a constant that fits a sign-extended 32-bit immediate of {@code width}. */
  static boolean isImmediate(Value v) {
    if (v instanceof ConstantInt c && !c.isWide()) {
      long n = c.sext();
      return n == (int) n;
    }
    return v instanceof ConstantNull;
  }

  static long immediate(Value v) {
    return v instanceof ConstantInt c ? c.sext() : 0;
  }

  // ---- Temporaries.

  int general(int size) {
    int t = out.temporary(X86Registers.G, size);
    if (preferred >= 0) {
      hint(t, preferred);
      preferred = -1;
    }
    return t;
  }

  /** Where the next general-purpose temporary is wanted, or -1. */
  private int preferred = -1;

  int sse(int size) {
    return out.temporary(X86Registers.X, size);
  }

  int x87() {
    return out.temporary(X86Registers.F, 16);
  }

  void hintRegister(int v, int register) {
    hint(v, register);
  }

  int number(long value) {
    int t = general(8);
    out.begin(Op.MOV, 8).def(t).immediate(value).end();
    return t;
  }

  /** {@code v} with the bits above {@code width} zero, in a register of its own. */
  int zeroExtended(int v, int width) {
    int t = general(8);
    switch (width) {
      case 8 -> out.begin(Op.MOVZX8, 4).def(t).useAny(v).end();
      case 16 -> out.begin(Op.MOVZX16, 4).def(t).useAny(v).end();
      case 32 -> out.begin(Op.MOV, 4).def(t).useAny(v).end();
      case 64 -> out.copyKeep(t, v);
      default -> {
        if (width < 32) {
          out.begin(Op.AND, 4).defTiedKeep(t, v).immediate((1L << width) - 1).end();
        } else {
          out.begin(Op.SHL, 8).defTiedKeep(t, v).immediate(64 - width).end();
          out.begin(Op.SHR, 8).defTied(t, t).immediate(64 - width).end();
        }
      }
    }
    return t;
  }

  /** {@code v} with its sign bit repeated above {@code width}, in a register of its own. */
  int signExtended(int v, int width) {
    int t = general(8);
    switch (width) {
      case 8 -> out.begin(Op.MOVSX8, 8).def(t).useAny(v).end();
      case 16 -> out.begin(Op.MOVSX16, 8).def(t).useAny(v).end();
      case 32 -> out.begin(Op.MOVSX32, 8).def(t).useAny(v).end();
      case 64 -> out.copyKeep(t, v);
      default -> {
        out.begin(Op.SHL, 8).defTiedKeep(t, v).immediate(64 - width).end();
        out.begin(Op.SAR, 8).defTied(t, t).immediate(64 - width).end();
      }
    }
    return t;
  }

  // ---- Constants.

  /** The scalar that is part {@code part} of a constant, and which piece of that scalar. */
  private Constant leaf(Constant c, int part) {
    if (c instanceof ConstantAggregate a && !c.type().isVector()) {
      int rest = part;
      for (Constant e : a.elements()) {
        int n = partsOf(e.type()).count();
        if (rest < n) {
          return leaf(e, rest);
        }
        rest -= n;
      }
      throw new IllegalStateException("part " + part + " of " + c.type() + "; please report");
    }
    if (c instanceof ConstantDataSequence d && !c.type().isVector()) {
      return d.element(part);
    }
    if (c instanceof ConstantZero && c.type().isAggregate()) {
      Type scalar = partsOf(c.type()).scalar(part);
      return Constant.zero(scalar);
    }
    if (c instanceof UndefValue && c.type().isAggregate()) {
      return UndefValue.undef(partsOf(c.type()).scalar(part));
    }
    return c;
  }

  @Override
  protected int materialize(Constant whole, int part) {
    Constant c = leaf(whole, part);
    int bank = partsOf(whole.type()).bank(part);
    int size = partsOf(whole.type()).size(part);
    if (c instanceof ConstantExpr e && isBitcastOfLanes(e)) {
      int first = ElementWise.select(this, new CastInst(Opcode.BITCAST, e.operand(0), e.type()));
      return first + partsOf(whole.type()).piece(part);
    }
    if (c.type().isVector()) {
      return materializeVector(c, partsOf(whole.type()).piece(part), size);
    }
    if (c instanceof UndefValue) {
      return undefined(bank, size);
    }
    if (bank == X86Registers.F) {
      return materializeX87((ConstantFP) c);
    }
    if (bank == X86Registers.X) {
      return materializeSse(c, size);
    }
    int t = general(size);
    if (c instanceof ConstantInt n) {
      loadNumber(t, n.word(partsOf(whole.type()).piece(part)), size);
    } else if (c.isZero()) {
      loadNumber(t, 0, size);
    } else {
      loadAddress(t, c, size);
    }
    return t;
  }

  /** Whether code must put the bits together: no constant of the type says what they are. */
  private static boolean isBitcastOfLanes(ConstantExpr e) {
    if (e.opcode() != Opcode.BITCAST) {
      return false;
    }
    Constant from = e.operand(0);
    boolean lanes = from.type().isVector() || from.type().isFloatingPoint();
    boolean numbers = from.type().isVector() && VectorConstants.isNumber(from);
    return (lanes || e.type().isVector() || e.type().isFloatingPoint())
        && !(e.type().isVector() && numbers);
  }

  private int undefined(int bank, int size) {
    int t = out.temporary(bank, size);
    if (bank == X86Registers.F) {
      out.defineInSlot(t, new Address());
    } else {
      out.begin(X86Op.UNDEFINED, 0).def(t).end();
    }
    return t;
  }

  private void loadNumber(int t, long value, int size) {
    if (size <= 4) {
      out.begin(Op.MOV, 4).def(t).immediate((int) value).end();
    } else {
      out.begin(Op.MOV, 8).def(t).immediate(value).end();
    }
  }

  private int materializeSse(Constant c, int size) {
    int t = sse(size);
    if (c.isZero()) {
      out.begin(X86Op.ZERO, 0).def(t).end();
      return t;
    }
    loadPool(t, ((ConstantFP) c).low(), 0, size);
    return t;
  }

  /** A part of a constant vector. */
  private int materializeVector(Constant c, int piece, int size) {
    int t = sse(size);
    if (c.isZero() || (c instanceof UndefValue)) {
      out.begin(X86Op.ZERO, 0).def(t).end();
      return t;
    }
    if (!VectorConstants.isNumber(c)) {
      VectorType type = Lanes.vector(c.type());
      int lane = Lanes.size(type.element());
      int area = area(16);
      Address place = new Address();
      for (int at = 16 * piece; at < 16 * piece + 16 && at / lane < type.length(); at += lane) {
        int mark = out.mark();
        Value element = VectorConstants.element(c, at / lane);
        Value copy = ElementWise.copy(this, element);
        place.frame(area + at % 16);
        ElementWise.store(this, ((LocalValue) copy).number, type.element(), place);
        out.releaseSince(mark);
      }
      out.begin(ElementWise.move(size), 0).def(t).memory(place.frame(area)).end();
      return t;
    }
    long low = VectorConstants.laneBits(c, 16 * piece);
    long high = VectorConstants.laneBits(c, 16 * piece + 8);
    if ((low | high) == 0) {
      out.begin(X86Op.ZERO, 0).def(t).end();
      return t;
    }
    loadPool(t, low, high, size);
    return t;
  }

  private void loadPool(int t, long low, long high, int size) {
    int pool = object.poolOffset(low, high, size);
    int op = size == 4 ? Sse.MOVSS : size == 8 ? Sse.MOVSD : Sse.MOVAPS;
    out.begin(op, 0).def(t).memory(new Address().symbol(object.poolSymbol(), pool)).end();
  }

  private int materializeX87(ConstantFP c) {
    int t = x87();
    if (c.isZero()) {
      out.begin(X87.FLDZ, 0).end();
    } else {
      int pool = object.poolOffset(c.low(), c.high(), 16);
      out.begin(X87.FLD_M80, 0).memory(new Address().symbol(object.poolSymbol(), pool)).end();
    }
    storeX87(t);
    return t;
  }

  /** Pops the x87 stack into the slot of {@code v}. */
  void storeX87(int v) {
    Address slot = new Address();
    out.defineInSlot(v, slot);
    out.begin(X87.FSTP_M80, 0).memory(slot).end();
  }

  /** Pushes {@code v} onto the x87 stack. */
  void loadX87(int v) {
    Address slot = new Address();
    out.slotAddress(v, slot);
    out.begin(X87.FLD_M80, 0).memory(slot).end();
  }

  private void loadAddress(int t, Constant c, int size) {
    Linear v = linear(c);
    if (v.isNumber()) {
      loadNumber(t, v.offset(), size);
      return;
    }
    if (v.minus() != null) {
      int minus = general(8);
      loadSymbolic(minus, v.minus(), 0);
      loadSymbolic(t, v.plus(), v.offset());
      out.begin(Op.SUB, 8).defTied(t, t).kill(minus).end();
      return;
    }
    loadSymbolic(t, v.plus(), v.offset());
  }

  private void loadSymbolic(int t, @Nullable Constant c, long offset) {
    if (c instanceof GlobalValue g) {
      if (g.isThreadLocal()) {
        throw new UnsupportedConstructException("thread_local variable " + g);
      }
      if (ObjectBuilder.isDirect(g) && offset >= 0 && offset < 1 << 24) {
        address2.symbol(object.symbol(g), (int) offset);
        out.begin(Op.LEA, 8).def(t).memory(address2).end();
      } else {
        loadGot(t, g);
        addOffset(t, offset);
      }
    } else if (c instanceof BlockAddress b && b.functionOf() == function()) {
      out.begin(Op.LEA, 8).def(t).memory(address2.label(blockLabel(b))).end();
      addOffset(t, offset);
    } else if (c == null) {
      loadNumber(t, offset, 8);
    } else {
      throw new UnsupportedConstructException("the constant " + c + " in code");
    }
  }

  /** The label of the block; where none can be reached, that of the entry, which will do. */
  private static int blockLabel(BlockAddress b) {
    BasicBlock block = b.block();
    if (block == null) {
      throw new UnsupportedConstructException(b + ", which names no block");
    }
    return Math.max(0, block.number);
  }

  private void loadGot(int t, GlobalValue g) {
    if (g.isThreadLocal()) {
      throw new UnsupportedConstructException("thread_local variable " + g);
    }
    out.begin(X86Op.LOAD_GOT, 8).def(t).memory(address2.symbol(object.symbol(g), 0)).end();
  }

  private void addOffset(int t, long offset) {
    if (offset == (int) offset) {
      if (offset != 0) {
        out.begin(Op.LEA, 8).def(t).memory(new Address().register(t, (int) offset)).end();
      }
    } else {
      int n = number(offset);
      Address sum = new Address().register(t, 0);
      sum.index = n;
      out.begin(Op.LEA, 8).def(t).memory(sum).end();
    }
  }

  @Override
  protected int materializeAddress(Address where) {
    int t = general(8);
    out.begin(Op.LEA, 8).def(t).memory(where).end();
    return t;
  }

  @Override
  protected int materializeGlobal(GlobalValue global, long offset) {
    int t = general(8);
    loadSymbolic(t, global, offset);
    return t;
  }

  // ---- Phis: only moves, since flags are alive.

  @Override
  protected void storeConstant(int slot, Constant whole, int part, int size) {
    Constant c = leaf(whole, part);
    if (c instanceof UndefValue) {
      return;
    }
    int bank = partsOf(whole.type()).bank(part);
    if (c.type().isVector()) {
      storeVector(slot, c, 16 * partsOf(whole.type()).piece(part), size);
      return;
    }
    if (c instanceof ConstantInt n) {
      storeNumber(slot, n.word(partsOf(whole.type()).piece(part)));
    } else if (c.isZero()) {
      storeNumber(slot, 0);
      if (size == 16) {
        storeNumber(slot + 8, 0);
      }
    } else if (c instanceof ConstantFP f) {
      storeNumber(slot, f.low());
      if (bank == X86Registers.F) {
        storeNumber(slot + 8, f.high());
      }
    } else {
      storeSymbolic(slot, c);
    }
  }

  /** The part of a constant vector that begins at byte {@code from} of its lanes. */
  private void storeVector(int slot, Constant c, int from, int size) {
    VectorType type = Lanes.vector(c.type());
    boolean numbers = VectorConstants.isNumber(c);
    for (int at = 0; at < size; at += 8) {
      int lane = (from + at) / 8;
      if (numbers) {
        storeNumber(slot + at, VectorConstants.laneBits(c, from + at));
      } else if (Lanes.size(type.element()) != 8) {
        throw new UnsupportedConstructException("the constant " + c + " as an operand of phi");
      } else if (lane < type.length()) {
        storeWord(slot + at, VectorConstants.element(c, lane));
      }
    }
  }

  private void storeWord(int slot, Constant c) {
    if (c instanceof ConstantInt n) {
      storeNumber(slot, n.word(0));
    } else if (c instanceof UndefValue || c.isZero()) {
      storeNumber(slot, 0);
    } else {
      storeSymbolic(slot, c);
    }
  }

  private void storeNumber(int slot, long value) {
    if (value == (int) value) {
      encoder.mi(Op.MOV, 8, RBP, Regs.NONE, 0, slot, value);
    } else {
      int r = scratch(X86Registers.G);
      encoder.ri(Op.MOV, 8, r, value);
      encoder.mr(Op.MOV, 8, RBP, Regs.NONE, 0, slot, r);
    }
  }

  private void storeSymbolic(int slot, Constant c) {
    Linear v = linear(c);
    if (v.isNumber()) {
      storeNumber(slot, v.offset());
      return;
    }
    if (v.minus() != null || v.offset() != (int) v.offset()) {
      throw new UnsupportedConstructException("the constant " + c + " as an operand of phi");
    }
    int r = scratch(X86Registers.G);
    long offset = v.offset();
    if (v.plus() instanceof GlobalValue g && !g.isThreadLocal()) {
      int symbol = object.symbol(g);
      if (ObjectBuilder.isDirect(g) && offset >= 0 && offset < 1 << 24) {
        int field = encoder.rm(Op.LEA, 8, r, RIP, Regs.NONE, 0, 0);
        out.relocations().add(field, X86Emitter.R_PC32, symbol, offset - 4);
      } else {
        int field = encoder.rm(Op.MOV, 8, r, RIP, Regs.NONE, 0, 0);
        out.relocations().add(field, X86Emitter.R_REX_GOTPCRELX, symbol, -4);
        if (offset != 0) {
          encoder.rm(Op.LEA, 8, r, r, Regs.NONE, 0, (int) offset);
        }
      }
    } else if (v.plus() instanceof BlockAddress b && b.functionOf() == function() && offset == 0) {
      out.reference(encoder.rm(Op.LEA, 8, r, RIP, Regs.NONE, 0, 0), blockLabel(b));
    } else {
      throw new UnsupportedConstructException("the constant " + c + " as an operand of phi");
    }
    encoder.mr(Op.MOV, 8, RBP, Regs.NONE, 0, slot, r);
  }

  @Override
  protected void storeFrameAddress(int slot, int offset) {
    int r = scratch(X86Registers.G);
    encoder.rm(Op.LEA, 8, r, RBP, Regs.NONE, 0, offset);
    encoder.mr(Op.MOV, 8, RBP, Regs.NONE, 0, slot, r);
  }

  // ---- Jump tables.

  /** A table of 32-bit distances behind the function; returns its label. */
  int jumpTable(int[] entries) {
    if (tableCount == tableLabel.length) {
      tableLabel = Arrays.copyOf(tableLabel, 2 * tableCount);
      tableEntries = Arrays.copyOf(tableEntries, 2 * tableCount);
    }
    int label = out.label();
    tableLabel[tableCount] = label;
    tableEntries[tableCount++] = entries;
    return label;
  }

  @Override
  protected void emitTables() {
    for (int i = 0; i < tableCount; i++) {
      emitter.code().fill(-emitter.code().size() & 3, 0xcc);
      out.bind(tableLabel[i]);
      int table = emitter.code().size();
      for (int label : tableEntries[i]) {
        emitter.tableEntry(table, labelOffset(label));
      }
    }
  }

  // ---- For rules of several files.

  FunctionSink sink() {
    return out;
  }

  ObjectBuilder builder() {
    return object;
  }

  void argumentIn(int part, int register) {
    defineArgument(part, register);
  }

  void argumentInFrame(int part, int offset) {
    defineArgumentInFrame(part, offset);
  }

  /** Whether the virtual register is no part of an IR value. */
  boolean isTemporary(int v) {
    return isTemporaryRegister(v);
  }

  boolean partIsUsed(int part) {
    return isUsed(part);
  }

  ExceptionTable exceptions() {
    return exceptions;
  }

  X86Emitter emitter() {
    return emitter;
  }

  /** A temporary that is to be in this register if it can. */
  int generalIn(int register, int size) {
    int t = general(size);
    hint(t, X86Registers.g(register));
    return t;
  }

  /** The register of a part; a constant is loaded straight into {@code register} if it can be. */
  int valueIn(Value v, int part, int register) {
    if (!(v instanceof LocalValue)) {
      preferred = register;
    }
    int r = value(v, part);
    preferred = -1;
    return r;
  }

  /** Moves between a general-purpose and an SSE register. */
  void moveAcross(int to, int from, boolean toSse, int size) {
    out.begin(toSse ? Packed.MOVD_X : Packed.MOVD_G, size == 8 ? 8 : 4).def(to).kill(from).end();
  }
}
