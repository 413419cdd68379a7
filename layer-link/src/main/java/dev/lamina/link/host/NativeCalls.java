package dev.lamina.link.host;

import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.Pointer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls from Java to native code by address, through JNA: at 454 ns a call no way for what is
 * called often, but a short one to the first call. Exceptions of upcalls are thrown as {@link
 * ThrownInUpcall} says.
 */
public final class NativeCalls {
  private static final Map<String, ?> OPTIONS = Map.of(Library.OPTION_STRING_ENCODING, "UTF-8");

  private NativeCalls() {}

  /** Calls {@code long f(long, …)} at {@code address} with the C calling convention. */
  public static long call(long address, long... arguments) {
    long result = function(address).invokeLong(boxed(arguments));
    ThrownInUpcall.check();
    return result;
  }

  /** Calls {@code int f(long, …)}: of the result register the low half counts. */
  public static int callInt(long address, long... arguments) {
    int result = function(address).invokeInt(boxed(arguments));
    ThrownInUpcall.check();
    return result;
  }

  /**
   * Calls a function with all that JNA can pass and return, as JNA does it.
   *
   * @param result the Java type of the result
   */
  public static @Nullable Object call(long address, Class<?> result, Object... arguments) {
    Object value = function(address).invoke(result, arguments, OPTIONS);
    ThrownInUpcall.check();
    return value;
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
