package dev.lamina.link.host;

import static com.google.common.base.Preconditions.checkState;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.Pointer;
import dev.lamina.session.ResourceTracker;

/**
 * A Java function that native code can call by address, from any thread, those that the program
 * made included.
 *
 * <pre>
 *   NativeCallback square = NativeCallback.of(arguments → arguments[0] * arguments[0]);
 *   square.keptBy(tracker).address()
 * </pre>
 *
 * <p>The address is valid as long as this object, or the tracker that keeps it, is reachable.
 */
public final class NativeCallback {
  /** The number of arguments that are passed in registers on every machine we know. */
  public static final int MAX_ARGUMENTS = 6;

  /** What is called. */
  @FunctionalInterface
  public interface Handler {
    /**
     * @param arguments the first {@link #MAX_ARGUMENTS} integer or pointer arguments; those that
     *     the caller did not pass are whatever was in their registers
     * @return what the caller gets
     */
    long call(long[] arguments);
  }

  /** The shape that JNA sees. */
  interface SixLongs extends Callback {
    long invoke(long a, long b, long c, long d, long e, long f);
  }

  private final SixLongs callback;
  private final long address;
  private volatile boolean released;

  private NativeCallback(Handler handler) {
    callback =
        (a, b, c, d, e, f) -> {
          Throwable kept = ThrownInUpcall.suspend();
          try {
            return handler.call(new long[] {a, b, c, d, e, f});
          } finally {
            ThrownInUpcall.resume(kept);
          }
        };
    address = Pointer.nativeValue(CallbackReference.getFunctionPointer(callback));
  }

  /**
   * Makes {@code handler} callable. It should not throw: an exception cannot cross native frames,
   * is printed by JNA, and the caller gets 0.
   */
  public static NativeCallback of(Handler handler) {
    return new NativeCallback(handler);
  }

  /** Where native code calls it. */
  public long address() {
    checkState(!released, "the callback went with what kept it");
    return address;
  }

  /** Keeps it valid until {@code tracker} is removed, and no longer. */
  @CanIgnoreReturnValue
  public NativeCallback keptBy(ResourceTracker tracker) {
    checkState(tracker.onRemove(() -> released = true), "%s was removed", tracker);
    return this;
  }
}
