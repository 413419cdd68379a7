package dev.lamina.ir;

/** Conversions between floating-point formats on raw bits, exact and NaN payloads kept. */
public final class FloatFormats {
  private FloatFormats() {}

  /** The bits of the double that has the value (or NaN payload) of a float's bits. */
  public static long floatBitsToDoubleBits(int bits) {
    if ((bits & 0x7f800000) == 0x7f800000) {
      // Java's widening would quieten a signalling NaN.
      return (bits & 0x80000000L) << 32 | 0x7ffL << 52 | (bits & 0x7fffffL) << 29;
    }
    return Double.doubleToRawLongBits(Float.intBitsToFloat(bits));
  }

  /** Whether a double's bits are those of some float, so that nothing is lost by narrowing. */
  public static boolean isFloat(long doubleBits) {
    return floatBitsToDoubleBits(doubleBitsToFloatBits(doubleBits)) == doubleBits;
  }

  /** The bits of the float nearest to a double's bits; NaN payloads are cut. */
  public static int doubleBitsToFloatBits(long bits) {
    if ((bits & 0x7ff0000000000000L) == 0x7ff0000000000000L) {
      int fraction = (int) (bits >>> 29) & 0x7fffff;
      boolean nan = (bits & 0xfffffffffffffL) != 0;
      return (int) (bits >>> 32) & 0x80000000
          | 0x7f800000
          | (nan && fraction == 0 ? 0x400000 : fraction);
    }
    return Float.floatToRawIntBits((float) Double.longBitsToDouble(bits));
  }
}
