package dev.lamina.target.x86_64.select;

import static dev.lamina.codegen.SelectionRule.rule;

import dev.lamina.codegen.FunctionSink;
import dev.lamina.codegen.RuleTable;
import dev.lamina.ir.CastInst;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.Type;
import dev.lamina.ir.TypeKind;
import dev.lamina.ir.Types;
import dev.lamina.target.x86_64.encode.Packed;
import dev.lamina.target.x86_64.encode.Sse;
import java.util.List;

/** Conversions of vectors lane by lane; bitcasts are in {@link ConversionRules}. */
final class VectorCasts {
  private static final List<Opcode> RESIZING = List.of(Opcode.TRUNC, Opcode.ZEXT, Opcode.SEXT);
  private static final List<Opcode> ADDRESSES =
      List.of(Opcode.PTRTOINT, Opcode.INTTOPTR, Opcode.ADDRSPACECAST);
  private static final List<Opcode> FLOATING =
      List.of(
          Opcode.SITOFP, Opcode.UITOFP, Opcode.FPTOSI, Opcode.FPTOUI, Opcode.FPEXT, Opcode.FPTRUNC);

  private VectorCasts() {}

  static void addTo(RuleTable.Rules<X86Selector> table) {
    table
        .add(
            RESIZING,
            rule(
                "vector by parts",
                (s, i) -> i.type().isVector() && isLane(from(i)) && isLane(to(i)),
                VectorCasts::resize))
        .add(
            ADDRESSES,
            rule(
                "vector, the same lanes",
                (s, i) -> i.type().isVector() && Lanes.bits(from(i)) == Lanes.bits(to(i)),
                (s, i) -> finish(s, i, s.parts(i.operand(0)))))
        .add(
            List.of(Opcode.SITOFP, Opcode.UITOFP),
            rule(
                "vector by parts",
                (s, i) ->
                    i.type().isVector()
                        && Lanes.isFloat(to(i))
                        && isLane(from(i))
                        && Lanes.size(from(i)) <= (i.opcode() == Opcode.SITOFP ? 4 : 2),
                VectorCasts::fromIntegers))
        .add(
            List.of(Opcode.FPTOSI, Opcode.FPTOUI),
            rule(
                "vector by parts",
                (s, i) ->
                    i.type().isVector()
                        && Lanes.isFloat(from(i))
                        && Lanes.isWord(to(i))
                        && Lanes.size(to(i)) <= (i.opcode() == Opcode.FPTOSI ? 4 : 2),
                VectorCasts::toIntegers))
        .add(
            List.of(Opcode.FPEXT, Opcode.FPTRUNC),
            rule(
                "vector by parts",
                (s, i) -> i.type().isVector() && Lanes.isFloat(from(i)) && Lanes.isFloat(to(i)),
                VectorCasts::betweenFloats))
        .add(RESIZING, rule("vector by elements", (s, i) -> i.type().isVector(), VectorCasts::map))
        .add(
            List.of(Opcode.PTRTOINT, Opcode.INTTOPTR),
            rule("vector by elements", (s, i) -> i.type().isVector(), VectorCasts::map))
        .add(FLOATING, rule("vector by elements", (s, i) -> i.type().isVector(), VectorCasts::map));
  }

  private static Type from(Instruction i) {
    return i.operand(0).type().scalarType();
  }

  private static Type to(Instruction i) {
    return i.type().scalarType();
  }

  private static boolean isLane(Type t) {
    return Lanes.isWord(t) || Lanes.isMask(t);
  }

  private static void map(X86Selector s, Instruction i) {
    ElementWise.map(
        s,
        i,
        s.result(i),
        Lanes.vector(i.type()),
        e -> new CastInst(i.opcode(), e[0], to(i)),
        i.operand(0));
  }

  private static void finish(X86Selector s, Instruction i, int[] parts) {
    for (int p = 0; p < s.partsOf(i.type()).count(); p++) {
      s.sink().copyKeep(s.result(i, p), parts[p]);
    }
  }

  // ---- Between integers.

  private static void resize(X86Selector s, Instruction i) {
    int[] v = s.parts(i.operand(0));
    int count = s.partsOf(i.type()).count();
    finish(s, i, resize(s, v, from(i), to(i), count, i.opcode() == Opcode.SEXT));
  }

  /** Lanes of one integer type as {@code count} parts of another. */
  static int[] resize(X86Selector s, int[] v, Type from, Type to, int count, boolean signed) {
    int size = Lanes.size(to);
    if (Lanes.isMask(from)) {
      int[] wide = VectorOps.widenMasks(s, v, size, count);
      for (int p = 0; p < wide.length && !signed; p++) {
        wide[p] = VectorRules.shift(s, Opcode.LSHR, size, wide[p], 8 * size - 1);
      }
      return wide;
    }
    int[] resized = v;
    for (int n = Lanes.size(from); n < size; n *= 2) {
      resized = widen(s, resized, n, Math.max(1, (count * 2 * n + size - 1) / size), signed);
    }
    for (int n = Lanes.size(from); n > size; n /= 2) {
      resized = narrow(s, resized, n);
    }
    if (Lanes.isMask(to)) {
      for (int p = 0; p < resized.length; p++) {
        resized[p] = settleMask(s, VectorOps.shift(s, Packed.PSLLW, resized[p], 7));
      }
    }
    return resized;
  }

  /** Bytes that are 0 or -1, as the highest bit of each says. */
  static int settleMask(X86Selector s, int v) {
    int t = VectorOps.zero(s);
    s.sink().begin(Packed.PCMPGTB, 0).defTied(t, t).use(v).end();
    return t;
  }

  /** Lanes of {@code size} bytes become twice as wide; the first {@code count} parts of them. */
  private static int[] widen(X86Selector s, int[] v, int size, int count, boolean signed) {
    int[] to = new int[Math.min(2 * v.length, count)];
    for (int p = 0; p < to.length; p++) {
      int op =
          p % 2 == 0
              ? VectorOps.pick(size, Packed.PUNPCKLBW, Packed.PUNPCKLWD, Packed.PUNPCKLDQ, 0)
              : VectorOps.pick(size, Packed.PUNPCKHBW, Packed.PUNPCKHWD, Packed.PUNPCKHDQ, 0);
      int from = v[p / 2];
      if (!signed) {
        to[p] = VectorOps.op(s, op, from, VectorOps.zero(s));
      } else if (size == 4) {
        to[p] = VectorOps.op(s, op, from, VectorOps.shift(s, Packed.PSRAD, from, 31));
      } else {
        int twice = VectorOps.op(s, op, from, from);
        to[p] = VectorOps.shift(s, size == 1 ? Packed.PSRAW : Packed.PSRAD, twice, 8 * size);
      }
    }
    return to;
  }

  /** Lanes of {@code size} bytes become half as wide. */
  private static int[] narrow(X86Selector s, int[] v, int size) {
    int[] to = new int[(v.length + 1) / 2];
    for (int p = 0; p < to.length; p++) {
      int a = half(s, v[2 * p], size);
      int b = 2 * p + 1 < v.length ? half(s, v[2 * p + 1], size) : a;
      to[p] =
          switch (size) {
            case 8 -> VectorOps.op(s, Sse.SHUFPS, a, b, 0x88);
            case 4 -> VectorOps.op(s, Packed.PACKSSDW, a, b);
            default -> VectorOps.op(s, Packed.PACKUSWB, a, b);
          };
    }
    return to;
  }

  /** Makes lanes fit half their size, as the saturating instructions see it. */
  private static int half(X86Selector s, int v, int size) {
    return switch (size) {
      case 8 -> v;
      case 4 -> {
        int t = VectorOps.shift(s, Packed.PSLLD, v, 16);
        s.sink().begin(Packed.PSRAD, 0).defTied(t, t).immediate(16).end();
        yield t;
      }
      default -> VectorOps.op(s, Packed.PAND, v, VectorOps.splat(s, 0xff, 2));
    };
  }

  // ---- With floating point.

  private static void fromIntegers(X86Selector s, Instruction i) {
    FunctionSink out = s.sink();
    int lanes = Lanes.vector(i.type()).length();
    boolean signed = i.opcode() == Opcode.SITOFP;
    int[] v = resize(s, s.parts(i.operand(0)), from(i), Types.I32, (lanes + 3) / 4, signed);
    boolean toDouble = to(i).kind() == TypeKind.DOUBLE;
    for (int p = 0; p < s.partsOf(i.type()).count(); p++) {
      if (toDouble) {
        int half = half(s, v, p);
        out.begin(Sse.CVTDQ2PD, 0).def(s.result(i, p)).use(half).end();
      } else {
        out.begin(Sse.CVTDQ2PS, 0).def(s.result(i, p)).use(v[p]).end();
      }
    }
  }

  /** A register whose low half is half {@code n} of the parts. */
  private static int half(X86Selector s, int[] parts, int n) {
    return n % 2 == 0 ? parts[n / 2] : VectorOps.shuffle(s, Packed.PSHUFD, parts[n / 2], 0xee);
  }

  private static void toIntegers(X86Selector s, Instruction i) {
    int[] v = s.parts(i.operand(0));
    int[] integers;
    if (from(i).kind() == TypeKind.DOUBLE) {
      integers = joinHalves(s, v, Sse.CVTTPD2DQ);
    } else {
      integers = new int[v.length];
      for (int p = 0; p < v.length; p++) {
        integers[p] = VectorOps.unary(s, Sse.CVTTPS2DQ, v[p]);
      }
    }
    int count = s.partsOf(i.type()).count();
    finish(s, i, resize(s, integers, Types.I32, to(i), count, true));
  }

  /** Converts parts to halves of parts, and puts these together. */
  private static int[] joinHalves(X86Selector s, int[] v, int convert) {
    int[] to = new int[(v.length + 1) / 2];
    for (int p = 0; p < to.length; p++) {
      to[p] = VectorOps.unary(s, convert, v[2 * p]);
      if (2 * p + 1 < v.length) {
        int high = VectorOps.unary(s, convert, v[2 * p + 1]);
        to[p] = VectorOps.opLast(s, Packed.PUNPCKLQDQ, to[p], high);
      }
    }
    return to;
  }

  private static void betweenFloats(X86Selector s, Instruction i) {
    int[] v = s.parts(i.operand(0));
    if (i.opcode() == Opcode.FPTRUNC) {
      finish(s, i, joinHalves(s, v, Sse.CVTPD2PS));
      return;
    }
    for (int p = 0; p < s.partsOf(i.type()).count(); p++) {
      int half = half(s, v, p);
      s.sink().begin(Sse.CVTPS2PD, 0).def(s.result(i, p)).use(half).end();
    }
  }
}
