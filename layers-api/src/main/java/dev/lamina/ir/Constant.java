package dev.lamina.ir;

/** A value that does not change while the program runs. Immutable, and without a use list. */
public abstract class Constant extends Value {
  Constant(Type type) {
    super(type);
  }

  /** Whether this is the value that zeroed memory holds. */
  public boolean isZero() {
    return false;
  }

  /** The constant of {@code type} that zeroed memory holds. */
  public static Constant zero(Type type) {
    return switch (type.kind()) {
      case INTEGER -> ConstantInt.get((IntegerType) type, 0);
      case POINTER -> ConstantNull.get((PointerType) type);
      case HALF, BFLOAT, FLOAT, DOUBLE, X86_FP80, FP128, PPC_FP128 -> ConstantFP.ofBits(type, 0, 0);
      case TOKEN -> ConstantTokenNone.INSTANCE;
      default -> ConstantZero.get(type);
    };
  }
}
