package dev.lamina.ir;

/**
 * A type of LLVM IR (LangRef, "Type System"). Immutable. Types are compared with {@code equals};
 * all but named structs are interned by their factories, so that the comparison is one of
 * references in the usual case.
 */
public abstract class Type {
  static final TypeInterner INTERNER = new TypeInterner();

  private final TypeKind kind;

  Type(TypeKind kind) {
    this.kind = kind;
  }

  public final TypeKind kind() {
    return kind;
  }

  public final boolean isVoid() {
    return kind == TypeKind.VOID;
  }

  public final boolean isInteger() {
    return kind == TypeKind.INTEGER;
  }

  /** Whether this is {@code iN} for exactly this {@code width}. */
  public final boolean isInteger(int width) {
    return this instanceof IntegerType i && i.width() == width;
  }

  public final boolean isPointer() {
    return kind == TypeKind.POINTER;
  }

  /** Whether this is a scalar floating-point type of any format. */
  public final boolean isFloatingPoint() {
    return kind.compareTo(TypeKind.HALF) >= 0 && kind.compareTo(TypeKind.PPC_FP128) <= 0;
  }

  public final boolean isVector() {
    return kind == TypeKind.FIXED_VECTOR || kind == TypeKind.SCALABLE_VECTOR;
  }

  /** Whether this is an array or a struct. */
  public final boolean isAggregate() {
    return kind == TypeKind.ARRAY || kind == TypeKind.STRUCT;
  }

  /** Whether values of this type can be results of instructions and arguments. */
  public final boolean isFirstClass() {
    return kind != TypeKind.VOID && kind != TypeKind.FUNCTION;
  }

  /** Whether memory can hold a value of this type, so that it has a size. */
  public boolean isSized() {
    return switch (kind) {
      case VOID, FUNCTION, LABEL, TOKEN, METADATA, X86_AMX -> false;
      default -> true;
    };
  }

  /** The element type of a vector, and any other type itself. */
  public Type scalarType() {
    return this;
  }

  /** The type as it is written in LLVM IR text. */
  @Override
  public abstract String toString();
}
