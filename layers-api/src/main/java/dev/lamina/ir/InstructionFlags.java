package dev.lamina.ir;

/**
 * Bits of {@link Instruction#flags()}. Those whose absence is always allowed (all but {@link
 * #VOLATILE}) may be dropped by a transform.
 */
public final class InstructionFlags {
  public static final int NUW = 1;
  public static final int NSW = 1 << 1;
  public static final int EXACT = 1 << 2;
  public static final int DISJOINT = 1 << 3;
  public static final int NNEG = 1 << 4;
  public static final int INBOUNDS = 1 << 5;
  public static final int NUSW = 1 << 6;
  public static final int SAMESIGN = 1 << 7;
  public static final int VOLATILE = 1 << 8;

  // Fast-math flags.
  public static final int NNAN = 1 << 16;
  public static final int NINF = 1 << 17;
  public static final int NSZ = 1 << 18;
  public static final int ARCP = 1 << 19;
  public static final int CONTRACT = 1 << 20;
  public static final int AFN = 1 << 21;
  public static final int REASSOC = 1 << 22;

  /** All fast-math flags, which {@code fast} stands for. */
  public static final int FAST = NNAN | NINF | NSZ | ARCP | CONTRACT | AFN | REASSOC;

  private InstructionFlags() {}

  /** All flags that an operation on two values may have. */
  static int allowed(Opcode binary) {
    return switch (binary) {
      case ADD, SUB, MUL, SHL -> NUW | NSW;
      case UDIV, SDIV, LSHR, ASHR -> EXACT;
      case OR -> DISJOINT;
      case FADD, FSUB, FMUL, FDIV, FREM -> FAST;
      default -> 0;
    };
  }
}
