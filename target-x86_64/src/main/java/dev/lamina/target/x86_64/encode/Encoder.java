package dev.lamina.target.x86_64.encode;

import static dev.lamina.target.x86_64.encode.Descriptors.*;

import dev.lamina.codegen.CodeBuffer;

/**
 * Writes x86-64 instructions into a {@link CodeBuffer}.
 *
 * <p>The method is the operand form, destination first: {@code r} a register, {@code m} memory,
 * {@code i} an immediate. The opcode is a constant of {@link Op}, {@link Sse}, {@link Packed},
 * {@link X87} or {@link Sys}; {@code size} is the operand size in bytes and is ignored where the
 * opcode fixes it (pass 0). Of equal encodings the shortest is chosen; among those of one length,
 * the one GNU as chooses.
 *
 * <p>A memory operand is four ints: {@code base} and {@code index} registers or {@link Regs#NONE},
 * {@code scale} as log2 (0 to 3), {@code disp}. With base {@link Regs#RIP} the displacement counts
 * from the end of the instruction. Methods with a memory operand return the offset in the buffer of
 * the 4-byte displacement field, or -1 when there is none. After a RIP-relative one, {@code size()
 * - field} is what separates the field from the end of the instruction, immediate included, and so
 * the addend of a PC-relative relocation is its negative.
 *
 * <pre>
 *   e.rr(Op.ADD, 8, RAX, RCX);                            addq %rcx, %rax
 *   e.rm(Op.MOV, 4, RAX, RBP, NONE, 0, -8);               movl -8(%rbp), %eax
 *   int field = e.rm(Op.LEA, 8, RDI, RIP, NONE, 0, 0);    leaq sym(%rip), %rdi
 *   int target = e.jcc(Cond.NE);                          jne …, patch 4 bytes at target
 * </pre>
 *
 * <p>Prefix methods ({@link #lock}, {@link #rep}, {@link #segment}, …) hold for the next
 * instruction only. Operands that no encoding has are refused with IllegalArgumentException, and
 * then nothing has been written. Not thread-safe; nothing is allocated per instruction.
 */
public final class Encoder extends InstructionWriter {
  public Encoder(CodeBuffer out) {
    super(out);
  }

  public CodeBuffer buffer() {
    return out;
  }

  /** The offset of the next instruction. */
  public int size() {
    return out.size();
  }

  // Prefixes, for the next instruction.

  /** The next instruction must have a memory destination and be one that can be locked. */
  public void lock() {
    pending |= LOCKED;
  }

  /** Prefix F3: rep, repe. */
  public void rep() {
    pending |= REP;
  }

  /** Prefix F2: repne. */
  public void repne() {
    pending |= REPNE;
  }

  /**
   * The memory operand of the next instruction is in the given segment.
   *
   * @param prefix the prefix byte: 64h for fs, 65h for gs (2Eh cs, 36h ss, 3Eh ds, 26h es)
   */
  public void segment(int prefix) {
    pending |= prefix << SEGMENT_SHIFT;
  }

  /** Base and index of the next instruction's memory operand are 32-bit registers. */
  public void address32() {
    pending |= ADDRESS32;
  }

  /**
   * The immediate of the next instruction takes its full width (1, 2 or 4 bytes by operand size)
   * whatever its value, so that it can be patched; it is the last thing in the instruction.
   */
  public void wideImmediate() {
    pending |= WIDE_IMMEDIATE;
  }

  /** The displacement of the next instruction takes 4 bytes, so that it can be patched. */
  public void wideDisplacement() {
    pending |= WIDE_DISPLACEMENT;
  }

  /** Forgets the prefixes and widths asked for the next instruction. */
  public void dropPrefixes() {
    pending = 0;
  }

  // Two registers.

  /** dst ← src, or dst ← dst op src. */
  public void rr(int op, int size, int dst, int src) {
    long d = ROWS[op];
    requireNoImmediate(op, d);
    if (op == Op.XCHG && size > 1 && xchgRax(size, dst, src)) {
      return;
    }
    registers(op, d, sized(op, d, size), dst, src, 0);
  }

  /** With an immediate after both operands: imul, pshufd, shld, pextrd. */
  public void rri(int op, int size, int dst, int src, long imm) {
    long d = ROWS[op];
    size = sized(op, d, size);
    int shape = formImmediate(op, d, size, imm);
    registers(op, d, size, dst, src, shape & 2);
    immediate(shape, imm);
  }

  /** shld and shrd by cl. */
  public void rrCl(int op, int size, int dst, int src) {
    long d = ROWS[op];
    require(op, imm(d) == IMM_DSHIFT, "cannot shift by cl");
    registers(op, d, sized(op, d, size), dst, src, 1);
  }

  private void registers(int op, long d, int size, int dst, int src, int opcodeBits) {
    require(op, (d & REG_OK) != 0 && (d & (HAS_RM | HAS_MR)) != 0, "has no form reg, reg");
    // Between two general-purpose registers either form will do; GNU as takes the store form.
    boolean store = (d & HAS_MR) != 0 && ((d & HAS_RM) == 0 || regClass(d) != XMM);
    int reg = store ? src : dst;
    int rm = store ? dst : src;
    int opcode = ((int) (store ? d >>> 8 : d) & 0xff) | opcodeBits;
    int rex = regBits(op, d, size, reg) << 2;
    rex = widen(rex) | rmBits(op, d, size, rm);
    requireVvvv(op, d, 0);
    open(op, d, size, opcode, rex, 0, false);
    modRm(reg, rm);
  }

  // Register and memory.

  /** dst ← memory, or dst ← dst op memory. */
  public int rm(int op, int size, int dst, int base, int index, int scale, int disp) {
    long d = ROWS[op];
    requireNoImmediate(op, d);
    return load(op, d, sized(op, d, size), dst, 0, base, index, scale, disp);
  }

  public int rmi(int op, int size, int dst, int base, int index, int scale, int disp, long imm) {
    long d = ROWS[op];
    size = sized(op, d, size);
    int shape = formImmediate(op, d, size, imm);
    int field = load(op, d, size, dst, shape & 2, base, index, scale, disp);
    immediate(shape, imm);
    return field;
  }

  private int load(
      int op, long d, int size, int dst, int bits, int base, int index, int scale, int disp) {
    require(op, (d & MEM_OK) != 0 && (d & HAS_RM) != 0, "cannot have memory as source");
    requireVvvv(op, d, 0);
    int rex = widen(regBits(op, d, size, dst) << 2);
    int opcode = ((int) d & 0xff) | bits;
    return memory(op, d, size, opcode, rex, 0, dst, base, index, scale, disp, false);
  }

  /** memory ← src, or memory ← memory op src. */
  public int mr(int op, int size, int base, int index, int scale, int disp, int src) {
    long d = ROWS[op];
    requireNoImmediate(op, d);
    return store(op, d, sized(op, d, size), 0, base, index, scale, disp, src);
  }

  public int mri(int op, int size, int base, int index, int scale, int disp, int src, long imm) {
    long d = ROWS[op];
    size = sized(op, d, size);
    int shape = formImmediate(op, d, size, imm);
    int field = store(op, d, size, shape & 2, base, index, scale, disp, src);
    immediate(shape, imm);
    return field;
  }

  /** shld and shrd of memory by cl. */
  public int mrCl(int op, int size, int base, int index, int scale, int disp, int src) {
    long d = ROWS[op];
    require(op, imm(d) == IMM_DSHIFT, "cannot shift by cl");
    return store(op, d, sized(op, d, size), 1, base, index, scale, disp, src);
  }

  private int store(
      int op, long d, int size, int bits, int base, int index, int scale, int disp, int src) {
    require(op, (d & MEM_OK) != 0 && (d & HAS_MR) != 0, "cannot have memory as destination");
    int rex = widen(regBits(op, d, size, src) << 2);
    int opcode = ((int) (d >>> 8) & 0xff) | bits;
    return memory(op, d, size, opcode, rex, 0, src, base, index, scale, disp, true);
  }

  // Three operands with VEX.vvvv: dst, src1, src2 in the order of the manual.

  public void rrr(int op, int size, int dst, int src1, int src2) {
    long d = ROWS[op];
    size = sized(op, d, size);
    boolean last = (d & VVVV_DST) == VVVV_LAST;
    require(op, last || (d & VVVV_DST) == VVVV_FIRST, "has no form with three registers");
    int rm = last ? src1 : src2;
    int vvvv = last ? src2 : src1;
    int rex = regBits(op, d, size, dst) << 2;
    rex |= rmBits(op, d, size, rm);
    regBits(op, d, size, vvvv);
    open(op, d, size, (int) d & 0xff, rex, vvvv, false);
    modRm(dst, rm);
  }

  /**
   * As {@link #rrr}, the r/m operand being memory.
   *
   * @param src the register source, whichever of the two it is
   */
  public int rrm(int op, int size, int dst, int src, int base, int index, int scale, int disp) {
    long d = ROWS[op];
    size = sized(op, d, size);
    long use = d & VVVV_DST;
    require(op, use == VVVV_LAST || use == VVVV_FIRST, "has no form with three operands");
    int rex = regBits(op, d, size, dst) << 2;
    regBits(op, d, size, src);
    int opcode = (int) d & 0xff;
    return memory(op, d, size, opcode, rex, src, dst, base, index, scale, disp, false);
  }

  // Register and immediate.

  /**
   * A value outside the size's signed and unsigned range is refused; inside, only its bits count.
   * {@link Op#MOV} of size 8 takes the shortest of the zero-extending 32-bit move, the
   * sign-extended 32-bit immediate and the 64-bit immediate; {@link #wideImmediate} forces the
   * second.
   */
  public void ri(int op, int size, int reg, long imm) {
    long d = ROWS[op];
    require(op, (d & HAS_D) != 0 && (d & REG_OK) != 0, "has no form reg, imm");
    size = sized(op, d, size);
    int kind = imm(d);
    if (kind == IMM_MOV) {
      movImmediate(op, d, size, reg, imm);
      return;
    }
    int opcode = (int) (d >>> 16) & 0xff;
    int shape;
    if (kind == IMM_SHIFT) {
      shape = shiftImmediate(op, d, imm);
      opcode |= shape == 0 ? 0x10 : 0;
    } else {
      shape = immediateShape(op, d, size, imm);
      if (reg == 0 && (shape & 2) == 0 && (kind == IMM_ZS || kind == IMM_Z)) {
        // The accumulator has a form without ModRM.
        open(op, d, size, kind == IMM_Z ? 0xa8 : digit(d) << 3 | 4, 0, 0, false);
        immediate(shape, imm);
        return;
      }
      opcode |= shape & 2;
    }
    digitForm(op, d, size, opcode, reg);
    immediate(shape, imm);
  }

  /** A 64-bit immediate always; returns the offset of its field. */
  public int movabs(int reg, long imm) {
    checkRegister(Op.MOV, 8, reg);
    open(Op.MOV, ROWS[Op.MOV] & ~BYTE, 8, 0xb8 | reg & 7, reg >> 3, 0, false);
    out.put8(imm);
    return out.size() - 8;
  }

  private void movImmediate(int op, long d, int size, int reg, long imm) {
    checkImmediate(op, size == 8 && (pending & WIDE_IMMEDIATE) == 0 ? 0 : size, imm);
    if (size == 8) {
      boolean signed = imm == (int) imm;
      if ((pending & WIDE_IMMEDIATE) == 0) {
        if (imm >>> 32 == 0) {
          size = 4;
        } else if (!signed) {
          movabs(reg, imm);
          return;
        }
      }
      if (size == 8) {
        digitForm(op, d, size, 0xc6, reg);
        out.put4((int) imm);
        return;
      }
    }
    int rex = rmBits(op, d, size, reg);
    open(op, d & ~BYTE, size, (size == 1 ? 0xb0 : 0xb8) | reg & 7, rex, 0, false);
    immediate(size << 2, imm);
  }

  /** Shift or rotate by cl. */
  public void rCl(int op, int size, int reg) {
    long d = ROWS[op];
    require(op, imm(d) == IMM_SHIFT, "cannot shift by cl");
    digitForm(op, d, sized(op, d, size), 0xd2, reg);
  }

  // Memory and immediate.

  public int mi(int op, int size, int base, int index, int scale, int disp, long imm) {
    long d = ROWS[op];
    // The packed shifts have memory in their RM form only.
    boolean form = (d & HAS_D) != 0 && (d & MEM_OK) != 0 && rmClass(d) != XMM;
    require(op, form, "has no form memory, imm");
    size = sized(op, d, size);
    int opcode = (int) (d >>> 16) & 0xff;
    int shape;
    if (imm(d) == IMM_SHIFT) {
      shape = shiftImmediate(op, d, imm);
      opcode |= shape == 0 ? 0x10 : 0;
    } else {
      shape = immediateShape(op, d, size, imm);
      opcode |= shape & 2;
    }
    int field = memory(op, d, size, opcode, 0, 0, digit(d), base, index, scale, disp, true);
    immediate(shape, imm);
    return field;
  }

  /** Shift or rotate memory by cl. */
  public int mCl(int op, int size, int base, int index, int scale, int disp) {
    long d = ROWS[op];
    require(op, imm(d) == IMM_SHIFT, "cannot shift by cl");
    size = sized(op, d, size);
    return memory(op, d, size, 0xd2, 0, 0, digit(d), base, index, scale, disp, true);
  }

  // One operand.

  /** not, neg, mul, inc, push, bswap, setcc, indirect jmp and call … of a register. */
  public void r(int op, int size, int reg) {
    long d = ROWS[op];
    boolean plus = (d & (PLUS_R | TAIL)) == PLUS_R;
    require(
        op,
        (plus || (d & HAS_D) != 0 && (d & REG_OK) != 0) && imm(d) == IMM_NONE && (d & REL) == 0,
        "has no form with a register as its only operand");
    size = sized(op, d, size);
    int opcode = (int) (d >>> 16) & 0xff;
    if (plus) {
      open(op, d, size, opcode | reg & 7, rmBits(op, d, size, reg), 0, false);
    } else {
      requireVvvv(op, d, 0);
      digitForm(op, d, size, opcode, reg);
    }
  }

  /** As {@link #r}, of memory; also x87 loads and stores, prefetch, fxsave … */
  public int m(int op, int size, int base, int index, int scale, int disp) {
    long d = ROWS[op];
    require(
        op,
        (d & HAS_D) != 0 && (d & MEM_OK) != 0 && imm(d) == IMM_NONE && (d & REL) == 0,
        "has no form with memory as its only operand");
    requireVvvv(op, d, 0);
    size = sized(op, d, size);
    int opcode = (int) (d >>> 16) & 0xff;
    return memory(op, d, size, opcode, 0, 0, digit(d), base, index, scale, disp, true);
  }

  /** blsi, blsr, blsmsk: dst ← f(src). */
  public void rrDigit(int op, int size, int dst, int src) {
    long d = ROWS[op];
    require(op, (d & VVVV_DST) == VVVV_DST, "has no form reg, reg in VEX.vvvv");
    size = sized(op, d, size);
    regBits(op, d, size, dst);
    open(op, d, size, (int) (d >>> 16) & 0xff, rmBits(op, d, size, src), dst, false);
    modRm(digit(d), src);
  }

  /** As {@link #rrDigit}, from memory. */
  public int rmDigit(int op, int size, int dst, int base, int index, int scale, int disp) {
    long d = ROWS[op];
    require(op, (d & VVVV_DST) == VVVV_DST, "has no form reg, memory in VEX.vvvv");
    size = sized(op, d, size);
    regBits(op, d, size, dst);
    int opcode = (int) (d >>> 16) & 0xff;
    return memory(op, d, size, opcode, 0, dst, digit(d), base, index, scale, disp, false);
  }

  /** push, ret n, int n: an immediate is the only operand. */
  public void i(int op, int size, long imm) {
    long d = ROWS[op];
    require(op, (d & IMM_ONLY) != 0, "has no form with an immediate as its only operand");
    size = sized(op, d, size);
    int shape = immediateShape(op, d, size, imm);
    open(op, d, size, ((int) d & 0xff) | shape & 2, 0, 0, false);
    immediate(shape, imm);
  }

  /** An instruction without operands. */
  public void op(int op, int size) {
    long d = ROWS[op];
    require(op, (d & NO_OPERANDS) != 0, "needs operands");
    open(op, d, sized(op, d, size), (int) d & 0xff, 0, 0, false);
    if ((d & TAIL) != 0) {
      out.put1((int) (d >>> 16));
    }
  }

  /** As {@link #op(int, int)}, for one without sizes or of its default size: ret, leave, mfence. */
  public void op(int op) {
    op(op, defaultSize(ROWS[op]));
  }

  /** An x87 instruction on st(i). */
  public void st(int op, int i) {
    long d = ROWS[op];
    require(op, (d & (PLUS_R | TAIL)) == (PLUS_R | TAIL), "has no form with st(i)");
    require(op, i >>> 3 == 0, "the x87 stack has registers 0 to 7");
    open(op, d, 0, (int) d & 0xff, 0, 0, false);
    out.put1((int) (d >>> 16) + i);
  }

  // Conditions.

  /** The byte register becomes 1 or 0. */
  public void setcc(int cc, int reg) {
    r(Op.SETCC + cc, 1, reg);
  }

  public int setccM(int cc, int base, int index, int scale, int disp) {
    return m(Op.SETCC + cc, 1, base, index, scale, disp);
  }

  /** Note that size 4 clears the upper half of dst even when the condition is false. */
  public void cmovcc(int cc, int size, int dst, int src) {
    rr(Op.CMOVCC + cc, size, dst, src);
  }

  public int cmovccM(int cc, int size, int dst, int base, int index, int scale, int disp) {
    return rm(Op.CMOVCC + cc, size, dst, base, index, scale, disp);
  }

  // Branches.

  /** jcc with a 32-bit displacement of 0; returns the offset of that field. */
  public int jcc(int cc) {
    return rel32(Op.JCC + cc);
  }

  /** jmp with a 32-bit displacement of 0; returns the offset of that field. */
  public int jmp() {
    return rel32(Op.JMP);
  }

  /** call with a 32-bit displacement of 0; returns the offset of that field. */
  public int call() {
    return rel32(Op.CALL);
  }

  /** A branch with a 32-bit displacement of 0; returns the offset of that field. */
  public int rel32(int op) {
    long d = ROWS[op];
    require(op, (d & REL) != 0 && ((int) d & 0xff) != 0, "has no form with a 32-bit distance");
    open(op, d, 0, (int) d & 0xff, 0, 0, false);
    out.put4(0);
    return out.size() - 4;
  }

  /** The two-byte branch with an 8-bit displacement of 0; returns the offset of that field. */
  public int rel8(int op) {
    long d = ROWS[op];
    require(op, (d & REL) != 0 && (d & HAS_D) != 0, "has no form with an 8-bit distance");
    open(op, 0, 0, (int) (d >>> 16) & 0xff, 0, 0, false);
    out.put1(0);
    return out.size() - 1;
  }

  /** A branch to a known offset in this buffer, in the shorter form that reaches it. */
  public void branchTo(int op, int target) {
    int distance = target - (out.size() + 2);
    if (distance == (byte) distance && (ROWS[op] & HAS_D) != 0) {
      out.set1(rel8(op), distance);
    } else {
      int field = rel32(op);
      out.set4(field, target - (field + 4));
    }
  }

  // Forms of their own.

  /** mov between the accumulator and a 64-bit absolute address; returns the address's offset. */
  public int moffs(boolean store, int size, long address) {
    long d = ROWS[Op.MOV];
    open(Op.MOV, d, sized(Op.MOV, d, size), store ? 0xa2 : 0xa0, 0, 0, false);
    out.put8(address);
    return out.size() - 8;
  }

  /** The procedure-entry instruction; push, mov and sub are quicker. */
  public void enter(long bytes, long level) {
    checkImmediate(Op.ENTER, 2, bytes);
    checkImmediate(Op.ENTER, 1, level);
    open(Op.ENTER, ROWS[Op.ENTER], 0, 0xc8, 0, 0, false);
    out.put2((int) bytes);
    out.put1((int) level);
  }

  /**
   * Exactly {@code n} bytes of no-operations, in instructions of at most 11 bytes: three prefixes
   * are as many as all decoders take at full speed.
   */
  public void nops(int n) {
    while (n > 0) {
      int length = Math.min(n, LONGEST_NOP);
      nop(length);
      n -= length;
    }
  }

  /** SDM volume 2, NOP, table of recommended multi-byte sequences; longer ones by prefixes. */
  private void nop(int length) {
    switch (length) {
      case 1 -> out.put1(0x90);
      case 2 -> out.put2(0x9066);
      case 3 -> out.put(NOPS, 0, 3);
      case 4 -> out.put(NOPS, 3, 4);
      case 5, 6 -> {
        out.fill(length - 5, 0x66);
        out.put(NOPS, 7, 5);
      }
      case 7 -> out.put(NOPS, 12, 7);
      default -> {
        // The last of several prefixes is that of a segment, as GNU as has it.
        out.fill(length - 8 - (length > 9 ? 1 : 0), 0x66);
        out.fill(length > 9 ? 1 : 0, 0x2e);
        out.put(NOPS, 19, 8);
      }
    }
  }

  private static final int LONGEST_NOP = 11;

  private static final byte[] NOPS = {
    0x0f,
    0x1f,
    0x00,
    0x0f,
    0x1f,
    0x40,
    0x00,
    0x0f,
    0x1f,
    0x44,
    0x00,
    0x00,
    0x0f,
    0x1f,
    (byte) 0x80,
    0x00,
    0x00,
    0x00,
    0x00,
    0x0f,
    0x1f,
    (byte) 0x84,
    0x00,
    0x00,
    0x00,
    0x00,
    0x00
  };
}
