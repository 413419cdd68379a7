package dev.lamina.ir;

/** {@code fence}. */
public final class FenceInst extends Instruction {
  private final AtomicOrdering ordering;
  private final String syncScope;

  public FenceInst(AtomicOrdering ordering, String syncScope) {
    super(Opcode.FENCE, Types.VOID);
    this.ordering = ordering;
    this.syncScope = syncScope;
  }

  public AtomicOrdering ordering() {
    return ordering;
  }

  public String syncScope() {
    return syncScope;
  }

  @Override
  public boolean hasSideEffects() {
    return true;
  }
}
