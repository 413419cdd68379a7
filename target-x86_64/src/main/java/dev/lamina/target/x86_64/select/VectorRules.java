package dev.lamina.target.x86_64.select;

import static dev.lamina.codegen.SelectionRule.rule;
import static dev.lamina.target.x86_64.select.X86Selector.width;

import dev.lamina.codegen.Address;
import dev.lamina.codegen.FunctionSink;
import dev.lamina.codegen.PartLayout;
import dev.lamina.codegen.RuleTable;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.ExtractElementInst;
import dev.lamina.ir.InsertElementInst;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.ShuffleVectorInst;
import dev.lamina.ir.Type;
import dev.lamina.ir.TypeKind;
import dev.lamina.ir.Value;
import dev.lamina.ir.VectorType;
import dev.lamina.target.x86_64.encode.Op;
import dev.lamina.target.x86_64.encode.Packed;
import dev.lamina.target.x86_64.encode.Sse;
import java.util.List;

/**
 * Vectors that fill one SSE register, or the low half of one, with what SSE2 has for them. In a
 * half the other lanes hold anything. Single elements are moved through the frame.
 */
final class VectorRules {
  private static final List<Opcode> BITWISE = List.of(Opcode.AND, Opcode.OR, Opcode.XOR);
  private static final List<Opcode> FLOAT =
      List.of(Opcode.FADD, Opcode.FSUB, Opcode.FMUL, Opcode.FDIV);

  private VectorRules() {}

  static void addTo(RuleTable.Rules<X86Selector> table) {
    table
        .add(
            List.of(Opcode.ADD, Opcode.SUB),
            rule(
                "vector", (s, i) -> isIntegers(i.type()), (s, i) -> binary(s, i, addOrSubtract(i))))
        .add(
            BITWISE,
            rule("vector", (s, i) -> isIntegers(i.type()), (s, i) -> binary(s, i, bitwise(i))))
        .add(
            Opcode.MUL,
            rule(
                "vector of words",
                (s, i) -> isIntegers(i.type()) && elementWidth(i.type()) == 16,
                (s, i) -> binary(s, i, Packed.PMULLW)))
        .add(
            Opcode.MUL,
            rule(
                "vector of double words",
                (s, i) -> isIntegers(i.type()) && elementWidth(i.type()) == 32,
                VectorRules::multiplyDoubleWords))
        .add(
            Opcode.MUL,
            rule(
                "vector of quad words",
                (s, i) -> isIntegers(i.type()) && elementWidth(i.type()) == 64,
                VectorRules::multiplyQuadWords))
        .add(
            FLOAT,
            rule("vector", (s, i) -> isFloats(i.type()), (s, i) -> binary(s, i, arithmetic(i))))
        .add(Opcode.FNEG, rule("vector", (s, i) -> isFloats(i.type()), VectorRules::negate))
        .add(Opcode.EXTRACTELEMENT, rule("through the frame", (s, i) -> true, VectorRules::extract))
        .add(Opcode.INSERTELEMENT, rule("through the frame", (s, i) -> true, VectorRules::insert))
        .add(Opcode.SHUFFLEVECTOR, rule("through the frame", (s, i) -> true, VectorRules::shuffle));
  }

  private static boolean isIntegers(Type t) {
    return t instanceof VectorType v && v.element().isInteger() && !v.isScalable();
  }

  static boolean isFloats(Type t) {
    return t instanceof VectorType v
        && (v.element().kind() == TypeKind.FLOAT || v.element().kind() == TypeKind.DOUBLE);
  }

  private static int elementWidth(Type t) {
    return width(t.scalarType());
  }

  private static void binary(X86Selector s, Instruction i, int op) {
    int a = s.value(i.operand(0));
    int b = s.value(i.operand(1));
    s.sink().begin(op, 0).defTied(s.result(i), a).kill(b).end();
  }

  private static int addOrSubtract(Instruction i) {
    boolean add = i.opcode() == Opcode.ADD;
    return switch (elementWidth(i.type())) {
      case 8 -> add ? Packed.PADDB : Packed.PSUBB;
      case 16 -> add ? Packed.PADDW : Packed.PSUBW;
      case 32 -> add ? Packed.PADDD : Packed.PSUBD;
      case 64 -> add ? Packed.PADDQ : Packed.PSUBQ;
      default -> throw X86Selector.unsupported(i);
    };
  }

  private static int bitwise(Instruction i) {
    return switch (i.opcode()) {
      case AND -> Packed.PAND;
      case OR -> Packed.POR;
      default -> Packed.PXOR;
    };
  }

  private static int arithmetic(Instruction i) {
    boolean d = i.type().scalarType().kind() == TypeKind.DOUBLE;
    return switch (i.opcode()) {
      case FADD -> d ? Sse.ADDPD : Sse.ADDPS;
      case FSUB -> d ? Sse.SUBPD : Sse.SUBPS;
      case FMUL -> d ? Sse.MULPD : Sse.MULPS;
      default -> d ? Sse.DIVPD : Sse.DIVPS;
    };
  }

  private static void negate(X86Selector s, Instruction i) {
    long sign = 1L << 63;
    long mask = i.type().scalarType().kind() == TypeKind.DOUBLE ? sign : sign | 1L << 31;
    int v = s.value(i.operand(0));
    Address pool =
        s.address.symbol(s.builder().poolSymbol(), s.builder().poolOffset(mask, mask, 16));
    s.sink().begin(Sse.XORPS, 0).defTied(s.result(i), v).memory(pool).end();
  }

  /** pmuludq multiplies lanes 0 and 2; the others are moved there and back. */
  private static void multiplyDoubleWords(X86Selector s, Instruction i) {
    FunctionSink out = s.sink();
    int a = s.value(i.operand(0));
    int b = s.value(i.operand(1));
    int even = s.sse(16);
    int oddA = s.sse(16);
    int oddB = s.sse(16);
    out.begin(Packed.PMULUDQ, 0).defTiedKeep(even, a).use(b).end();
    out.begin(Packed.PSHUFD, 0).def(oddA).use(a).immediate(0xf5).end();
    out.begin(Packed.PSHUFD, 0).def(oddB).use(b).immediate(0xf5).end();
    out.begin(Packed.PMULUDQ, 0).defTied(oddA, oddA).kill(oddB).end();
    out.begin(Packed.PSHUFD, 0).def(even).use(even).immediate(0xe8).end();
    out.begin(Packed.PSHUFD, 0).def(oddA).use(oddA).immediate(0xe8).end();
    out.begin(Packed.PUNPCKLDQ, 0).defTied(s.result(i), even).kill(oddA).end();
  }

  /** low * low, plus the two cross products moved up by 32 bits. */
  private static void multiplyQuadWords(X86Selector s, Instruction i) {
    FunctionSink out = s.sink();
    int a = s.value(i.operand(0));
    int b = s.value(i.operand(1));
    int low = s.sse(16);
    int crossA = s.sse(16);
    int crossB = s.sse(16);
    out.begin(Packed.PMULUDQ, 0).defTiedKeep(low, a).use(b).end();
    out.begin(Packed.PSRLQ, 0).defTiedKeep(crossA, a).immediate(32).end();
    out.begin(Packed.PMULUDQ, 0).defTied(crossA, crossA).use(b).end();
    out.begin(Packed.PSRLQ, 0).defTiedKeep(crossB, b).immediate(32).end();
    out.begin(Packed.PMULUDQ, 0).defTied(crossB, crossB).use(a).end();
    out.begin(Packed.PADDQ, 0).defTied(crossA, crossA).kill(crossB).end();
    out.begin(Packed.PSLLQ, 0).defTied(crossA, crossA).immediate(32).end();
    out.begin(Packed.PADDQ, 0).defTied(s.result(i), low).kill(crossA).end();
  }

  // ---- Elements.

  private static int elementSize(X86Selector s, Type vector, Instruction i) {
    Type element = vector.scalarType();
    long bits = s.dataLayout().sizeInBits(element);
    if (s.partsOf(vector).count() != 1 || bits % 8 != 0) {
      throw X86Selector.unsupported(i);
    }
    return (int) (bits / 8);
  }

  /** Puts the vector into a new place of the frame. */
  private static int spill(X86Selector s, Value vector) {
    int offset = s.sink().frame().allocate(16, 16);
    MemoryRules.store(s, vector, s.address.frame(offset));
    return offset;
  }

  /** The place of an element, whose index may be variable: one beyond the end gives poison. */
  private static Address element(X86Selector s, int offset, Value index, int size, int length) {
    Address a = new Address();
    if (index instanceof ConstantInt k && !k.isWide()) {
      return a.frame(offset + (int) (k.zext() & length - 1) * size);
    }
    int n = s.zeroExtended(s.value(index), Math.min(64, width(index.type())));
    s.sink().begin(Op.AND, 4).defTied(n, n).immediate(length - 1).end();
    a.frame(offset);
    a.index = n;
    a.scale = Integer.numberOfTrailingZeros(size);
    return a;
  }

  private static void extract(X86Selector s, Instruction i) {
    ExtractElementInst e = (ExtractElementInst) i;
    VectorType type = (VectorType) e.vector().type();
    int size = elementSize(s, type, i);
    int offset = spill(s, e.vector());
    Address a = element(s, offset, e.index(), size, type.length());
    MemoryRules.loadPart(s, s.result(i), s.partsOf(e.type()), 0, a, false);
  }

  private static void insert(X86Selector s, Instruction i) {
    InsertElementInst e = (InsertElementInst) i;
    VectorType type = (VectorType) e.type();
    int size = elementSize(s, type, i);
    int v = s.value(e.element());
    int offset = spill(s, e.vector());
    Address a = element(s, offset, e.index(), size, type.length());
    MemoryRules.storePart(s, v, s.partsOf(e.element().type()), 0, a);
    MemoryRules.loadPart(s, s.result(i), s.partsOf(type), 0, a.frame(offset), false);
  }

  private static void shuffle(X86Selector s, Instruction i) {
    ShuffleVectorInst e = (ShuffleVectorInst) i;
    VectorType from = (VectorType) e.operand(0).type();
    int size = elementSize(s, from, i);
    elementSize(s, e.type(), i);
    int first = spill(s, e.operand(0));
    int second = spill(s, e.operand(1));
    int result = s.sink().frame().allocate(16, 16);
    PartLayout scalar = s.partsOf(from.element());
    Address a = new Address();
    for (int lane = 0; lane < e.maskLength(); lane++) {
      int m = e.maskElement(lane);
      if (m == ShuffleVectorInst.POISON_ELEMENT) {
        continue;
      }
      boolean left = m < from.length();
      int place = left ? first + m * size : second + (m - from.length()) * size;
      int t = s.sink().temporary(scalar.bank(0), scalar.size(0));
      MemoryRules.loadPart(s, t, scalar, 0, a.frame(place), false);
      MemoryRules.storePart(s, t, scalar, 0, a.frame(result + lane * size));
    }
    MemoryRules.loadPart(s, s.result(i), s.partsOf(e.type()), 0, a.frame(result), false);
  }

  // ---- Intrinsics.

  /** {@code llvm.x86.sse2.pslli.d} and its like: all lanes by one amount. */
  static void shift(X86Selector s, Instruction i, int op) {
    FunctionSink out = s.sink();
    int v = s.value(i.operand(0));
    if (i.operand(1) instanceof ConstantInt k) {
      long amount = Math.min(255, k.zext());
      out.begin(op, 0).defTied(s.result(i), v).immediate(amount).end();
      return;
    }
    int amount = s.zeroExtended(s.value(i.operand(1)), 32);
    int count = s.sse(16);
    s.moveAcross(count, amount, true, 8);
    out.begin(op, 0).defTied(s.result(i), v).kill(count).end();
  }
}
