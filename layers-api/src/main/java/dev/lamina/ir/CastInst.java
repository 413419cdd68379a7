package dev.lamina.ir;

/** {@code trunc}, {@code zext}, {@code bitcast} and the other conversions. */
public final class CastInst extends Instruction {
  public CastInst(Opcode opcode, Value value, Type to) {
    super(opcode, to, value);
  }

  public Value value() {
    return operand(0);
  }
}
