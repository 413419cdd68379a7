package dev.lamina.ir;

/** {@code atomicrmw}: gives the value that was in memory before. */
public final class AtomicRmwInst extends Instruction {
  /** What is done with the old value and the operand. */
  public enum Operation {
    XCHG("xchg"),
    ADD("add"),
    SUB("sub"),
    AND("and"),
    NAND("nand"),
    OR("or"),
    XOR("xor"),
    MAX("max"),
    MIN("min"),
    UMAX("umax"),
    UMIN("umin"),
    FADD("fadd"),
    FSUB("fsub"),
    FMAX("fmax"),
    FMIN("fmin"),
    UINC_WRAP("uinc_wrap"),
    UDEC_WRAP("udec_wrap"),
    USUB_COND("usub_cond"),
    USUB_SAT("usub_sat");

    private final String text;

    Operation(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  private final Operation operation;
  private final AtomicOrdering ordering;
  private final String syncScope;
  private final long alignment;

  public AtomicRmwInst(
      Operation operation,
      Value pointer,
      Value value,
      AtomicOrdering ordering,
      String syncScope,
      long alignment) {
    super(Opcode.ATOMICRMW, value.type(), pointer, value);
    this.operation = operation;
    this.ordering = ordering;
    this.syncScope = syncScope;
    this.alignment = alignment;
  }

  public Operation operation() {
    return operation;
  }

  public Value pointer() {
    return operand(0);
  }

  public Value value() {
    return operand(1);
  }

  public AtomicOrdering ordering() {
    return ordering;
  }

  public String syncScope() {
    return syncScope;
  }

  /** In bytes; 0 if not given. */
  public long alignment() {
    return alignment;
  }

  public boolean isVolatile() {
    return hasFlag(InstructionFlags.VOLATILE);
  }

  @Override
  public boolean hasSideEffects() {
    return true;
  }
}
