package dev.lamina.codegen;

/** Numbers of variable length (DWARF 5, 7.6). */
public final class Leb128 {
  private Leb128() {}

  public static void unsigned(CodeBuffer out, long value) {
    long rest = value;
    while (rest >>> 7 != 0) {
      out.put1((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.put1((int) rest);
  }

  public static void signed(CodeBuffer out, long value) {
    long rest = value;
    while (true) {
      int low = (int) rest & 0x7f;
      rest >>= 7;
      boolean last = (rest == 0 && (low & 0x40) == 0) || (rest == -1 && (low & 0x40) != 0);
      out.put1(last ? low : low | 0x80);
      if (last) {
        return;
      }
    }
  }
}
