package dev.lamina.target.x86_64.select;

import static dev.lamina.target.x86_64.select.ConversionRules.isDouble;
import static dev.lamina.target.x86_64.select.ConversionRules.isSse;

import dev.lamina.codegen.Address;
import dev.lamina.codegen.FunctionSink;
import dev.lamina.ir.CallBase;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.Function;
import dev.lamina.ir.Type;
import dev.lamina.target.x86_64.encode.Cond;
import dev.lamina.target.x86_64.encode.Op;

/**
 * {@code llvm.is.fpclass}: which of ten classes a number is in (LangRef, "llvm.is.fpclass"). The
 * bits of the number without its sign are compared as an integer: the classes are ranges of it, in
 * the order zero, subnormal, normal, infinity, signalling NaN, quiet NaN.
 */
final class FloatClass {
  private static final int SIGNALLING_NAN = 1;
  private static final int QUIET_NAN = 1 << 1;

  /** Masks of the class with either sign; the first is negative, the second positive. */
  private static final int[] INFINITY = {1 << 2, 1 << 9};

  private static final int[] NORMAL = {1 << 3, 1 << 8};
  private static final int[] SUBNORMAL = {1 << 4, 1 << 7};
  private static final int[] ZERO = {1 << 5, 1 << 6};

  private FloatClass() {}

  static void emit(X86Selector s, CallBase call) {
    Type t = call.argument(0).type();
    if (!(call.argument(1) instanceof ConstantInt mask)) {
      throw CallRules.unsupportedCallee((Function) call.callee());
    }
    int classes = (int) mask.zext();
    if (isSse(t)) {
      emitSse(s, call, classes, isDouble(t));
    } else if (X87Rules.isX87(t)) {
      emitX87(s, call, classes);
    } else {
      throw CallRules.unsupportedCallee((Function) call.callee());
    }
  }

  private static void emitSse(X86Selector s, CallBase call, int classes, boolean isDouble) {
    FunctionSink out = s.sink();
    int size = isDouble ? 8 : 4;
    int bits = s.general(8);
    int v = s.value(call.argument(0));
    s.moveAcross(bits, v, false, size);
    int magnitude = s.general(8);
    out.begin(Op.SHL, size).defTiedKeep(magnitude, bits).immediate(1).end();
    out.begin(Op.SHR, size).defTied(magnitude, magnitude).immediate(1).end();
    int sign = s.general(8);
    out.begin(Op.SHR, size).defTiedKeep(sign, bits).immediate(8L * size - 1).end();
    int fraction = isDouble ? 52 : 23;
    long infinity = isDouble ? 0x7ffL << 52 : 0xffL << 23;
    long quiet = infinity | 1L << (fraction - 1);
    long minNormal = 1L << fraction;
    Ranges ranges = new Ranges(s, magnitude, sign, size);
    ranges.add(classes, ZERO, 0, 0);
    ranges.add(classes, SUBNORMAL, 1, minNormal - 1);
    ranges.add(classes, NORMAL, minNormal, infinity - 1);
    ranges.add(classes, INFINITY, infinity, infinity);
    if ((classes & SIGNALLING_NAN) != 0) {
      ranges.add(infinity + 1, quiet - 1, -1);
    }
    if ((classes & QUIET_NAN) != 0) {
      ranges.add(quiet, infinity | (1L << fraction) - 1, -1);
    }
    out.copy(s.result(call), ranges.finish());
  }

  /** Collects "in this range, with that sign" into one register. */
  private static final class Ranges {
    private final X86Selector s;
    private final FunctionSink out;
    private final int magnitude;
    private final int sign;
    private final int size;
    private final int sum;

    Ranges(X86Selector s, int magnitude, int sign, int size) {
      this.s = s;
      out = s.sink();
      this.magnitude = magnitude;
      this.sign = sign;
      this.size = size;
      sum = s.number(0);
    }

    void add(int classes, int[] bySign, long low, long high) {
      boolean negative = (classes & bySign[0]) != 0;
      boolean positive = (classes & bySign[1]) != 0;
      if (negative || positive) {
        add(low, high, negative && positive ? -1 : negative ? 1 : 0);
      }
    }

    /** {@code wanted} is the sign bit, or -1 for either. */
    void add(long low, long high, int wanted) {
      int offset = s.general(8);
      int from = s.number(low);
      out.begin(Op.SUB, size).defTiedKeep(offset, magnitude).kill(from).end();
      int width = s.number(high - low);
      out.begin(Op.CMP, size).kill(offset).kill(width).end();
      int inside = s.general(1);
      out.begin(Op.SETCC + Cond.BE, 1).def(inside).end();
      if (wanted >= 0) {
        int same = s.general(8);
        out.copyKeep(same, sign);
        if (wanted == 0) {
          out.begin(Op.XOR, 4).defTied(same, same).immediate(1).end();
        }
        out.begin(Op.AND, 4).defTied(inside, inside).kill(same).end();
      }
      out.begin(Op.OR, 4).defTied(sum, sum).kill(inside).end();
    }

    int finish() {
      return sum;
    }
  }

  /**
   * The same on the two words of an x87 number, whose leading fraction bit is explicit (SDM volume
   * 1, table 8-3): the exponent tells the class but for what the significand has to.
   */
  private static void emitX87(X86Selector s, CallBase call, int classes) {
    FunctionSink out = s.sink();
    Address slot = new Address();
    out.slotAddress(s.value(call.argument(0)), slot);
    int significand = s.general(8);
    out.begin(Op.MOV, 8).def(significand).memory(slot).end();
    int exponent = s.general(8);
    out.begin(Op.MOVZX16, 4).def(exponent).memory(slot.plus(8)).end();
    int sign = s.general(8);
    out.begin(Op.SHR, 4).defTiedKeep(sign, exponent).immediate(15).end();
    out.begin(Op.AND, 4).defTied(exponent, exponent).immediate(0x7fff).end();
    Ranges exponents = new Ranges(s, exponent, sign, 4);
    int sum = s.number(0);
    addX87(s, sum, classes, ZERO, sign, exponent, 0, significand, 0, 0);
    addX87(s, sum, classes, SUBNORMAL, sign, exponent, 0, significand, 1, Long.MAX_VALUE);
    exponents.add(classes, NORMAL, 1, 0x7ffe);
    long one = 1L << 63;
    addX87(s, sum, classes, INFINITY, sign, exponent, 0x7fff, significand, one, one);
    long quiet = 3L << 62;
    if ((classes & SIGNALLING_NAN) != 0) {
      addX87(s, sum, sign, exponent, 0x7fff, significand, one + 1, quiet - 1, -1);
    }
    if ((classes & QUIET_NAN) != 0) {
      addX87(s, sum, sign, exponent, 0x7fff, significand, quiet, -1, -1);
    }
    out.begin(Op.OR, 4).defTied(sum, sum).kill(exponents.finish()).end();
    out.copy(s.result(call), sum);
  }

  private static void addX87(
      X86Selector s,
      int sum,
      int classes,
      int[] bySign,
      int sign,
      int exponent,
      int atExponent,
      int significand,
      long low,
      long high) {
    boolean negative = (classes & bySign[0]) != 0;
    boolean positive = (classes & bySign[1]) != 0;
    if (negative || positive) {
      int wanted = negative && positive ? -1 : negative ? 1 : 0;
      addX87(s, sum, sign, exponent, atExponent, significand, low, high, wanted);
    }
  }

  private static void addX87(
      X86Selector s,
      int sum,
      int sign,
      int exponent,
      int atExponent,
      int significand,
      long low,
      long high,
      int wanted) {
    FunctionSink out = s.sink();
    Ranges inside = new Ranges(s, significand, sign, 8);
    inside.add(low, high, wanted);
    int r = inside.finish();
    out.begin(Op.CMP, 4).use(exponent).immediate(atExponent).end();
    int equal = s.general(1);
    out.begin(Op.SETCC + Cond.E, 1).def(equal).end();
    out.begin(Op.AND, 4).defTied(r, r).kill(equal).end();
    out.begin(Op.OR, 4).defTied(sum, sum).kill(r).end();
  }
}
