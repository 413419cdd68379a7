package dev.lamina.ir;

/** The conditions of {@code icmp}. */
public enum IntPredicate {
  EQ("eq"),
  NE("ne"),
  UGT("ugt"),
  UGE("uge"),
  ULT("ult"),
  ULE("ule"),
  SGT("sgt"),
  SGE("sge"),
  SLT("slt"),
  SLE("sle");

  private final String text;

  IntPredicate(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  public boolean isSigned() {
    return compareTo(SGT) >= 0;
  }

  /** The condition that holds exactly when this one does not. */
  public IntPredicate inverse() {
    return switch (this) {
      case EQ -> NE;
      case NE -> EQ;
      case UGT -> ULE;
      case UGE -> ULT;
      case ULT -> UGE;
      case ULE -> UGT;
      case SGT -> SLE;
      case SGE -> SLT;
      case SLT -> SGE;
      case SLE -> SGT;
    };
  }

  /** The condition with its operands exchanged. */
  public IntPredicate swapped() {
    return switch (this) {
      case EQ, NE -> this;
      case UGT -> ULT;
      case UGE -> ULE;
      case ULT -> UGT;
      case ULE -> UGE;
      case SGT -> SLT;
      case SGE -> SLE;
      case SLT -> SGT;
      case SLE -> SGE;
    };
  }
}
