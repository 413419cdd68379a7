package dev.lamina.link.host;

import com.sun.jna.Function;
import com.sun.jna.Pointer;

/** Calls from Java to native code by address, for integers and pointers. */
public final class NativeCalls {
  private NativeCalls() {}

  /** Calls {@code long f(long, …)} at {@code address} with the C calling convention. */
  public static long call(long address, long... arguments) {
    return function(address).invokeLong(boxed(arguments));
  }

  /** Calls {@code int f(long, …)}: of the result register the low half counts. */
  public static int callInt(long address, long... arguments) {
    return function(address).invokeInt(boxed(arguments));
  }

  private static Function function(long address) {
    return Function.getFunction(new Pointer(address));
  }

  private static Object[] boxed(long[] arguments) {
    Object[] boxed = new Object[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      boxed[i] = arguments[i];
    }
    return boxed;
  }
}
