package dev.lamina.target.x86_64.select;

import static dev.lamina.target.x86_64.encode.Regs.R8;
import static dev.lamina.target.x86_64.encode.Regs.R9;
import static dev.lamina.target.x86_64.encode.Regs.RAX;
import static dev.lamina.target.x86_64.encode.Regs.RCX;
import static dev.lamina.target.x86_64.encode.Regs.RDI;
import static dev.lamina.target.x86_64.encode.Regs.RDX;
import static dev.lamina.target.x86_64.encode.Regs.RSI;

import dev.lamina.codegen.FunctionSink;

/** Calls of routines that the platform supplies, from the C library, libm and libgcc. */
final class Libcalls {
  private static final int[] GENERAL = {RDI, RSI, RDX, RCX, R8, R9};

  private final X86Selector s;

  Libcalls(X86Selector selector) {
    s = selector;
  }

  /** Arguments in general-purpose registers; results in rax and, if there is a second, rdx. */
  void call(String routine, int[] arguments, int... results) {
    FunctionSink out = begin(routine);
    for (int n = 0; n < arguments.length; n++) {
      out.killFixed(arguments[n], X86Registers.g(GENERAL[n]));
    }
    for (int n = 0; n < results.length; n++) {
      out.defFixed(results[n], X86Registers.g(n == 0 ? RAX : RDX));
    }
    out.end();
  }

  /** Arguments and the result in SSE registers. */
  void callFloat(String routine, int[] arguments, int result) {
    FunctionSink out = begin(routine);
    for (int n = 0; n < arguments.length; n++) {
      out.killFixed(arguments[n], X86Registers.x(n));
    }
    out.defFixed(result, X86Registers.x(0)).end();
  }

  /** An integer of one or two registers made from an SSE register. */
  void callFloatToInteger(String routine, int argument, int... results) {
    FunctionSink out = begin(routine).killFixed(argument, X86Registers.x(0));
    for (int n = 0; n < results.length; n++) {
      out.defFixed(results[n], X86Registers.g(n == 0 ? RAX : RDX));
    }
    out.end();
  }

  /** An SSE register made from an integer of one or two registers. */
  void callIntegerToFloat(String routine, int[] arguments, int result) {
    FunctionSink out = begin(routine);
    for (int n = 0; n < arguments.length; n++) {
      out.killFixed(arguments[n], X86Registers.g(GENERAL[n]));
    }
    out.defFixed(result, X86Registers.x(0)).end();
  }

  /** Starts a call, with all that it destroys. */
  FunctionSink begin(String routine) {
    FunctionSink out = s.sink();
    s.address2.symbol(s.builder().runtimeSymbol(routine), 0);
    return out.begin(X86Op.CALL_SYMBOL, 8)
        .memory(s.address2)
        .clobber(X86Registers.G, X86Registers.CLOBBERED_G)
        .clobber(X86Registers.X, X86Registers.CLOBBERED_X);
  }
}
