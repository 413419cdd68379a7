package dev.lamina.ir;

/** {@code alloca}: memory of the function's frame. */
public final class AllocaInst extends Instruction {
  private final Type allocatedType;
  private final long alignment;
  private boolean inAlloca;
  private boolean swiftError;

  /** {@code alignment} in bytes, or 0 for the preferred one of the type. */
  public AllocaInst(Type allocatedType, Value count, long alignment, int addressSpace) {
    super(Opcode.ALLOCA, PointerType.get(addressSpace), count);
    this.allocatedType = allocatedType;
    this.alignment = alignment;
  }

  public Type allocatedType() {
    return allocatedType;
  }

  /** How many objects of the allocated type. */
  public Value count() {
    return operand(0);
  }

  /** In bytes; 0 if not given. */
  public long alignment() {
    return alignment;
  }

  public boolean isInAlloca() {
    return inAlloca;
  }

  public void setInAlloca(boolean inAlloca) {
    this.inAlloca = inAlloca;
  }

  public boolean isSwiftError() {
    return swiftError;
  }

  public void setSwiftError(boolean swiftError) {
    this.swiftError = swiftError;
  }

  @Override
  public boolean hasSideEffects() {
    return false;
  }
}
