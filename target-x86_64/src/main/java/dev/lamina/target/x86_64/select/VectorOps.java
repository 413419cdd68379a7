package dev.lamina.target.x86_64.select;

import dev.lamina.codegen.Address;
import dev.lamina.codegen.FunctionSink;
import dev.lamina.target.x86_64.encode.Packed;
import dev.lamina.target.x86_64.encode.Sse;

/**
 * Steps on whole SSE registers that rules for vectors are put together from. What a step reads it
 * keeps, unless its name ends in {@code Last}: that one takes temporaries that nothing reads again.
 */
final class VectorOps {
  private VectorOps() {}

  /** {@code a op b} in a new temporary. */
  static int op(X86Selector s, int op, int a, int b) {
    int t = s.sse(16);
    s.sink().begin(op, 0).defTiedKeep(t, a).use(b).end();
    return t;
  }

  /** As {@link #op}, the operands being temporaries that end here. */
  static int opLast(X86Selector s, int op, int a, int b) {
    int t = s.sse(16);
    s.sink().begin(op, 0).defTied(t, a).kill(b).end();
    return t;
  }

  static int op(X86Selector s, int op, int a, Address b) {
    int t = s.sse(16);
    s.sink().begin(op, 0).defTiedKeep(t, a).memory(b).end();
    return t;
  }

  /** {@code a op b} by an instruction that has a selecting byte. */
  static int op(X86Selector s, int op, int a, int b, int immediate) {
    int t = s.sse(16);
    s.sink().begin(op, 0).defTiedKeep(t, a).use(b).immediate(immediate).end();
    return t;
  }

  /** {@code op a} in a new temporary, where the instruction does not overwrite its operand. */
  static int unary(X86Selector s, int op, int a) {
    int t = s.sse(16);
    s.sink().begin(op, 0).def(t).use(a).end();
    return t;
  }

  /** A shift of lanes, or of the whole register, by an immediate. */
  static int shift(X86Selector s, int op, int a, int amount) {
    int t = s.sse(16);
    s.sink().begin(op, 0).defTiedKeep(t, a).immediate(amount).end();
    return t;
  }

  static int shuffle(X86Selector s, int op, int a, int selection) {
    int t = s.sse(16);
    s.sink().begin(op, 0).def(t).use(a).immediate(selection).end();
    return t;
  }

  static int zero(X86Selector s) {
    int t = s.sse(16);
    s.sink().begin(X86Op.ZERO, 0).def(t).end();
    return t;
  }

  static int ones(X86Selector s) {
    FunctionSink out = s.sink();
    int t = s.sse(16);
    out.begin(X86Op.UNDEFINED, 0).def(t).end();
    out.begin(Packed.PCMPEQD, 0).defTied(t, t).use(t).end();
    return t;
  }

  static int not(X86Selector s, int a) {
    int t = ones(s);
    s.sink().begin(Packed.PXOR, 0).defTied(t, t).use(a).end();
    return t;
  }

  /** The address of sixteen bytes, the same eight twice. */
  static Address twice(X86Selector s, long bits) {
    return new Address().symbol(s.builder().poolSymbol(), s.builder().poolOffset(bits, bits, 16));
  }

  /** The address of sixteen bytes, each lane of {@code size} bytes holding the number. */
  static Address splat(X86Selector s, long number, int size) {
    long bits = number;
    if (size < 8) {
      bits &= (1L << 8 * size) - 1;
      for (int n = size; n < 8; n *= 2) {
        bits |= bits << 8 * n;
      }
    }
    return twice(s, bits);
  }

  /** {@code mask ? a : b} for each bit; the mask is kept. */
  static int blend(X86Selector s, int mask, int a, int b) {
    int t = op(s, Packed.PXOR, a, b);
    int u = s.sse(16);
    s.sink().begin(Packed.PAND, 0).defTied(u, t).use(mask).end();
    int r = s.sse(16);
    s.sink().begin(Packed.PXOR, 0).defTied(r, u).use(b).end();
    return r;
  }

  static int add(int size) {
    return pick(size, Packed.PADDB, Packed.PADDW, Packed.PADDD, Packed.PADDQ);
  }

  static int subtract(int size) {
    return pick(size, Packed.PSUBB, Packed.PSUBW, Packed.PSUBD, Packed.PSUBQ);
  }

  /** The one of four instructions that has lanes of 1, 2, 4 or 8 bytes. */
  static int pick(int size, int bytes, int words, int doubleWords, int quadWords) {
    return switch (size) {
      case 1 -> bytes;
      case 2 -> words;
      case 4 -> doubleWords;
      case 8 -> quadWords;
      default -> throw new IllegalStateException("lanes of " + size + " bytes; please report");
    };
  }

  // ---- Masks: byte lanes, and lanes of other sizes.

  /** Masks of lanes of {@code size} bytes, in as many parts, as byte lanes. */
  static int[] narrowMasks(X86Selector s, int[] masks, int size) {
    int[] from = masks;
    for (int n = size; n > 1; n /= 2) {
      int[] to = new int[(from.length + 1) / 2];
      for (int p = 0; p < to.length; p++) {
        int a = from[2 * p];
        int b = from[Math.min(2 * p + 1, from.length - 1)];
        to[p] =
            n == 8
                ? op(s, Sse.SHUFPS, a, b, 0x88)
                : op(s, n == 4 ? Packed.PACKSSDW : Packed.PACKSSWB, a, b);
      }
      from = to;
    }
    return from;
  }

  /** Byte lanes that are 0 or -1 as {@code count} parts with lanes of {@code size} bytes. */
  static int[] widenMasks(X86Selector s, int[] masks, int size, int count) {
    int[] from = masks;
    for (int n = 1; n < size; n *= 2) {
      // How many parts this step must give for the last to give enough.
      int wanted = Math.max(1, (count * 2 * n + size - 1) / size);
      int[] to = new int[Math.min(2 * from.length, wanted)];
      for (int p = 0; p < to.length; p++) {
        int v = from[p / 2];
        int op =
            p % 2 == 0
                ? pick(n, Packed.PUNPCKLBW, Packed.PUNPCKLWD, Packed.PUNPCKLDQ, Packed.PUNPCKLQDQ)
                : pick(n, Packed.PUNPCKHBW, Packed.PUNPCKHWD, Packed.PUNPCKHDQ, Packed.PUNPCKHQDQ);
        to[p] = op(s, op, v, v);
      }
      from = to;
    }
    return from;
  }
}
