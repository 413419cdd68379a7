package dev.lamina.link.call;

import static com.google.common.base.Preconditions.checkArgument;

import dev.lamina.target.CallAdapters.Shape;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * Calls from Java to C functions at the speed of native methods.
 *
 * <pre>
 *   CallTarget sum = CallTarget.lasting("sum", address);
 *   LongBinaryOperator f = Downcalls.as(sum, LongBinaryOperator.class, null);
 *   long five = f.applyAsLong(2, 3);
 * </pre>
 *
 * <p>What can be passed: primitive types; JNA's {@code Pointer}; {@code String}, as UTF-8 that
 * lives as long as the call; and, by way of JNA and at its speed, {@code Structure} by reference
 * and by value and the variadic arguments of a method that is declared with {@code ...}. Generic
 * interfaces count with the types that they are extended with.
 */
public final class Downcalls {
  /** What generated classes depend on besides the interface. */
  private record Key(Shape shape, boolean resultIsBit, MethodType type) {}

  private static final MethodType NO_TYPE = MethodType.methodType(void.class);

  /** From a {@link CallTarget} to an object. */
  private static final ClassCache<MethodHandle> CLASSES = new ClassCache<>();

  private Downcalls() {}

  /** Calls {@code long f(long, …)}; what is narrower has undefined upper bits. */
  public static long call(CallTarget target, long... arguments) {
    return LongCalls.call(target, arguments);
  }

  /**
   * An object that calls {@code target}. It does not keep what it calls: when that is removed,
   * calls throw {@link IllegalStateException}.
   *
   * @param type an interface with one abstract method
   * @param known what {@code target} is, or null if that is not known
   * @throws IllegalArgumentException if the interface's method has types that C has not, or does
   *     not fit what is known
   */
  public static <F> F as(CallTarget target, Class<F> type, @Nullable CompiledSignature known) {
    Signature signature = Signature.of(type);
    Shape shape = shape(target, signature, known);
    if (signature.variadic() || signature.hasStructures()) {
      return JnaCalls.as(target, type, signature);
    }
    boolean bit = isBit(signature, known);
    MethodHandle constructor =
        CLASSES.get(
            type,
            new Key(shape, bit, NO_TYPE),
            () -> DowncallClass.make(GeneratedClass.placeFor(type), type, signature, shape, bit));
    return type.cast(construct(constructor, target));
  }

  /** As {@link #as(CallTarget, Class, CompiledSignature)}, as a method handle of that type. */
  public static MethodHandle as(
      CallTarget target, MethodType type, @Nullable CompiledSignature known) {
    Signature signature = Signature.of(type);
    Shape shape = shape(target, signature, known);
    if (signature.hasStructures()) {
      return JnaCalls.as(target, type);
    }
    boolean bit = isBit(signature, known);
    MethodHandle constructor =
        CLASSES.get(
            Downcalls.class,
            new Key(shape, bit, type),
            () -> DowncallClass.make(MethodHandles.lookup(), null, signature, shape, bit));
    Object call = construct(constructor, target);
    return DowncallClass.invoker(call, type);
  }

  private static Object construct(MethodHandle constructor, CallTarget target) {
    try {
      return (Object) constructor.invokeExact(target);
    } catch (Throwable e) {
      throw new IllegalStateException("a generated constructor throws; please report", e);
    }
  }

  private static boolean isBit(Signature signature, @Nullable CompiledSignature known) {
    return known != null
        && signature.result().nativeType() == boolean.class
        && known.returnsBareBit();
  }

  private static Shape shape(
      CallTarget target, Signature signature, @Nullable CompiledSignature known) {
    checkArgument(
        !signature.variadic() || signature.parameters().size() > 0,
        "%s: C's variadic functions have a parameter before the variadic ones",
        signature.text());
    return known == null ? signature.shape() : known.match(target.name(), signature);
  }
}
