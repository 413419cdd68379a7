package dev.lamina.target.x86_64.select;

import static dev.lamina.target.x86_64.encode.Regs.RCX;
import static dev.lamina.target.x86_64.encode.Regs.RDI;
import static dev.lamina.target.x86_64.encode.Regs.RSI;

import dev.lamina.codegen.Address;
import dev.lamina.codegen.FunctionSink;
import dev.lamina.target.x86_64.encode.Op;
import dev.lamina.target.x86_64.encode.Sse;

/** Copies and fills of a size that is known, without a call. */
final class BlockMoves {
  /** Up to here, a row of moves is shorter and faster than anything else. */
  static final int MAX_UNROLLED = 128;

  private BlockMoves() {}

  /** Copies {@code size} bytes, which do not overlap. */
  static void copy(X86Selector s, Address to, Address from, long size) {
    FunctionSink out = s.sink();
    if (size > MAX_UNROLLED) {
      int di = s.generalIn(RDI, 8);
      int si = s.generalIn(RSI, 8);
      int cx = s.generalIn(RCX, 8);
      out.begin(Op.LEA, 8).def(si).memory(from).end();
      out.begin(Op.LEA, 8).def(di).memory(to).end();
      out.begin(Op.MOV, 8).def(cx).immediate(size).end();
      repeat(s, Op.MOVS, di, si, cx);
      return;
    }
    int toBase = to.displacement;
    int fromBase = from.displacement;
    for (int done = 0; done < size; ) {
      int piece = piece(size - done);
      from.displacement = fromBase + done;
      to.displacement = toBase + done;
      if (piece == 16) {
        int t = s.sse(16);
        out.begin(Sse.MOVUPS, 0).def(t).memory(from).end();
        out.begin(Sse.MOVUPS, 0).memory(to).kill(t).end();
      } else {
        int t = s.general(8);
        loadPiece(out, t, from, piece);
        out.begin(Op.MOV, piece).memory(to).kill(t).end();
      }
      done += piece;
    }
  }

  private static void loadPiece(FunctionSink out, int t, Address from, int piece) {
    switch (piece) {
      case 8, 4 -> out.begin(Op.MOV, piece).def(t).memory(from).end();
      case 2 -> out.begin(Op.MOVZX16, 4).def(t).memory(from).end();
      default -> out.begin(Op.MOVZX8, 4).def(t).memory(from).end();
    }
  }

  private static int piece(long rest) {
    return rest >= 16 ? 16 : (int) Long.highestOneBit(rest);
  }

  /** Fills {@code size} bytes, at most {@link #MAX_UNROLLED}, with one value. */
  static void fill(X86Selector s, Address to, int value, long size) {
    FunctionSink out = s.sink();
    long pattern = (value & 0xff) * 0x0101010101010101L;
    int base = to.displacement;
    int wide = -1;
    int word = -1;
    for (int done = 0; done < size; ) {
      int piece = piece(size - done);
      to.displacement = base + done;
      if (piece == 16) {
        if (wide < 0) {
          wide = s.sse(16);
          if (pattern == 0) {
            out.begin(X86Op.ZERO, 0).def(wide).end();
          } else {
            int pool = s.builder().poolOffset(pattern, pattern, 16);
            Address constant = new Address().symbol(s.builder().poolSymbol(), pool);
            out.begin(Sse.MOVAPS, 0).def(wide).memory(constant).end();
          }
        }
        out.begin(Sse.MOVUPS, 0).memory(to).use(wide).end();
      } else if (piece == 8 && pattern != (int) pattern) {
        if (word < 0) {
          word = s.number(pattern);
        }
        out.begin(Op.MOV, 8).memory(to).use(word).end();
      } else {
        long bits = piece == 8 ? pattern : pattern << (64 - 8 * piece) >> (64 - 8 * piece);
        out.begin(Op.MOV, piece).memory(to).immediate(bits).end();
      }
      done += piece;
    }
  }

  private static void repeat(X86Selector s, int op, int di, int si, int cx) {
    FunctionSink out = s.sink();
    int endDi = s.general(8);
    int endSi = s.general(8);
    int endCx = s.general(8);
    out.begin(op, 1 | X86Op.REP)
        .killFixed(di, X86Registers.g(RDI))
        .killFixed(si, X86Registers.g(RSI))
        .killFixed(cx, X86Registers.g(RCX))
        .defFixed(endDi, X86Registers.g(RDI))
        .defFixed(endSi, X86Registers.g(RSI))
        .defFixed(endCx, X86Registers.g(RCX))
        .end();
  }
}
