package dev.lamina.target.x86_64.select;

import static dev.lamina.codegen.SelectionRule.rule;
import static dev.lamina.target.x86_64.select.X86Selector.immediate;
import static dev.lamina.target.x86_64.select.X86Selector.isImmediate;
import static dev.lamina.target.x86_64.select.X86Selector.isNatural;
import static dev.lamina.target.x86_64.select.X86Selector.isPair;
import static dev.lamina.target.x86_64.select.X86Selector.operandSize;
import static dev.lamina.target.x86_64.select.X86Selector.width;

import dev.lamina.codegen.FunctionSink;
import dev.lamina.codegen.PartLayout;
import dev.lamina.codegen.RuleTable;
import dev.lamina.ir.CallBase;
import dev.lamina.ir.FCmpInst;
import dev.lamina.ir.FloatPredicate;
import dev.lamina.ir.ICmpInst;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.IntPredicate;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.SelectInst;
import dev.lamina.ir.Value;
import dev.lamina.target.x86_64.encode.Cond;
import dev.lamina.target.x86_64.encode.Op;
import dev.lamina.target.x86_64.encode.Sse;

/** Comparisons and selects. */
final class CompareRules {
  /** No condition of the flags: the comparison is always true. */
  static final int ALWAYS = 16;

  static final int NEVER = 17;

  /** ZF set and PF clear: equal and ordered. */
  static final int EQUAL_ORDERED = 18;

  /** ZF clear or PF set: not equal or unordered. */
  static final int NOT_EQUAL_OR_UNORDERED = 19;

  private CompareRules() {}

  static void addTo(RuleTable.Rules<X86Selector> table) {
    table
        .add(
            Opcode.ICMP,
            rule(
                "word or pair",
                (s, i) -> width(i.operand(0).type()) > 0 && width(i.operand(0).type()) <= 128,
                (s, i) -> setcc(s, s.result(i), compare(s, i))))
        .add(
            Opcode.FCMP,
            rule(
                "float or double",
                (s, i) -> ConversionRules.isSse(i.operand(0).type()),
                (s, i) -> setcc(s, s.result(i), compare(s, i))))
        .add(
            Opcode.SELECT,
            rule(
                "scalar condition",
                (s, i) -> i.operand(0).type().isInteger(1),
                (s, i) -> select(s, (SelectInst) i)));
  }

  static int condition(IntPredicate p) {
    return switch (p) {
      case EQ -> Cond.E;
      case NE -> Cond.NE;
      case UGT -> Cond.A;
      case UGE -> Cond.AE;
      case ULT -> Cond.B;
      case ULE -> Cond.BE;
      case SGT -> Cond.G;
      case SGE -> Cond.GE;
      case SLT -> Cond.L;
      case SLE -> Cond.LE;
    };
  }

  /** Whether ucomis* compares (right, left) for this predicate, so that one flag condition does. */
  private static boolean isSwapped(FloatPredicate p) {
    return switch (p) {
      case OLT, OLE, UGT, UGE -> true;
      default -> false;
    };
  }

  /** The condition after ucomis*, which sets ZF, PF and CF all for unordered operands. */
  private static int condition(FloatPredicate p) {
    return switch (p) {
      case FALSE -> NEVER;
      case OEQ -> EQUAL_ORDERED;
      case OGT, OLT -> Cond.A;
      case OGE, OLE -> Cond.AE;
      case ONE -> Cond.NE;
      case ORD -> Cond.NP;
      case UNO -> Cond.P;
      case UEQ -> Cond.E;
      case UGT, ULT -> Cond.B;
      case UGE, ULE -> Cond.BE;
      case UNE -> NOT_EQUAL_OR_UNORDERED;
      case TRUE -> ALWAYS;
    };
  }

  /** Emits the comparison and returns the condition under which it holds. */
  static int compare(X86Selector s, Instruction i) {
    if (i instanceof FCmpInst f) {
      return compareFloat(s, f);
    }
    ICmpInst c = (ICmpInst) i;
    return compareIntegers(s, c.predicate(), c.left(), c.right());
  }

  private static int compareIntegers(X86Selector s, IntPredicate p, Value left, Value right) {
    if (isPair(left.type())) {
      return comparePairs(s, p, left, right);
    }
    if (isImmediate(left) && !isImmediate(right)) {
      return compareIntegers(s, p.swapped(), right, left);
    }
    FunctionSink out = s.sink();
    int width = width(left.type());
    int a = s.value(left);
    if (isNatural(width)) {
      if (isImmediate(right)) {
        out.begin(Op.CMP, width / 8).killAny(a).immediate(immediate(right)).end();
      } else {
        int b = s.value(right);
        out.begin(Op.CMP, width / 8).killAny(a).killAny(b).end();
      }
      return condition(p);
    }
    boolean signed = p.isSigned();
    int x = signed ? s.signExtended(a, width) : s.zeroExtended(a, width);
    int b = s.value(right);
    int y = signed ? s.signExtended(b, width) : s.zeroExtended(b, width);
    out.begin(Op.CMP, signed ? 8 : operandSize(width)).kill(x).kill(y).end();
    return condition(p);
  }

  private static int comparePairs(X86Selector s, IntPredicate p, Value left, Value right) {
    FunctionSink out = s.sink();
    int extra = width(left.type()) - 64;
    int a0 = s.value(left, 0);
    int b0 = s.value(right, 0);
    int a1 = s.value(left, 1);
    int b1 = s.value(right, 1);
    if (extra < 64) {
      a1 = p.isSigned() ? s.signExtended(a1, extra) : s.zeroExtended(a1, extra);
      b1 = p.isSigned() ? s.signExtended(b1, extra) : s.zeroExtended(b1, extra);
    }
    switch (p) {
      case EQ, NE -> {
        int x0 = s.general(8);
        int x1 = s.general(8);
        out.begin(Op.XOR, 8).defTiedKeep(x0, a0).useAny(b0).end();
        out.begin(Op.XOR, 8).defTiedKeep(x1, a1).useAny(b1).end();
        out.begin(Op.OR, 8).defTied(x0, x0).kill(x1).end();
        return condition(p);
      }
      case UGT, ULE, SGT, SLE -> {
        // a > b is b < a, whose borrow one subtraction over both halves gives.
        borrow(s, b0, b1, a0, a1);
        return condition(p.swapped());
      }
      default -> {
        borrow(s, a0, a1, b0, b1);
        return condition(p);
      }
    }
  }

  private static void borrow(X86Selector s, int a0, int a1, int b0, int b1) {
    FunctionSink out = s.sink();
    int high = s.general(8);
    out.copyKeep(high, a1);
    out.begin(Op.CMP, 8).useAny(a0).useAny(b0).end();
    out.begin(Op.SBB, 8).defTied(high, high).useAny(b1).end();
  }

  private static int compareFloat(X86Selector s, FCmpInst f) {
    FloatPredicate p = f.predicate();
    boolean swap = isSwapped(p);
    int a = s.value(swap ? f.right() : f.left());
    int b = s.value(swap ? f.left() : f.right());
    int op = ConversionRules.isDouble(f.left().type()) ? Sse.UCOMISD : Sse.UCOMISS;
    s.sink().begin(op, 0).kill(a).killAny(b).end();
    return condition(p);
  }

  /** Puts the condition into a register as 0 or 1. */
  static void setcc(X86Selector s, int result, int condition) {
    FunctionSink out = s.sink();
    switch (condition) {
      case ALWAYS, NEVER ->
          out.begin(Op.MOV, 4).def(result).immediate(condition == ALWAYS ? 1 : 0).end();
      case EQUAL_ORDERED, NOT_EQUAL_OR_UNORDERED -> {
        boolean equal = condition == EQUAL_ORDERED;
        int t = s.general(1);
        out.begin(Op.SETCC + (equal ? Cond.NP : Cond.P), 1).def(t).end();
        out.begin(Op.SETCC + (equal ? Cond.E : Cond.NE), 1).def(result).end();
        out.begin(equal ? Op.AND : Op.OR, 4).defTied(result, result).kill(t).end();
      }
      default -> out.begin(Op.SETCC + condition, 1).def(result).end();
    }
  }

  /** The first of two integers in register pairs if the predicate holds, else the second. */
  static void minMaxOfPairs(X86Selector s, CallBase call, IntPredicate p) {
    Value a = call.argument(0);
    Value b = call.argument(1);
    int[] yes = {s.value(a, 0), s.value(a, 1)};
    int[] no = {s.value(b, 0), s.value(b, 1)};
    int condition = comparePairs(s, p, a, b);
    for (int n = 0; n < 2; n++) {
      s.sink()
          .begin(Op.CMOVCC + condition, 8)
          .defTiedKeep(s.result(call, n), no[n])
          .useAny(yes[n])
          .end();
    }
  }

  // ---- Select.

  private static void select(X86Selector s, SelectInst select) {
    PartLayout layout = s.partsOf(select.type());
    int[] yes = new int[layout.count()];
    int[] no = new int[layout.count()];
    // Constants are loaded before the comparison: loading may change flags.
    for (int p = 0; p < layout.count(); p++) {
      yes[p] = s.value(select.ifTrue(), p);
      no[p] = s.value(select.ifFalse(), p);
    }
    int condition;
    if (s.isFolded(select.condition())) {
      condition = compare(s, (Instruction) select.condition());
    } else {
      int c = s.value(select.condition());
      s.sink().begin(Op.TEST, 1).useAny(c).immediate(1).end();
      condition = Cond.NE;
    }
    for (int p = 0; p < layout.count(); p++) {
      selectPart(s, layout, p, s.result(select, p), condition, yes[p], no[p]);
    }
  }

  private static void selectPart(
      X86Selector s, PartLayout layout, int p, int result, int condition, int yes, int no) {
    FunctionSink out = s.sink();
    switch (condition) {
      case ALWAYS -> out.copyKeep(result, yes);
      case NEVER -> out.copyKeep(result, no);
      case EQUAL_ORDERED -> {
        // yes unless not equal, and unless unordered.
        conditional(s, layout, p, result, Cond.NE, no, yes);
        conditional(s, layout, p, result, Cond.P, no, result);
      }
      case NOT_EQUAL_OR_UNORDERED -> {
        conditional(s, layout, p, result, Cond.NE, yes, no);
        conditional(s, layout, p, result, Cond.P, yes, result);
      }
      default -> conditional(s, layout, p, result, condition, yes, no);
    }
  }

  /** {@code result = condition ? yes : no}; {@code no} may be the result itself. */
  private static void conditional(
      X86Selector s, PartLayout layout, int p, int result, int condition, int yes, int no) {
    FunctionSink out = s.sink();
    switch (layout.bank(p)) {
      case X86Registers.G ->
          out.begin(Op.CMOVCC + condition, layout.size(p) == 8 ? 8 : 4)
              .defTiedKeep(result, no)
              .useAny(yes)
              .end();
      case X86Registers.X ->
          out.begin(X86Op.SELECT_X, condition).defTiedKeep(result, no).use(yes).end();
      default -> X87Rules.select(s, result, condition, yes, no);
    }
  }
}
