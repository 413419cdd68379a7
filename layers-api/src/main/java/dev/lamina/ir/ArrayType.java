package dev.lamina.ir;

import static com.google.common.base.Preconditions.checkArgument;

/** {@code [N x T]}. */
public final class ArrayType extends Type {
  private final Type element;
  private final long length;

  private ArrayType(Type element, long length) {
    super(TypeKind.ARRAY);
    this.element = element;
    this.length = length;
  }

  /** {@code length} counts elements and is unsigned, as in LLVM. */
  public static ArrayType get(Type element, long length) {
    checkArgument(isElement(element), "%s cannot be the element of an array", element);
    return (ArrayType) INTERNER.intern(new ArrayType(element, length));
  }

  /** Whether arrays of {@code type} exist. */
  public static boolean isElement(Type type) {
    return switch (type.kind()) {
      case VOID, LABEL, METADATA, FUNCTION, TOKEN, X86_AMX, SCALABLE_VECTOR -> false;
      default -> true;
    };
  }

  public Type element() {
    return element;
  }

  public long length() {
    return length;
  }

  @Override
  public boolean isSized() {
    return element.isSized();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof ArrayType t && t.length == length && t.element.equals(element);
  }

  @Override
  public int hashCode() {
    return element.hashCode() * 31 + Long.hashCode(length) + 7;
  }

  @Override
  public String toString() {
    return "[" + Long.toUnsignedString(length) + " x " + element + "]";
  }
}
