package dev.lamina.target.x86_64.select;

import dev.lamina.ir.Constant;
import dev.lamina.ir.ConstantAggregate;
import dev.lamina.ir.ConstantDataSequence;
import dev.lamina.ir.ConstantExpr;
import dev.lamina.ir.ConstantFP;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.ConstantZero;
import dev.lamina.ir.IntegerType;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.Type;
import dev.lamina.ir.UndefValue;
import dev.lamina.ir.VectorType;
import dev.lamina.target.UnsupportedConstructException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Constant vectors: their elements, and the bits of their lanes. */
final class VectorConstants {
  private VectorConstants() {}

  /** An element of a constant vector. */
  static Constant element(Constant c, int lane) {
    Type type = c.type().scalarType();
    if (c instanceof ConstantDataSequence d) {
      return d.element(lane);
    }
    if (c instanceof ConstantAggregate a) {
      return a.element(lane);
    }
    if (c instanceof ConstantZero) {
      return Constant.zero(type);
    }
    if (c instanceof UndefValue) {
      return UndefValue.undef(type);
    }
    if (c instanceof ConstantExpr e) {
      return element(e, lane);
    }
    throw new UnsupportedConstructException("the constant vector " + c);
  }

  private static Constant element(ConstantExpr e, int lane) {
    Type type = e.type().scalarType();
    if (e.opcode() == Opcode.GETELEMENTPTR) {
      List<Constant> operands = new ArrayList<>();
      for (Constant operand : e.operands()) {
        operands.add(operand.type().isVector() ? element(operand, lane) : operand);
      }
      return ConstantExpr.getElementPtr(e.sourceType(), operands, e.flags(), e.inRange());
    }
    if (e.opcode().isCast() && e.operand(0).type() instanceof VectorType from) {
      Constant v = e.operand(0);
      if (from.length() == Lanes.vector(e.type()).length()) {
        return ConstantExpr.cast(e.opcode(), element(v, lane), type);
      }
      boolean plain = Lanes.isPlain(from.element()) && Lanes.isPlain(type) && isNumber(v);
      if (e.opcode() == Opcode.BITCAST && plain && Lanes.size(type) <= 8) {
        int size = Lanes.size(type);
        long bits = laneBits(v, lane * size & -8) >>> 8 * (lane * size & 7);
        return type.isFloatingPoint()
            ? ConstantFP.ofBits(type, size == 8 ? bits : bits & 0xffffffffL, 0)
            : ConstantInt.get(IntegerType.get(8 * size), bits);
      }
    }
    throw new UnsupportedConstructException("the constant vector " + e);
  }

  /** Whether all elements are numbers, or undefined. */
  static boolean isNumber(Constant c) {
    int length = Lanes.vector(c.type()).length();
    if (c instanceof ConstantDataSequence || c instanceof ConstantZero) {
      return true;
    }
    for (int lane = 0; lane < length; lane++) {
      Constant e = element(c, lane);
      if (!(e instanceof ConstantInt
          || e instanceof ConstantFP
          || e instanceof UndefValue
          || e.isZero())) {
        return false;
      }
    }
    return true;
  }

  /**
   * Eight bytes of the lanes, from byte {@code at}, a multiple of eight; zeros beyond the end and
   * where an element is undefined.
   */
  static long laneBits(Constant c, int at) {
    VectorType type = Lanes.vector(c.type());
    int size = Lanes.size(type.element());
    if (size >= 8) {
      int lane = at / size;
      return lane < type.length() ? word(element(c, lane), at % size / 8) : 0;
    }
    long bits = 0;
    for (int n = 0; n < 8 / size; n++) {
      int lane = at / size + n;
      if (lane < type.length()) {
        long mask = (1L << 8 * size) - 1;
        bits |= (word(element(c, lane), 0) & mask) << 8 * size * n;
      }
    }
    return bits;
  }

  private static long word(Constant e, int word) {
    if (e instanceof ConstantInt n) {
      return n.word(word);
    }
    if (e instanceof ConstantFP f) {
      return word == 0 ? f.low() : f.high();
    }
    return 0;
  }

  /** The element that all lanes are, those aside that are undefined; or null. */
  static @Nullable Constant splat(Constant c) {
    Constant same = null;
    int length = Lanes.vector(c.type()).length();
    for (int lane = 0; lane < length; lane++) {
      Constant e = element(c, lane);
      if (e instanceof UndefValue) {
        continue;
      }
      if (same != null && !same.equals(e)) {
        return null;
      }
      same = e;
    }
    return same;
  }
}
