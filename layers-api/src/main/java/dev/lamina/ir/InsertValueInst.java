package dev.lamina.ir;

/** {@code insertvalue}. */
public final class InsertValueInst extends Instruction {
  private final int[] indices;

  /** The array is taken over. */
  public InsertValueInst(Value aggregate, Value element, int... indices) {
    super(Opcode.INSERTVALUE, aggregate.type(), aggregate, element);
    this.indices = indices;
  }

  public Value aggregate() {
    return operand(0);
  }

  public Value element() {
    return operand(1);
  }

  public int indexCount() {
    return indices.length;
  }

  public int index(int i) {
    return indices[i];
  }
}
