package dev.lamina.target.x86_64.select;

import dev.lamina.codegen.Address;
import dev.lamina.codegen.FunctionSink;
import dev.lamina.ir.UndefValue;
import dev.lamina.ir.Value;
import dev.lamina.ir.VectorType;
import dev.lamina.target.x86_64.encode.Op;
import dev.lamina.target.x86_64.encode.Packed;
import dev.lamina.target.x86_64.encode.Sse;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lanes of two vectors picked by a constant mask, a part of the result at a time.
 *
 * <pre>
 *   bytes of the sources → one register as it is, or moved by whole bytes, or interleaved with another
 *                        → double words: pshufd of each source, blended
 *                        → through the frame, lane by lane
 * </pre>
 */
final class VectorShuffle {
  private static final int ANY = -1;

  private final X86Selector s;
  private final Value a;
  private final Value b;
  private final VectorType from;
  private final int lane;

  /** The parts of a, then those of b. */
  private final int[] sources;

  private final int partsOfA;

  /** Frame offsets of the images of a and b, or 0 before they are needed. */
  private int imageA;

  private int imageB;

  private VectorShuffle(X86Selector s, Value a, Value b) {
    this.s = s;
    this.a = a;
    this.b = b;
    from = Lanes.vector(a.type());
    lane = Lanes.size(from.element());
    int[] left = s.parts(a);
    int[] right = b instanceof UndefValue ? new int[0] : s.parts(b);
    partsOfA = left.length;
    sources = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, sources, left.length, right.length);
  }

  static VectorShuffle of(X86Selector s, Value a, Value b) {
    return new VectorShuffle(s, a, b);
  }

  /** Fills the parts of the result, which go to {@code first} and the registers that follow. */
  void pick(int[] mask, int first, VectorType type) {
    int bytes = type.length() * lane;
    for (int at = 0; at < bytes; at += 16) {
      int mark = s.sink().mark();
      int[] wanted = new int[16];
      for (int n = 0; n < 16; n++) {
        wanted[n] = at + n < bytes ? source(mask[(at + n) / lane], (at + n) % lane) : ANY;
      }
      s.sink().copy(first + at / 16, part(wanted));
      s.sink().releaseSince(mark);
    }
  }

  /** Which byte of all sources a byte of a lane comes from. */
  private int source(int m, int byteOfLane) {
    if (m < 0 || (m >= from.length() && b instanceof UndefValue)) {
      return ANY;
    }
    return m < from.length()
        ? m * lane + byteOfLane
        : 16 * partsOfA + (m - from.length()) * lane + byteOfLane;
  }

  private int part(int[] wanted) {
    int moved = moved(wanted);
    if (moved >= 0) {
      return moved;
    }
    int interleaved = interleaved(wanted);
    if (interleaved >= 0) {
      return interleaved;
    }
    int[] doubleWords = grouped(wanted, 4);
    if (doubleWords != null) {
      return blended(doubleWords);
    }
    int words = words(wanted);
    return words >= 0 ? words : throughFrame(wanted);
  }

  /** One register as it is, or shifted by bytes where what comes in does not matter. */
  private int moved(int[] wanted) {
    int distance = Integer.MIN_VALUE;
    for (int n = 0; n < 16; n++) {
      if (wanted[n] == ANY) {
        continue;
      }
      if (distance == Integer.MIN_VALUE) {
        distance = wanted[n] - n;
      } else if (distance != wanted[n] - n) {
        return -1;
      }
    }
    if (distance == Integer.MIN_VALUE) {
      int t = s.sse(16);
      s.sink().begin(X86Op.UNDEFINED, 0).def(t).end();
      return t;
    }
    int register = -1;
    for (int n = 0; n < 16; n++) {
      if (wanted[n] != ANY) {
        if (register >= 0 && register != wanted[n] / 16) {
          return -1;
        }
        register = wanted[n] / 16;
      }
    }
    int shift = distance - 16 * register;
    int v = sources[register];
    if (shift == 0) {
      int t = s.sse(16);
      s.sink().copyKeep(t, v);
      return t;
    }
    return shift > 0
        ? VectorOps.shift(s, Packed.PSRLDQ, v, shift)
        : VectorOps.shift(s, Packed.PSLLDQ, v, -shift);
  }

  /** The low or high halves of two registers, lane beside lane. */
  private int interleaved(int[] wanted) {
    for (int size = 1; size <= 8; size *= 2) {
      for (int half = 0; half < 2; half++) {
        int even = register(wanted, size, 0, half);
        int odd = register(wanted, size, 1, half);
        if (even >= 0 && odd >= 0) {
          int op =
              half == 0
                  ? VectorOps.pick(
                      size, Packed.PUNPCKLBW, Packed.PUNPCKLWD, Packed.PUNPCKLDQ, Packed.PUNPCKLQDQ)
                  : VectorOps.pick(
                      size,
                      Packed.PUNPCKHBW,
                      Packed.PUNPCKHWD,
                      Packed.PUNPCKHDQ,
                      Packed.PUNPCKHQDQ);
          return VectorOps.op(s, op, sources[even], sources[odd]);
        }
      }
    }
    return -1;
  }

  /**
   * The register whose half, lane by lane, is what the even (0) or odd (1) lanes are; the first if
   * they may be any, and -1 if there is none.
   */
  private static int register(int[] wanted, int size, int parity, int half) {
    int register = -1;
    for (int n = 0; n < 16; n++) {
      if (n / size % 2 != parity || wanted[n] == ANY) {
        continue;
      }
      int at = 8 * half + n / (2 * size) * size + n % size;
      if (wanted[n] % 16 != at || (register >= 0 && register != wanted[n] / 16)) {
        return -1;
      }
      register = wanted[n] / 16;
    }
    return Math.max(register, 0);
  }

  /** The bytes as whole lanes of a size, or null if they are none. */
  private static int @Nullable [] grouped(int[] wanted, int size) {
    int[] lanes = new int[16 / size];
    Arrays.fill(lanes, ANY);
    for (int n = 0; n < 16; n++) {
      if (wanted[n] == ANY) {
        continue;
      }
      int lane = wanted[n] / size;
      if (wanted[n] % size != n % size || (lanes[n / size] != ANY && lanes[n / size] != lane)) {
        return null;
      }
      lanes[n / size] = lane;
    }
    return lanes;
  }

  /** Double words of any registers: each is shuffled, and the lanes wanted of it are blended in. */
  private int blended(int[] wanted) {
    int result = -1;
    boolean[] done = new boolean[4];
    for (int n = 0; n < 4; n++) {
      if (wanted[n] == ANY || done[n]) {
        continue;
      }
      int register = wanted[n] / 4;
      int selection = 0;
      long[] mask = new long[2];
      for (int k = 0; k < 4; k++) {
        int from = k;
        if (wanted[k] != ANY && wanted[k] / 4 == register) {
          from = wanted[k] % 4;
          done[k] = true;
          mask[k / 2] |= 0xffffffffL << 32 * (k % 2);
        }
        selection |= from << 2 * k;
      }
      int t =
          selection == 0xe4
              ? sources[register]
              : VectorOps.shuffle(s, Packed.PSHUFD, sources[register], selection);
      if (result < 0) {
        result = t;
      } else {
        int m = s.sse(16);
        int pool = s.builder().poolOffset(mask[0], mask[1], 16);
        s.sink()
            .begin(Sse.MOVAPS, 0)
            .def(m)
            .memory(new Address().symbol(s.builder().poolSymbol(), pool))
            .end();
        result = VectorOps.blend(s, m, t, result);
      }
    }
    int t = s.sse(16);
    s.sink().copyKeep(t, result);
    return t;
  }

  /** Words of one register that stay in their half of it, or -1. */
  private int words(int[] wanted) {
    int[] words = grouped(wanted, 2);
    if (words == null) {
      return -1;
    }
    int register = -1;
    int low = 0;
    int high = 0;
    for (int n = 0; n < 8; n++) {
      int from = n;
      if (words[n] != ANY) {
        if ((register >= 0 && register != words[n] / 8) || words[n] % 8 / 4 != n / 4) {
          return -1;
        }
        register = words[n] / 8;
        from = words[n] % 8;
      }
      if (n < 4) {
        low |= from % 4 << 2 * n;
      } else {
        high |= from % 4 << 2 * (n - 4);
      }
    }
    int t = VectorOps.shuffle(s, Packed.PSHUFLW, sources[Math.max(0, register)], low);
    return VectorOps.shuffle(s, Packed.PSHUFHW, t, high);
  }

  private int throughFrame(int[] wanted) {
    FunctionSink out = s.sink();
    int result = s.area(16);
    Address place = new Address();
    int unit = Math.min(8, Integer.lowestOneBit(lane));
    for (int n = 0; n < 16; n += unit) {
      if (wanted[n] == ANY) {
        continue;
      }
      int t = s.general(8);
      MemoryRules.loadInteger(s, t, 8 * unit, place.frame(imageByte(wanted[n])), false);
      out.begin(Op.MOV, unit).memory(place.frame(result + n)).kill(t).end();
    }
    int t = s.sse(16);
    out.begin(Sse.MOVUPS, 0).def(t).memory(place.frame(result)).end();
    return t;
  }

  private int imageByte(int from) {
    if (from < 16 * partsOfA) {
      imageA = imageA != 0 ? imageA : ElementWise.image(s, a);
      return imageA + from;
    }
    imageB = imageB != 0 ? imageB : ElementWise.image(s, b);
    return imageB + from - 16 * partsOfA;
  }
}
