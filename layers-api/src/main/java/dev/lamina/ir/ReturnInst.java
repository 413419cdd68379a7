package dev.lamina.ir;

import org.jspecify.annotations.Nullable;

/** {@code ret}. */
public final class ReturnInst extends Instruction {
  /** {@code ret void} if {@code value} is null. */
  public ReturnInst(@Nullable Value value) {
    super(Opcode.RET, Types.VOID, value == null ? NO_OPERANDS : new Value[] {value});
  }

  public @Nullable Value value() {
    return operandCount() == 0 ? null : operand(0);
  }
}
