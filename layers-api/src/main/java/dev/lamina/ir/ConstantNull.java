package dev.lamina.ir;

/** {@code null}. */
public final class ConstantNull extends Constant {
  private static final ConstantNull DEFAULT = new ConstantNull(Types.PTR);

  private ConstantNull(PointerType type) {
    super(type);
  }

  public static ConstantNull get(PointerType type) {
    return type == Types.PTR ? DEFAULT : new ConstantNull(type);
  }

  @Override
  public boolean isZero() {
    return true;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof ConstantNull c && c.type().equals(type());
  }

  @Override
  public int hashCode() {
    return type().hashCode();
  }

  @Override
  public String toString() {
    return "null";
  }
}
