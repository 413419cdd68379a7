package dev.lamina.target.x86_64.select;

import static dev.lamina.target.x86_64.select.X86Selector.isPair;
import static dev.lamina.target.x86_64.select.X86Selector.isWord;
import static dev.lamina.target.x86_64.select.X86Selector.operandSize;
import static dev.lamina.target.x86_64.select.X86Selector.width;

import dev.lamina.codegen.FunctionSink;
import dev.lamina.ir.CallBase;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.Function;
import dev.lamina.ir.IntPredicate;
import dev.lamina.target.x86_64.encode.Cond;
import dev.lamina.target.x86_64.encode.Op;
import dev.lamina.target.x86_64.encode.Regs;

/** Counting, swapping and shifting of bits, with what SSE2 machines have. */
final class BitIntrinsics {
  private BitIntrinsics() {}

  private static void requireWord(CallBase call) {
    if (!isWord(call.type())) {
      throw unsupported(call);
    }
  }

  private static RuntimeException unsupported(CallBase call) {
    return CallRules.unsupportedCallee((Function) call.callee());
  }

  static void byteSwap(X86Selector s, CallBase call) {
    FunctionSink out = s.sink();
    int width = width(call.type());
    if (width == 128) {
      int low = s.value(call.argument(0), 0);
      int high = s.value(call.argument(0), 1);
      out.begin(Op.BSWAP, 8).defTiedKeep(s.result(call, 0), high).end();
      out.begin(Op.BSWAP, 8).defTiedKeep(s.result(call, 1), low).end();
      return;
    }
    if (!isWord(call.type()) || width % 16 != 0) {
      throw unsupported(call);
    }
    int size = operandSize(width);
    int v = s.value(call.argument(0));
    int r = s.result(call);
    out.begin(Op.BSWAP, size).defTied(r, v).end();
    if (width < 8 * size) {
      out.begin(Op.SHR, size).defTied(r, r).immediate(8L * size - width).end();
    }
  }

  /** Adds neighbouring fields of one, two and four bits, then all bytes by a multiplication. */
  static void populationCount(X86Selector s, CallBase call) {
    if (isPair(call.type()) && width(call.type()) == 128) {
      FunctionSink out = s.sink();
      int low = countOnes(s, s.zeroExtended(s.value(call.argument(0), 0), 64));
      int high = countOnes(s, s.zeroExtended(s.value(call.argument(0), 1), 64));
      out.begin(Op.ADD, 8).defTied(s.result(call, 0), low).kill(high).end();
      out.begin(Op.MOV, 8).def(s.result(call, 1)).immediate(0).end();
      return;
    }
    requireWord(call);
    int v = s.zeroExtended(s.value(call.argument(0)), width(call.type()));
    s.sink().copy(s.result(call), countOnes(s, v));
  }

  private static int countOnes(X86Selector s, int v) {
    FunctionSink out = s.sink();
    int half = s.general(8);
    int mask = s.number(0x5555555555555555L);
    out.begin(Op.SHR, 8).defTiedKeep(half, v).immediate(1).end();
    out.begin(Op.AND, 8).defTied(half, half).kill(mask).end();
    int pairs = s.general(8);
    out.begin(Op.SUB, 8).defTied(pairs, v).kill(half).end();
    int mask2 = s.number(0x3333333333333333L);
    int upper = s.general(8);
    out.begin(Op.SHR, 8).defTiedKeep(upper, pairs).immediate(2).end();
    out.begin(Op.AND, 8).defTied(upper, upper).use(mask2).end();
    out.begin(Op.AND, 8).defTied(pairs, pairs).kill(mask2).end();
    out.begin(Op.ADD, 8).defTied(pairs, pairs).kill(upper).end();
    int fours = s.general(8);
    int mask4 = s.number(0x0f0f0f0f0f0f0f0fL);
    out.begin(Op.SHR, 8).defTiedKeep(fours, pairs).immediate(4).end();
    out.begin(Op.ADD, 8).defTied(pairs, pairs).kill(fours).end();
    out.begin(Op.AND, 8).defTied(pairs, pairs).kill(mask4).end();
    int ones = s.number(0x0101010101010101L);
    out.begin(Op.IMUL, 8).defTied(pairs, pairs).kill(ones).end();
    out.begin(Op.SHR, 8).defTied(pairs, pairs).immediate(56).end();
    return pairs;
  }

  static void leadingZeros(X86Selector s, CallBase call) {
    int width = width(call.type());
    FunctionSink out = s.sink();
    if (width == 128) {
      int low = leading(s, s.value(call.argument(0), 0), 64);
      int high = leading(s, s.value(call.argument(0), 1), 64);
      out.begin(Op.ADD, 8).defTied(low, low).immediate(64).end();
      pick(s, call, s.value(call.argument(0), 1), high, low);
      return;
    }
    requireWord(call);
    int v = s.zeroExtended(s.value(call.argument(0)), width);
    out.copy(s.result(call), leading(s, v, width));
  }

  /** {@code first} if {@code tested} is not zero, else {@code second}, widened to a pair. */
  private static void pick(X86Selector s, CallBase call, int tested, int first, int second) {
    FunctionSink out = s.sink();
    out.begin(Op.CMP, 8).useAny(tested).immediate(0).end();
    out.begin(Op.CMOVCC + Cond.NE, 8).defTied(s.result(call, 0), second).kill(first).end();
    out.begin(Op.MOV, 8).def(s.result(call, 1)).immediate(0).end();
  }

  /** Of a zero-extended value; {@code width} for zero. */
  private static int leading(X86Selector s, int v, int width) {
    FunctionSink out = s.sink();
    int size = operandSize(width);
    int t = s.general(8);
    // For zero, which has no highest bit, -1 stands for its place.
    int none = s.number(-1);
    out.begin(Op.BSR, size).def(t).useAny(v).end();
    out.begin(Op.CMOVCC + Cond.E, size).defTied(t, t).kill(none).end();
    int r = s.general(8);
    int top = s.number(width - 1);
    out.begin(Op.SUB, size).defTied(r, top).kill(t).end();
    return r;
  }

  static void trailingZeros(X86Selector s, CallBase call) {
    int width = width(call.type());
    if (width == 128) {
      int low = trailing(s, s.value(call.argument(0), 0), 64);
      int high = trailing(s, s.value(call.argument(0), 1), 64);
      s.sink().begin(Op.ADD, 8).defTied(high, high).immediate(64).end();
      pick(s, call, s.value(call.argument(0), 0), low, high);
      return;
    }
    requireWord(call);
    int v = s.zeroExtended(s.value(call.argument(0)), width);
    s.sink().copy(s.result(call), trailing(s, v, width));
  }

  private static int trailing(X86Selector s, int v, int width) {
    FunctionSink out = s.sink();
    int size = operandSize(width);
    int t = s.general(8);
    int none = s.number(width);
    out.begin(Op.BSF, size).def(t).useAny(v).end();
    out.begin(Op.CMOVCC + Cond.E, size).defTied(t, t).kill(none).end();
    return t;
  }

  static void reverse(X86Selector s, CallBase call) {
    requireWord(call);
    FunctionSink out = s.sink();
    int width = width(call.type());
    int v = s.zeroExtended(s.value(call.argument(0)), 64);
    int[] shifts = {1, 2, 4};
    long[] masks = {0x5555555555555555L, 0x3333333333333333L, 0x0f0f0f0f0f0f0f0fL};
    for (int n = 0; n < shifts.length; n++) {
      int mask = s.number(masks[n]);
      int high = s.general(8);
      out.begin(Op.SHR, 8).defTiedKeep(high, v).immediate(shifts[n]).end();
      out.begin(Op.AND, 8).defTied(high, high).use(mask).end();
      out.begin(Op.AND, 8).defTied(v, v).kill(mask).end();
      out.begin(Op.SHL, 8).defTied(v, v).immediate(shifts[n]).end();
      out.begin(Op.OR, 8).defTied(v, v).kill(high).end();
    }
    out.begin(Op.BSWAP, 8).defTied(v, v).end();
    if (width < 64) {
      out.begin(Op.SHR, 8).defTied(v, v).immediate(64 - width).end();
    }
    out.copy(s.result(call), v);
  }

  static void funnelShift(X86Selector s, CallBase call, boolean left) {
    requireWord(call);
    FunctionSink out = s.sink();
    int width = width(call.type());
    if (!X86Selector.isNatural(width)) {
      throw unsupported(call);
    }
    int a = s.value(call.argument(0));
    int b = s.value(call.argument(1));
    if (width >= 32) {
      int size = width / 8;
      int op = left ? Op.SHLD : Op.SHRD;
      int into = left ? a : b;
      int from = left ? b : a;
      if (call.argument(2) instanceof ConstantInt k) {
        long amount = Long.remainderUnsigned(k.zext(), width);
        out.begin(op, size).defTiedKeep(s.result(call), into).use(from).immediate(amount).end();
      } else {
        int count = s.value(call.argument(2));
        out.begin(op, size)
            .defTiedKeep(s.result(call), into)
            .use(from)
            .useFixed(count, X86Registers.g(Regs.RCX))
            .end();
      }
      return;
    }
    // Both halves in one register: the result is a window of it.
    int joined = s.zeroExtended(a, width);
    int low = s.zeroExtended(b, width);
    out.begin(Op.SHL, 4).defTied(joined, joined).immediate(width).end();
    out.begin(Op.OR, 4).defTied(joined, joined).kill(low).end();
    int count = s.zeroExtended(s.value(call.argument(2)), width);
    out.begin(Op.AND, 4).defTied(count, count).immediate(width - 1).end();
    out.begin(left ? Op.SHL : Op.SHR, 4)
        .defTied(joined, joined)
        .killFixed(count, X86Registers.g(Regs.RCX))
        .end();
    if (left) {
      out.begin(Op.SHR, 4).defTied(joined, joined).immediate(width).end();
    }
    out.copy(s.result(call), joined);
  }

  /** Flips all bits and adds one if the sign is set, by a mask of the sign. */
  private static void absoluteOfPair(X86Selector s, CallBase call) {
    FunctionSink out = s.sink();
    int low = s.value(call.argument(0), 0);
    int high = s.value(call.argument(0), 1);
    int sign = s.general(8);
    int x = s.general(8);
    int y = s.general(8);
    out.begin(Op.SAR, 8).defTiedKeep(sign, high).immediate(63).end();
    out.begin(Op.XOR, 8).defTiedKeep(x, low).use(sign).end();
    out.begin(Op.XOR, 8).defTiedKeep(y, high).use(sign).end();
    out.begin(Op.SUB, 8).defTied(s.result(call, 0), x).use(sign).end();
    out.begin(Op.SBB, 8).defTied(s.result(call, 1), y).use(sign).end();
  }

  static void absolute(X86Selector s, CallBase call) {
    if (width(call.type()) == 128) {
      absoluteOfPair(s, call);
      return;
    }
    requireWord(call);
    FunctionSink out = s.sink();
    int width = width(call.type());
    int size = operandSize(width);
    int v = s.value(call.argument(0));
    int x = width == 32 || width == 64 ? v : s.signExtended(v, width);
    int negated = s.general(8);
    out.begin(Op.NEG, size).defTiedKeep(negated, x).end();
    out.begin(Op.CMOVCC + Cond.S, size).defTied(s.result(call), negated).useAny(x).end();
  }

  /** The comparison under which the first operand is the result. */
  static IntPredicate predicate(String name) {
    return switch (name) {
      case "smin" -> IntPredicate.SLT;
      case "smax" -> IntPredicate.SGT;
      case "umin" -> IntPredicate.ULT;
      default -> IntPredicate.UGT;
    };
  }

  static void minMax(X86Selector s, CallBase call, String name) {
    if (width(call.type()) == 128) {
      CompareRules.minMaxOfPairs(s, call, predicate(name));
      return;
    }
    if (X86Selector.isWide(call.type())) {
      WideRules.minMax(s, call, predicate(name));
      return;
    }
    requireWord(call);
    FunctionSink out = s.sink();
    int width = width(call.type());
    boolean signed = name.startsWith("s");
    int a = s.value(call.argument(0));
    int b = s.value(call.argument(1));
    int size = operandSize(width);
    if (width != 32 && width != 64) {
      a = signed ? s.signExtended(a, width) : s.zeroExtended(a, width);
      b = signed ? s.signExtended(b, width) : s.zeroExtended(b, width);
      size = 8;
    }
    int cc = CompareRules.condition(predicate(name));
    out.begin(Op.CMP, size).use(a).useAny(b).end();
    out.begin(Op.CMOVCC + cc, size).defTiedKeep(s.result(call), b).use(a).end();
  }
}
