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

  /** In bytes. Longer vectors are arrays that someone passes around as a whole. */
  private static final int MAX_VECTOR = 4096;

  X86Parts(DataLayout layout) {
    super(layout);
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

  /** The lanes one behind the other, cut into SSE registers; see {@link Lanes}. */
  private static void addVector(VectorType type, long offset, Builder parts) {
    long bytes = (long) type.length() * Lanes.size(type.element());
    if (bytes > MAX_VECTOR) {
      throw new UnsupportedConstructException("the type " + type);
    }
    for (int at = 0; at < bytes; at += 16) {
      long rest = bytes - at;
      int size = rest <= 4 ? 4 : rest <= 8 ? 8 : 16;
      parts.add(X86Registers.X, size, offset + at, type, at / 16);
    }
  }
}
