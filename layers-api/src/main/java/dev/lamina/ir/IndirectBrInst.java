package dev.lamina.ir;

import java.util.List;

/** {@code indirectbr}: a jump to the address of a block. */
public final class IndirectBrInst extends Instruction {
  public IndirectBrInst(Value address, List<BasicBlock> targets) {
    super(Opcode.INDIRECTBR, Types.VOID, operandsOf(address, targets));
  }

  private static Value[] operandsOf(Value address, List<BasicBlock> targets) {
    Value[] operands = new Value[targets.size() + 1];
    operands[0] = address;
    for (int i = 0; i < targets.size(); i++) {
      operands[i + 1] = targets.get(i);
    }
    return operands;
  }

  public Value address() {
    return operand(0);
  }
}
