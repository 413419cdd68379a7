package dev.lamina.ir;

/** {@code callbr}: inline assembly that can jump. */
public final class CallBrInst extends CallBase {
  private final int targets;

  public CallBrInst(
      FunctionType functionType,
      Value callee,
      Value[] arguments,
      BasicBlock fallthrough,
      BasicBlock... indirect) {
    super(
        Opcode.CALLBR, functionType, operandsOf(callee, arguments, prepend(fallthrough, indirect)));
    targets = indirect.length + 1;
  }

  private static BasicBlock[] prepend(BasicBlock first, BasicBlock[] rest) {
    BasicBlock[] all = new BasicBlock[rest.length + 1];
    all[0] = first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }

  public BasicBlock defaultTarget() {
    return (BasicBlock) operand(argumentCount());
  }

  public int indirectTargetCount() {
    return targets - 1;
  }

  public BasicBlock indirectTarget(int i) {
    return (BasicBlock) operand(argumentCount() + 1 + i);
  }

  @Override
  int targetCount() {
    return targets;
  }
}
