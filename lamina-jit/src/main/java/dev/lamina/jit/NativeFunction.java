package dev.lamina.jit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.lamina.link.host.NativeCalls;

/**
 * A symbol that was looked up and may be called.
 *
 * @param name its name
 * @param address where it is; valid until what it was made from is removed
 */
public record NativeFunction(String name, long address) {
  /**
   * Calls it as {@code long f(long, ...)}: integers and pointers, as the C calling convention
   * passes them. A narrower result has undefined upper bits; cast it.
   */
  @CanIgnoreReturnValue
  public long call(long... arguments) {
    return NativeCalls.call(address, arguments);
  }
}
