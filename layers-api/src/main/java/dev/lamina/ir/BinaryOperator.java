package dev.lamina.ir;

/** {@code add}, {@code fmul}, {@code xor} and the other operations on two values of one type. */
public final class BinaryOperator extends Instruction {
  public BinaryOperator(Opcode opcode, Value left, Value right) {
    super(opcode, left.type(), left, right);
  }

  public Value left() {
    return operand(0);
  }

  public Value right() {
    return operand(1);
  }
}
