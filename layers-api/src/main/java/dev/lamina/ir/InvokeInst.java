package dev.lamina.ir;

/** {@code invoke}: a call that an exception can leave. */
public final class InvokeInst extends CallBase {
  public InvokeInst(
      FunctionType functionType,
      Value callee,
      Value[] arguments,
      BasicBlock normal,
      BasicBlock unwind) {
    super(Opcode.INVOKE, functionType, operandsOf(callee, arguments, normal, unwind));
  }

  public BasicBlock normalTarget() {
    return (BasicBlock) operand(operandCount() - 3);
  }

  public BasicBlock unwindTarget() {
    return (BasicBlock) operand(operandCount() - 2);
  }

  @Override
  int targetCount() {
    return 2;
  }
}
