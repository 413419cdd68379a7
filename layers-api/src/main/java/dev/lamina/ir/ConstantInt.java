package dev.lamina.ir;

import static com.google.common.base.Preconditions.checkArgument;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * An integer. Up to 64 bits it is held as a sign-extended {@code long}; wider ones as a {@link
 * BigInteger} between {@code -2^(N-1)} and {@code 2^(N-1)-1}.
 */
public final class ConstantInt extends Constant {
  private static final ConstantInt[] SMALL_I32 = small(Types.I32);
  private static final ConstantInt[] SMALL_I64 = small(Types.I64);
  public static final ConstantInt TRUE = new ConstantInt(Types.I1, -1, null);
  public static final ConstantInt FALSE = new ConstantInt(Types.I1, 0, null);

  private final long value;
  private final @Nullable BigInteger wide;

  private ConstantInt(IntegerType type, long value, @Nullable BigInteger wide) {
    super(type);
    this.value = value;
    this.wide = wide;
  }

  private static ConstantInt[] small(IntegerType type) {
    ConstantInt[] all = new ConstantInt[64];
    for (int i = 0; i < all.length; i++) {
      all[i] = new ConstantInt(type, i, null);
    }
    return all;
  }

  /** The low bits of {@code value}, sign-extended first where the type is wider than 64 bits. */
  public static ConstantInt get(IntegerType type, long value) {
    int width = type.width();
    if (width == 32 && (value & ~63L) == 0) {
      return SMALL_I32[(int) value];
    }
    if (width == 64) {
      return (value & ~63L) == 0 ? SMALL_I64[(int) value] : new ConstantInt(type, value, null);
    }
    if (width == 1) {
      return (value & 1) != 0 ? TRUE : FALSE;
    }
    if (width > 64) {
      return new ConstantInt(type, 0, BigInteger.valueOf(value));
    }
    int shift = 64 - width;
    return new ConstantInt(type, value << shift >> shift, null);
  }

  /** The low bits of {@code value} in two's complement. */
  public static ConstantInt get(IntegerType type, BigInteger value) {
    if (type.width() <= 64) {
      return get(type, value.longValue());
    }
    BigInteger low = value.mod(BigInteger.ONE.shiftLeft(type.width()));
    return new ConstantInt(
        type,
        0,
        low.testBit(type.width() - 1) ? low.subtract(BigInteger.ONE.shiftLeft(type.width())) : low);
  }

  public static ConstantInt bool(boolean value) {
    return value ? TRUE : FALSE;
  }

  public int width() {
    return ((IntegerType) type()).width();
  }

  /** Whether it has more than 64 bits, so that {@link #sext} and {@link #zext} cannot be asked. */
  public boolean isWide() {
    return wide != null;
  }

  /** The value read as signed. */
  public long sext() {
    checkArgument(wide == null, "%s has more than 64 bits", type());
    return value;
  }

  /** The value read as unsigned. */
  public long zext() {
    checkArgument(wide == null, "%s has more than 64 bits", type());
    int width = width();
    return width == 64 ? value : value & ((1L << width) - 1);
  }

  /** The value read as signed. */
  public BigInteger toBigInteger() {
    return wide != null ? wide : BigInteger.valueOf(value);
  }

  /** Bits {@code 64 * i} to {@code 64 * i + 63}, sign-extended beyond the width. */
  public long word(int i) {
    if (wide != null) {
      return wide.shiftRight(64 * i).longValue();
    }
    return i == 0 ? value : value >> 63;
  }

  @Override
  public boolean isZero() {
    return wide != null ? wide.signum() == 0 : value == 0;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof ConstantInt c
        && c.value == value
        && c.type().equals(type())
        && (wide == null ? c.wide == null : wide.equals(c.wide));
  }

  @Override
  public int hashCode() {
    return type().hashCode() * 31 + (wide != null ? wide.hashCode() : Long.hashCode(value));
  }

  @Override
  public String toString() {
    if (width() == 1) {
      return value != 0 ? "true" : "false";
    }
    return wide != null ? wide.toString() : Long.toString(value);
  }
}
