package dev.lamina.ir;

/** {@code shufflevector}. */
public final class ShuffleVectorInst extends Instruction {
  /** A mask element that may be anything. */
  public static final int POISON_ELEMENT = -1;

  private final int[] mask;

  /**
   * {@code mask[i]} is an index into the elements of both vectors put one behind the other, or
   * {@link #POISON_ELEMENT}; the array is taken over.
   */
  public ShuffleVectorInst(Value first, Value second, int[] mask, boolean scalable) {
    super(
        Opcode.SHUFFLEVECTOR,
        VectorType.get(first.type().scalarType(), mask.length, scalable),
        first,
        second);
    this.mask = mask;
  }

  public int maskLength() {
    return mask.length;
  }

  public int maskElement(int i) {
    return mask[i];
  }
}
