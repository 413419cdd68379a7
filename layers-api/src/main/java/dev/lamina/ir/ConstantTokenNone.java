package dev.lamina.ir;

/** {@code none}, the only constant of type {@code token}. */
public final class ConstantTokenNone extends Constant {
  public static final ConstantTokenNone INSTANCE = new ConstantTokenNone();

  private ConstantTokenNone() {
    super(Types.TOKEN);
  }

  @Override
  public String toString() {
    return "none";
  }
}
