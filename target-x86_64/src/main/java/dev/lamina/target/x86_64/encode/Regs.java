package dev.lamina.target.x86_64.encode;

/**
 * Register numbers as the encoder takes them. General-purpose and XMM registers share 0 to 15; the
 * instruction says which file is meant.
 */
public final class Regs {
  public static final int RAX = 0;
  public static final int RCX = 1;
  public static final int RDX = 2;
  public static final int RBX = 3;
  public static final int RSP = 4;
  public static final int RBP = 5;
  public static final int RSI = 6;
  public static final int RDI = 7;
  public static final int R8 = 8;
  public static final int R9 = 9;
  public static final int R10 = 10;
  public static final int R11 = 11;
  public static final int R12 = 12;
  public static final int R13 = 13;
  public static final int R14 = 14;
  public static final int R15 = 15;

  public static final int XMM0 = 0;
  public static final int XMM1 = 1;
  public static final int XMM2 = 2;
  public static final int XMM3 = 3;
  public static final int XMM4 = 4;
  public static final int XMM5 = 5;
  public static final int XMM6 = 6;
  public static final int XMM7 = 7;
  public static final int XMM8 = 8;
  public static final int XMM9 = 9;
  public static final int XMM10 = 10;
  public static final int XMM11 = 11;
  public static final int XMM12 = 12;
  public static final int XMM13 = 13;
  public static final int XMM14 = 14;
  public static final int XMM15 = 15;

  /** As base or index of a memory operand: there is none. */
  public static final int NONE = -1;

  /** As base of a memory operand: displacement from the end of the instruction. No index. */
  public static final int RIP = 16;

  /**
   * The second bytes of rax, rcx, rdx, rbx, as operands of size 1. Hand-written assembly has them;
   * code generation has no use for them, since no instruction with a REX prefix can name them.
   */
  public static final int AH = 20;

  public static final int CH = 21;
  public static final int DH = 22;
  public static final int BH = 23;

  private static final String[] LEGACY = {"ax", "cx", "dx", "bx", "sp", "bp", "si", "di"};

  private Regs() {}

  /**
   * The name, without {@code %}, of a general-purpose register.
   *
   * @param size bytes of the operand: 1, 2, 4 or 8
   */
  public static String gprName(int reg, int size) {
    if (reg >= AH && reg <= BH) {
      return LEGACY[reg - AH].charAt(0) + "h";
    }
    if (reg < 0 || reg > RIP) {
      return "register " + reg;
    }
    if (reg == RIP) {
      return "rip";
    }
    if (reg >= R8) {
      return "r" + reg + (size == 1 ? "b" : size == 2 ? "w" : size == 4 ? "d" : "");
    }
    String name = LEGACY[reg];
    return switch (size) {
      case 1 -> reg < RSP ? name.charAt(0) + "l" : name + "l";
      case 2 -> name;
      case 4 -> "e" + name;
      default -> "r" + name;
    };
  }
}
