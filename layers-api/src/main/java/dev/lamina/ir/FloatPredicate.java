package dev.lamina.ir;

/**
 * The conditions of {@code fcmp}. Bit 0 of the ordinal is "equal", bit 1 "greater", bit 2 "less",
 * bit 3 "unordered", as in LLVM.
 */
public enum FloatPredicate {
  FALSE("false"),
  OEQ("oeq"),
  OGT("ogt"),
  OGE("oge"),
  OLT("olt"),
  OLE("ole"),
  ONE("one"),
  ORD("ord"),
  UNO("uno"),
  UEQ("ueq"),
  UGT("ugt"),
  UGE("uge"),
  ULT("ult"),
  ULE("ule"),
  UNE("une"),
  TRUE("true");

  private static final FloatPredicate[] VALUES = values();

  private final String text;

  FloatPredicate(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  /** The condition that holds exactly when this one does not. */
  public FloatPredicate inverse() {
    return VALUES[15 - ordinal()];
  }

  /** The condition with its operands exchanged. */
  public FloatPredicate swapped() {
    int o = ordinal();
    return VALUES[(o & 9) | (o & 2) << 1 | (o & 4) >> 1];
  }
}
