package dev.lamina.codegen;

import dev.lamina.target.UnsupportedConstructException;
import java.util.Arrays;

/**
 * The frame of one function. Offsets count from the frame register and are negative; the frame
 * grows down. Slots of values that have died are used again, unless the function can return twice
 * from a call (setjmp): then a slot must still hold what it held at the first return.
 */
public final class FrameLayout {
  /** No frame is larger than this: offsets are 32-bit, and no stack holds more. */
  private static final long MAX_SIZE = 1L << 30;

  private long size;
  private int[] free8 = new int[16];
  private int free8Count;
  private int[] free16 = new int[16];
  private int free16Count;
  private boolean reuse;
  private int outgoing;

  /** Starts anew; {@code saved} bytes below the frame register are taken already. */
  public void reset(int saved, boolean reuse) {
    size = saved;
    free8Count = 0;
    free16Count = 0;
    outgoing = 0;
    this.reuse = reuse;
  }

  /** A new object of the frame; {@code alignment} at most 16. Returns its offset. */
  public int allocate(long bytes, int alignment) {
    if (bytes < 0 || bytes > MAX_SIZE || size + bytes > MAX_SIZE) {
      throw new UnsupportedConstructException("a stack frame of more than " + MAX_SIZE + " bytes");
    }
    size = (size + bytes + alignment - 1) & -(long) alignment;
    return (int) -size;
  }

  /** A slot of 8 or 16 bytes, aligned to its size. */
  int takeSlot(int bytes) {
    if (bytes <= 8) {
      return free8Count > 0 ? free8[--free8Count] : allocate(8, 8);
    }
    return free16Count > 0 ? free16[--free16Count] : allocate(16, 16);
  }

  void giveSlot(int offset, int bytes) {
    if (!reuse) {
      return;
    }
    if (bytes <= 8) {
      if (free8Count == free8.length) {
        free8 = Arrays.copyOf(free8, 2 * free8Count);
      }
      free8[free8Count++] = offset;
    } else {
      if (free16Count == free16.length) {
        free16 = Arrays.copyOf(free16, 2 * free16Count);
      }
      free16[free16Count++] = offset;
    }
  }

  /** Reserves room at the bottom of the frame for arguments of a call. */
  public void needOutgoing(int bytes) {
    outgoing = Math.max(outgoing, bytes);
  }

  /** How far the stack register lies below the frame register; a multiple of 16. */
  public int size() {
    return (int) ((size + outgoing + 15) & -16);
  }
}
