package dev.lamina.link.host;

import com.sun.jna.Function;
import com.sun.jna.Pointer;

/**
 * Tells the unwinder of libgcc about call-frame information that is not in a shared library, so
 * that exceptions and cancellation can pass through compiled code.
 */
public final class FrameRegistry {
  private FrameRegistry() {}

  private static final class Unwinder {
    static final long LIBRARY = Libc.dlopen("libgcc_s.so.1", Libc.RTLD_LAZY);
    static final Function REGISTER = function("__register_frame");
    static final Function DEREGISTER = function("__deregister_frame");

    private static Function function(String name) {
      long address = Libc.dlsym(LIBRARY, name);
      if (address == 0) {
        throw new HostException("libgcc_s.so.1 has no " + name);
      }
      return Function.getFunction(new Pointer(address));
    }
  }

  /**
   * Registers records at {@code address} (LSB, "eh_frame"), which end with four zero bytes and stay
   * as they are until they are {@link #deregister}ed.
   */
  public static void register(long address) {
    Unwinder.REGISTER.invokeVoid(new Object[] {address});
  }

  public static void deregister(long address) {
    Unwinder.DEREGISTER.invokeVoid(new Object[] {address});
  }
}
