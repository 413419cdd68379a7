package dev.lamina.ir;

/** {@code zeroinitializer} of a struct, array, vector or target type. */
public final class ConstantZero extends Constant {
  private ConstantZero(Type type) {
    super(type);
  }

  public static ConstantZero get(Type type) {
    return new ConstantZero(type);
  }

  @Override
  public boolean isZero() {
    return true;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof ConstantZero c && c.type().equals(type());
  }

  @Override
  public int hashCode() {
    return type().hashCode() + 1;
  }

  @Override
  public String toString() {
    return "zeroinitializer";
  }
}
