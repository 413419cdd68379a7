package dev.lamina.ir;

/** {@code resume}: goes on with an exception that a landing pad interrupted. */
public final class ResumeInst extends Instruction {
  public ResumeInst(Value value) {
    super(Opcode.RESUME, Types.VOID, value);
  }
}
