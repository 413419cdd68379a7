package dev.lamina.target.x86_64.encode;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * The instruction table: for each opcode constant one packed long, and its mnemonics.
 *
 * <pre>
 *   bits   0–7   opcode of the RM form   reg ← reg op r/m   (also: no-operand and rel32 opcodes)
 *          8–15  opcode of the MR form   r/m ← r/m op reg
 *         16–23  opcode of the D form    r/m op /digit [immediate]   (also: last byte after TAIL)
 *         24–26  /digit
 *         27–29  opcode map: none, 0F, 0F38, 0F3A (4–7: EVEX maps)
 *         30–31  mandatory prefix: none, 66, F3, F2
 *         32–33  scheme: legacy, VEX, EVEX
 *         34–35  what the operand size does to prefixes (WIDTH)
 *         36     VEX.L
 *         37     BYTE: opcode is even for size 1, odd for the others
 *         38–41  allowed operand sizes, 1|2|4|8; 0 = the opcode fixes it, the parameter is ignored
 *         42–44  immediate (IMM)
 *         45–47  class of the reg operand; 48–50 class of the r/m operand
 *         51–63  flags: which forms there are, register or memory as r/m, lock, use of VEX.vvvv
 * </pre>
 *
 * <p>An immediate belongs to the D form if there is one, and to the RM and MR forms otherwise. EVEX
 * rows will need a tuple type for disp8 scaling; no row has MR, D and EVEX together, so it will
 * take the place of an unused opcode.
 *
 * <p>The rows themselves stand with their constants in {@link Op}, {@link Sse}, {@link Packed},
 * {@link X87} and {@link Sys}, each of which has a fixed range of numbers.
 */
public final class Descriptors {
  // Mandatory prefixes, in the numbering of VEX.pp.
  static final int NP = 0;
  static final int P66 = 1;
  static final int PF3 = 2;
  static final int PF2 = 3;

  static final int MAP_0F = 1;
  static final int MAP_0F38 = 2;
  static final int MAP_0F3A = 3;

  /** Size has no influence. */
  static final int WIDTH_NONE = 0;

  /** 2 takes prefix 66, 8 takes REX.W. */
  static final int WIDTH_SIZED = 1;

  /** 2 takes prefix 66, 8 is the default (push, pop, near branches). */
  static final int WIDTH_D64 = 2;

  /** REX.W always. */
  static final int WIDTH_W1 = 3;

  public static final int IMM_NONE = 0;

  /** One byte. */
  public static final int IMM_B = 1;

  /** Operand size, at most 4 bytes; opcode | 2 is the form with a sign-extended byte. */
  public static final int IMM_ZS = 2;

  /** Operand size, at most 4 bytes. */
  public static final int IMM_Z = 3;

  /** Of mov, which also has B0+r, B8+r and 64-bit immediates. */
  public static final int IMM_MOV = 4;

  /** Of shifts: opcode | 10h shifts by one, opcode | 12h by cl. */
  public static final int IMM_SHIFT = 5;

  /** Of double shifts: opcode | 1 shifts by cl. */
  public static final int IMM_DSHIFT = 6;

  /** Two bytes. */
  public static final int IMM_W = 7;

  /** A general-purpose register of the operand size. */
  public static final int GPR = 0;

  public static final int GPR8 = 1;
  public static final int GPR16 = 2;

  /** A 32-bit register; assembly may also write the 64-bit name where nothing depends on it. */
  public static final int GPR32 = 3;

  /** A 64-bit register. */
  public static final int GPR64 = 4;

  public static final int XMM = 5;

  /** Segment, control or debug register. */
  public static final int SYS = 6;

  /** No register: only memory. */
  public static final int MEM = 7;

  public static final long BYTE = 1L << 37;
  public static final long HAS_RM = 1L << 51;
  public static final long HAS_MR = 1L << 52;
  public static final long HAS_D = 1L << 53;

  /** The r/m operand may be a register. */
  public static final long REG_OK = 1L << 54;

  /** The r/m operand may be memory. */
  public static final long MEM_OK = 1L << 55;

  /** The lock prefix is allowed when the destination is memory. */
  public static final long LOCK = 1L << 56;

  /** The register is added to the D opcode (after TAIL: to the last byte). */
  public static final long PLUS_R = 1L << 57;

  /** There is a form without operands, whose opcode is the RM one. */
  public static final long NO_OPERANDS = 1L << 58;

  /** The RM opcode is followed by the byte in the D column. */
  public static final long TAIL = 1L << 59;

  /** VEX.vvvv is the first source: dst, vvvv, r/m. */
  public static final long VVVV_FIRST = 1L << 60;

  /** VEX.vvvv is the second source: dst, r/m, vvvv. */
  public static final long VVVV_LAST = 2L << 60;

  /** VEX.vvvv is the destination of a D form. */
  public static final long VVVV_DST = 3L << 60;

  /** A branch: RM opcode with rel32, D opcode (map none) with rel8. */
  public static final long REL = 1L << 62;

  /** The only operand is the immediate; the opcode is the RM one. */
  public static final long IMM_ONLY = 1L << 63;

  public static final int B = 1;
  public static final int BWLQ = 15;
  public static final int WLQ = 14;
  public static final int LQ = 12;
  public static final int WQ = 10;

  private static final int CAPACITY = 1024;
  static final long[] ROWS = new long[CAPACITY];
  private static final String[] NAMES = new String[CAPACITY];

  private Descriptors() {}

  /** The rows of one chapter, numbered from a fixed start so that numbers never depend on order. */
  static final class Chapter {
    private int next;
    private final int end;

    Chapter(int first, int end) {
      this.next = first;
      this.end = end;
    }

    /**
     * Adds a row.
     *
     * @param names the mnemonics without size suffix, separated by spaces; the first one is used in
     *     messages
     */
    int row(String names, long descriptor) {
      if (next == end) {
        throw new IllegalStateException("instruction table: chapter full at " + names);
      }
      ROWS[next] = descriptor;
      NAMES[next] = names;
      return next++;
    }

    /** Adds sixteen rows, one per condition, and returns the first. */
    int conditionRows(String stem, long descriptor, long step) {
      // concat, because the first use of + in a process takes longer than filling the table.
      int first = next;
      for (int cc = 0; cc < 16; cc++) {
        String names = stem.concat(Cond.SUFFIXES[cc].replace(" ", " ".concat(stem)));
        row(names, descriptor + cc * step);
      }
      return first;
    }
  }

  /** How many opcode numbers there are; not all of them are in use. */
  public static int capacity() {
    return CAPACITY;
  }

  /** The descriptor of an opcode, 0 for a number not in use. */
  public static long of(int op) {
    return ROWS[op];
  }

  /** The mnemonics without size suffix, separated by spaces; empty for a number not in use. */
  @SuppressWarnings("NullAway") // elements of NAMES that no row has filled are null
  public static String names(int op) {
    String names = NAMES[op];
    return names == null ? "" : names;
  }

  /** The first mnemonic of an opcode. */
  public static String name(int op) {
    String names = names(op);
    int space = names.indexOf(' ');
    checkArgument(!names.isEmpty(), "no instruction has the number %s", op);
    return space < 0 ? names : names.substring(0, space);
  }

  public static int sizes(long d) {
    return (int) (d >>> 38) & 15;
  }

  public static int imm(long d) {
    return (int) (d >>> 42) & 7;
  }

  public static int regClass(long d) {
    return (int) (d >>> 45) & 7;
  }

  public static int rmClass(long d) {
    return (int) (d >>> 48) & 7;
  }

  public static int digit(long d) {
    return (int) (d >>> 24) & 7;
  }

  /** The opcode of the RM, no-operand or rel32 form. */
  public static int opcode(long d) {
    return (int) d & 0xff;
  }

  /** The operand size when nothing says one: 8 for stack operations and near branches, else 0. */
  public static int defaultSize(long d) {
    return width(d) == WIDTH_D64 ? 8 : 0;
  }

  static int scheme(long d) {
    return (int) (d >>> 32) & 3;
  }

  static int width(long d) {
    return (int) (d >>> 34) & 3;
  }

  static int map(long d) {
    return (int) (d >>> 27) & 7;
  }

  static int pp(long d) {
    return (int) (d >>> 30) & 3;
  }

  // What rows are written with.

  static long rm(int opcode) {
    return HAS_RM | opcode;
  }

  static long mr(int opcode) {
    return HAS_MR | (long) opcode << 8;
  }

  static long d(int opcode, int digit) {
    return HAS_D | (long) opcode << 16 | (long) digit << 24;
  }

  static long at(int pp, int map) {
    return (long) pp << 30 | (long) map << 27;
  }

  static long imm8() {
    return immediate(IMM_B);
  }

  static long immediate(int kind) {
    return (long) kind << 42;
  }

  static long classes(int reg, int rm) {
    return (long) reg << 45
        | (long) rm << 48
        | (rm == MEM ? MEM_OK : rm == SYS ? REG_OK : REG_OK | MEM_OK);
  }

  private static long width(int rule, int sizes) {
    return (long) rule << 34 | (long) sizes << 38;
  }

  /** Integer operands of the given sizes, r/m being a register or memory. */
  static long sized(int sizes) {
    return width(WIDTH_SIZED, sizes) | REG_OK | MEM_OK | ((sizes & B) != 0 ? BYTE : 0);
  }

  /** As {@link #sized}, where 8 is the default and needs no REX.W. */
  static long sized64(int sizes) {
    return width(WIDTH_D64, sizes) | REG_OK | MEM_OK;
  }

  /** Sizes that assembly may say and that make no difference. */
  static long ignoredSize(int sizes) {
    return width(WIDTH_NONE, sizes);
  }

  static long sizedMemory(int sizes) {
    return sized(sizes) ^ REG_OK;
  }

  static long sizedMemory64(int sizes) {
    return sized64(sizes) ^ REG_OK;
  }

  static long rexW() {
    return width(WIDTH_W1, 0);
  }

  static long vex(int pp, int map, int sizes) {
    return 1L << 32 | at(pp, map) | width(WIDTH_SIZED, sizes) | REG_OK | MEM_OK;
  }

  /** One byte without operands. */
  static long bare(int opcode) {
    return NO_OPERANDS | opcode;
  }

  /** Two bytes (after prefix and map) without operands. */
  static long bare(int opcode, int last) {
    return NO_OPERANDS | TAIL | opcode | (long) last << 16;
  }

  /** A memory operand only: opcode /digit. */
  static long memory(int opcode, int digit) {
    return d(opcode, digit) | classes(GPR, MEM);
  }

  /** XMM ← XMM or memory, map 0F. */
  static long xx(int pp, int opcode) {
    return at(pp, MAP_0F) | rm(opcode) | classes(XMM, XMM);
  }

  /** XMM ← XMM or memory, 66 0F38. */
  static long xx38(int opcode) {
    return at(P66, MAP_0F38) | rm(opcode) | classes(XMM, XMM);
  }

  /** XMM ← XMM or memory, immediate byte, 66 0F3A. */
  static long xx3a(int opcode) {
    return at(P66, MAP_0F3A) | rm(opcode) | classes(XMM, XMM) | imm8();
  }

  /** The register is added to the opcode. */
  static long plusR(int opcode) {
    return PLUS_R | (long) opcode << 16;
  }

  static long rel32(int opcode) {
    return REL | opcode;
  }

  static long rel8(int opcode) {
    return REL | HAS_D | (long) opcode << 16;
  }

  /** An x87 instruction on st(i): escape byte, then base + i. */
  static long st(int escape, int base) {
    return PLUS_R | TAIL | escape | (long) base << 16;
  }
}
