package dev.lamina.codegen;

import java.util.Arrays;

/**
 * A target instruction while it is put together: an opcode of the target, register operands in the
 * order of its encoding, at most one memory operand and one immediate, and registers that it uses,
 * defines or destroys without naming them. The baseline tier reuses one object for all.
 */
public final class MachineInst {
  /** Operand flags: what the instruction does with the register. */
  static final int USE = 1;

  static final int DEF = 2;

  /** The value is not needed behind this instruction, if this was its last use. */
  static final int KILL = 4;

  /** The value may be read from its slot in the frame. */
  static final int MEMORY_OK = 8;

  /** The defined register must differ from all that are read. */
  static final int EARLY = 16;

  int opcode;
  int size;

  /** How many register operands the encoding names. */
  int count;

  /** The virtual register that operand {@code i} defines or, if it defines none, reads. */
  int[] vreg = new int[4];

  /** The virtual register that a two-address operand reads, or -1. */
  int[] tied = new int[4];

  int[] flags = new int[4];

  /** The register that operand {@code i} was assigned. */
  int[] register = new int[4];

  boolean hasMemory;

  /** The memory operand is the destination, or the only operand. */
  boolean memoryFirst;

  final Address memory = new Address();
  boolean killBase;
  int baseRegister;
  int indexRegister;

  boolean hasImmediate;
  long immediate;

  int fixedUseCount;
  int[] fixedUse = new int[32];
  int[] fixedUseRegister = new int[32];
  boolean[] fixedUseKill = new boolean[32];

  int fixedDefCount;
  int[] fixedDef = new int[8];
  int[] fixedDefRegister = new int[8];

  /** By bank. */
  final long[] clobbers = new long[4];

  void reset(int opcode, int size) {
    this.opcode = opcode;
    this.size = size;
    count = 0;
    hasMemory = false;
    memoryFirst = false;
    killBase = false;
    hasImmediate = false;
    fixedUseCount = 0;
    fixedDefCount = 0;
    Arrays.fill(clobbers, 0);
  }

  void addFixedUse(int v, int physical, boolean kill) {
    if (fixedUseCount == fixedUse.length) {
      fixedUse = Arrays.copyOf(fixedUse, 2 * fixedUseCount);
      fixedUseRegister = Arrays.copyOf(fixedUseRegister, 2 * fixedUseCount);
      fixedUseKill = Arrays.copyOf(fixedUseKill, 2 * fixedUseCount);
    }
    fixedUse[fixedUseCount] = v;
    fixedUseKill[fixedUseCount] = kill;
    fixedUseRegister[fixedUseCount++] = physical;
  }

  // What an emitter reads.

  /** The target's opcode. */
  public int opcode() {
    return opcode;
  }

  /** The operand size in bytes, as the target means it. */
  public int size() {
    return size;
  }

  public int registerCount() {
    return count;
  }

  /** The number within its bank of the register that is operand {@code i}. */
  public int register(int i) {
    return RegisterBanks.numberOf(register[i]);
  }

  public boolean hasMemory() {
    return hasMemory;
  }

  public boolean memoryFirst() {
    return memoryFirst;
  }

  public Address memory() {
    return memory;
  }

  /** The number of the base register, or -1. */
  public int baseRegister() {
    return baseRegister;
  }

  /** The number of the index register, or -1. */
  public int indexRegister() {
    return indexRegister;
  }

  public boolean hasImmediate() {
    return hasImmediate;
  }

  public long immediate() {
    return immediate;
  }
}
