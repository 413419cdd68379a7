package dev.lamina.ir;

/** {@code fneg}. */
public final class UnaryOperator extends Instruction {
  public UnaryOperator(Opcode opcode, Value value) {
    super(opcode, value.type(), value);
  }
}
