package dev.lamina.ir;

/** {@code store}, atomic or not. */
public final class StoreInst extends Instruction {
  private final long alignment;
  private final AtomicOrdering ordering;
  private final String syncScope;

  /** An ordinary store; {@code alignment} in bytes, or 0 for the type's own. */
  public StoreInst(Value value, Value pointer, long alignment) {
    this(value, pointer, alignment, AtomicOrdering.NOT_ATOMIC, "");
  }

  /** {@code syncScope} is empty for the system scope. */
  public StoreInst(
      Value value, Value pointer, long alignment, AtomicOrdering ordering, String syncScope) {
    super(Opcode.STORE, Types.VOID, value, pointer);
    this.alignment = alignment;
    this.ordering = ordering;
    this.syncScope = syncScope;
  }

  public Value value() {
    return operand(0);
  }

  public Value pointer() {
    return operand(1);
  }

  /** In bytes; 0 if not given. */
  public long alignment() {
    return alignment;
  }

  public AtomicOrdering ordering() {
    return ordering;
  }

  public String syncScope() {
    return syncScope;
  }

  public boolean isVolatile() {
    return hasFlag(InstructionFlags.VOLATILE);
  }

  public boolean isAtomic() {
    return ordering != AtomicOrdering.NOT_ATOMIC;
  }

  @Override
  public boolean hasSideEffects() {
    return true;
  }
}
