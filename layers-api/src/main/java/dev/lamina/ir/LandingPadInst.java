package dev.lamina.ir;

/** {@code landingpad}: where an exception arrives. */
public final class LandingPadInst extends Instruction {
  private final boolean cleanup;
  private final boolean[] filters;

  /** Clause {@code i} is a filter where {@code filters[i]}, else a catch; arrays are taken over. */
  public LandingPadInst(Type type, boolean cleanup, Value[] clauses, boolean[] filters) {
    super(Opcode.LANDINGPAD, type, clauses);
    this.cleanup = cleanup;
    this.filters = filters;
  }

  public boolean isCleanup() {
    return cleanup;
  }

  public int clauseCount() {
    return filters.length;
  }

  public Value clause(int i) {
    return operand(i);
  }

  public boolean isFilter(int i) {
    return filters[i];
  }
}
