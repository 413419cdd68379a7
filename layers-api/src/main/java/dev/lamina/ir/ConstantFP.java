package dev.lamina.ir;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * A floating-point number, held as the bits of its own format: {@code low} alone up to 64 bits; of
 * {@code x86_fp80} {@code low} is the significand and {@code high} sign and exponent; of {@code
 * fp128} and {@code ppc_fp128} {@code low} is the first 64 bits of the LLVM text form's integer,
 * counted from the least significant.
 */
public final class ConstantFP extends Constant {
  private final long low;
  private final long high;

  private ConstantFP(Type type, long low, long high) {
    super(type);
    this.low = low;
    this.high = high;
  }

  public static ConstantFP ofBits(Type type, long low, long high) {
    checkArgument(type.isFloatingPoint(), "%s is not a floating-point type", type);
    return new ConstantFP(type, low, high);
  }

  public static ConstantFP of(double value) {
    return new ConstantFP(Types.DOUBLE, Double.doubleToRawLongBits(value), 0);
  }

  public static ConstantFP of(float value) {
    return new ConstantFP(Types.FLOAT, Float.floatToRawIntBits(value) & 0xffffffffL, 0);
  }

  public long low() {
    return low;
  }

  public long high() {
    return high;
  }

  /** Whether all bits are zero, so positive zero. */
  @Override
  public boolean isZero() {
    return low == 0 && high == 0;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof ConstantFP c && c.low == low && c.high == high && c.type().equals(type());
  }

  @Override
  public int hashCode() {
    return (type().hashCode() * 31 + Long.hashCode(low)) * 31 + Long.hashCode(high);
  }

  /**
   * The hexadecimal form of LLVM IR text, which every reader takes: {@code 0x} and a double's bits
   * for float and double, {@code 0xK}, {@code 0xL}, {@code 0xM}, {@code 0xH}, {@code 0xR} for the
   * others.
   */
  @Override
  public String toString() {
    return switch (type().kind()) {
      case FLOAT -> "0x" + hex(FloatFormats.floatBitsToDoubleBits((int) low), 16);
      case DOUBLE -> "0x" + hex(low, 16);
      case HALF -> "0xH" + hex(low, 4);
      case BFLOAT -> "0xR" + hex(low, 4);
      case X86_FP80 -> "0xK" + hex(high, 4) + hex(low, 16);
      case FP128 -> "0xL" + hex(low, 16) + hex(high, 16);
      case PPC_FP128 -> "0xM" + hex(low, 16) + hex(high, 16);
      default -> throw new IllegalStateException("not a floating-point type: " + type());
    };
  }

  private static String hex(long bits, int digits) {
    StringBuilder out = new StringBuilder(digits);
    for (int i = digits - 1; i >= 0; i--) {
      out.append(Character.toUpperCase(Character.forDigit((int) (bits >>> (4 * i)) & 15, 16)));
    }
    return out.toString();
  }
}
