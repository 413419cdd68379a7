package dev.lamina.target.x86_64.select;

import static dev.lamina.codegen.SelectionRule.rule;
import static dev.lamina.target.x86_64.select.X86Selector.isPair;
import static dev.lamina.target.x86_64.select.X86Selector.isWide;
import static dev.lamina.target.x86_64.select.X86Selector.width;

import dev.lamina.codegen.FunctionSink;
import dev.lamina.codegen.RuleTable;
import dev.lamina.ir.CallBase;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.ICmpInst;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.IntPredicate;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.Value;
import dev.lamina.target.x86_64.encode.Op;
import java.util.List;

/**
 * Integers of more than 128 bits, as bit-fields across several words have them: what goes word by
 * word. Products, quotients and shifts by a variable amount are refused.
 */
final class WideRules {
  private WideRules() {}

  static void addTo(RuleTable.Rules<X86Selector> table) {
    table
        .add(
            List.of(Opcode.AND, Opcode.OR, Opcode.XOR),
            rule(
                "wide",
                (s, i) -> isWide(i.type()),
                (s, i) -> wordByWord(s, i, IntegerRules.aluOp(i.opcode()), 0)))
        .add(
            Opcode.ADD,
            rule("wide", (s, i) -> isWide(i.type()), (s, i) -> wordByWord(s, i, Op.ADD, Op.ADC)))
        .add(
            Opcode.SUB,
            rule("wide", (s, i) -> isWide(i.type()), (s, i) -> wordByWord(s, i, Op.SUB, Op.SBB)))
        .add(
            List.of(Opcode.SHL, Opcode.LSHR, Opcode.ASHR),
            rule(
                "wide, constant amount",
                (s, i) -> isWide(i.type()) && i.operand(1) instanceof ConstantInt,
                WideRules::shift))
        .add(
            Opcode.TRUNC,
            rule("from wide", (s, i) -> isWide(i.operand(0).type()), WideRules::truncate))
        .add(
            List.of(Opcode.ZEXT, Opcode.SEXT),
            rule("to wide", (s, i) -> isWide(i.type()), WideRules::extend))
        .add(Opcode.ICMP, rule("wide", (s, i) -> isWide(i.operand(0).type()), WideRules::compare));
  }

  /** The first operation on the lowest words, the next, if there is one, with its carry. */
  private static void wordByWord(X86Selector s, Instruction i, int first, int next) {
    int[] a = words(s, i.operand(0));
    int[] b = words(s, i.operand(1));
    for (int w = 0; w < a.length; w++) {
      int op = w == 0 || next == 0 ? first : next;
      s.sink().begin(op, 8).defTied(s.result(i, w), a[w]).killAny(b[w]).end();
    }
  }

  private static int[] words(X86Selector s, Value v) {
    int[] words = new int[s.partsOf(v.type()).count()];
    for (int w = 0; w < words.length; w++) {
      words[w] = s.value(v, w);
    }
    return words;
  }

  /** The words of a value, the highest with its bits above the width as asked. */
  private static int[] extendedWords(X86Selector s, Value v, boolean signed) {
    int[] words = words(s, v);
    int top = words.length - 1;
    int bits = width(v.type()) - 64 * top;
    if (bits < 64) {
      words[top] = signed ? s.signExtended(words[top], bits) : s.zeroExtended(words[top], bits);
    }
    return words;
  }

  /** A word that is all sign bits of another, or zero. */
  private static int fill(X86Selector s, int word, boolean signed) {
    int fill = s.general(8);
    if (signed) {
      s.sink().begin(Op.SAR, 8).defTiedKeep(fill, word).immediate(63).end();
    } else {
      s.sink().begin(Op.MOV, 8).def(fill).immediate(0).end();
    }
    return fill;
  }

  private static void shift(X86Selector s, Instruction i) {
    FunctionSink out = s.sink();
    ConstantInt k = (ConstantInt) i.operand(1);
    int width = width(i.type());
    // A shift by the width or more gives poison: any value will do.
    boolean defined = k.toBigInteger().signum() >= 0 && k.toBigInteger().bitLength() <= 16;
    int amount = defined && k.word(0) < width ? (int) k.word(0) : 0;
    boolean left = i.opcode() == Opcode.SHL;
    boolean signed = i.opcode() == Opcode.ASHR;
    int[] a = left ? words(s, i.operand(0)) : extendedWords(s, i.operand(0), signed);
    int fill = fill(s, a[a.length - 1], signed);
    int step = amount / 64;
    int bits = amount % 64;
    for (int w = 0; w < a.length; w++) {
      // The two neighbouring words that the result's word is a window of.
      int near = left ? w - step : w + step;
      int far = left ? near - 1 : near + 1;
      int from = near >= 0 && near < a.length ? a[near] : fill;
      int next = far >= 0 && far < a.length ? a[far] : fill;
      if (bits == 0) {
        out.copyKeep(s.result(i, w), from);
      } else {
        out.begin(left ? Op.SHLD : Op.SHRD, 8)
            .defTiedKeep(s.result(i, w), from)
            .use(next)
            .immediate(bits)
            .end();
      }
    }
  }

  private static void truncate(X86Selector s, Instruction i) {
    int parts = s.partsOf(i.type()).count();
    for (int p = 0; p < parts; p++) {
      s.sink().copy(s.result(i, p), s.value(i.operand(0), p));
    }
  }

  private static void extend(X86Selector s, Instruction i) {
    boolean signed = i.opcode() == Opcode.SEXT;
    Value v = i.operand(0);
    int[] from;
    if (isWide(v.type()) || isPair(v.type())) {
      from = extendedWords(s, v, signed);
    } else {
      int word = s.value(v);
      int bits = width(v.type());
      from = new int[] {signed ? s.signExtended(word, bits) : s.zeroExtended(word, bits)};
    }
    int words = s.partsOf(i.type()).count();
    int fill = fill(s, from[from.length - 1], signed);
    for (int w = 0; w < words; w++) {
      s.sink().copyKeep(s.result(i, w), w < from.length ? from[w] : fill);
    }
  }

  private static void compare(X86Selector s, Instruction i) {
    ICmpInst c = (ICmpInst) i;
    CompareRules.setcc(s, s.result(i), compare(s, c.predicate(), c.left(), c.right()));
  }

  /** Emits the comparison and returns the condition under which it holds. */
  private static int compare(X86Selector s, IntPredicate p, Value left, Value right) {
    FunctionSink out = s.sink();
    boolean equality = p == IntPredicate.EQ || p == IntPredicate.NE;
    // a > b is b < a, which the borrow of one subtraction over all words tells.
    boolean swap =
        switch (p) {
          case UGT, ULE, SGT, SLE -> true;
          default -> false;
        };
    int[] a = extendedWords(s, swap ? right : left, p.isSigned());
    int[] b = extendedWords(s, swap ? left : right, p.isSigned());
    int sum = s.number(0);
    int rest = s.general(8);
    for (int w = 0; w < a.length; w++) {
      if (equality) {
        out.begin(Op.XOR, 8).defTiedKeep(rest, a[w]).useAny(b[w]).end();
        out.begin(Op.OR, 8).defTied(sum, sum).use(rest).end();
      } else {
        out.begin(w == 0 ? Op.SUB : Op.SBB, 8).defTiedKeep(rest, a[w]).useAny(b[w]).end();
      }
    }
    return CompareRules.condition(swap ? p.swapped() : p);
  }

  /** The first operand of the call if the predicate holds, else the second. */
  static void minMax(X86Selector s, CallBase call, IntPredicate p) {
    int[] yes = words(s, call.argument(0));
    int[] no = words(s, call.argument(1));
    int condition = compare(s, p, call.argument(0), call.argument(1));
    for (int w = 0; w < yes.length; w++) {
      s.sink()
          .begin(Op.CMOVCC + condition, 8)
          .defTiedKeep(s.result(call, w), no[w])
          .useAny(yes[w])
          .end();
    }
  }
}
