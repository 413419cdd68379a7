package dev.lamina.ir;

/** {@code load}, atomic or not. */
public final class LoadInst extends Instruction {
  private final long alignment;
  private final AtomicOrdering ordering;
  private final String syncScope;

  /** An ordinary load; {@code alignment} in bytes, or 0 for the type's own. */
  public LoadInst(Type type, Value pointer, long alignment) {
    this(type, pointer, alignment, AtomicOrdering.NOT_ATOMIC, "");
  }

  /** {@code syncScope} is empty for the system scope. */
  public LoadInst(
      Type type, Value pointer, long alignment, AtomicOrdering ordering, String syncScope) {
    super(Opcode.LOAD, type, pointer);
    this.alignment = alignment;
    this.ordering = ordering;
    this.syncScope = syncScope;
  }

  public Value pointer() {
    return operand(0);
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
    return isVolatile() || ordering.compareTo(AtomicOrdering.UNORDERED) > 0;
  }
}
