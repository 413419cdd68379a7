package dev.lamina.ir;

import static com.google.common.base.Preconditions.checkArgument;

/** {@code iN}, from {@code i1} to {@code i8388608}. */
public final class IntegerType extends Type {
  /** The largest width, in bits, that LLVM 19 reads. */
  public static final int MAX_WIDTH = 1 << 23;

  private static final IntegerType[] SMALL = new IntegerType[129];

  static {
    for (int i = 1; i < SMALL.length; i++) {
      SMALL[i] = new IntegerType(i);
    }
  }

  private final int width;

  private IntegerType(int width) {
    super(TypeKind.INTEGER);
    this.width = width;
  }

  public static IntegerType get(int width) {
    checkArgument(width >= 1 && width <= MAX_WIDTH, "integer width %s is not in 1..8388608", width);
    return width < SMALL.length
        ? SMALL[width]
        : (IntegerType) INTERNER.intern(new IntegerType(width));
  }

  /** The width in bits. */
  public int width() {
    return width;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof IntegerType t && t.width == width;
  }

  @Override
  public int hashCode() {
    return width;
  }

  @Override
  public String toString() {
    return "i" + width;
  }
}
