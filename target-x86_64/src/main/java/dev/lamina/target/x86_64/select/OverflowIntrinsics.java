package dev.lamina.target.x86_64.select;

import static dev.lamina.target.x86_64.select.X86Selector.isNatural;
import static dev.lamina.target.x86_64.select.X86Selector.operandSize;
import static dev.lamina.target.x86_64.select.X86Selector.width;

import dev.lamina.codegen.FunctionSink;
import dev.lamina.ir.CallBase;
import dev.lamina.ir.Function;
import dev.lamina.target.x86_64.encode.Cond;
import dev.lamina.target.x86_64.encode.Op;
import dev.lamina.target.x86_64.encode.Regs;

/** Arithmetic that tells whether it overflowed, or stops at the limits. */
final class OverflowIntrinsics {
  private OverflowIntrinsics() {}

  private static RuntimeException unsupported(CallBase call) {
    return CallRules.unsupportedCallee((Function) call.callee());
  }

  static void withOverflow(X86Selector s, CallBase call, String name) {
    FunctionSink out = s.sink();
    int width = width(call.argument(0).type());
    boolean signed = name.startsWith("s");
    if (width == 128 && !name.endsWith("mul")) {
      PairRules.addOrSubtract(
          s,
          name.endsWith("add"),
          call.argument(0),
          call.argument(1),
          s.result(call, 0),
          s.result(call, 1));
      out.begin(Op.SETCC + (signed ? Cond.O : Cond.B), 1).def(s.result(call, 2)).end();
      return;
    }
    if (width <= 0 || width > 64) {
      throw unsupported(call);
    }
    int a = s.value(call.argument(0));
    int b = s.value(call.argument(1));
    if (!isNatural(width)) {
      inWider(s, call, name, a, b);
      return;
    }
    int size = width / 8;
    if (name.endsWith("mul")) {
      multiply(s, call, signed, size, a, b);
      return;
    }
    out.begin(name.endsWith("add") ? Op.ADD : Op.SUB, size)
        .defTied(s.result(call, 0), a)
        .killAny(b)
        .end();
    out.begin(Op.SETCC + (signed ? Cond.O : Cond.B), 1).def(s.result(call, 1)).end();
  }

  private static void multiply(
      X86Selector s, CallBase call, boolean signed, int size, int a, int b) {
    FunctionSink out = s.sink();
    if (signed && size > 1) {
      out.begin(Op.IMUL, size).defTied(s.result(call, 0), a).killAny(b).end();
      out.begin(Op.SETCC + Cond.O, 1).def(s.result(call, 1)).end();
      return;
    }
    if (size == 1) {
      int x = signed ? s.signExtended(a, 8) : s.zeroExtended(a, 8);
      int y = signed ? s.signExtended(b, 8) : s.zeroExtended(b, 8);
      out.begin(Op.IMUL, 4).defTied(x, x).kill(y).end();
      int back = signed ? s.signExtended(x, 8) : s.zeroExtended(x, 8);
      out.begin(Op.CMP, 4).kill(back).use(x).end();
      out.begin(Op.SETCC + Cond.NE, 1).def(s.result(call, 1)).end();
      out.copy(s.result(call, 0), x);
      return;
    }
    int high = s.general(8);
    out.begin(Op.MUL, size)
        .killAny(b)
        .killFixed(a, X86Registers.g(Regs.RAX))
        .defFixed(s.result(call, 0), X86Registers.g(Regs.RAX))
        .defFixed(high, X86Registers.g(Regs.RDX))
        .end();
    out.begin(Op.SETCC + Cond.O, 1).def(s.result(call, 1)).end();
  }

  /** Widths that no register has: the exact result of up to 64 bits is compared with its cut. */
  private static void inWider(X86Selector s, CallBase call, String name, int a, int b) {
    FunctionSink out = s.sink();
    int width = width(call.argument(0).type());
    boolean signed = name.startsWith("s");
    if (name.endsWith("mul") ? width > 32 : width > 63) {
      throw unsupported(call);
    }
    int x = signed ? s.signExtended(a, width) : s.zeroExtended(a, width);
    int y = signed ? s.signExtended(b, width) : s.zeroExtended(b, width);
    int op = name.endsWith("mul") ? Op.IMUL : name.endsWith("add") ? Op.ADD : Op.SUB;
    out.begin(op, 8).defTied(x, x).kill(y).end();
    int back = signed ? s.signExtended(x, width) : s.zeroExtended(x, width);
    out.begin(Op.CMP, 8).kill(back).use(x).end();
    out.begin(Op.SETCC + Cond.NE, 1).def(s.result(call, 1)).end();
    out.copy(s.result(call, 0), x);
  }

  static void saturating(X86Selector s, CallBase call, String name) {
    FunctionSink out = s.sink();
    int width = width(call.type());
    boolean signed = name.startsWith("s");
    boolean add = name.endsWith("add");
    if (width <= 0 || width > 64 || !isNatural(width)) {
      throw unsupported(call);
    }
    int size = width / 8;
    int work = operandSize(width);
    int a = s.value(call.argument(0));
    int b = s.value(call.argument(1));
    int limit;
    if (signed) {
      // The limit has the sign of the first operand: all ones or zeros, with the sign bit flipped.
      int sign = s.signExtended(a, width);
      out.begin(Op.SAR, 8).defTied(sign, sign).immediate(63).end();
      int max = s.number(width == 64 ? Long.MAX_VALUE : (1L << (width - 1)) - 1);
      out.begin(Op.XOR, 8).defTied(sign, sign).kill(max).end();
      limit = sign;
    } else {
      limit = s.number(add ? -1 : 0);
    }
    int sum = s.general(8);
    out.begin(add ? Op.ADD : Op.SUB, size).defTiedKeep(sum, a).useAny(b).end();
    int cc = signed ? Cond.O : Cond.B;
    out.begin(Op.CMOVCC + cc, work).defTied(s.result(call), sum).kill(limit).end();
  }
}
