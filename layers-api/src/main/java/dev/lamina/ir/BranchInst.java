package dev.lamina.ir;

/** {@code br}, with or without a condition. */
public final class BranchInst extends Instruction {
  public BranchInst(BasicBlock target) {
    super(Opcode.BR, Types.VOID, target);
  }

  public BranchInst(Value condition, BasicBlock ifTrue, BasicBlock ifFalse) {
    super(Opcode.BR, Types.VOID, condition, ifTrue, ifFalse);
  }

  public boolean isConditional() {
    return operandCount() == 3;
  }

  /** The condition; only of a conditional branch. */
  public Value condition() {
    return operand(isConditional() ? 0 : 1);
  }

  /** The target of an unconditional branch, or where a true condition leads. */
  public BasicBlock target() {
    return (BasicBlock) operand(isConditional() ? 1 : 0);
  }

  /** Where a false condition leads; only of a conditional branch. */
  public BasicBlock elseTarget() {
    return (BasicBlock) operand(2);
  }
}
