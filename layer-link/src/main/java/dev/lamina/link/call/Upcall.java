package dev.lamina.link.call;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkNotNull;
import static com.google.common.base.Preconditions.checkState;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.lamina.link.call.Value.Kind;
import dev.lamina.session.ResourceTracker;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.Cleaner.Cleanable;
import java.util.function.Consumer;

/**
 * A Java function that C code calls by address, on any thread. Threads that native code made are
 * attached to the Java VM at their first call, and detached at their end.
 *
 * <pre>
 *   Upcall square = Upcall.of("square", LongUnaryOperator.class, a → a * a, session::report);
 *   square.keptBy(tracker).address()
 * </pre>
 *
 * <p>The address is valid until this is closed, or what keeps it is removed, or neither is
 * reachable: C code must not call it afterwards. What can be passed: primitive types, JNA's {@code
 * Pointer}, and {@code String} as a parameter.
 *
 * <p>If the function throws, C code gets 0, and until it returns to the Java method that called it
 * further upcalls on this thread are not made and give 0, too; then the exception is thrown from
 * that method. If there is no Java method beneath that made one of our calls, it is reported.
 */
public final class Upcall implements AutoCloseable {
  private static final ClassCache<Class<?>> CLASSES = new ClassCache<>();

  private final String name;
  private final long address;
  private final Cleanable code;
  private volatile boolean closed;

  private Upcall(String name, Adapters.Callable code) {
    this.name = name;
    this.address = code.address();
    this.code = code.freedWith(this);
  }

  /**
   * Makes {@code function} callable.
   *
   * @param name for messages
   * @param type an interface with one abstract method
   * @param reporter gets exceptions that there is no Java method to throw from
   * @throws IllegalArgumentException if the interface's method has types that C has not
   */
  public static <F> Upcall of(
      String name, Class<F> type, F function, Consumer<? super Throwable> reporter) {
    checkNotNull(function, "the function of %s", name);
    Signature signature = checked(Signature.of(type));
    Class<?> owner =
        CLASSES.get(
            type, type, () -> UpcallClass.make(GeneratedClass.placeFor(type), type, signature));
    return new Upcall(name, code(signature, owner, name, function, reporter));
  }

  /** As {@link #of(String, Class, Object, Consumer)}; {@code type} says what C passes. */
  public static Upcall of(
      String name, MethodHandle function, MethodType type, Consumer<? super Throwable> reporter) {
    Signature signature = checked(Signature.of(type));
    MethodHandle exact = function.asType(type);
    Class<?> owner =
        CLASSES.get(
            MethodHandle.class,
            type,
            () -> UpcallClass.make(MethodHandles.lookup(), MethodHandle.class, signature));
    return new Upcall(name, code(signature, owner, name, exact, reporter));
  }

  private static Signature checked(Signature signature) {
    checkArgument(
        !signature.variadic() && !signature.hasStructures(),
        "%s: variadic arguments and structures cannot be passed to Java; a pointer can",
        signature.text());
    checkArgument(
        signature.result().kind() != Kind.STRING,
        "%s: nobody would free the string that is returned; return a Pointer",
        signature.text());
    return signature;
  }

  private static Adapters.Callable code(
      Signature signature,
      Class<?> owner,
      String name,
      Object function,
      Consumer<? super Throwable> reporter) {
    return Adapters.upcall(
        signature.shape(),
        owner,
        UpcallClass.METHOD,
        UpcallClass.descriptor(signature),
        new CallbackReceiver(name, function, reporter));
  }

  /** Where C code calls it. */
  public long address() {
    checkState(!closed, "%s was removed", name);
    return address;
  }

  /** Keeps it until {@code tracker} is removed, and closes it then. */
  @CanIgnoreReturnValue
  public Upcall keptBy(ResourceTracker tracker) {
    checkState(tracker.onRemove(this::close), "%s was removed", tracker);
    return this;
  }

  /** Frees the code. Later calls do nothing. */
  @Override
  public void close() {
    closed = true;
    code.clean();
  }

  @Override
  public String toString() {
    return name + ", a Java function";
  }
}
