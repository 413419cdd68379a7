package dev.lamina.ir;

/** {@code fcmp}: a comparison of floating-point values. */
public final class FCmpInst extends Instruction {
  private final FloatPredicate predicate;

  public FCmpInst(FloatPredicate predicate, Value left, Value right) {
    super(Opcode.FCMP, CmpTypes.of(left.type()), left, right);
    this.predicate = predicate;
  }

  public FloatPredicate predicate() {
    return predicate;
  }

  public Value left() {
    return operand(0);
  }

  public Value right() {
    return operand(1);
  }
}
