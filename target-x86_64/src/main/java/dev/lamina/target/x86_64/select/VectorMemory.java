package dev.lamina.target.x86_64.select;

import dev.lamina.codegen.Address;
import dev.lamina.codegen.FunctionSink;
import dev.lamina.codegen.PartLayout;
import dev.lamina.ir.Type;
import dev.lamina.ir.Value;
import dev.lamina.ir.VectorType;
import dev.lamina.target.x86_64.encode.Op;
import dev.lamina.target.x86_64.encode.Packed;
import dev.lamina.target.x86_64.encode.Sse;

/**
 * Vectors to and from memory, where elements are packed bit by bit and no byte beyond the last may
 * be touched (LangRef, "Vector Type": element 0 has the lowest bits).
 */
final class VectorMemory {
  /** Bit {@code n} of byte {@code n}. */
  private static final long BIT_OF_BYTE = 0x8040201008040201L;

  private VectorMemory() {}

  // ---- Loads.

  /** Loads the parts of a vector into {@code first} and the registers that follow it. */
  static void load(X86Selector s, int first, VectorType type, Address from) {
    int base = from.displacement;
    Type element = type.element();
    if (Lanes.isPlain(element)) {
      int bytes = type.length() * Lanes.size(element);
      for (int at = 0; at < bytes; at += 16) {
        from.displacement = base + at;
        loadBytes(s, first + at / 16, Math.min(16, bytes - at), from);
      }
    } else if (Lanes.isMask(element)) {
      for (int at = 0; at < type.length(); at += 16) {
        from.displacement = base + at / 8;
        loadMask(s, first + at / 16, Math.min(16, type.length() - at), from);
      }
    } else {
      loadPacked(s, first, type, from);
    }
    from.displacement = base;
  }

  /** The lowest {@code bytes} bytes of a register. */
  private static void loadBytes(X86Selector s, int to, int bytes, Address from) {
    FunctionSink out = s.sink();
    switch (bytes) {
      case 16 -> out.begin(Sse.MOVUPS, 0).def(to).memory(from).end();
      case 8 -> out.begin(Sse.MOVSD, 0).def(to).memory(from).end();
      case 4 -> out.begin(Sse.MOVSS, 0).def(to).memory(from).end();
      default -> {
        if (bytes < 8) {
          int g = s.general(8);
          MemoryRules.loadInteger(s, g, 8 * bytes, from, false);
          s.moveAcross(to, g, true, bytes <= 4 ? 4 : 8);
        } else {
          int low = s.sse(16);
          int high = s.sse(16);
          out.begin(Sse.MOVSD, 0).def(low).memory(from).end();
          from.displacement += 8;
          loadBytes(s, high, bytes - 8, from);
          from.displacement -= 8;
          out.begin(Packed.PUNPCKLQDQ, 0).defTied(to, low).kill(high).end();
        }
      }
    }
  }

  /** Up to 16 bits become bytes that are 0 or -1. */
  private static void loadMask(X86Selector s, int to, int lanes, Address from) {
    int bits = s.general(8);
    MemoryRules.loadInteger(s, bits, lanes <= 8 ? 8 : 16, from, false);
    spreadBits(s, to, bits);
  }

  /** Each of the low 16 bits of a general-purpose register becomes a byte that is 0 or -1. */
  static void spreadBits(X86Selector s, int to, int bits) {
    FunctionSink out = s.sink();
    int t = s.sse(16);
    Address pool = new Address();
    pool.symbol(s.builder().poolSymbol(), s.builder().poolOffset(BIT_OF_BYTE, BIT_OF_BYTE, 16));
    s.moveAcross(t, bits, true, 4);
    // Byte 0 eight times, then byte 1 eight times.
    out.begin(Packed.PUNPCKLBW, 0).defTied(t, t).use(t).end();
    out.begin(Packed.PSHUFLW, 0).def(t).use(t).immediate(0x50).end();
    out.begin(Packed.PSHUFD, 0).def(t).use(t).immediate(0x50).end();
    out.begin(Packed.PAND, 0).defTied(t, t).memory(pool).end();
    out.begin(Packed.PCMPEQB, 0).defTied(to, t).memory(pool).end();
  }

  /** Elements that are no lanes as they are: each is a window of the words of memory. */
  private static void loadPacked(X86Selector s, int first, VectorType type, Address from) {
    FunctionSink out = s.sink();
    Type element = type.element();
    int bits = Lanes.bits(element);
    int bytes = packedBytes(type);
    // Windows reach one word beyond the last.
    int words = s.area(bytes + 16);
    copyBytes(s, new Address().frame(words), from, bytes);
    int lanes = s.area(16 * s.partsOf(type).count());
    PartLayout scalar = s.partsOf(element);
    Address place = new Address();
    for (int lane = 0; lane < type.length(); lane++) {
      int mark = out.mark();
      if (bits % 8 == 0) {
        int t = ElementWise.temporaries(s, element);
        for (int p = 0; p < scalar.count(); p++) {
          int at = words + lane * bits / 8 + (int) scalar.offset(p);
          MemoryRules.loadPart(s, t + p, scalar, p, place.frame(at), false);
        }
        ElementWise.store(s, t, element, lanes, lane);
      } else {
        for (int piece = 0; piece < scalar.count(); piece++) {
          int bit = lane * bits + 64 * piece;
          int low = s.general(8);
          out.begin(Op.MOV, 8).def(low).memory(place.frame(words + bit / 64 * 8)).end();
          if (bit % 64 != 0) {
            int high = s.general(8);
            out.begin(Op.MOV, 8).def(high).memory(place.frame(words + bit / 64 * 8 + 8)).end();
            out.begin(Op.SHRD, 8).defTied(low, low).use(high).immediate(bit % 64).end();
          }
          int at = lanes + lane * Lanes.size(element) + 8 * piece;
          out.begin(Op.MOV, Math.min(8, Lanes.size(element)))
              .memory(place.frame(at))
              .use(low)
              .end();
        }
      }
      out.releaseSince(mark);
    }
    ElementWise.loadImage(s, first, type, lanes);
  }

  // ---- Stores.

  static void store(X86Selector s, Value value, Address to) {
    store(s, s.parts(value), Lanes.vector(value.type()), to);
  }

  /** Stores a vector whose parts are given, and which may be read again. */
  static void store(X86Selector s, int[] parts, VectorType type, Address to) {
    int base = to.displacement;
    Type element = type.element();
    if (Lanes.isPlain(element)) {
      int bytes = type.length() * Lanes.size(element);
      for (int at = 0; at < bytes; at += 16) {
        to.displacement = base + at;
        storeBytes(s, parts[at / 16], Math.min(16, bytes - at), to);
      }
    } else if (Lanes.isMask(element)) {
      for (int at = 0; at < type.length(); at += 16) {
        int lanes = Math.min(16, type.length() - at);
        to.displacement = base + at / 8;
        int bits = maskBits(s, parts[at / 16], lanes);
        s.sink().begin(Op.MOV, lanes <= 8 ? 1 : 2).memory(to).kill(bits).end();
      }
    } else {
      storePacked(s, parts, type, to);
    }
    to.displacement = base;
  }

  private static void storeBytes(X86Selector s, int v, int bytes, Address to) {
    FunctionSink out = s.sink();
    switch (bytes) {
      case 16 -> out.begin(Sse.MOVUPS, 0).memory(to).use(v).end();
      case 8 -> out.begin(Sse.MOVSD, 0).memory(to).use(v).end();
      case 4 -> out.begin(Sse.MOVSS, 0).memory(to).use(v).end();
      default -> {
        if (bytes < 8) {
          int g = s.general(8);
          out.begin(Packed.MOVD_G, bytes <= 4 ? 4 : 8).def(g).use(v).end();
          MemoryRules.storeBits(s, g, 8 * bytes, to);
        } else {
          out.begin(Sse.MOVSD, 0).memory(to).use(v).end();
          int high = s.sse(16);
          out.begin(Packed.PSHUFD, 0).def(high).use(v).immediate(0xee).end();
          to.displacement += 8;
          storeBytes(s, high, bytes - 8, to);
          to.displacement -= 8;
        }
      }
    }
  }

  /** The lowest mask lanes of a part as bits of a general-purpose register, zeros above them. */
  static int maskBits(X86Selector s, int part, int lanes) {
    int bits = s.general(8);
    s.sink().begin(Packed.PMOVMSKB, 0).def(bits).use(part).end();
    if (lanes < 16) {
      s.sink().begin(Op.AND, 4).defTied(bits, bits).immediate((1 << lanes) - 1).end();
    }
    return bits;
  }

  private static void storePacked(X86Selector s, int[] parts, VectorType type, Address to) {
    FunctionSink out = s.sink();
    Type element = type.element();
    int bits = Lanes.bits(element);
    int bytes = packedBytes(type);
    int lanes = ElementWise.image(s, parts, type);
    int words = s.area(bytes + 16);
    PartLayout scalar = s.partsOf(element);
    Address place = new Address();
    if (bits % 8 != 0) {
      for (int at = 0; at < bytes + 16; at += 8) {
        out.begin(Op.MOV, 8).memory(place.frame(words + at)).immediate(0).end();
      }
    }
    for (int lane = 0; lane < type.length(); lane++) {
      int mark = out.mark();
      int t = ElementWise.load(s, lanes, element, lane);
      for (int p = 0; p < scalar.count(); p++) {
        if (bits % 8 == 0) {
          // From the lowest up, so what is written too much is overwritten.
          int at = words + lane * bits / 8 + (int) scalar.offset(p);
          MemoryRules.storePart(s, t + p, scalar, p, place.frame(at));
        } else {
          orBits(s, t + p, Math.min(64, bits - 64 * p), words, lane * bits + 64 * p);
        }
      }
      out.releaseSince(mark);
    }
    copyBytes(s, to, new Address().frame(words), bytes);
  }

  /** Adds the low {@code width} bits of a register to the words at a frame offset. */
  private static void orBits(X86Selector s, int v, int width, int words, int bit) {
    FunctionSink out = s.sink();
    Address place = new Address().frame(words + bit / 64 * 8);
    int shift = bit % 64;
    int t = s.zeroExtended(v, width);
    int low = s.general(8);
    out.begin(Op.SHL, 8).defTiedKeep(low, t).immediate(shift).end();
    out.begin(Op.OR, 8).memory(place).kill(low).end();
    if (shift + width > 64) {
      place.displacement += 8;
      out.begin(Op.SHR, 8).defTied(t, t).immediate(64 - shift).end();
      out.begin(Op.OR, 8).memory(place).kill(t).end();
    }
  }

  private static int packedBytes(VectorType type) {
    return (int) (((long) type.length() * Lanes.bits(type.element()) + 7) / 8);
  }

  private static void copyBytes(X86Selector s, Address to, Address from, int bytes) {
    FunctionSink out = s.sink();
    int toBase = to.displacement;
    int fromBase = from.displacement;
    int at = 0;
    for (int piece = 8; piece >= 1; piece >>= 1) {
      for (; bytes - at >= piece; at += piece) {
        from.displacement = fromBase + at;
        to.displacement = toBase + at;
        int t = s.general(8);
        MemoryRules.loadInteger(s, t, 8 * piece, from, false);
        out.begin(Op.MOV, piece).memory(to).kill(t).end();
      }
    }
    to.displacement = toBase;
    from.displacement = fromBase;
  }
}
