package dev.lamina.ir.build;

import static com.google.common.base.Preconditions.checkState;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The cases of a {@link FunctionBuilder#switchOver}. No case falls through into the next. */
public final class SwitchCases {
  private final FunctionBuilder function;
  private final Type type;
  private final Set<ConstantInt> seen = new HashSet<>();
  final List<List<ConstantInt>> values = new ArrayList<>();
  final List<Runnable> bodies = new ArrayList<>();
  @Nullable Runnable otherwise;

  SwitchCases(FunctionBuilder function, Type type) {
    this.function = function;
    this.type = type;
  }

  /** What is done if it is {@code value}. */
  @CanIgnoreReturnValue
  public SwitchCases on(long value, Runnable body) {
    return on(new long[] {value}, body);
  }

  /**
   * What is done if it is one of {@code some}.
   *
   * @throws IllegalArgumentException if a value is beyond the type, or has a case already
   */
  @CanIgnoreReturnValue
  public SwitchCases on(long[] some, Runnable body) {
    List<ConstantInt> constants = new ArrayList<>(some.length);
    for (long value : some) {
      ConstantInt constant = function.integer(type, value);
      if (!seen.add(constant)) {
        throw function.refused("this switch has two cases of " + constant);
      }
      constants.add(constant);
    }
    values.add(constants);
    bodies.add(body);
    return this;
  }

  /** What is done if it is none of the cases; nothing if not said. */
  @CanIgnoreReturnValue
  public SwitchCases otherwise(Runnable body) {
    checkState(otherwise == null, "this switch says already what is done otherwise");
    otherwise = body;
    return this;
  }
}
