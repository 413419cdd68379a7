package dev.lamina.ir;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code getelementptr}: an address computed from a base and indices into a type. */
public final class GetElementPtrInst extends Instruction {
  private final Type sourceType;

  public GetElementPtrInst(Type sourceType, Value base, List<Value> indices) {
    this(sourceType, operandsOf(base, indices));
  }

  /** {@code operands} are the base and then the indices; the array is taken over. */
  public GetElementPtrInst(Type sourceType, Value... operands) {
    super(Opcode.GETELEMENTPTR, resultType(operands), operands);
    this.sourceType = sourceType;
  }

  private static Value[] operandsOf(Value base, List<Value> indices) {
    Value[] operands = new Value[indices.size() + 1];
    operands[0] = base;
    for (int i = 0; i < indices.size(); i++) {
      operands[i + 1] = indices.get(i);
    }
    return operands;
  }

  /** A vector of pointers if the base or any index is a vector. */
  static Type resultType(Value[] operands) {
    Type base = operands[0].type();
    if (base.isVector()) {
      return base;
    }
    for (int i = 1; i < operands.length; i++) {
      if (operands[i].type() instanceof VectorType v) {
        return VectorType.get(base, v.length(), v.isScalable());
      }
    }
    return base;
  }

  /** The type that the first index counts. */
  public Type sourceType() {
    return sourceType;
  }

  public Value base() {
    return operand(0);
  }

  public int indexCount() {
    return operandCount() - 1;
  }

  public Value index(int i) {
    return operand(i + 1);
  }

  /**
   * The type that the indices {@code 1..} lead to within {@code type}, or null if they lead
   * nowhere; {@code indices} are all indices, the first included.
   */
  public static @Nullable Type indexedType(Type type, Value... indices) {
    return walk(type, indices, 1);
  }

  /** Whether the indices behind the first, from operand 2 on, lead to an element of the type. */
  static boolean leadsSomewhere(Type type, Value... operands) {
    return walk(type, operands, 2) != null;
  }

  private static @Nullable Type walk(Type type, Value[] indices, int from) {
    Type t = type;
    for (int i = from; i < indices.length; i++) {
      if (t instanceof StructType s) {
        int field = fieldIndex(indices[i]);
        if (field < 0 || field >= s.elements().size()) {
          return null;
        }
        t = s.elements().get(field);
      } else if (t instanceof ArrayType a) {
        t = a.element();
      } else if (t instanceof VectorType v) {
        t = v.element();
      } else {
        return null;
      }
    }
    return t;
  }

  /** The field that an index into a struct names; -1 if it is no constant, or no number of one. */
  private static int fieldIndex(Value index) {
    Value v = index;
    if (v instanceof ConstantZero) {
      return 0;
    }
    if (v instanceof ConstantAggregate a && a.type().isVector()) {
      v = a.element(0);
    } else if (v instanceof ConstantDataSequence d && d.type().isVector()) {
      v = d.element(0);
    }
    boolean small =
        v instanceof ConstantInt c && !c.isWide() && c.sext() >= 0 && c.sext() <= 1 << 30;
    return small ? (int) ((ConstantInt) v).sext() : -1;
  }
}
