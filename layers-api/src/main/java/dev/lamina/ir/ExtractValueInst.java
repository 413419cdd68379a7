package dev.lamina.ir;

import org.jspecify.annotations.Nullable;

/** {@code extractvalue}. */
public final class ExtractValueInst extends Instruction {
  private final int[] indices;

  /** {@code type} is that of the element that the indices lead to; the array is taken over. */
  public ExtractValueInst(Value aggregate, Type type, int... indices) {
    super(Opcode.EXTRACTVALUE, type, aggregate);
    this.indices = indices;
  }

  public Value aggregate() {
    return operand(0);
  }

  public int indexCount() {
    return indices.length;
  }

  public int index(int i) {
    return indices[i];
  }

  /** The type that the indices lead to within {@code type}, or null if they lead nowhere. */
  public static @Nullable Type indexedType(Type type, int... indices) {
    Type t = type;
    for (int index : indices) {
      if (t instanceof StructType s && index >= 0 && index < s.elements().size()) {
        t = s.elements().get(index);
      } else if (t instanceof ArrayType a && Long.compareUnsigned(index, a.length()) < 0) {
        t = a.element();
      } else {
        return null;
      }
    }
    return t;
  }
}
