package dev.lamina.ir;

/** LangRef, "Atomic Memory Ordering Constraints"; {@link #NOT_ATOMIC} first, the strongest last. */
public enum AtomicOrdering {
  NOT_ATOMIC(""),
  UNORDERED("unordered"),
  MONOTONIC("monotonic"),
  ACQUIRE("acquire"),
  RELEASE("release"),
  ACQ_REL("acq_rel"),
  SEQ_CST("seq_cst");

  private final String text;

  AtomicOrdering(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  public boolean isAcquire() {
    return this == ACQUIRE || this == ACQ_REL || this == SEQ_CST;
  }

  public boolean isRelease() {
    return this == RELEASE || this == ACQ_REL || this == SEQ_CST;
  }
}
