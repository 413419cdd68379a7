package dev.lamina.target.x86_64.select;

/**
 * Opcodes that stand for short fixed sequences, which must not be torn apart by the allocator. They
 * follow the encoder's own opcodes.
 */
final class X86Op {
  private static final int FIRST = 1 << 14;

  /** Flag beside the operand size: lock prefix. */
  static final int LOCK = 0x100;

  /** Flag beside the operand size: rep prefix. */
  static final int REP = 0x200;

  /** The operand is a register of any content: nothing is emitted. */
  static final int UNDEFINED = FIRST;

  /** An SSE register becomes zero; flags stay. */
  static final int ZERO = FIRST + 1;

  /** A general-purpose register is loaded from the global offset table's entry for a symbol. */
  static final int LOAD_GOT = FIRST + 2;

  /** {@code call symbol}: the memory operand is the symbol. */
  static final int CALL_SYMBOL = FIRST + 3;

  /** SSE {@code dst = condition ? src : dst}; the size is the condition. */
  static final int SELECT_X = FIRST + 4;

  /** SSE {@code dst = src}, unsigned of 64 bits: early dst, early temporary, tied copy of src. */
  static final int U64_TO_F64 = FIRST + 5;

  static final int U64_TO_F32 = FIRST + 6;

  /** An instruction that is undefined on every processor, and what follows is not reached. */
  static final int TRAP = FIRST + 9;

  /** Both SSE operands are in registers before, and flags stay. */
  static final int TOUCH = FIRST + 10;

  /** The stack register takes the value of a register. */
  static final int SET_STACK = FIRST + 11;

  /**
   * A loop around cmpxchg: early temporary, pointer, operand; rax holds the value in memory before
   * and after. The size is {@code operation << 4 | bytes}, by the ordinal of {@code
   * AtomicRmwInst.Operation}.
   */
  static final int RMW_LOOP = FIRST + 12;

  private X86Op() {}
}
