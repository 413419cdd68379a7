package dev.lamina.ir;

import java.util.Arrays;
import java.util.List;

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

  @Override
  public String toString() {
    return super.toString();
  }

  /**
   * The type that the indices {@code 1..} lead to within {@code type}, or null if they lead
   * nowhere; {@code indices} are all indices, the first included.
   */
  public static @org.jspecify.annotations.Nullable Type indexedType(Type type, Value... indices) {
    Type t = type;
    for (Value index :
        Arrays.asList(indices).subList(Math.min(1, indices.length), indices.length)) {
      if (t instanceof StructType s) {
        Constant c = index instanceof Constant k ? k : null;
        if (c instanceof ConstantAggregate || c instanceof ConstantDataSequence) {
          c = splatElement(c);
        }
        if (!(c instanceof ConstantInt n)
            || n.isWide()
            || n.sext() < 0
            || n.sext() >= s.elements().size()) {
          if (c instanceof ConstantZero && !s.elements().isEmpty()) {
            t = s.elements().get(0);
            continue;
          }
          return null;
        }
        t = s.elements().get((int) n.sext());
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

  private static Constant splatElement(Constant c) {
    if (c instanceof ConstantAggregate a) {
      return a.element(0);
    }
    return c instanceof ConstantDataSequence d ? d.element(0) : c;
  }
}
