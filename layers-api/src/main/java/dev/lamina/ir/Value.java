package dev.lamina.ir;

/**
 * Anything that can be an operand of an instruction: constants, and what is local to a function.
 */
public abstract class Value {
  private Type type;

  Value(Type type) {
    this.type = type;
  }

  public final Type type() {
    return type;
  }

  /** For the few values whose type is settled after they are made. */
  final void setTypeInternal(Type type) {
    this.type = type;
  }

  /**
   * The value as an operand is written, without its type: {@code %x}, {@code @g}, {@code 42}. For a
   * local value without a name this numbers the whole function, so it is for messages, not for
   * loops.
   */
  @Override
  public abstract String toString();
}
