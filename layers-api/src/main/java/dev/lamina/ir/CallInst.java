package dev.lamina.ir;

/** {@code call}. */
public final class CallInst extends CallBase {
  private TailCallKind tailCallKind = TailCallKind.NONE;

  public CallInst(FunctionType functionType, Value callee, Value... arguments) {
    super(Opcode.CALL, functionType, operandsOf(callee, arguments));
  }

  public TailCallKind tailCallKind() {
    return tailCallKind;
  }

  public void setTailCallKind(TailCallKind kind) {
    tailCallKind = kind;
  }

  @Override
  int targetCount() {
    return 0;
  }
}
