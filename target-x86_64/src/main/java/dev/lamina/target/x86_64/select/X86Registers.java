package dev.lamina.target.x86_64.select;

import static dev.lamina.target.x86_64.encode.Regs.R12;
import static dev.lamina.target.x86_64.encode.Regs.R13;
import static dev.lamina.target.x86_64.encode.Regs.R14;
import static dev.lamina.target.x86_64.encode.Regs.R15;
import static dev.lamina.target.x86_64.encode.Regs.RBP;
import static dev.lamina.target.x86_64.encode.Regs.RBX;
import static dev.lamina.target.x86_64.encode.Regs.RSP;

import dev.lamina.codegen.RegisterBanks;

/** The registers of x86-64 as the System V ABI divides them (psABI 1.0, 3.2.1). */
final class X86Registers {
  /** General-purpose registers. */
  static final int G = 0;

  /** SSE registers. */
  static final int X = 1;

  /** The x87 unit: values live in the frame. */
  static final int F = 2;

  /** Those that a function keeps for its caller, in the order of their places in the frame. */
  static final int[] CALLEE_SAVED = {RBX, R12, R13, R14, R15};

  private static final long CALLEE_SAVED_MASK =
      1L << RBX | 1L << R12 | 1L << R13 | 1L << R14 | 1L << R15;

  private static final long ALLOCATABLE_G = 0xffffL & ~(1L << RSP | 1L << RBP);
  private static final long ALLOCATABLE_X = 0xffffL;

  static final RegisterBanks BANKS =
      new RegisterBanks(
          new String[] {"general", "sse", "x87"},
          new long[] {ALLOCATABLE_G, ALLOCATABLE_X, 0},
          new long[] {CALLEE_SAVED_MASK, 0, 0},
          new int[] {8, 8, 16});

  /** What a call destroys. */
  static final long CLOBBERED_G = ALLOCATABLE_G & ~CALLEE_SAVED_MASK;

  static final long CLOBBERED_X = ALLOCATABLE_X;

  private X86Registers() {}

  static int g(int number) {
    return RegisterBanks.register(G, number);
  }

  static int x(int number) {
    return RegisterBanks.register(X, number);
  }

  /** The DWARF number of a general-purpose register (psABI 1.0, figure 3.36). */
  static int dwarf(int g) {
    return switch (g) {
      case 1 -> 2;
      case 2 -> 1;
      case 4 -> 7;
      case 5 -> 6;
      case 6 -> 4;
      case 7 -> 5;
      default -> g;
    };
  }
}
