package dev.lamina.target.x86_64.select;

import dev.lamina.ir.IntegerType;
import dev.lamina.ir.Type;
import dev.lamina.ir.TypeKind;
import dev.lamina.ir.VectorType;
import dev.lamina.target.UnsupportedConstructException;

/**
 * How a vector of any element and length is held in SSE registers: the one table that legalises
 * them.
 *
 * <pre>
 *   element                 lane
 *   i8 i16 i32 i64 ptr      itself                     float double      itself
 *   i1                      a byte, 0 or -1            x86_fp80          16 bytes, 10 of them used
 *   other iN, N &lt; 64        the next of 8, 16, 32, 64 bits; above N anything, as in a scalar
 *   wider iN                whole quad words
 * </pre>
 *
 * The lanes lie one behind the other and are cut into parts of 16 bytes, a register each; the last
 * may be 4 or 8 bytes, and its register holds anything above the last lane. Where an instruction
 * has no form for the lanes, {@link ElementWise} goes through them one by one, so that no shape is
 * refused. In memory the elements are packed bit by bit; {@link VectorMemory} converts.
 */
final class Lanes {
  private static final int MAX_INTEGER = 512;

  private Lanes() {}

  /** The bytes of a lane. */
  static int size(Type element) {
    return switch (element.kind()) {
      case POINTER, DOUBLE -> 8;
      case FLOAT -> 4;
      case X86_FP80 -> 16;
      case INTEGER -> {
        int width = ((IntegerType) element).width();
        if (width > MAX_INTEGER) {
          throw new UnsupportedConstructException("a vector of " + element);
        }
        yield width <= 8 ? 1 : width <= 16 ? 2 : width <= 32 ? 4 : (width + 63) / 64 * 8;
      }
      default -> throw new UnsupportedConstructException("a vector of " + element);
    };
  }

  /** The bits of an element, which memory has side by side. */
  static int bits(Type element) {
    return switch (element.kind()) {
      case POINTER, DOUBLE -> 64;
      case FLOAT -> 32;
      case X86_FP80 -> 80;
      default -> ((IntegerType) element).width();
    };
  }

  /** Whether lanes in registers are as in memory. */
  static boolean isPlain(Type element) {
    return bits(element) == 8 * size(element);
  }

  /** Whether instructions have lanes of this integer or pointer. */
  static boolean isWord(Type element) {
    return X86Selector.isNatural(X86Selector.width(element));
  }

  static boolean isMask(Type element) {
    return element.isInteger(1);
  }

  static boolean isFloat(Type element) {
    return element.kind() == TypeKind.FLOAT || element.kind() == TypeKind.DOUBLE;
  }

  /** The vector that a value of the type is; throws for those whose length is not known. */
  static VectorType vector(Type type) {
    return (VectorType) type;
  }
}
