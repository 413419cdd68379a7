package dev.lamina.ir;

import static com.google.common.base.Preconditions.checkArgument;

/** {@code <N x T>} or {@code <vscale x N x T>}. */
public final class VectorType extends Type {
  private final Type element;
  private final int length;

  private VectorType(TypeKind kind, Type element, int length) {
    super(kind);
    this.element = element;
    this.length = length;
  }

  public static VectorType get(Type element, int length) {
    return get(element, length, false);
  }

  public static VectorType get(Type element, int length, boolean scalable) {
    checkArgument(length > 0, "a vector needs at least one element");
    checkArgument(isElement(element), "%s cannot be the element of a vector", element);
    TypeKind kind = scalable ? TypeKind.SCALABLE_VECTOR : TypeKind.FIXED_VECTOR;
    return (VectorType) INTERNER.intern(new VectorType(kind, element, length));
  }

  /** Whether vectors of {@code type} exist: integers, floating point and pointers. */
  public static boolean isElement(Type type) {
    return type.isInteger() || type.isFloatingPoint() || type.isPointer();
  }

  public Type element() {
    return element;
  }

  /** The number of elements; of a scalable vector, the factor of {@code vscale}. */
  public int length() {
    return length;
  }

  public boolean isScalable() {
    return kind() == TypeKind.SCALABLE_VECTOR;
  }

  @Override
  public Type scalarType() {
    return element;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof VectorType t
        && t.length == length
        && t.kind() == kind()
        && t.element.equals(element);
  }

  @Override
  public int hashCode() {
    return (element.hashCode() * 31 + length) * 31 + kind().ordinal();
  }

  @Override
  public String toString() {
    return (isScalable() ? "<vscale x " : "<") + length + " x " + element + ">";
  }
}
