package dev.lamina.ir;

/** {@code select}. */
public final class SelectInst extends Instruction {
  public SelectInst(Value condition, Value ifTrue, Value ifFalse) {
    super(Opcode.SELECT, ifTrue.type(), condition, ifTrue, ifFalse);
  }

  public Value condition() {
    return operand(0);
  }

  public Value ifTrue() {
    return operand(1);
  }

  public Value ifFalse() {
    return operand(2);
  }
}
