package dev.lamina.codegen;

/**
 * The target's beginnings and ends of functions. The one-pass compiler learns only at the end how
 * large the frame is and which registers must be saved; it therefore leaves room in front of the
 * body, and the prologue is written there last, right before the body.
 */
public abstract class FunctionFrame {
  /** The bytes of a prologue that saves no register; no other is shorter. */
  public abstract int minPrologueSize();

  /** The most bytes that a prologue takes, padding left out. */
  public abstract int maxPrologueSize();

  /**
   * How many bytes of the frame, from the frame register down, the saved registers may take; they
   * are the frame's first.
   */
  public abstract int savedBytes();

  /**
   * The size of a prologue once it is padded, so that a body whose place is right for the shortest
   * prologue gives every function an entry that is a multiple of {@code alignment}.
   */
  public final int padded(int size, int alignment) {
    int min = minPrologueSize();
    return min + (size - min + alignment - 1 & -alignment);
  }

  /**
   * Writes the prologue, padded, so that it ends at {@code bodyStart}, and the function's unwind
   * entry up to there. Returns the offset that it begins at, the function's entry.
   */
  public abstract int prologue(
      int bodyStart, int alignment, FrameLayout frame, Saved saved, UnwindTable unwind);

  /** Writes the epilogue at the end of the code and what it means for unwinding. */
  public abstract void epilogue(Saved saved, UnwindTable unwind);

  /** Which callee-saved registers the function uses. */
  @FunctionalInterface
  public interface Saved {
    /** A mask of the registers of a bank. */
    long registers(int bank);
  }
}
