package dev.lamina.link.call;

import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.lamina.link.host.ThrownInUpcall;
import dev.lamina.session.ResourceTracker;
import dev.lamina.target.CallAdapters.Scalar;
import dev.lamina.target.CallAdapters.Shape;
import java.lang.ref.Cleaner.Cleanable;

/**
 * A Java function that native code can call by address, from any thread, those that the program
 * made included. It takes integers and pointers as they come, and needs no generated class, so that
 * it is made in little time; {@link Upcall} is for functions with types.
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

  private static final Shape SHAPE =
      new Shape(
          Scalar.WORD,
          ImmutableList.of(
              Scalar.WORD, Scalar.WORD, Scalar.WORD, Scalar.WORD, Scalar.WORD, Scalar.WORD));

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

  private final long address;
  private final Cleanable code;
  private volatile boolean released;

  private NativeCallback(Handler handler) {
    Adapters.Callable callable =
        Adapters.upcall(
            SHAPE, NativeCallback.class, "call", "(Ljava/lang/Object;JJJJJJ)J", handler);
    address = callable.address();
    code = callable.freedWith(this);
  }

  /**
   * Makes {@code handler} callable. If it throws, the caller gets 0, and the exception goes the way
   * that {@link ThrownInUpcall} says; to standard error, if there is no Java method for it. Unlike
   * other functions, it is called while an exception is on that way.
   */
  public static NativeCallback of(Handler handler) {
    return new NativeCallback(handler);
  }

  /** Called by the adapter. */
  @SuppressWarnings("unused")
  private static long call(Object handler, long a, long b, long c, long d, long e, long f) {
    Throwable kept = ThrownInUpcall.suspend();
    try {
      return ((Handler) handler).call(new long[] {a, b, c, d, e, f});
    } catch (Throwable thrown) {
      ThrownInUpcall.keep(thrown, NativeCallback.class, Throwable::printStackTrace);
      return 0;
    } finally {
      ThrownInUpcall.resume(kept);
    }
  }

  /** Where native code calls it. */
  public long address() {
    checkState(!released, "the callback went with what kept it");
    return address;
  }

  /** Keeps it valid until {@code tracker} is removed, and no longer. */
  @CanIgnoreReturnValue
  public NativeCallback keptBy(ResourceTracker tracker) {
    checkState(tracker.onRemove(this::release), "%s was removed", tracker);
    return this;
  }

  private void release() {
    released = true;
    code.clean();
  }
}
