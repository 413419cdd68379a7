package dev.lamina.ir;

import org.jspecify.annotations.Nullable;

/** Where an instruction may stand, and which values it may refer to from there. */
final class Placement {
  private Placement() {}

  /** {@code in @f, block %entry}, for messages. */
  static String describe(BasicBlock block) {
    Function f = block.parent;
    return f == null ? "in block " + block : "in " + f + ", block " + block;
  }

  /**
   * What is wrong with inserting {@code i} before {@code before}, or at the end of the block if
   * that is null; null if nothing is.
   */
  static @Nullable String problem(BasicBlock block, @Nullable Instruction before, Instruction i) {
    String problem = before == null ? atEnd(block, i) : inFrontOf(before, i);
    if (problem == null && standsFirst(i)) {
      Instruction above = before == null ? block.last() : before.previous;
      if (above != null && above.opcode() != Opcode.PHI) {
        problem = i.opcode() + " stands before all else in its block, not behind " + above.opcode();
      }
    }
    for (int n = 0; n < i.operandCount() && problem == null; n++) {
      problem = operand(block.parent, i, n);
    }
    return problem;
  }

  private static @Nullable String atEnd(BasicBlock block, Instruction i) {
    Instruction end = block.terminator();
    return end == null
        ? null
        : i.opcode() + " would never be reached: the block has ended with " + end.opcode();
  }

  private static @Nullable String inFrontOf(Instruction before, Instruction i) {
    if (i.opcode().isTerminator()) {
      return i.opcode() + " ends a block, it cannot stand before " + before.opcode();
    }
    return before.opcode() == Opcode.PHI && i.opcode() != Opcode.PHI
        ? i.opcode() + " cannot stand before a phi"
        : null;
  }

  /** Phis may stand before these, nothing else. */
  private static boolean standsFirst(Instruction i) {
    return switch (i.opcode()) {
      case PHI, LANDINGPAD, CATCHPAD, CLEANUPPAD, CATCHSWITCH -> true;
      default -> false;
    };
  }

  private static @Nullable String operand(@Nullable Function f, Instruction user, int n) {
    Value v = user.operand(n);
    if (v instanceof BasicBlock target) {
      Function of = target.parent; // a block may be added to its function later
      return of == null || f == null || of == f
          ? null
          : user.opcode() + " cannot lead to block " + target + ", which is in " + of;
    }
    if (v instanceof Instruction definition) {
      if (definition.parent == null) {
        return nth(user, n) + ", a result of " + definition.opcode() + ", is in no block";
      }
      Function of = definition.function();
      return of == null || f == null || of == f
          ? null
          : nth(user, n) + ", " + v + ", is a value of another function, " + of;
    }
    if (v instanceof Argument a) {
      return f == null || a.function() == f
          ? null
          : nth(user, n) + ", " + v + ", is an argument of another function, " + a.function();
    }
    if (v instanceof GlobalValue g && f != null && f.module != null) {
      return g.module == null || g.module == f.module
          ? null
          : nth(user, n)
              + ", "
              + g
              + ", belongs to "
              + g.module
              + ", not to "
              + f.module
              + "; declare it there";
    }
    return null;
  }

  private static String nth(Instruction user, int n) {
    if (user instanceof CallBase call && call.callee() == user.operand(n)) {
      return "the callee";
    }
    return "operand " + (n + 1) + " of " + user.opcode();
  }
}
