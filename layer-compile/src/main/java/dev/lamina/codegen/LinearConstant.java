package dev.lamina.codegen;

import dev.lamina.ir.BlockAddress;
import dev.lamina.ir.Constant;
import dev.lamina.ir.ConstantExpr;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.ConstantNull;
import dev.lamina.ir.DataLayout;
import dev.lamina.ir.GlobalReference;
import dev.lamina.ir.GlobalValue;
import dev.lamina.ir.IntegerType;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.PointerType;
import dev.lamina.ir.Type;
import dev.lamina.ir.Types;
import dev.lamina.ir.UndefValue;
import dev.lamina.ir.Value;
import dev.lamina.target.UnsupportedConstructException;
import org.jspecify.annotations.Nullable;

/**
 * The value of a constant of integer or pointer type as {@code plus - minus + offset}, which is
 * what relocations can express: two symbols (or addresses of blocks), either of which may be
 * missing, and a number.
 */
final class LinearConstant {
  /** A {@link GlobalValue} or a {@link BlockAddress}. */
  final @Nullable Constant plus;

  final @Nullable Constant minus;
  final long offset;

  private LinearConstant(@Nullable Constant plus, @Nullable Constant minus, long offset) {
    this.plus = plus;
    this.minus = minus;
    this.offset = offset;
  }

  boolean isNumber() {
    return plus == null && minus == null;
  }

  /** Whether it is one symbol plus a number. */
  boolean isAddress() {
    return plus != null && minus == null;
  }

  /** Throws {@link UnsupportedConstructException} if the constant is of no such form. */
  static LinearConstant of(Constant c, DataLayout layout) {
    if (c instanceof GlobalValue || c instanceof BlockAddress) {
      return new LinearConstant(c, null, 0);
    }
    if (c instanceof GlobalReference r) {
      return new LinearConstant(r.global(), null, 0);
    }
    if (c instanceof ConstantInt n && !n.isWide()) {
      return number(n.sext());
    }
    if (c instanceof ConstantNull || c instanceof UndefValue) {
      return number(0);
    }
    if (c instanceof ConstantExpr e) {
      return ofExpression(e, layout);
    }
    throw new UnsupportedConstructException("the constant " + c + " as an address or integer");
  }

  private static LinearConstant number(long n) {
    return new LinearConstant(null, null, n);
  }

  private static LinearConstant ofExpression(ConstantExpr e, DataLayout layout) {
    switch (e.opcode()) {
      case BITCAST, ADDRSPACECAST, PTRTOINT, INTTOPTR, TRUNC, ZEXT, SEXT -> {
        return convert(e, layout);
      }
      case GETELEMENTPTR -> {
        LinearConstant base = of(e.operand(0), layout);
        Value[] indices = new Value[e.operands().size() - 1];
        for (int i = 0; i < indices.length; i++) {
          indices[i] = foldIndex(e.operand(i + 1), layout);
        }
        long offset = layout.constantOffset(e.sourceType(), indices);
        if (offset == Long.MIN_VALUE) {
          throw unsupported(e);
        }
        return new LinearConstant(base.plus, base.minus, base.offset + offset);
      }
      default -> {
        return arithmetic(e, layout);
      }
    }
  }

  private static Value foldIndex(Constant index, DataLayout layout) {
    if (index instanceof ConstantExpr e) {
      LinearConstant n = of(e, layout);
      if (n.isNumber()) {
        return ConstantInt.get(Types.I64, n.offset);
      }
    }
    return index;
  }

  private static LinearConstant convert(ConstantExpr e, DataLayout layout) {
    LinearConstant v = of(e.operand(0), layout);
    int from = width(e.operand(0).type(), layout);
    int to = width(e.type(), layout);
    if (!v.isNumber()) {
      // Bits may be cut off: whoever uses the value takes its low ones, and a linker checks that a
      // field is wide enough. What was cut off cannot be put in place again.
      if (to <= from) {
        return v;
      }
      throw unsupported(e);
    }
    long n = v.offset;
    if (from < 64) {
      n = e.opcode() == Opcode.SEXT ? signExtend(n, from) : n & ((1L << from) - 1);
    }
    return number(to < 64 ? signExtend(n, to) : n);
  }

  private static LinearConstant arithmetic(ConstantExpr e, DataLayout layout) {
    if (e.opcode() == Opcode.SELECT) {
      LinearConstant condition = of(e.operand(0), layout);
      if (!condition.isNumber()) {
        throw unsupported(e);
      }
      return of(e.operand((condition.offset & 1) != 0 ? 1 : 2), layout);
    }
    if (e.operands().size() != 2) {
      throw unsupported(e);
    }
    LinearConstant a = of(e.operand(0), layout);
    LinearConstant b = of(e.operand(1), layout);
    int width = width(e.operand(0).type(), layout);
    switch (e.opcode()) {
      case ADD -> {
        if ((a.plus == null || b.plus == null) && (a.minus == null || b.minus == null)) {
          return cancelled(
              a.plus != null ? a.plus : b.plus,
              a.minus != null ? a.minus : b.minus,
              a.offset + b.offset,
              width);
        }
      }
      case SUB -> {
        if (b.isAddress() && b.plus != null && b.plus.equals(a.plus) && a.minus == null) {
          return number(signExtend(a.offset - b.offset, width));
        }
        if ((a.plus == null || b.minus == null) && (a.minus == null || b.plus == null)) {
          return cancelled(
              a.plus != null ? a.plus : b.minus,
              a.minus != null ? a.minus : b.plus,
              a.offset - b.offset,
              width);
        }
      }
      default -> {
        if (a.isNumber() && b.isNumber()) {
          Long n = fold(e, a.offset, b.offset, width);
          if (n != null) {
            return number(signExtend(n, width(e.type(), layout)));
          }
        }
      }
    }
    throw unsupported(e);
  }

  private static LinearConstant cancelled(
      @Nullable Constant plus, @Nullable Constant minus, long offset, int width) {
    if (plus == null && minus == null) {
      return number(signExtend(offset, width));
    }
    return plus != null && plus.equals(minus)
        ? number(offset)
        : new LinearConstant(plus, minus, offset);
  }

  private static @Nullable Long fold(ConstantExpr e, long a, long b, int width) {
    long mask = width == 64 ? -1 : (1L << width) - 1;
    long ua = a & mask;
    long ub = b & mask;
    return switch (e.opcode()) {
      case MUL -> a * b;
      case AND -> a & b;
      case OR -> a | b;
      case XOR -> a ^ b;
      case SHL -> ub < width ? a << ub : null;
      case LSHR -> ub < width ? ua >>> ub : null;
      case ASHR -> ub < width ? a >> ub : null;
      case UDIV -> ub != 0 ? (Long) Long.divideUnsigned(ua, ub) : null;
      case SDIV -> b != 0 ? (Long) (a / b) : null;
      case UREM -> ub != 0 ? (Long) Long.remainderUnsigned(ua, ub) : null;
      case SREM -> b != 0 ? (Long) (a % b) : null;
      case ICMP -> {
        boolean holds =
            switch (e.intPredicate()) {
              case EQ -> ua == ub;
              case NE -> ua != ub;
              case UGT -> Long.compareUnsigned(ua, ub) > 0;
              case UGE -> Long.compareUnsigned(ua, ub) >= 0;
              case ULT -> Long.compareUnsigned(ua, ub) < 0;
              case ULE -> Long.compareUnsigned(ua, ub) <= 0;
              case SGT -> a > b;
              case SGE -> a >= b;
              case SLT -> a < b;
              case SLE -> a <= b;
            };
        yield holds ? -1L : 0L;
      }
      default -> null;
    };
  }

  private static int width(Type type, DataLayout layout) {
    if (type instanceof IntegerType i && i.width() <= 64) {
      return i.width();
    }
    if (type instanceof PointerType p) {
      return 8 * layout.pointerSize(p.addressSpace());
    }
    throw new UnsupportedConstructException("a constant expression of type " + type);
  }

  private static long signExtend(long n, int width) {
    return width >= 64 ? n : n << (64 - width) >> (64 - width);
  }

  private static UnsupportedConstructException unsupported(ConstantExpr e) {
    return new UnsupportedConstructException("the constant expression " + e);
  }
}
