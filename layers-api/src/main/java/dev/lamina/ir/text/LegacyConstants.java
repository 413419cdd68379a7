package dev.lamina.ir.text;

import dev.lamina.ir.ArrayType;
import dev.lamina.ir.Constant;
import dev.lamina.ir.ConstantAggregate;
import dev.lamina.ir.ConstantDataSequence;
import dev.lamina.ir.ConstantExpr;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.ConstantNull;
import dev.lamina.ir.ConstantZero;
import dev.lamina.ir.IntegerType;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.StructType;
import dev.lamina.ir.Type;
import dev.lamina.ir.UndefValue;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Constant expressions that LLVM 14 had and LLVM 19 does not have any more. */
final class LegacyConstants {
  private LegacyConstants() {}

  /** Whether LLVM 19 has no constant expression of this operation. */
  static boolean isLegacy(Opcode opcode) {
    return switch (opcode) {
      case ADD,
          SUB,
          MUL,
          XOR,
          TRUNC,
          PTRTOINT,
          INTTOPTR,
          BITCAST,
          ADDRSPACECAST,
          GETELEMENTPTR,
          EXTRACTELEMENT,
          INSERTELEMENT,
          SHUFFLEVECTOR ->
          false;
      default -> true;
    };
  }

  /** The value of an expression on plain integers; otherwise the expression itself. */
  static Constant fold(ConstantExpr e) {
    Constant first = e.operand(0);
    switch (e.opcode()) {
      case ZEXT, SEXT -> {
        if (first instanceof ConstantInt c && e.type() instanceof IntegerType to) {
          return ConstantInt.get(to, e.opcode() == Opcode.SEXT ? c.toBigInteger() : unsigned(c));
        }
      }
      case SELECT -> {
        if (first instanceof ConstantInt c) {
          return c.isZero() ? e.operand(2) : e.operand(1);
        }
      }
      case ICMP -> {
        if (first instanceof ConstantInt a && e.operand(1) instanceof ConstantInt b) {
          return ConstantInt.bool(compare(e, a, b));
        }
        if (first instanceof ConstantNull && e.operand(1) instanceof ConstantNull) {
          ConstantInt zero = ConstantInt.FALSE;
          return ConstantInt.bool(compare(e, zero, zero));
        }
      }
      case SHL, LSHR, ASHR, AND, OR, UDIV, SDIV, UREM, SREM -> {
        if (first instanceof ConstantInt a && e.operand(1) instanceof ConstantInt b) {
          BigInteger value = compute(e.opcode(), a, b);
          return value == null ? e : ConstantInt.get((IntegerType) e.type(), value);
        }
      }
      default -> {}
    }
    return e;
  }

  private static BigInteger unsigned(ConstantInt c) {
    BigInteger n = c.toBigInteger();
    return n.signum() < 0 ? n.add(BigInteger.ONE.shiftLeft(c.width())) : n;
  }

  private static boolean compare(ConstantExpr e, ConstantInt a, ConstantInt b) {
    int signed = a.toBigInteger().compareTo(b.toBigInteger());
    int unsigned = unsigned(a).compareTo(unsigned(b));
    return switch (e.intPredicate()) {
      case EQ -> signed == 0;
      case NE -> signed != 0;
      case UGT -> unsigned > 0;
      case UGE -> unsigned >= 0;
      case ULT -> unsigned < 0;
      case ULE -> unsigned <= 0;
      case SGT -> signed > 0;
      case SGE -> signed >= 0;
      case SLT -> signed < 0;
      case SLE -> signed <= 0;
    };
  }

  /** The result, or null where it is undefined. */
  private static @Nullable BigInteger compute(Opcode opcode, ConstantInt a, ConstantInt b) {
    BigInteger x = a.toBigInteger();
    BigInteger y = b.toBigInteger();
    switch (opcode) {
      case AND -> {
        return x.and(y);
      }
      case OR -> {
        return x.or(y);
      }
      case SHL, LSHR, ASHR -> {
        BigInteger by = unsigned(b);
        if (by.compareTo(BigInteger.valueOf(a.width())) >= 0) {
          return null;
        }
        int n = by.intValue();
        return opcode == Opcode.SHL
            ? x.shiftLeft(n)
            : (opcode == Opcode.ASHR ? x : unsigned(a)).shiftRight(n);
      }
      default -> {
        if (y.signum() == 0) {
          return null;
        }
        return switch (opcode) {
          case UDIV -> unsigned(a).divide(unsigned(b));
          case UREM -> unsigned(a).remainder(unsigned(b));
          case SDIV -> x.divide(y);
          default -> x.remainder(y);
        };
      }
    }
  }

  /** The part of an aggregate that the indices lead to, or null if it is not at hand. */
  static @Nullable Constant elementAt(Constant aggregate, int[] path) {
    Constant c = aggregate;
    for (int index : path) {
      if (c instanceof ConstantAggregate a) {
        c = a.element(index);
      } else if (c instanceof ConstantDataSequence d) {
        c = d.element(index);
      } else if (c instanceof ConstantZero) {
        c = Constant.zero(elementType(c.type(), index));
      } else if (c instanceof UndefValue u) {
        Type t = elementType(c.type(), index);
        c = u.isPoison() ? UndefValue.poison(t) : UndefValue.undef(t);
      } else {
        return null;
      }
    }
    return c;
  }

  private static Type elementType(Type type, int index) {
    return type instanceof StructType s ? s.elements().get(index) : ((ArrayType) type).element();
  }
}
