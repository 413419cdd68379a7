package dev.lamina.ir;

/** {@code extractelement}. */
public final class ExtractElementInst extends Instruction {
  public ExtractElementInst(Value vector, Value index) {
    super(Opcode.EXTRACTELEMENT, vector.type().scalarType(), vector, index);
  }

  public Value vector() {
    return operand(0);
  }

  public Value index() {
    return operand(1);
  }
}
