package dev.lamina.ir;

/** A parameter of a function, as its body sees it. */
public final class Argument extends LocalValue {
  private final Function function;
  private final int index;

  Argument(Function function, int index, Type type) {
    super(type);
    this.function = function;
    this.index = index;
  }

  @Override
  public Function function() {
    return function;
  }

  /** The position among the parameters, from 0. */
  public int index() {
    return index;
  }

  public AttributeSet attributes() {
    return function.attributes().parameter(index);
  }
}
