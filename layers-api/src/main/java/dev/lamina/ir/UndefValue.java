package dev.lamina.ir;

/** {@code undef} or {@code poison}. */
public final class UndefValue extends Constant {
  private final boolean poison;

  private UndefValue(Type type, boolean poison) {
    super(type);
    this.poison = poison;
  }

  public static UndefValue undef(Type type) {
    return new UndefValue(type, false);
  }

  public static UndefValue poison(Type type) {
    return new UndefValue(type, true);
  }

  public boolean isPoison() {
    return poison;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof UndefValue c && c.poison == poison && c.type().equals(type());
  }

  @Override
  public int hashCode() {
    return type().hashCode() * 2 + (poison ? 1 : 0);
  }

  @Override
  public String toString() {
    return poison ? "poison" : "undef";
  }
}
