package dev.lamina.ir;

import java.util.Arrays;

/** The attributes of a function or call: of itself, of its result, of each parameter. Immutable. */
public final class AttributeList {
  public static final AttributeList EMPTY =
      new AttributeList(AttributeSet.EMPTY, AttributeSet.EMPTY, new AttributeSet[0]);

  private final AttributeSet function;
  private final AttributeSet result;
  private final AttributeSet[] parameters;

  private AttributeList(AttributeSet function, AttributeSet result, AttributeSet[] parameters) {
    this.function = function;
    this.result = result;
    this.parameters = parameters;
  }

  /** {@code parameters} may be shorter than the list of parameters; it is copied. */
  public static AttributeList of(
      AttributeSet function, AttributeSet result, AttributeSet... parameters) {
    int n = parameters.length;
    while (n > 0 && parameters[n - 1].isEmpty()) {
      n--;
    }
    return function.isEmpty() && result.isEmpty() && n == 0
        ? EMPTY
        : new AttributeList(function, result, Arrays.copyOf(parameters, n));
  }

  public AttributeSet function() {
    return function;
  }

  public AttributeSet result() {
    return result;
  }

  /** Of parameter {@code i}, from 0. */
  public AttributeSet parameter(int i) {
    return i < parameters.length ? parameters[i] : AttributeSet.EMPTY;
  }

  /** One more than the last parameter that has attributes. */
  public int parameterCount() {
    return parameters.length;
  }

  public AttributeList withFunction(AttributeSet attributes) {
    return of(attributes, result, parameters);
  }
}
