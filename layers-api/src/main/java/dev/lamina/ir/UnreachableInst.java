package dev.lamina.ir;

/** {@code unreachable}. */
public final class UnreachableInst extends Instruction {
  public UnreachableInst() {
    super(Opcode.UNREACHABLE, Types.VOID);
  }
}
