package dev.lamina.ir;

/** The result types of comparisons. */
final class CmpTypes {
  private CmpTypes() {}

  /** {@code i1}, or a vector of as many {@code i1} as the operands have elements. */
  static Type of(Type operand) {
    return operand instanceof VectorType v
        ? VectorType.get(Types.I1, v.length(), v.isScalable())
        : Types.I1;
  }
}
