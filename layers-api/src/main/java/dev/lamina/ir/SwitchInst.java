package dev.lamina.ir;

/** {@code switch}. */
public final class SwitchInst extends Instruction {
  private final ConstantInt[] cases;

  /** {@code cases[i]} leads to {@code targets[i]}; the case array is taken over. */
  public SwitchInst(
      Value value, BasicBlock defaultTarget, ConstantInt[] cases, BasicBlock[] targets) {
    super(Opcode.SWITCH, Types.VOID, operandsOf(value, defaultTarget, targets));
    this.cases = cases;
  }

  private static Value[] operandsOf(Value value, BasicBlock defaultTarget, BasicBlock[] targets) {
    Value[] operands = new Value[targets.length + 2];
    operands[0] = value;
    operands[1] = defaultTarget;
    System.arraycopy(targets, 0, operands, 2, targets.length);
    return operands;
  }

  public Value value() {
    return operand(0);
  }

  public BasicBlock defaultTarget() {
    return (BasicBlock) operand(1);
  }

  public int caseCount() {
    return cases.length;
  }

  public ConstantInt caseValue(int i) {
    return cases[i];
  }

  public BasicBlock caseTarget(int i) {
    return (BasicBlock) operand(i + 2);
  }
}
