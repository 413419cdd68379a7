package dev.lamina.target.x86_64.encode;

import static dev.lamina.target.x86_64.encode.Descriptors.*;

import dev.lamina.codegen.CodeBuffer;

/**
 * The parts that instructions are made of: prefixes, opcode, ModRM and SIB, displacement, immediate
 * (SDM volume 2, chapter 2). {@link Encoder} chooses the form; this writes it. Everything is
 * checked before the first byte goes out.
 */
abstract class InstructionWriter {
  static final int LOCKED = 1;
  static final int REP = 2;
  static final int REPNE = 4;
  static final int ADDRESS32 = 8;
  static final int WIDE_IMMEDIATE = 16;
  static final int WIDE_DISPLACEMENT = 32;
  static final int SEGMENT_SHIFT = 8;

  /** Beside REX bits: an operand is ah, ch, dh or bh, so that no REX may appear. */
  static final int NO_REX = 0x100;

  static final int REX = 0x40;

  final CodeBuffer out;

  /** The prefixes and widths asked for the next instruction. */
  int pending;

  InstructionWriter(CodeBuffer out) {
    this.out = out;
  }

  // Writing.

  void digitForm(int op, long d, int size, int opcode, int reg) {
    open(op, d, size, opcode, rmBits(op, d, size, reg), 0, false);
    modRm(digit(d), reg);
  }

  void modRm(int reg, int rm) {
    out.put1(0xc0 | (reg & 7) << 3 | rm & 7);
  }

  int memory(
      int op,
      long d,
      int size,
      int opcode,
      int rex,
      int vvvv,
      int reg,
      int base,
      int index,
      int scale,
      int disp,
      boolean destination) {
    boolean wide = (pending & WIDE_DISPLACEMENT) != 0;
    if (base < -1 || base > Regs.RIP || index < -1 || index > 15 || scale >>> 2 != 0) {
      throw refuse(op, "memory operand: base, index or scale does not exist");
    }
    if (index == Regs.RSP) {
      throw refuse(op, "memory operand: %rsp cannot be an index");
    }
    if (base == Regs.RIP && index >= 0) {
      throw refuse(op, "memory operand: %rip cannot have an index");
    }
    int bits = rex | (base < 0 ? 0 : base >> 3 & 1) | (index < 0 ? 0 : index >> 3 << 1);
    open(op, d, size, opcode, bits, vvvv, destination);
    reg = (reg & 7) << 3;
    if (base == Regs.RIP) {
      out.put1(reg | 5);
      return disp32(disp);
    }
    if (base < 0) {
      // Without base: SIB with base field 5, mod 0. ModRM alone would mean RIP-relative.
      out.put1(reg | 4);
      out.put1(scale << 6 | (index < 0 ? 4 : index & 7) << 3 | 5);
      return disp32(disp);
    }
    // A base field of 4 means SIB, so rsp and r12 need one; with mod 0, 5 means no base, so rbp
    // and r13 need a displacement.
    int mod;
    if (wide) {
      mod = 0x80;
    } else if (disp == 0 && (base & 7) != 5) {
      mod = 0;
    } else {
      mod = disp == (byte) disp ? 0x40 : 0x80;
    }
    if (index >= 0 || (base & 7) == 4) {
      out.put1(mod | reg | 4);
      out.put1(scale << 6 | (index < 0 ? 4 : index & 7) << 3 | base & 7);
    } else {
      out.put1(mod | reg | base & 7);
    }
    if (mod == 0x40) {
      out.put1(disp);
    } else if (mod == 0x80) {
      return disp32(disp);
    }
    return -1;
  }

  int disp32(int disp) {
    int field = out.size();
    out.put4(disp);
    return field;
  }

  /**
   * Everything up to and including the opcode. Prefixes stand in the order that GNU as writes:
   * segment, address size, operand size, repeat or mandatory, lock, REX.
   */
  void open(int op, long d, int size, int opcode, int rex, int vvvv, boolean destination) {
    int flags = pending;
    if (flags != 0) {
      checkPrefixes(op, d, flags, destination);
    }
    int width = width(d);
    if (size == 8 && width == WIDTH_SIZED || width == WIDTH_W1) {
      rex |= REX | 8;
    } else if ((rex & 0xff) != 0) {
      rex |= REX;
    }
    if ((d & BYTE) != 0 && size != 1) {
      opcode |= 1;
    }
    if ((rex & NO_REX) != 0 && (rex & 0xff) != 0) {
      throw refuse(op, "%ah, %ch, %dh and %bh cannot stand beside an operand that needs REX");
    }
    pending = 0;
    if (flags != 0) {
      leadingPrefixes(flags);
    }
    if (scheme(d) != 0) {
      vexPrefix(d, rex, vvvv);
      out.put1(opcode);
      return;
    }
    int pp = pp(d);
    if (pp == P66 || size == 2 && width != WIDTH_NONE) {
      out.put1(0x66);
    }
    if (pp > P66) {
      out.put1(pp == PF3 ? 0xf3 : 0xf2);
    }
    if (flags != 0) {
      trailingPrefixes(flags);
    }
    if ((rex & REX) != 0) {
      out.put1(rex);
    }
    int map = map(d);
    if (map != 0) {
      out.put1(0x0f);
      if (map != MAP_0F) {
        out.put1(map == MAP_0F38 ? 0x38 : 0x3a);
      }
    }
    out.put1(opcode);
  }

  void leadingPrefixes(int flags) {
    if (flags >> SEGMENT_SHIFT != 0) {
      out.put1(flags >> SEGMENT_SHIFT);
    }
    if ((flags & ADDRESS32) != 0) {
      out.put1(0x67);
    }
  }

  void trailingPrefixes(int flags) {
    if ((flags & (REP | REPNE)) != 0) {
      out.put1((flags & REP) != 0 ? 0xf3 : 0xf2);
    }
    if ((flags & LOCKED) != 0) {
      out.put1(0xf0);
    }
  }

  void checkPrefixes(int op, long d, int flags, boolean destination) {
    if ((flags & LOCKED) != 0) {
      require(op, (d & LOCK) != 0, "cannot be locked");
      require(op, destination, "lock needs a memory destination");
    }
    if ((flags & (REP | REPNE)) != 0) {
      require(op, pp(d) == 0 && (d & NO_OPERANDS) != 0, "cannot be repeated");
    }
  }

  /** Three bytes always: the two-byte form exists only for map 0F, where no legacy row lives. */
  void vexPrefix(long d, int rex, int vvvv) {
    out.put1(0xc4);
    out.put1((~rex & 7) << 5 | map(d));
    int l = (int) (d >>> 36) & 1;
    out.put1((rex & 8) << 4 | (~vvvv & 15) << 3 | l << 2 | pp(d));
  }

  // Immediates. A shape is 2 (opcode bit of the short form) plus width in bytes << 2.

  int immediateShape(int op, long d, int size, long imm) {
    boolean wide = (pending & WIDE_IMMEDIATE) != 0;
    switch (imm(d)) {
      case IMM_B -> {
        checkImmediate(op, 1, imm);
        return 1 << 2;
      }
      case IMM_W -> {
        checkImmediate(op, 2, imm);
        return 2 << 2;
      }
      case IMM_ZS -> {
        checkImmediate(op, size, imm);
        if (size == 1) {
          return 1 << 2;
        }
        long signed = size == 2 ? (short) imm : (int) imm;
        return !wide && signed == (byte) signed ? 2 | 1 << 2 : Math.min(size, 4) << 2;
      }
      case IMM_Z, IMM_MOV -> {
        checkImmediate(op, size, imm);
        return Math.min(size, 4) << 2;
      }
      default -> throw refuse(op, "has no form with an immediate");
    }
  }

  /** Returns 0 for the shift by one, which has no immediate. */
  int shiftImmediate(int op, long d, long imm) {
    checkImmediate(op, 1, imm);
    return imm == 1 && (pending & WIDE_IMMEDIATE) == 0 && imm(d) == IMM_SHIFT ? 0 : 1 << 2;
  }

  int formImmediate(int op, long d, int size, long imm) {
    require(op, imm(d) != IMM_NONE && (d & HAS_D) == 0, "has no form with a third operand");
    if (imm(d) == IMM_DSHIFT) {
      checkImmediate(op, 1, imm);
      return 1 << 2;
    }
    return immediateShape(op, d, size, imm);
  }

  void immediate(int shape, long imm) {
    switch (shape >> 2) {
      case 1 -> out.put1((int) imm);
      case 2 -> out.put2((int) imm);
      case 4, 8 -> out.put4((int) imm);
      default -> {}
    }
  }

  /** Size 8 stands for a sign-extended 4-byte immediate, 0 for a free 8-byte one. */
  void checkImmediate(int op, int size, long imm) {
    boolean fits =
        switch (size) {
          case 1 -> imm >= -0x80 && imm <= 0xff;
          case 2 -> imm >= -0x8000 && imm <= 0xffff;
          case 4 -> imm >= Integer.MIN_VALUE && imm <= 0xffff_ffffL;
          case 8 -> imm == (int) imm;
          default -> true;
        };
    if (!fits) {
      throw refuse(
          op,
          "immediate "
              + imm
              + " does not fit "
              + (size == 8 ? "a sign-extended 32-bit field" : size * 8 + " bits"));
    }
  }

  // Registers.

  int sized(int op, long d, int size) {
    int sizes = sizes(d);
    if (sizes == 0) {
      return 0;
    }
    if ((sizes & size) == 0 || (size & size - 1) != 0) {
      throw refuse(op, "operand size " + size + " does not exist");
    }
    return size;
  }

  /** REX bits, in the place of B, that the reg operand asks for. */
  int regBits(int op, long d, int size, int r) {
    int c = regClass(d);
    return bits(op, c == GPR && size == 1 || c == GPR8, r);
  }

  int rmBits(int op, long d, int size, int r) {
    int c = rmClass(d);
    return bits(op, c == GPR && size == 1 || c == GPR8, r);
  }

  int bits(int op, boolean isByte, int r) {
    if (isByte && r >= Regs.RSP) {
      if (r < Regs.R8) {
        return REX; // spl, bpl, sil, dil: without REX these numbers are ah to bh
      }
      if (r >= Regs.AH && r <= Regs.BH) {
        return NO_REX;
      }
    }
    if (r >>> 4 != 0) {
      throw refuse(op, "register " + r + " does not exist here");
    }
    return r >> 3;
  }

  /** Repairs the flags beside the REX bits after these have been shifted from B to R. */
  static int widen(int rex) {
    return rex & 4 | (rex >> 2 & (REX | NO_REX));
  }

  void checkRegister(int op, int size, int r) {
    if (r >>> 4 != 0) {
      throw refuse(op, "register " + r + " does not exist for size " + size);
    }
  }

  /** xchg with the accumulator has a one-byte form; eax with itself would be a nop instead. */
  boolean xchgRax(int size, int dst, int src) {
    if (dst != 0 && src != 0 || dst == src && size == 4) {
      return false;
    }
    int other = dst | src;
    long d = ROWS[Op.XCHG];
    size = sized(Op.XCHG, d, size);
    checkRegister(Op.XCHG, size, other);
    if (other == 0 && size == 8) {
      size = 4; // rax with itself, which is the nop
    }
    open(Op.XCHG, d & ~BYTE, size, 0x90 | other & 7, other >> 3, 0, false);
    return true;
  }

  // Refusals.

  void requireNoImmediate(int op, long d) {
    if (imm(d) != IMM_NONE && (d & HAS_D) == 0) {
      throw refuse(op, "needs an immediate operand");
    }
  }

  void requireVvvv(int op, long d, long use) {
    if ((d & VVVV_DST) != use) {
      throw refuse(op, "needs another register operand");
    }
  }

  void require(int op, boolean condition, String rule) {
    if (!condition) {
      throw refuse(op, rule);
    }
  }

  IllegalArgumentException refuse(int op, String rule) {
    pending = 0;
    return new IllegalArgumentException(name(op) + ": " + rule);
  }
}
