package dev.lamina.ir.verify;

import com.google.common.collect.ImmutableMap;
import dev.lamina.ir.AttributeKind;
import dev.lamina.ir.Function;
import dev.lamina.ir.FunctionType;
import dev.lamina.ir.IntegerType;
import dev.lamina.ir.StructType;
import dev.lamina.ir.Type;
import dev.lamina.ir.Types;
import dev.lamina.ir.VectorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The types of the intrinsics that code generation handles (LangRef, "Intrinsic Functions").
 *
 * <p>A signature is written {@code result(parameter...)} with one letter each: {@code v} void,
 * {@code p} ptr, {@code b} i1, {@code c} i8, {@code w} i32, {@code d} i64, {@code N} any integer,
 * {@code J} any integer or vector of such, {@code M} metadata. {@code I}, {@code F} and {@code A}
 * are an integer type or a vector of such, a floating-point type or a vector of such, and any type;
 * each is the same wherever it stands. Of the first two that the signature has, {@code i} or {@code
 * f} is the element, {@code Q} is i1 in its shape, and {@code O} the struct of it and {@code Q}. An
 * exclamation mark behind a parameter says that it is a constant.
 */
final class IntrinsicSignatures {
  private static final ImmutableMap<String, String> SIGNATURES =
      ImmutableMap.<String, String>builder()
          // Standard C and C++ library.
          .put("llvm.memcpy", "v(ppNb!)")
          .put("llvm.memcpy.inline", "v(ppN!b!)")
          .put("llvm.memmove", "v(ppNb!)")
          .put("llvm.memset", "v(pcNb!)")
          .put("llvm.memset.inline", "v(pcN!b!)")
          .put("llvm.abs", "I(Ib!)")
          .put("llvm.smax", "I(II)")
          .put("llvm.smin", "I(II)")
          .put("llvm.umax", "I(II)")
          .put("llvm.umin", "I(II)")
          .put("llvm.sqrt", "F(F)")
          .put("llvm.powi", "F(FJ)")
          .put("llvm.sin", "F(F)")
          .put("llvm.cos", "F(F)")
          .put("llvm.tan", "F(F)")
          .put("llvm.pow", "F(FF)")
          .put("llvm.exp", "F(F)")
          .put("llvm.exp2", "F(F)")
          .put("llvm.exp10", "F(F)")
          .put("llvm.ldexp", "F(FJ)")
          .put("llvm.log", "F(F)")
          .put("llvm.log2", "F(F)")
          .put("llvm.log10", "F(F)")
          .put("llvm.fma", "F(FFF)")
          .put("llvm.fabs", "F(F)")
          .put("llvm.minnum", "F(FF)")
          .put("llvm.maxnum", "F(FF)")
          .put("llvm.minimum", "F(FF)")
          .put("llvm.maximum", "F(FF)")
          .put("llvm.copysign", "F(FF)")
          .put("llvm.floor", "F(F)")
          .put("llvm.ceil", "F(F)")
          .put("llvm.trunc", "F(F)")
          .put("llvm.rint", "F(F)")
          .put("llvm.nearbyint", "F(F)")
          .put("llvm.round", "F(F)")
          .put("llvm.roundeven", "F(F)")
          .put("llvm.lround", "J(F)")
          .put("llvm.llround", "J(F)")
          .put("llvm.lrint", "J(F)")
          .put("llvm.llrint", "J(F)")
          // Bit manipulation.
          .put("llvm.bitreverse", "I(I)")
          .put("llvm.bswap", "I(I)")
          .put("llvm.ctpop", "I(I)")
          .put("llvm.ctlz", "I(Ib!)")
          .put("llvm.cttz", "I(Ib!)")
          .put("llvm.fshl", "I(III)")
          .put("llvm.fshr", "I(III)")
          // Arithmetic with overflow, saturation, fixed point.
          .put("llvm.sadd.with.overflow", "O(II)")
          .put("llvm.uadd.with.overflow", "O(II)")
          .put("llvm.ssub.with.overflow", "O(II)")
          .put("llvm.usub.with.overflow", "O(II)")
          .put("llvm.smul.with.overflow", "O(II)")
          .put("llvm.umul.with.overflow", "O(II)")
          .put("llvm.sadd.sat", "I(II)")
          .put("llvm.uadd.sat", "I(II)")
          .put("llvm.ssub.sat", "I(II)")
          .put("llvm.usub.sat", "I(II)")
          .put("llvm.sshl.sat", "I(II)")
          .put("llvm.ushl.sat", "I(II)")
          .put("llvm.fmuladd", "F(FFF)")
          .put("llvm.canonicalize", "F(F)")
          .put("llvm.is.fpclass", "Q(Fw!)")
          .put("llvm.fptosi.sat", "J(F)")
          .put("llvm.fptoui.sat", "J(F)")
          .put("llvm.convert.to.fp16", "N(F)")
          .put("llvm.convert.from.fp16", "F(N)")
          // Reductions of vectors.
          .put("llvm.vector.reduce.add", "i(I)")
          .put("llvm.vector.reduce.mul", "i(I)")
          .put("llvm.vector.reduce.and", "i(I)")
          .put("llvm.vector.reduce.or", "i(I)")
          .put("llvm.vector.reduce.xor", "i(I)")
          .put("llvm.vector.reduce.smax", "i(I)")
          .put("llvm.vector.reduce.smin", "i(I)")
          .put("llvm.vector.reduce.umax", "i(I)")
          .put("llvm.vector.reduce.umin", "i(I)")
          .put("llvm.vector.reduce.fadd", "f(fF)")
          .put("llvm.vector.reduce.fmul", "f(fF)")
          .put("llvm.vector.reduce.fmax", "f(F)")
          .put("llvm.vector.reduce.fmin", "f(F)")
          // Variable arguments, the stack, code.
          .put("llvm.va_start", "v(p)")
          .put("llvm.va_end", "v(p)")
          .put("llvm.va_copy", "v(pp)")
          .put("llvm.returnaddress", "p(w!)")
          .put("llvm.addressofreturnaddress", "p()")
          .put("llvm.frameaddress", "p(w!)")
          .put("llvm.sponentry", "p()")
          .put("llvm.stacksave", "p()")
          .put("llvm.stackrestore", "v(p)")
          .put("llvm.eh.typeid.for", "w(p)")
          .put("llvm.eh.sjlj.setjmp", "w(p)")
          .put("llvm.eh.sjlj.longjmp", "v(p)")
          .put("llvm.prefetch", "v(pw!w!w!)")
          .put("llvm.readcyclecounter", "d()")
          .put("llvm.thread.pointer", "p()")
          .put("llvm.threadlocal.address", "p(p)")
          .put("llvm.load.relative", "p(pN)")
          .put("llvm.clear_cache", "v(pp)")
          .put("llvm.get.rounding", "w()")
          .put("llvm.set.rounding", "v(w)")
          // Hints.
          .put("llvm.trap", "v()")
          .put("llvm.debugtrap", "v()")
          .put("llvm.ubsantrap", "v(c!)")
          .put("llvm.donothing", "v()")
          .put("llvm.assume", "v(b)")
          .put("llvm.expect", "I(II)")
          .put("llvm.expect.with.probability", "I(IIF!)")
          .put("llvm.lifetime.start", "v(d!p)")
          .put("llvm.lifetime.end", "v(d!p)")
          .put("llvm.invariant.start", "p(d!p)")
          .put("llvm.invariant.end", "v(pd!p)")
          .put("llvm.launder.invariant.group", "p(p)")
          .put("llvm.strip.invariant.group", "p(p)")
          .put("llvm.objectsize", "N(pb!b!b!)")
          .put("llvm.is.constant", "b(A)")
          .put("llvm.ptrmask", "A(AI)")
          .put("llvm.experimental.noalias.scope.decl", "v(M)")
          .put("llvm.sideeffect", "v()")
          .put("llvm.pseudoprobe", "v(d!d!w!d!)")
          .put("llvm.dbg.value", "v(MMM)")
          .put("llvm.dbg.declare", "v(MMM)")
          .put("llvm.dbg.label", "v(M)")
          .buildOrThrow();

  private IntrinsicSignatures() {}

  /** The signature of an intrinsic, or null if there is none for it here. */
  private static @Nullable String signature(Function f) {
    String name = f.name();
    while (name != null && name.length() > 5) {
      String known = SIGNATURES.get(name);
      if (known != null) {
        return known;
      }
      int dot = name.lastIndexOf('.');
      name = dot < 0 ? null : name.substring(0, dot);
    }
    return null;
  }

  /** What is wrong with the type that an intrinsic is declared with, or null. */
  static @Nullable String problem(Function f) {
    String signature = signature(f);
    if (signature == null) {
      return null;
    }
    if (!new Matcher(signature).matches(f.functionType())) {
      return "'" + f.functionType() + "' is no type of this intrinsic";
    }
    if (f.name() != null && f.name().startsWith("llvm.bswap.")) {
      Type scalar = f.returnType().scalarType();
      if (scalar instanceof IntegerType i && i.width() % 16 != 0) {
        return "bswap is of integers of an even number of bytes, not of '" + f.returnType() + "'";
      }
    }
    return null;
  }

  /** Which arguments must be constants. */
  static boolean[] immediates(Function f) {
    boolean[] result = new boolean[f.functionType().parameters().size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = f.attributes().parameter(i).has(AttributeKind.IMMARG);
    }
    String signature = signature(f);
    if (signature == null) {
      return result;
    }
    int n = -1;
    for (int i = signature.indexOf('(') + 1; i < signature.length(); i++) {
      if (signature.charAt(i) != '!') {
        n++;
      } else if (n < result.length) {
        result[n] = true;
      }
    }
    return result;
  }

  /** Compares a type with a signature, letter by letter. */
  private static final class Matcher {
    private final String signature;
    private @Nullable Type integer;
    private @Nullable Type floating;
    private @Nullable Type any;

    Matcher(String signature) {
      this.signature = signature;
    }

    boolean matches(FunctionType type) {
      String letters = signature.replace("!", "");
      String parameters = letters.substring(2, letters.length() - 1);
      if (type.isVarArg() || type.parameters().size() != parameters.length()) {
        return false;
      }
      // The parameters first: they tell what I and F are, which the result may be made of.
      for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < parameters.length(); i++) {
          if (!matches(parameters.charAt(i), type.parameters().get(i), pass == 1)) {
            return false;
          }
        }
      }
      return matches(letters.charAt(0), type.returnType(), true);
    }

    /** What depends on another letter is left for the second pass. */
    private boolean matches(char letter, Type t, boolean dependent) {
      return switch (letter) {
        case 'v' -> t.isVoid();
        case 'p' -> t.isPointer();
        case 'b' -> t.isInteger(1);
        case 'c' -> t.isInteger(8);
        case 'w' -> t.isInteger(32);
        case 'd' -> t.isInteger(64);
        case 'N' -> t.isInteger();
        case 'M' -> t == Types.METADATA;
        case 'I' -> {
          integer = integer == null ? t : integer;
          yield t.scalarType().isInteger() && t.equals(integer);
        }
        case 'F' -> {
          floating = floating == null ? t : floating;
          yield t.scalarType().isFloatingPoint() && t.equals(floating);
        }
        case 'J' -> t.scalarType().isInteger();
        case 'A' -> {
          any = any == null ? t : any;
          yield t.equals(any);
        }
        default -> !dependent || dependent(letter, t);
      };
    }

    private boolean dependent(char letter, Type t) {
      Type base = integer != null ? integer : floating;
      if (base == null) {
        return false;
      }
      return switch (letter) {
        case 'i', 'f' -> base.isVector() && t.equals(base.scalarType());
        case 'Q' -> t.equals(bits(base));
        case 'O' -> t.equals(StructType.literal(List.of(base, bits(base)), false));
        default ->
            throw new IllegalStateException(
                "signature " + signature + " has a letter " + letter + "; please report");
      };
    }

    private static Type bits(Type shape) {
      return shape instanceof VectorType v
          ? VectorType.get(Types.I1, v.length(), v.isScalable())
          : Types.I1;
    }
  }
}
