package dev.lamina.ir;

import java.util.List;

/** {@code cmpxchg}: gives {@code { T, i1 }}, the old value and whether it was exchanged. */
public final class CmpXchgInst extends Instruction {
  private final boolean weak;
  private final AtomicOrdering success;
  private final AtomicOrdering failure;
  private final String syncScope;
  private final long alignment;

  public CmpXchgInst(
      Value pointer,
      Value expected,
      Value replacement,
      boolean weak,
      AtomicOrdering success,
      AtomicOrdering failure,
      String syncScope,
      long alignment) {
    super(
        Opcode.CMPXCHG,
        StructType.literal(List.of(expected.type(), Types.I1), false),
        pointer,
        expected,
        replacement);
    this.weak = weak;
    this.success = success;
    this.failure = failure;
    this.syncScope = syncScope;
    this.alignment = alignment;
  }

  public Value pointer() {
    return operand(0);
  }

  public Value expected() {
    return operand(1);
  }

  public Value replacement() {
    return operand(2);
  }

  public boolean isWeak() {
    return weak;
  }

  public AtomicOrdering success() {
    return success;
  }

  public AtomicOrdering failure() {
    return failure;
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
