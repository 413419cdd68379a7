package dev.lamina.ir.build;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.Type;
import dev.lamina.ir.Value;
import java.util.HashMap;
import java.util.Map;

/**
 * A variable of a function that is being built: {@link #get} is its value where the builder is.
 * There is no memory behind it, so it has no address; {@link FunctionBuilder#stackSlot} has one.
 */
public final class Variable {
  private final FunctionBuilder function;
  private final String name;
  private final Type type;

  /** By block, the value at its end as far as it is written. */
  final Map<BasicBlock, Value> values = new HashMap<>();

  Variable(FunctionBuilder function, String name, Type type) {
    this.function = function;
    this.name = name;
    this.type = type;
  }

  public String name() {
    return name;
  }

  public Type type() {
    return type;
  }

  /**
   * The value that the variable has here.
   *
   * @throws IllegalStateException if there is a way from the function's entry to here on which it
   *     was not set. Where not all ways are known yet, this comes when they are.
   */
  public Value get() {
    return function.read(this);
  }

  /**
   * Changes the variable from here on.
   *
   * @return {@code value}
   * @throws IllegalArgumentException if it is of another type
   */
  @CanIgnoreReturnValue
  public Value set(Value value) {
    function.write(this, value);
    return value;
  }

  @Override
  public String toString() {
    return "variable " + name;
  }
}
