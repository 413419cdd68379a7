package dev.lamina.ir;

/** {@code insertelement}. */
public final class InsertElementInst extends Instruction {
  public InsertElementInst(Value vector, Value element, Value index) {
    super(Opcode.INSERTELEMENT, vector.type(), vector, element, index);
  }

  public Value vector() {
    return operand(0);
  }

  public Value element() {
    return operand(1);
  }

  public Value index() {
    return operand(2);
  }
}
