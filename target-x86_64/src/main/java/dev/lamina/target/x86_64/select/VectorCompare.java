package dev.lamina.target.x86_64.select;

import static dev.lamina.codegen.SelectionRule.rule;

import dev.lamina.codegen.FunctionSink;
import dev.lamina.codegen.RuleTable;
import dev.lamina.ir.FCmpInst;
import dev.lamina.ir.FloatPredicate;
import dev.lamina.ir.ICmpInst;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.IntPredicate;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.SelectInst;
import dev.lamina.ir.Type;
import dev.lamina.ir.TypeKind;
import dev.lamina.ir.Value;
import dev.lamina.target.x86_64.encode.Packed;
import dev.lamina.target.x86_64.encode.Sse;

/** Comparisons of vectors, which give masks, and selects by masks. */
final class VectorCompare {
  // Predicates of cmpps and cmppd (SDM volume 2A, CMPPD, table 3-1).
  private static final int EQ = 0;
  private static final int LT = 1;
  private static final int LE = 2;
  private static final int UNORD = 3;
  private static final int NEQ = 4;
  private static final int NLT = 5;
  private static final int NLE = 6;
  private static final int ORD = 7;

  private VectorCompare() {}

  static void addTo(RuleTable.Rules<X86Selector> table) {
    table
        .add(
            Opcode.ICMP,
            rule(
                "vector by parts",
                (s, i) -> i.type().isVector() && hasLaneMasks(i),
                VectorCompare::compare))
        .add(
            Opcode.ICMP,
            rule(
                "vector by elements",
                (s, i) -> i.type().isVector(),
                (s, i) ->
                    ElementWise.map(
                        s,
                        i,
                        s.result(i),
                        Lanes.vector(i.type()),
                        e -> new ICmpInst(((ICmpInst) i).predicate(), e[0], e[1]),
                        i.operand(0),
                        i.operand(1))))
        .add(
            Opcode.FCMP,
            rule(
                "vector by parts",
                (s, i) -> i.type().isVector() && hasLaneMasks(i),
                VectorCompare::compare))
        .add(
            Opcode.FCMP,
            rule(
                "vector by elements",
                (s, i) -> i.type().isVector(),
                (s, i) ->
                    ElementWise.map(
                        s,
                        i,
                        s.result(i),
                        Lanes.vector(i.type()),
                        e -> new FCmpInst(((FCmpInst) i).predicate(), e[0], e[1]),
                        i.operand(0),
                        i.operand(1))))
        .add(
            Opcode.SELECT,
            rule(
                "vector by its comparison",
                (s, i) -> i.operand(0).type().isVector() && s.isFolded(i.operand(0)),
                (s, i) -> {
                  SelectInst x = (SelectInst) i;
                  select(s, x, laneMasks(s, (Instruction) x.condition()));
                }))
        .add(
            Opcode.SELECT,
            rule(
                "vector by a mask",
                (s, i) -> i.operand(0).type().isVector() && hasLanesOfPowerOfTwo(i.type()),
                (s, i) -> {
                  SelectInst x = (SelectInst) i;
                  select(s, x, masks(s, x.condition(), x.type()));
                }))
        .add(
            Opcode.SELECT,
            rule(
                "vector by elements",
                (s, i) -> i.operand(0).type().isVector(),
                (s, i) ->
                    ElementWise.map(
                        s,
                        i,
                        s.result(i),
                        Lanes.vector(i.type()),
                        e -> new SelectInst(e[0], e[1], e[2]),
                        i.operand(0),
                        i.operand(1),
                        i.operand(2))));
  }

  private static boolean hasLanesOfPowerOfTwo(Type vector) {
    int size = Lanes.size(vector.scalarType());
    return size <= 16 && (size & size - 1) == 0;
  }

  /** The mask of a condition, widened to the lanes of a vector type. */
  static int[] masks(X86Selector s, Value condition, Type type) {
    int size = Lanes.size(type.scalarType());
    return VectorOps.widenMasks(s, s.parts(condition), size, s.partsOf(type).count());
  }

  /** Whether the select of a mask can take the lanes of the comparison as they are. */
  static boolean canFold(Instruction compare, SelectInst select) {
    return hasLaneMasks(compare)
        && Lanes.size(compare.operand(0).type().scalarType())
            == Lanes.size(select.type().scalarType());
  }

  private static void select(X86Selector s, SelectInst x, int[] masks) {
    for (int p = 0; p < masks.length; p++) {
      int yes = s.value(x.ifTrue(), p);
      int no = s.value(x.ifFalse(), p);
      s.sink().copy(s.result(x, p), VectorOps.blend(s, masks[p], yes, no));
    }
  }

  private static void compare(X86Selector s, Instruction i) {
    int size = Lanes.size(i.operand(0).type().scalarType());
    int[] bytes = VectorOps.narrowMasks(s, laneMasks(s, i), size);
    for (int p = 0; p < bytes.length; p++) {
      s.sink().copyKeep(s.result(i, p), bytes[p]);
    }
  }

  private static boolean hasLaneMasks(Instruction compare) {
    Type element = compare.operand(0).type().scalarType();
    return Lanes.isWord(element) || Lanes.isMask(element) || Lanes.isFloat(element);
  }

  /** Compares; the lanes of the result are as wide as those compared, and 0 or -1. */
  static int[] laneMasks(X86Selector s, Instruction i) {
    Type type = i.operand(0).type();
    Type element = type.scalarType();
    int[] masks = new int[s.partsOf(type).count()];
    for (int p = 0; p < masks.length; p++) {
      int a = s.value(i.operand(0), p);
      int b = s.value(i.operand(1), p);
      if (i instanceof FCmpInst f) {
        masks[p] = compare(s, f.predicate(), element.kind() == TypeKind.DOUBLE, a, b);
      } else {
        masks[p] = compare(s, ((ICmpInst) i).predicate(), Lanes.size(element), a, b);
      }
    }
    return masks;
  }

  /** Integers in lanes of a number of bytes. */
  static int compare(X86Selector s, IntPredicate predicate, int size, int a, int b) {
    return switch (predicate) {
      case EQ -> equal(s, size, a, b);
      case NE -> VectorOps.not(s, equal(s, size, a, b));
      case SGT -> greater(s, size, a, b);
      case SLT -> greater(s, size, b, a);
      case SLE -> VectorOps.not(s, greater(s, size, a, b));
      case SGE -> VectorOps.not(s, greater(s, size, b, a));
      case UGT -> above(s, size, a, b);
      case ULT -> above(s, size, b, a);
      case ULE -> VectorOps.not(s, above(s, size, a, b));
      case UGE -> VectorOps.not(s, above(s, size, b, a));
    };
  }

  private static int equal(X86Selector s, int size, int a, int b) {
    if (size < 8) {
      return VectorOps.op(
          s, VectorOps.pick(size, Packed.PCMPEQB, Packed.PCMPEQW, Packed.PCMPEQD, 0), a, b);
    }
    // Both halves must be equal.
    int halves = VectorOps.op(s, Packed.PCMPEQD, a, b);
    int swapped = VectorOps.shuffle(s, Packed.PSHUFD, halves, 0xb1);
    return VectorOps.opLast(s, Packed.PAND, halves, swapped);
  }

  private static int above(X86Selector s, int size, int a, int b) {
    // With the sign bits inverted, the order of signed numbers is that of unsigned ones.
    int x = VectorOps.op(s, Packed.PXOR, a, VectorOps.splat(s, 1L << 8 * size - 1, size));
    int y = VectorOps.op(s, Packed.PXOR, b, VectorOps.splat(s, 1L << 8 * size - 1, size));
    return greater(s, size, x, y);
  }

  private static int greater(X86Selector s, int size, int a, int b) {
    if (size < 8) {
      return VectorOps.op(
          s, VectorOps.pick(size, Packed.PCMPGTB, Packed.PCMPGTW, Packed.PCMPGTD, 0), a, b);
    }
    // high > high, or high == high and low above low: then the high half of b - a is the borrow.
    FunctionSink out = s.sink();
    int equal = VectorOps.op(s, Packed.PCMPEQD, a, b);
    int borrow = VectorOps.op(s, Packed.PSUBQ, b, a);
    out.begin(Packed.PAND, 0).defTied(borrow, borrow).kill(equal).end();
    int above = VectorOps.op(s, Packed.PCMPGTD, a, b);
    int either = VectorOps.opLast(s, Packed.POR, borrow, above);
    return VectorOps.shuffle(s, Packed.PSHUFD, either, 0xf5);
  }

  /** Floats or doubles. */
  static int compare(X86Selector s, FloatPredicate predicate, boolean isDouble, int a, int b) {
    int op = isDouble ? Sse.CMPPD : Sse.CMPPS;
    return switch (predicate) {
      case FALSE -> VectorOps.zero(s);
      case TRUE -> VectorOps.ones(s);
      case OEQ -> VectorOps.op(s, op, a, b, EQ);
      case OLT -> VectorOps.op(s, op, a, b, LT);
      case OLE -> VectorOps.op(s, op, a, b, LE);
      case OGT -> VectorOps.op(s, op, b, a, LT);
      case OGE -> VectorOps.op(s, op, b, a, LE);
      case ORD -> VectorOps.op(s, op, a, b, ORD);
      case UNO -> VectorOps.op(s, op, a, b, UNORD);
      case UNE -> VectorOps.op(s, op, a, b, NEQ);
      case UGE -> VectorOps.op(s, op, a, b, NLT);
      case UGT -> VectorOps.op(s, op, a, b, NLE);
      case ULE -> VectorOps.op(s, op, b, a, NLT);
      case ULT -> VectorOps.op(s, op, b, a, NLE);
      case ONE ->
          VectorOps.opLast(
              s, Packed.PAND, VectorOps.op(s, op, a, b, ORD), VectorOps.op(s, op, a, b, NEQ));
      case UEQ ->
          VectorOps.opLast(
              s, Packed.POR, VectorOps.op(s, op, a, b, UNORD), VectorOps.op(s, op, a, b, EQ));
    };
  }
}
