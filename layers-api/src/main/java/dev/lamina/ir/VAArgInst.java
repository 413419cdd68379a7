package dev.lamina.ir;

/** {@code va_arg}. */
public final class VAArgInst extends Instruction {
  public VAArgInst(Value list, Type type) {
    super(Opcode.VAARG, type, list);
  }

  @Override
  public boolean hasSideEffects() {
    return true;
  }
}
