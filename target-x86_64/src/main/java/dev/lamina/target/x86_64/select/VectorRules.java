package dev.lamina.target.x86_64.select;

import static dev.lamina.codegen.SelectionRule.rule;
import static dev.lamina.target.x86_64.select.X86Selector.width;

import dev.lamina.codegen.Address;
import dev.lamina.codegen.FunctionSink;
import dev.lamina.codegen.RuleTable;
import dev.lamina.ir.BinaryOperator;
import dev.lamina.ir.Constant;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.GetElementPtrInst;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.Type;
import dev.lamina.ir.TypeKind;
import dev.lamina.ir.UnaryOperator;
import dev.lamina.ir.Value;
import dev.lamina.ir.VectorType;
import dev.lamina.target.x86_64.encode.Packed;
import dev.lamina.target.x86_64.encode.Sse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Arithmetic on vectors of any element and length: part by part where SSE2 has an instruction or a
 * few for the lanes (see {@link Lanes}), element by element for all else. Instructions work on
 * whole registers, so what they do to the lanes above the last does not matter.
 */
final class VectorRules {
  private static final List<Opcode> BINARY =
      List.of(
          Opcode.ADD,
          Opcode.SUB,
          Opcode.MUL,
          Opcode.AND,
          Opcode.OR,
          Opcode.XOR,
          Opcode.FADD,
          Opcode.FSUB,
          Opcode.FMUL,
          Opcode.FDIV);

  private static final List<Opcode> SHIFTS = List.of(Opcode.SHL, Opcode.LSHR, Opcode.ASHR);

  private VectorRules() {}

  static void addTo(RuleTable.Rules<X86Selector> table) {
    table
        .add(
            BINARY,
            rule(
                "vector by parts",
                (s, i) -> i.type().isVector() && hasParts(i.opcode(), i.type().scalarType()),
                VectorRules::binary))
        .add(
            SHIFTS,
            rule(
                "vector by one amount",
                (s, i) -> i.type().isVector() && amount(i) != null,
                VectorRules::shiftByConstant))
        .add(
            Opcode.SHL,
            rule(
                "vector by constant amounts",
                (s, i) -> i.type().isVector() && canMultiply(i),
                VectorRules::shiftByMultiplying))
        .add(
            List.of(
                Opcode.MUL,
                Opcode.ADD,
                Opcode.SUB,
                Opcode.SHL,
                Opcode.LSHR,
                Opcode.ASHR,
                Opcode.UDIV,
                Opcode.SDIV,
                Opcode.UREM,
                Opcode.SREM,
                Opcode.FREM),
            rule(
                "vector by elements", (s, i) -> i.type().isVector(), VectorRules::binaryByElements))
        .add(
            List.of(Opcode.FADD, Opcode.FSUB, Opcode.FMUL, Opcode.FDIV),
            rule(
                "vector of long doubles",
                (s, i) -> i.type().isVector(),
                VectorRules::binaryByElements))
        .add(
            Opcode.FNEG,
            rule(
                "vector by parts",
                (s, i) -> i.type().isVector() && Lanes.isFloat(i.type().scalarType()),
                VectorRules::negate))
        .add(
            Opcode.FNEG,
            rule(
                "vector by elements",
                (s, i) -> i.type().isVector(),
                (s, i) ->
                    ElementWise.map(
                        s,
                        i,
                        s.result(i),
                        Lanes.vector(i.type()),
                        e -> new UnaryOperator(Opcode.FNEG, e[0]),
                        i.operand(0))));
  }

  static void addElementAddresses(RuleTable.Rules<X86Selector> table) {
    table.add(
        Opcode.GETELEMENTPTR,
        rule(
            "vector by elements",
            (s, i) -> i.type().isVector(),
            (s, i) -> {
              GetElementPtrInst gep = (GetElementPtrInst) i;
              ElementWise.map(
                  s,
                  i,
                  s.result(i),
                  Lanes.vector(i.type()),
                  e -> new GetElementPtrInst(gep.sourceType(), e),
                  i.operands().toArray(new Value[0]));
            }));
  }

  static boolean isFloats(Type t) {
    return t instanceof VectorType v && Lanes.isFloat(v.element());
  }

  /** Whether there are instructions for the operation on such lanes. */
  static boolean hasParts(Opcode opcode, Type element) {
    return switch (opcode) {
      case AND, OR, XOR -> element.isInteger();
      case ADD, SUB, MUL -> element.isInteger() && Lanes.size(element) <= 8;
      case FADD, FSUB, FMUL, FDIV -> Lanes.isFloat(element);
      default -> false;
    };
  }

  private static void binary(X86Selector s, Instruction i) {
    Type element = i.type().scalarType();
    int parts = s.partsOf(i.type()).count();
    for (int p = 0; p < parts; p++) {
      int a = s.value(i.operand(0), p);
      int b = s.value(i.operand(1), p);
      int op = instruction(i.opcode(), element);
      if (op != 0) {
        s.sink().begin(op, 0).defTied(s.result(i, p), a).kill(b).end();
      } else {
        s.sink().copy(s.result(i, p), multiply(s, Lanes.size(element), a, b));
      }
    }
  }

  /** {@code a op b} on lanes of an operation that {@link #hasParts}. */
  static int binary(X86Selector s, Opcode opcode, Type element, int a, int b) {
    int op = instruction(opcode, element);
    return op != 0 ? VectorOps.op(s, op, a, b) : multiply(s, Lanes.size(element), a, b);
  }

  /** The one instruction for an operation, or 0 where it takes several. */
  private static int instruction(Opcode opcode, Type element) {
    boolean d = element.kind() == TypeKind.DOUBLE;
    int size = Lanes.size(element);
    boolean mask = Lanes.isMask(element);
    return switch (opcode) {
      case AND -> Packed.PAND;
      case OR -> Packed.POR;
      case XOR -> Packed.PXOR;
      case ADD -> mask ? Packed.PXOR : VectorOps.add(size);
      case SUB -> mask ? Packed.PXOR : VectorOps.subtract(size);
      case MUL -> mask ? Packed.PAND : size == 2 ? Packed.PMULLW : 0;
      case FADD -> d ? Sse.ADDPD : Sse.ADDPS;
      case FSUB -> d ? Sse.SUBPD : Sse.SUBPS;
      case FMUL -> d ? Sse.MULPD : Sse.MULPS;
      default -> d ? Sse.DIVPD : Sse.DIVPS;
    };
  }

  private static void binaryByElements(X86Selector s, Instruction i) {
    ElementWise.map(
        s,
        i,
        s.result(i),
        Lanes.vector(i.type()),
        e -> new BinaryOperator(i.opcode(), e[0], e[1]),
        i.operand(0),
        i.operand(1));
  }

  private static void negate(X86Selector s, Instruction i) {
    int size = Lanes.size(i.type().scalarType());
    Address sign = VectorOps.splat(s, 1L << 8 * size - 1, size);
    for (int p = 0; p < s.partsOf(i.type()).count(); p++) {
      int v = s.value(i.operand(0), p);
      s.sink().begin(Sse.XORPS, 0).defTied(s.result(i, p), v).memory(sign).end();
    }
  }

  // ---- Products.

  private static int multiply(X86Selector s, int size, int a, int b) {
    return switch (size) {
      case 1 -> multiplyBytes(s, a, b);
      case 2 -> VectorOps.op(s, Packed.PMULLW, a, b);
      case 4 -> multiplyDoubleWords(s, a, b);
      default -> multiplyQuadWords(s, a, b);
    };
  }

  /** The low byte of a product depends on the low bytes alone, so words will do. */
  private static int multiplyBytes(X86Selector s, int a, int b) {
    FunctionSink out = s.sink();
    int even = VectorOps.op(s, Packed.PMULLW, a, b);
    int oddA = VectorOps.shift(s, Packed.PSRLW, a, 8);
    int oddB = VectorOps.shift(s, Packed.PSRLW, b, 8);
    int odd = VectorOps.opLast(s, Packed.PMULLW, oddA, oddB);
    out.begin(Packed.PSLLW, 0).defTied(odd, odd).immediate(8).end();
    out.begin(Packed.PAND, 0).defTied(even, even).memory(VectorOps.splat(s, 0xff, 2)).end();
    return VectorOps.opLast(s, Packed.POR, even, odd);
  }

  /** pmuludq multiplies lanes 0 and 2; the others are moved there and back. */
  private static int multiplyDoubleWords(X86Selector s, int a, int b) {
    FunctionSink out = s.sink();
    int even = VectorOps.op(s, Packed.PMULUDQ, a, b);
    int oddA = VectorOps.shuffle(s, Packed.PSHUFD, a, 0xf5);
    int oddB = VectorOps.shuffle(s, Packed.PSHUFD, b, 0xf5);
    out.begin(Packed.PMULUDQ, 0).defTied(oddA, oddA).kill(oddB).end();
    out.begin(Packed.PSHUFD, 0).def(even).use(even).immediate(0xe8).end();
    out.begin(Packed.PSHUFD, 0).def(oddA).use(oddA).immediate(0xe8).end();
    return VectorOps.opLast(s, Packed.PUNPCKLDQ, even, oddA);
  }

  /** low * low, plus the two cross products moved up by 32 bits. */
  private static int multiplyQuadWords(X86Selector s, int a, int b) {
    FunctionSink out = s.sink();
    int low = VectorOps.op(s, Packed.PMULUDQ, a, b);
    int crossA = VectorOps.shift(s, Packed.PSRLQ, a, 32);
    out.begin(Packed.PMULUDQ, 0).defTied(crossA, crossA).use(b).end();
    int crossB = VectorOps.shift(s, Packed.PSRLQ, b, 32);
    out.begin(Packed.PMULUDQ, 0).defTied(crossB, crossB).use(a).end();
    out.begin(Packed.PADDQ, 0).defTied(crossA, crossA).kill(crossB).end();
    out.begin(Packed.PSLLQ, 0).defTied(crossA, crossA).immediate(32).end();
    return VectorOps.opLast(s, Packed.PADDQ, low, crossA);
  }

  // ---- Shifts.

  /** The amount that all lanes are shifted by, if it is one constant and in range. */
  private static @Nullable ConstantInt amount(Instruction i) {
    if (!Lanes.isWord(i.type().scalarType()) || !(i.operand(1) instanceof Constant c)) {
      return null;
    }
    return VectorConstants.splat(c) instanceof ConstantInt k
            && Long.compareUnsigned(k.zext(), width(i.type().scalarType())) < 0
        ? k
        : null;
  }

  private static void shiftByConstant(X86Selector s, Instruction i) {
    ConstantInt k = amount(i);
    if (k == null) {
      throw new IllegalStateException("no amount; please report");
    }
    for (int p = 0; p < s.partsOf(i.type()).count(); p++) {
      int v = s.value(i.operand(0), p);
      int size = Lanes.size(i.type().scalarType());
      s.sink().copy(s.result(i, p), shift(s, i.opcode(), size, v, (int) k.zext()));
    }
  }

  /** Shifts lanes of a number of bytes by a constant amount below their width. */
  static int shift(X86Selector s, Opcode opcode, int size, int v, int amount) {
    FunctionSink out = s.sink();
    if (opcode == Opcode.ASHR && size != 2 && size != 4) {
      // (x >> k) with zeros, then the sign repeated: x ^ m - m, m being where the sign has come.
      int t = shift(s, Opcode.LSHR, size, v, amount);
      Address sign = VectorOps.splat(s, 1L << 8 * size - 1 - amount, size);
      out.begin(Packed.PXOR, 0).defTied(t, t).memory(sign).end();
      out.begin(VectorOps.subtract(size), 0).defTied(t, t).memory(sign).end();
      return t;
    }
    if (size == 1) {
      boolean left = opcode == Opcode.SHL;
      int t = VectorOps.shift(s, left ? Packed.PSLLW : Packed.PSRLW, v, amount);
      long kept = left ? 0xffL << amount : 0xffL >>> amount;
      out.begin(Packed.PAND, 0).defTied(t, t).memory(VectorOps.splat(s, kept, 1)).end();
      return t;
    }
    int op =
        switch (opcode) {
          case SHL -> VectorOps.pick(size, 0, Packed.PSLLW, Packed.PSLLD, Packed.PSLLQ);
          case LSHR -> VectorOps.pick(size, 0, Packed.PSRLW, Packed.PSRLD, Packed.PSRLQ);
          default -> VectorOps.pick(size, 0, Packed.PSRAW, Packed.PSRAD, 0);
        };
    return VectorOps.shift(s, op, v, amount);
  }

  /** Whether a shift to the left is a product with constants. */
  private static boolean canMultiply(Instruction i) {
    Type element = i.type().scalarType();
    return Lanes.isWord(element)
        && Lanes.size(element) <= 4
        && i.operand(1) instanceof Constant c
        && VectorConstants.isNumber(c);
  }

  private static void shiftByMultiplying(X86Selector s, Instruction i) {
    VectorType type = Lanes.vector(i.type());
    Constant amounts = (Constant) i.operand(1);
    int size = Lanes.size(type.element());
    for (int p = 0; p < s.partsOf(type).count(); p++) {
      long[] factors = new long[2];
      for (int n = 0; n < 16 / size && p * 16 / size + n < type.length(); n++) {
        Constant amount = VectorConstants.element(amounts, p * 16 / size + n);
        long k = amount instanceof ConstantInt c ? c.zext() : 0;
        if (Long.compareUnsigned(k, 8L * size) < 0) {
          factors[n * size / 8] |= 1L << k + 8L * (n * size % 8);
        }
      }
      int factor = s.sse(16);
      int pool = s.builder().poolOffset(factors[0], factors[1], 16);
      s.sink()
          .begin(Sse.MOVAPS, 0)
          .def(factor)
          .memory(new Address().symbol(s.builder().poolSymbol(), pool))
          .end();
      s.sink().copy(s.result(i, p), multiply(s, size, s.value(i.operand(0), p), factor));
    }
  }

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
