package dev.lamina.ir.text;

import dev.lamina.ir.IntegerType;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.PointerType;
import dev.lamina.ir.Type;
import dev.lamina.ir.TypeKind;
import dev.lamina.ir.VectorType;
import org.jspecify.annotations.Nullable;

/** Which conversions there are (LangRef, "Conversion Operations"). */
final class Casts {
  private Casts() {}

  /** What is wrong with a conversion from one type to another, or null. */
  static @Nullable String problem(Opcode opcode, Type from, Type to) {
    return isValid(opcode, from, to)
        ? null
        : opcode + " from '" + from + "' to '" + to + "' is not possible";
  }

  static boolean isValid(Opcode opcode, Type from, Type to) {
    if (from == to && opcode == Opcode.BITCAST) {
      return from.isFirstClass() && !from.isAggregate() && bits(from.scalarType()) != 0;
    }
    if (opcode == Opcode.BITCAST) {
      return isBitcast(from, to);
    }
    if (!sameShape(from, to)) {
      return false;
    }
    Type f = from.scalarType();
    Type t = to.scalarType();
    return switch (opcode) {
      case TRUNC -> f.isInteger() && t.isInteger() && bits(f) > bits(t);
      case ZEXT, SEXT -> f.isInteger() && t.isInteger() && bits(f) < bits(t);
      case FPTRUNC -> f.isFloatingPoint() && t.isFloatingPoint() && bits(f) > bits(t);
      case FPEXT -> f.isFloatingPoint() && t.isFloatingPoint() && bits(f) < bits(t);
      case UITOFP, SITOFP -> f.isInteger() && t.isFloatingPoint();
      case FPTOUI, FPTOSI -> f.isFloatingPoint() && t.isInteger();
      case PTRTOINT -> f.isPointer() && t.isInteger();
      case INTTOPTR -> f.isInteger() && t.isPointer();
      case ADDRSPACECAST ->
          f instanceof PointerType a
              && t instanceof PointerType b
              && a.addressSpace() != b.addressSpace();
      default -> false;
    };
  }

  private static boolean sameShape(Type from, Type to) {
    if (from instanceof VectorType a) {
      return to instanceof VectorType b
          && a.length() == b.length()
          && a.isScalable() == b.isScalable();
    }
    return !to.isVector();
  }

  /** A bitcast keeps the bits; pointers only become pointers of the same address space. */
  private static boolean isBitcast(Type from, Type to) {
    Type f = from.scalarType();
    Type t = to.scalarType();
    if (f.isPointer() || t.isPointer()) {
      return f.equals(t) && sameShape(from, to);
    }
    boolean scalable = from.kind() == TypeKind.SCALABLE_VECTOR;
    return scalable == (to.kind() == TypeKind.SCALABLE_VECTOR)
        && bits(f) != 0
        && bits(f) * lanes(from) == bits(t) * lanes(to);
  }

  private static long lanes(Type type) {
    return type instanceof VectorType v ? v.length() : 1;
  }

  /**
   * The bits of a scalar, 1 for a pointer (which is never compared by bits), 0 for what has none.
   */
  private static long bits(Type scalar) {
    return switch (scalar.kind()) {
      case INTEGER -> ((IntegerType) scalar).width();
      case HALF, BFLOAT -> 16;
      case FLOAT -> 32;
      case DOUBLE, X86_MMX -> 64;
      case X86_FP80 -> 80;
      case FP128, PPC_FP128 -> 128;
      case X86_AMX -> 8192;
      case POINTER -> 1;
      default -> 0;
    };
  }
}
