package dev.lamina.ir.text;

import dev.lamina.ir.ConstantFP;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.FloatFormats;
import dev.lamina.ir.IntegerType;
import dev.lamina.ir.Type;
import dev.lamina.ir.TypeKind;
import java.math.BigInteger;

/** Number literals (LangRef, "Simple Constants"). */
final class NumberParser {
  /** An integer literal of more digits is refused: converting one takes quadratic time. */
  private static final int MAX_DIGITS = 10_000;

  private static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private final Lexer lex;

  NumberParser(Lexer lex) {
    this.lex = lex;
  }

  /** Whether an integer or floating-point literal starts here. */
  boolean atNumber() {
    int c = lex.peek();
    return Lexer.isDigit(c) || c == '-' || c == '+' || atHexInteger(c);
  }

  private boolean atHexInteger(int c) {
    return (c == 'u' || c == 's') && lex.text[lex.pos + 1] == '0' && lex.text[lex.pos + 2] == 'x';
  }

  // ---- Integers ----

  ConstantInt integer(IntegerType type) {
    byte[] text = lex.text;
    int c = lex.peek();
    int start = lex.pos;
    if (atHexInteger(c)) {
      return hexInteger(type);
    }
    int p = c == '-' ? start + 1 : start;
    int first = p;
    long n = 0;
    int digit = text[p] - '0';
    while (digit >= 0 && digit <= 9) {
      n = n * 10 + digit;
      digit = text[++p] - '0';
    }
    if (p == first || Lexer.isWordByte(text[p])) {
      throw lex.expected("integer of type " + type);
    }
    if (text[p] == '.') {
      throw lex.error(start, "a floating-point number is no value of type " + type);
    }
    lex.pos = p;
    if (p - first <= 18) {
      return ConstantInt.get(type, c == '-' ? -n : n);
    }
    if (p - first > MAX_DIGITS) {
      throw lex.error(start, "an integer of more than " + MAX_DIGITS + " digits");
    }
    return ConstantInt.get(type, new BigInteger(SourceText.latin1(text, start, p - start)));
  }

  /**
   * {@code u0x1F} and {@code s0x1F}. LLVM gives the latter just as many bits as its value has, so
   * that its sign bit is always set.
   */
  private ConstantInt hexInteger(IntegerType type) {
    int start = lex.pos;
    boolean signed = lex.text[start] == 's';
    int p = start + 3;
    while (Lexer.hexDigit(lex.text[p]) >= 0) {
      p++;
    }
    int digits = p - start - 3;
    if (digits == 0 || Lexer.isWordByte(lex.text[p])) {
      throw lex.error(start, "expected hexadecimal digits");
    }
    if (digits > MAX_DIGITS) {
      throw lex.error(start, "an integer of more than " + MAX_DIGITS + " digits");
    }
    lex.pos = p;
    BigInteger n = new BigInteger(SourceText.latin1(lex.text, start + 3, digits), 16);
    if (signed) {
      n = n.subtract(BigInteger.ONE.shiftLeft(n.bitLength()));
    }
    return ConstantInt.get(type, n);
  }

  // ---- Floating point ----

  ConstantFP floatingPoint(Type type) {
    int c = lex.peek();
    if (c == '0' && lex.text[lex.pos + 1] == 'x') {
      return hexFloat(type);
    }
    return ConstantFP.ofBits(type, decimal(type), 0);
  }

  /** Reads a literal of type float or double, decimal or hexadecimal, as the bits of its type. */
  long floatBits(Type type) {
    return floatingPoint(type).low();
  }

  private long decimal(Type type) {
    byte[] text = lex.text;
    int start = lex.pos;
    int p = start;
    boolean negative = text[p] == '-';
    if (negative || text[p] == '+') {
      p++;
    }
    int first = p;
    long mantissa = 0;
    int digits = 0;
    int exponent = 0;
    while (Lexer.isDigit(text[p])) {
      mantissa = mantissa * 10 + text[p++] - '0';
      digits++;
    }
    if (p == first) {
      throw lex.expected("number of type " + type);
    }
    if (text[p] != '.') {
      throw lex.error(start, "an integer is no value of type " + type + "; write a decimal point");
    }
    p++;
    while (Lexer.isDigit(text[p])) {
      mantissa = mantissa * 10 + text[p++] - '0';
      digits++;
      exponent--;
    }
    if ((text[p] | 0x20) == 'e') {
      int e = p + 1;
      boolean negativeExponent = text[e] == '-';
      if (negativeExponent || text[e] == '+') {
        e++;
      }
      if (Lexer.isDigit(text[e])) {
        int n = 0;
        while (Lexer.isDigit(text[e])) {
          n = Math.min(100_000, n * 10 + text[e++] - '0');
        }
        exponent += negativeExponent ? -n : n;
        p = e;
      }
    }
    if (Lexer.isWordByte(text[p])) {
      throw lex.error(start, "expected a number");
    }
    lex.pos = p;
    double value;
    if (digits <= 15 && exponent >= -22 && exponent <= 22) {
      // Both the digits and the power of ten are exact, so that one operation rounds right.
      value =
          exponent < 0 ? mantissa / POWERS_OF_TEN[-exponent] : mantissa * POWERS_OF_TEN[exponent];
      if (negative) {
        value = -value;
      }
    } else {
      value = Double.parseDouble(SourceText.latin1(text, start, p - start));
    }
    return narrow(type, value, start);
  }

  /** The bits in {@code type}'s format of a double written in decimal, which must fit exactly. */
  private long narrow(Type type, double value, int at) {
    long bits = Double.doubleToRawLongBits(value);
    switch (type.kind()) {
      case DOUBLE -> {
        return bits;
      }
      case FLOAT -> {
        if (FloatFormats.isFloat(bits)) {
          return FloatFormats.doubleBitsToFloatBits(bits) & 0xffffffffL;
        }
      }
      case HALF, BFLOAT -> {
        long small =
            type.kind() == TypeKind.HALF ? narrowExactly(value, 10, 5) : narrowExactly(value, 7, 8);
        if (small >= 0) {
          return small;
        }
      }
      default -> throw lex.error(at, "a number of type " + type + " is written in hexadecimal");
    }
    throw lex.error(at, "this number has no exact value of type " + type);
  }

  /** The bits of a small IEEE format with that many bits, or -1 if a finite value is not exact. */
  private static long narrowExactly(double value, int fractionBits, int exponentBits) {
    long sign = Double.doubleToRawLongBits(value) >>> 63 << (fractionBits + exponentBits);
    if (value == 0) {
      return sign;
    }
    double magnitude = Math.abs(value);
    int bias = (1 << (exponentBits - 1)) - 1;
    int exponent = Math.max(Math.getExponent(magnitude), 1 - bias);
    if (exponent > bias) {
      return -1;
    }
    double scaled = Math.scalb(magnitude, fractionBits - exponent);
    long significand = (long) scaled;
    if (significand != scaled || significand >>> (fractionBits + 1) != 0) {
      return -1;
    }
    long implicit = 1L << fractionBits;
    return significand < implicit
        ? sign | significand
        : sign | (long) (exponent + bias) << fractionBits | significand - implicit;
  }

  private ConstantFP hexFloat(Type type) {
    byte[] text = lex.text;
    int start = lex.pos;
    int p = start + 2;
    int kind = text[p];
    boolean lettered = kind == 'K' || kind == 'L' || kind == 'M' || kind == 'H' || kind == 'R';
    if (lettered) {
      p++;
    }
    int first = p;
    while (Lexer.hexDigit(text[p]) >= 0) {
      p++;
    }
    int digits = p - first;
    if (digits == 0 || Lexer.isWordByte(text[p])) {
      throw lex.error(start, "expected hexadecimal digits");
    }
    lex.pos = p;
    TypeKind wanted = type.kind();
    switch (lettered ? kind : 'J') {
      case 'J' -> {
        long bits = hex(first, p, 16, start);
        if (wanted == TypeKind.DOUBLE) {
          return ConstantFP.ofBits(type, bits, 0);
        }
        if (wanted == TypeKind.FLOAT) {
          if (!FloatFormats.isFloat(bits)) {
            throw lex.error(start, "these bits of a double have no exact value of type float");
          }
          return ConstantFP.ofBits(type, FloatFormats.doubleBitsToFloatBits(bits) & 0xffffffffL, 0);
        }
        if (wanted == TypeKind.HALF || wanted == TypeKind.BFLOAT) {
          return ConstantFP.ofBits(type, narrow(type, Double.longBitsToDouble(bits), start), 0);
        }
      }
      case 'H' -> {
        if (wanted == TypeKind.HALF) {
          return ConstantFP.ofBits(type, hex(first, p, 4, start), 0);
        }
      }
      case 'R' -> {
        if (wanted == TypeKind.BFLOAT) {
          return ConstantFP.ofBits(type, hex(first, p, 4, start), 0);
        }
      }
      case 'K' -> {
        if (wanted == TypeKind.X86_FP80) {
          int split = Math.max(first, Math.min(p, first + 4));
          // Four digits of sign and exponent, then the significand.
          if (digits != 20) {
            throw lex.error(start, "an x86_fp80 number has 20 hexadecimal digits");
          }
          return ConstantFP.ofBits(type, hex(split, p, 16, start), hex(first, split, 4, start));
        }
      }
      case 'L' -> {
        if (wanted == TypeKind.FP128) {
          return wide(type, first, digits, start);
        }
      }
      default -> {
        if (wanted == TypeKind.PPC_FP128) {
          return wide(type, first, digits, start);
        }
      }
    }
    throw lex.error(start, "this form of a number is no value of type " + type);
  }

  private ConstantFP wide(Type type, int first, int digits, int start) {
    if (digits != 32) {
      throw lex.error(start, "a number of type " + type + " has 32 hexadecimal digits");
    }
    return ConstantFP.ofBits(
        type, hex(first, first + 16, 16, start), hex(first + 16, first + 32, 16, start));
  }

  private long hex(int from, int to, int maxDigits, int start) {
    if (to - from > maxDigits) {
      throw lex.error(start, "more than " + maxDigits + " hexadecimal digits");
    }
    long bits = 0;
    for (int i = from; i < to; i++) {
      bits = bits << 4 | Lexer.hexDigit(lex.text[i]);
    }
    return bits;
  }
}
