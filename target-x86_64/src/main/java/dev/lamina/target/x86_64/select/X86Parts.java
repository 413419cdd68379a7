package dev.lamina.target.x86_64.select;

import dev.lamina.codegen.PartLayouts;
import dev.lamina.ir.DataLayout;
import dev.lamina.ir.IntegerType;
import dev.lamina.ir.Type;
import dev.lamina.ir.VectorType;
import dev.lamina.target.UnsupportedConstructException;

/** Which registers hold values of scalar and vector types. */
final class X86Parts extends PartLayouts {
  /** In bits. Wider ones would take more registers than there are. */
  private static final int MAX_INTEGER = 512;

  private final DataLayout layout;

  X86Parts(DataLayout layout) {
    super(layout);
    this.layout = layout;
  }

  @Override
  protected void addScalar(Type type, long offset, Builder parts) {
    switch (type.kind()) {
      case VOID, LABEL, METADATA, TOKEN -> {}
      case POINTER -> parts.add(X86Registers.G, 8, offset, type);
      case FLOAT -> parts.add(X86Registers.X, 4, offset, type);
      case DOUBLE -> parts.add(X86Registers.X, 8, offset, type);
      case X86_FP80 -> parts.add(X86Registers.F, 16, offset, type);
      case INTEGER -> addInteger((IntegerType) type, offset, parts);
      case FIXED_VECTOR -> addVector((VectorType) type, offset, parts);
      default -> throw new UnsupportedConstructException("the type " + type);
    }
  }

  private static void addInteger(IntegerType type, long offset, Builder parts) {
    int width = type.width();
    if (width <= 64) {
      int size = width <= 8 ? 1 : width <= 16 ? 2 : width <= 32 ? 4 : 8;
      parts.add(X86Registers.G, size, offset, type);
    } else if (width <= MAX_INTEGER) {
      for (int piece = 0; 64 * piece < width; piece++) {
        parts.add(X86Registers.G, 8, offset + 8L * piece, type, piece);
      }
    } else {
      throw new UnsupportedConstructException("the type " + type);
    }
  }

  /** What fits one SSE register exactly, or half of one as the ABI passes it. */
  private void addVector(VectorType type, long offset, Builder parts) {
    long bits = layout.sizeInBits(type);
    boolean plain =
        switch (type.element().kind()) {
          case FLOAT, DOUBLE -> true;
          case INTEGER -> {
            int w = ((IntegerType) type.element()).width();
            yield w == 8 || w == 16 || w == 32 || w == 64;
          }
          default -> false;
        };
    if (plain && (bits == 128 || (bits == 64 && type.length() > 1))) {
      parts.add(X86Registers.X, (int) (bits / 8), offset, type);
    } else {
      throw new UnsupportedConstructException("the type " + type);
    }
  }
}
