package dev.lamina.target.x86_64.select;

import static dev.lamina.target.x86_64.select.X86Selector.width;

import dev.lamina.ir.CallBase;
import dev.lamina.ir.Constant;
import dev.lamina.ir.ConstantFP;
import dev.lamina.ir.FloatPredicate;
import dev.lamina.ir.Function;
import dev.lamina.ir.IntPredicate;
import dev.lamina.ir.IntegerType;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.Type;
import dev.lamina.ir.TypeKind;
import dev.lamina.ir.Value;
import java.math.BigInteger;

/** Intrinsics, on scalars and vectors alike, that are a few instructions of the IR (LangRef). */
final class ExpandedIntrinsics {
  private ExpandedIntrinsics() {}

  private static RuntimeException unsupported(CallBase call) {
    return CallRules.unsupportedCallee((Function) call.callee());
  }

  /** {@code llvm.minimum}, {@code llvm.maximum}: a NaN if there is one, and -0 is less than 0. */
  static void minimum(X86Selector s, CallBase call, boolean max) {
    Type type = call.type();
    Type element = type.scalarType();
    if (!Lanes.isFloat(element)) {
      throw unsupported(call);
    }
    Expansion x = new Expansion(s, call);
    Value a = call.argument(0);
    Value b = call.argument(1);
    Type bits = Expansion.like(type, IntegerType.get(8 * Lanes.size(element)));
    Value merged =
        x.cast(
            Opcode.BITCAST,
            x.binary(
                max ? Opcode.AND : Opcode.OR,
                x.cast(Opcode.BITCAST, a, bits),
                x.cast(Opcode.BITCAST, b, bits)),
            type);
    Value first = x.compare(max ? FloatPredicate.OGT : FloatPredicate.OLT, a, b);
    Value best = x.select(first, a, b);
    best = x.select(x.compare(FloatPredicate.OEQ, a, b), merged, best);
    Value unordered = x.compare(FloatPredicate.UNO, a, b);
    x.finish(x.select(unordered, x.binary(Opcode.FADD, a, b), best));
  }

  /** {@code llvm.sshl.sat}, {@code llvm.ushl.sat}. */
  static void saturatingShift(X86Selector s, CallBase call, boolean signed) {
    Type type = call.type();
    Expansion x = new Expansion(s, call);
    Value a = call.argument(0);
    Value shifted = x.binary(Opcode.SHL, a, call.argument(1));
    Value back = x.binary(signed ? Opcode.ASHR : Opcode.LSHR, shifted, call.argument(1));
    Value limit = Expansion.number(type, -1);
    if (signed) {
      BigInteger min = BigInteger.ONE.shiftLeft(width(type.scalarType()) - 1);
      Value negative = x.compare(IntPredicate.SLT, a, Constant.zero(type));
      limit =
          x.select(
              negative,
              Expansion.number(type, min),
              Expansion.number(type, min.subtract(BigInteger.ONE)));
    }
    x.finish(x.select(x.compare(IntPredicate.EQ, back, a), shifted, limit));
  }

  /** {@code llvm.scmp}, {@code llvm.ucmp}: -1, 0 or 1. */
  static void threeWay(X86Selector s, CallBase call, boolean signed) {
    Expansion x = new Expansion(s, call);
    Value a = call.argument(0);
    Value b = call.argument(1);
    Value above = x.compare(signed ? IntPredicate.SGT : IntPredicate.UGT, a, b);
    Value below = x.compare(signed ? IntPredicate.SLT : IntPredicate.ULT, a, b);
    Type type = call.type();
    x.finish(
        x.binary(Opcode.SUB, x.cast(Opcode.ZEXT, above, type), x.cast(Opcode.ZEXT, below, type)));
  }

  /** {@code llvm.fptosi.sat}, {@code llvm.fptoui.sat}: the nearest integer there is, 0 of a NaN. */
  static void saturatingConversion(X86Selector s, CallBase call, boolean signed) {
    Value v = call.argument(0);
    Type from = v.type();
    Type to = call.type();
    int width = width(to.scalarType());
    if (!Lanes.isFloat(from.scalarType()) || width > 128) {
      throw unsupported(call);
    }
    Expansion x = new Expansion(s, call);
    Value plain = x.cast(signed ? Opcode.FPTOSI : Opcode.FPTOUI, v, to);
    BigInteger end = BigInteger.ONE.shiftLeft(signed ? width - 1 : width);
    Constant most = Expansion.number(to, end.subtract(BigInteger.ONE));
    Constant least = signed ? Expansion.number(to, end.negate()) : Constant.zero(to);
    Constant above = number(from, end.doubleValue());
    Constant below = signed ? number(from, -end.doubleValue()) : Constant.zero(from);
    Value r = x.select(x.compare(FloatPredicate.OGE, v, above), most, plain);
    r = x.select(x.compare(FloatPredicate.OLT, v, below), least, r);
    x.finish(x.select(x.compare(FloatPredicate.UNO, v, v), Constant.zero(to), r));
  }

  private static Constant number(Type type, double n) {
    boolean isDouble = type.scalarType().kind() == TypeKind.DOUBLE;
    return Expansion.splat(type, isDouble ? ConstantFP.of(n) : ConstantFP.of((float) n));
  }
}
