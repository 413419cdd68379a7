package dev.lamina.ir;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;

/**
 * An array or vector of {@code i8}, {@code i16}, {@code i32}, {@code i64}, {@code float} or {@code
 * double} whose elements are plain numbers, held as bytes: {@code c"..."} strings and tables of
 * numbers.
 */
public final class ConstantDataSequence extends Constant {
  private final byte[] data;
  private final int elementSize;

  private ConstantDataSequence(Type type, byte[] data, int elementSize) {
    super(type);
    this.data = data;
    this.elementSize = elementSize;
  }

  /** {@code data} holds the elements little-endian one behind the other; it is taken over. */
  public static ConstantDataSequence get(Type type, byte[] data) {
    int size = elementSize(elementType(type));
    checkArgument(size > 0, "%s is not a sequence of plain numbers", type);
    return new ConstantDataSequence(type, data, size);
  }

  /** A string: {@code [N x i8]}. */
  public static ConstantDataSequence ofBytes(byte[] data) {
    return new ConstantDataSequence(ArrayType.get(Types.I8, data.length), data, 1);
  }

  /** The size in bytes of elements that such a sequence can have, or 0 if it cannot have them. */
  public static int elementSize(Type element) {
    if (element instanceof IntegerType i) {
      return switch (i.width()) {
        case 8 -> 1;
        case 16 -> 2;
        case 32 -> 4;
        case 64 -> 8;
        default -> 0;
      };
    }
    return switch (element.kind()) {
      case FLOAT -> 4;
      case DOUBLE -> 8;
      default -> 0;
    };
  }

  private static Type elementType(Type type) {
    return type instanceof ArrayType a ? a.element() : type.scalarType();
  }

  public Type elementType() {
    return elementType(type());
  }

  /** In bytes. */
  public int elementSize() {
    return elementSize;
  }

  public int elementCount() {
    return data.length / elementSize;
  }

  /** Element {@code i}'s bits, zero-extended. */
  public long bits(int i) {
    long bits = 0;
    for (int b = elementSize - 1; b >= 0; b--) {
      bits = bits << 8 | (data[i * elementSize + b] & 0xff);
    }
    return bits;
  }

  public Constant element(int i) {
    return elementType() instanceof IntegerType t
        ? ConstantInt.get(t, bits(i))
        : ConstantFP.ofBits(elementType(), bits(i), 0);
  }

  /** The elements little-endian, one behind the other; not to be changed. */
  public byte[] littleEndianBytes() {
    return data;
  }

  /** Whether it is written as {@code c"..."}. */
  public boolean isString() {
    return elementSize == 1 && type() instanceof ArrayType;
  }

  @Override
  public boolean isZero() {
    for (byte b : data) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object o) {
    return this == o
        || (o instanceof ConstantDataSequence c
            && c.type().equals(type())
            && Arrays.equals(c.data, data));
  }

  @Override
  public int hashCode() {
    return type().hashCode() * 31 + Arrays.hashCode(data);
  }

  @Override
  public String toString() {
    if (isString()) {
      return "c" + Names.quoted(data);
    }
    StringBuilder out = new StringBuilder(type().isVector() ? "<" : "[");
    for (int i = 0; i < elementCount(); i++) {
      out.append(i == 0 ? "" : ", ").append(elementType()).append(' ').append(element(i));
    }
    return out.append(type().isVector() ? ">" : "]").toString();
  }
}
