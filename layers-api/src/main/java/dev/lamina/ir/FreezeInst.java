package dev.lamina.ir;

/** {@code freeze}: an arbitrary but fixed value in place of undef or poison. */
public final class FreezeInst extends Instruction {
  public FreezeInst(Value value) {
    super(Opcode.FREEZE, value.type(), value);
  }
}
