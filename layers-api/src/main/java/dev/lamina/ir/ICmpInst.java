package dev.lamina.ir;

/** {@code icmp}: a comparison of integers or pointers. */
public final class ICmpInst extends Instruction {
  private final IntPredicate predicate;

  public ICmpInst(IntPredicate predicate, Value left, Value right) {
    super(Opcode.ICMP, CmpTypes.of(left.type()), left, right);
    this.predicate = predicate;
  }

  public IntPredicate predicate() {
    return predicate;
  }

  public Value left() {
    return operand(0);
  }

  public Value right() {
    return operand(1);
  }
}
