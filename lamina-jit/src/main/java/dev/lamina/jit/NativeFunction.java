package dev.lamina.jit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.lamina.ir.FunctionType;
import dev.lamina.link.call.CallTarget;
import dev.lamina.link.call.CompiledSignature;
import dev.lamina.link.call.Downcalls;
import dev.lamina.session.SymbolLibrary;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * A symbol that was looked up and may be called.
 *
 * <pre>
 *   LongBinaryOperator sum = jit.lookup("sum").as(LongBinaryOperator.class);
 *   long five = sum.applyAsLong(2, 3);
 * </pre>
 *
 * <p>It is of use until what it was made from is removed; calls throw {@link IllegalStateException}
 * then, which says with what it went.
 */
public final class NativeFunction {
  /** What knows of the definition that was looked up. */
  private final @Nullable Source source;

  private final String name;
  private final long address;

  /** Made at the first call, since a run of the command looks up without calling. */
  private @Nullable CallTarget target;

  record Source(FunctionTable table, SymbolLibrary library) {}

  /**
   * A function that is somewhere else and stays there.
   *
   * @param name for messages
   * @param address not 0
   */
  public NativeFunction(String name, long address) {
    this(null, name, address);
  }

  NativeFunction(@Nullable Source source, String name, long address) {
    this.source = source;
    this.name = name;
    this.address = address;
  }

  private CallTarget target() {
    CallTarget known = target; // racing threads get the same from the table
    if (known == null) {
      known =
          source == null
              ? CallTarget.lasting(name, address)
              : source.table.target(source.library, name, address);
      target = known;
    }
    return known;
  }

  private @Nullable CompiledSignature signature() {
    return source == null ? null : source.table.signature(source.library, name, address);
  }

  public String name() {
    return name;
  }

  /** Where it is. */
  public long address() {
    return address;
  }

  /** Its type, if it was added as IR; null otherwise. */
  public @Nullable FunctionType type() {
    CompiledSignature signature = signature();
    return signature == null ? null : signature.type();
  }

  /**
   * Calls it as {@code long f(long, ...)}: integers and pointers, as the C calling convention
   * passes them. A narrower result has undefined upper bits; cast it. Up to six arguments take the
   * quick way of {@link #as(Class)}.
   */
  @CanIgnoreReturnValue
  public long call(long... arguments) {
    return Downcalls.call(target(), arguments);
  }

  /**
   * An object that calls it, about as fast as Java calls a native method.
   *
   * <p>The interface's method may have primitive types; JNA's {@code Pointer}; {@code String},
   * passed as UTF-8 that lives as long as the call; and, at JNA's speed, JNA's {@code Structure} by
   * reference and by value, and variadic arguments. A Java function that the compiled code calls
   * may throw; see {@link Jit#addFunction(String, Class, Object)}.
   *
   * @param functionalInterface with one abstract method, all of whose types are known: {@code
   *     LongBinaryOperator}, or one's own, but not {@code Function}
   * @throws IllegalArgumentException if the method has types that C has not, or does not fit the
   *     {@link #type}
   */
  public <F> F as(Class<F> functionalInterface) {
    return Downcalls.as(target(), functionalInterface, signature());
  }

  /** As {@link #as(Class)}, as a method handle of that type. */
  public MethodHandle as(MethodType type) {
    return Downcalls.as(target(), type, signature());
  }

  @Override
  public String toString() {
    return name + "@" + Long.toHexString(address);
  }
}
