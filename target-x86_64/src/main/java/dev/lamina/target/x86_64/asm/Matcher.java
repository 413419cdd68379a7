package dev.lamina.target.x86_64.asm;

import static dev.lamina.target.x86_64.encode.Descriptors.*;

import dev.lamina.codegen.assembly.AssemblyException;
import dev.lamina.target.x86_64.asm.Mnemonics.Candidate;
import dev.lamina.target.x86_64.asm.Operand.File;
import dev.lamina.target.x86_64.encode.Descriptors;
import dev.lamina.target.x86_64.encode.Encoder;
import dev.lamina.target.x86_64.encode.Op;
import dev.lamina.target.x86_64.encode.Packed;
import dev.lamina.target.x86_64.encode.Regs;
import dev.lamina.target.x86_64.encode.Sse;
import dev.lamina.target.x86_64.encode.Sys;
import dev.lamina.target.x86_64.encode.X87;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the row of the instruction table that a mnemonic and its operands mean, and encodes it.
 * Each candidate row is tried in turn; when none fits, the complaint is that of the candidate that
 * came furthest.
 */
final class Matcher extends OperandRules {
  private static final int FS = 4;
  private static final int GS = 5;

  /** As written: sources first. */
  private final List<Operand> written;

  /** As the manual has it, destination first, and with the immediate that the mnemonic implies. */
  private List<Operand> operands = List.of();

  Matcher(Encoder encoder, String name, int column, List<Operand> written) {
    super(encoder, name, column);
    this.written = written;
  }

  /**
   * Encodes the instruction.
   *
   * @param prefixes called before each attempt at encoding
   * @return the row of the instruction table
   */
  int match(Runnable prefixes) {
    List<Candidate> candidates = Mnemonics.candidates(name);
    if (candidates.isEmpty()) {
      throw new AssemblyException(column, "there is no instruction '" + name + "'");
    }
    try {
      for (Candidate c : candidates) {
        int start = encoder.size();
        if (c.waits()) {
          encoder.op(X87.FWAIT);
        }
        prefixes.run();
        if (matches(c)) {
          return c.op();
        }
        encoder.dropPrefixes();
        encoder.buffer().truncate(start);
      }
    } catch (IllegalArgumentException e) {
      // What only the encoder knows: ranges, locks, high bytes beside REX.
      throw (AssemblyException) new AssemblyException(column, message(e)).initCause(e);
    }
    throw complaint();
  }

  private static String message(IllegalArgumentException e) {
    String message = e.getMessage();
    return message == null ? e.toString() : message;
  }

  private boolean matches(Candidate c) {
    long d = Descriptors.of(c.op());
    operands = new ArrayList<>(written.size() + 1);
    for (int i = written.size() - 1; i >= 0; i--) {
      operands.add(written.get(i));
    }
    if (c.implied() >= 0) {
      operands.add(Operand.immediate(column, c.implied()));
    }
    boolean indirect = c.op() == Op.CALL_RM || c.op() == Op.JMP_RM;
    for (Operand o : operands) {
      if (o.indirect != indirect) {
        return fail(
            KIND,
            o.column,
            indirect
                ? "an indirect branch is written with '*' before the operand"
                : "'*' belongs to indirect jumps and calls");
      }
    }
    if (c.op() == Op.ENTER) {
      return enter();
    }
    if (name.startsWith("movabs")) {
      return movabs(c);
    }
    if (c.op() == Sys.IN || c.op() == Sys.OUT || c.op() == Sys.IN_I || c.op() == Sys.OUT_I) {
      return port(c);
    }
    if ((d & REL) != 0) {
      return branch(c.op());
    }
    if ((d & IMM_ONLY) != 0) {
      return immediateOnly(c, d);
    }
    if ((d & NO_OPERANDS) != 0) {
      return bare(c, d);
    }
    if ((d & (PLUS_R | TAIL)) == (PLUS_R | TAIL)) {
      return stack(c, d);
    }
    return switch (operands.size()) {
      case 1 -> one(c, d, operands.get(0));
      case 2 -> two(c, d, operands.get(0), operands.get(1));
      case 3 -> three(c, d, operands.get(0), operands.get(1), operands.get(2));
      default -> wrongCount();
    };
  }

  // One method per number of operands; destination first.

  private boolean one(Candidate c, long d, Operand o) {
    if (imm(d) == IMM_SHIFT) {
      return immediateForm(c, d, o, Operand.immediate(o.column, 1));
    }
    boolean form = (d & PLUS_R) != 0 || (d & HAS_D) != 0 && imm(d) == IMM_NONE;
    if (!form || (d & VVVV_DST) != 0) {
      return wrongCount();
    }
    int size = operandSize(c, d, HAS_D, null, o);
    if (size < 0) {
      return false;
    }
    if (o.isRegister()) {
      encoder.r(c.op(), size, o.register);
    } else {
      int field = encoder.m(c.op(), size, prepare(o), o.index, o.scale, displacement(o));
      memoryFixup(o, field);
    }
    return true;
  }

  private boolean two(Candidate c, long d, Operand dst, Operand src) {
    int op = c.op();
    if (src.isImmediate()) {
      return op == Op.IMUL3 ? three(c, d, dst, dst, src) : immediateForm(c, d, dst, src);
    }
    if (imm(d) == IMM_SHIFT) {
      return shiftByCl(c, d, dst, src);
    }
    if (imm(d) == IMM_DSHIFT) {
      return doubleShiftByCl(c, d, dst, src);
    }
    if ((d & VVVV_DST) == VVVV_DST) {
      return vexDigit(c, d, dst, src);
    }
    if ((d & (HAS_RM | HAS_MR)) == 0 || (d & HAS_D) == 0 && imm(d) != IMM_NONE) {
      return wrongCount();
    }
    if ((d & VVVV_DST) != 0) {
      return wrongCount();
    }
    if ((op == Op.TEST || op == Op.XCHG) && src.isMemory() && dst.isRegister()) {
      return two(c, d, src, dst);
    }
    boolean sizeless =
        name.startsWith("movzx")
            || name.startsWith("movsx") && !name.startsWith("movsxd")
            || name.equals("crc32");
    if (src.isMemory() && sizeless) {
      return fail(SIZE, src.column, name + ": the size of the memory operand is not known");
    }
    if (isStore(d, dst, src)) {
      int size = operandSize(c, d, HAS_MR, src, dst);
      if (size < 0) {
        return false;
      }
      if (dst.isMemory()) {
        size = op == Sys.MOV_FROM_SEG ? 4 : size;
        int field =
            encoder.mr(
                op, size, prepare(dst), dst.index, dst.scale, displacement(dst), src.register);
        memoryFixup(dst, field);
      } else {
        encoder.rr(op, size, dst.register, src.register);
      }
      return true;
    }
    int size = operandSize(c, d, HAS_RM, dst, src);
    if (size < 0) {
      return false;
    }
    if (src.isMemory()) {
      int field =
          encoder.rm(op, size, dst.register, prepare(src), src.index, src.scale, displacement(src));
      memoryFixup(src, field);
    } else {
      encoder.rr(op, size, dst.register, src.register);
    }
    return true;
  }

  private boolean three(Candidate c, long d, Operand dst, Operand src, Operand third) {
    int op = c.op();
    if (op == Sse.BLENDVPS
        || op == Sse.BLENDVPD
        || op == Packed.PBLENDVB
        || op == Packed.SHA256RNDS2) {
      if (!third.isXmm() || third.register != 0) {
        return fail(KIND, third.column, name + ": the mask must be %xmm0");
      }
      return two(c, d, dst, src);
    }
    if ((d & VVVV_DST) == VVVV_FIRST) {
      return vex(c, d, dst, src, third);
    }
    if ((d & VVVV_DST) == VVVV_LAST) {
      return vex(c, d, dst, third, src);
    }
    if (imm(d) == IMM_NONE || (d & HAS_D) != 0) {
      return wrongCount();
    }
    if (imm(d) == IMM_DSHIFT && third.isGpr(Regs.RCX, 1)) {
      return doubleShiftByCl(c, d, dst, src);
    }
    if (!third.isImmediate()) {
      return fail(KIND, third.column, name + ": the first operand must be an immediate");
    }
    if (isStore(d, dst, src)) {
      int size = operandSize(c, d, HAS_MR, src, dst);
      if (size < 0) {
        return false;
      }
      if (dst.isMemory()) {
        int base = prepare(dst);
        int disp = displacement(dst);
        long imm = immediate(third);
        int field = encoder.mri(op, size, base, dst.index, dst.scale, disp, src.register, imm);
        memoryFixup(dst, field);
      } else {
        encoder.rri(op, size, dst.register, src.register, immediate(third));
      }
      immediateFixup(d, size, third);
      return true;
    }
    int size = operandSize(c, d, HAS_RM, dst, src);
    if (size < 0) {
      return false;
    }
    if (src.isMemory()) {
      int base = prepare(src);
      int disp = displacement(src);
      long imm = immediate(third);
      int field = encoder.rmi(op, size, dst.register, base, src.index, src.scale, disp, imm);
      memoryFixup(src, field);
    } else {
      encoder.rri(op, size, dst.register, src.register, immediate(third));
    }
    immediateFixup(d, size, third);
    return true;
  }

  // Shapes that several of the above share.

  private boolean immediateForm(Candidate c, long d, Operand dst, Operand src) {
    if ((d & HAS_D) == 0 || imm(d) == IMM_NONE) {
      return fail(KIND, src.column, name + ": there is no form with an immediate");
    }
    int size = operandSize(c, d, HAS_D, null, dst);
    if (size < 0) {
      return false;
    }
    if (dst.isMemory()) {
      int base = prepare(dst);
      int disp = displacement(dst);
      long imm = immediate(src);
      memoryFixup(dst, encoder.mi(c.op(), size, base, dst.index, dst.scale, disp, imm));
    } else {
      long imm = immediate(src);
      // GNU as does not make a shorter, zero-extending move out of movq.
      if (imm(d) == IMM_MOV && size == 8) {
        if (imm != (int) imm) {
          encoder.movabs(dst.register, imm);
          return true;
        }
        encoder.wideImmediate();
      }
      encoder.ri(c.op(), size, dst.register, imm);
    }
    immediateFixup(d, size, src);
    return true;
  }

  private boolean shiftByCl(Candidate c, long d, Operand dst, Operand src) {
    if (!src.isGpr(Regs.RCX, 1)) {
      return fail(KIND, src.column, name + ": the count must be an immediate or %cl");
    }
    int size = operandSize(c, d, HAS_D, null, dst);
    if (size < 0) {
      return false;
    }
    if (dst.isMemory()) {
      int field = encoder.mCl(c.op(), size, prepare(dst), dst.index, dst.scale, displacement(dst));
      memoryFixup(dst, field);
    } else {
      encoder.rCl(c.op(), size, dst.register);
    }
    return true;
  }

  private boolean doubleShiftByCl(Candidate c, long d, Operand dst, Operand src) {
    int size = operandSize(c, d, HAS_MR, src, dst);
    if (size < 0) {
      return false;
    }
    if (dst.isMemory()) {
      int base = prepare(dst);
      int disp = displacement(dst);
      int field = encoder.mrCl(c.op(), size, base, dst.index, dst.scale, disp, src.register);
      memoryFixup(dst, field);
    } else {
      encoder.rrCl(c.op(), size, dst.register, src.register);
    }
    return true;
  }

  private boolean vexDigit(Candidate c, long d, Operand dst, Operand src) {
    int size = operandSize(c, d, HAS_D, dst, src);
    if (size < 0) {
      return false;
    }
    if (src.isMemory()) {
      int base = prepare(src);
      int disp = displacement(src);
      int field = encoder.rmDigit(c.op(), size, dst.register, base, src.index, src.scale, disp);
      memoryFixup(src, field);
    } else {
      encoder.rrDigit(c.op(), size, dst.register, src.register);
    }
    return true;
  }

  private boolean vex(Candidate c, long d, Operand dst, Operand vvvv, Operand rm) {
    if (!vvvv.isGpr()) {
      return wrongKind(vvvv);
    }
    int size = operandSize(c, d, HAS_RM, dst, rm);
    if (size < 0) {
      return false;
    }
    if (vvvv.size != size) {
      return wrongSize(vvvv, size);
    }
    if (rm.isMemory()) {
      int base = prepare(rm);
      int disp = displacement(rm);
      int field =
          encoder.rrm(c.op(), size, dst.register, vvvv.register, base, rm.index, rm.scale, disp);
      memoryFixup(rm, field);
    } else if ((d & VVVV_DST) == VVVV_FIRST) {
      encoder.rrr(c.op(), size, dst.register, vvvv.register, rm.register);
    } else {
      encoder.rrr(c.op(), size, dst.register, rm.register, vvvv.register);
    }
    return true;
  }

  private boolean branch(int op) {
    if (operands.size() != 1) {
      return wrongCount();
    }
    Operand target = operands.get(0);
    if (!target.isBareAddress()) {
      return fail(KIND, target.column, name + ": the target of a direct branch must be a symbol");
    }
    if (target.symbol == null) {
      return fail(
          KIND, target.column, name + ": an absolute target is not supported; name a symbol");
    }
    boolean near = opcode(Descriptors.of(op)) != 0;
    int field = near ? encoder.rel32(op) : encoder.rel8(op);
    branchFixup(target, field, near ? 4 : 1);
    return true;
  }

  private boolean immediateOnly(Candidate c, long d) {
    if (operands.size() != 1) {
      return wrongCount();
    }
    Operand o = operands.get(0);
    if (!o.isImmediate()) {
      return wrongKind(o);
    }
    int size = c.size() != 0 ? c.size() : defaultSize(c.op(), d);
    encoder.i(c.op(), size, immediate(o));
    immediateFixup(d, size, o);
    return true;
  }

  private boolean bare(Candidate c, long d) {
    int op = c.op();
    boolean fs = op == Sys.PUSH_FS || op == Sys.POP_FS;
    if (fs || op == Sys.PUSH_GS || op == Sys.POP_GS) {
      if (operands.size() != 1) {
        return wrongCount();
      }
      Operand o = operands.get(0);
      if (!o.isRegister() || o.file != File.SEGMENT || o.register != (fs ? FS : GS)) {
        return wrongKind(o);
      }
    } else if (op == X87.FNSTSW_AX && operands.size() == 1) {
      if (!operands.get(0).isGpr(Regs.RAX, 2)) {
        return wrongKind(operands.get(0));
      }
    } else if (!operands.isEmpty()) {
      return fail(COUNT, operands.get(0).column, name + ": takes no operands");
    }
    int size = c.size() != 0 ? c.size() : defaultSize(op, d);
    if (size == 0 && sizes(d) != 0) {
      return noSize(column);
    }
    encoder.op(op, size);
    return true;
  }

  /**
   * x87 register forms. The escape byte tells which operand is the destination: DC and DE write
   * st(i), the others st(0).
   */
  private boolean stack(Candidate c, long d) {
    int escape = opcode(d);
    boolean toI = escape == 0xdc || escape == 0xde;
    boolean compare = c.op() == X87.FCOM || c.op() == X87.FCOMP;
    for (Operand o : operands) {
      if (!o.isStack()) {
        return wrongKind(o);
      }
    }
    if (escape == 0xdc && (operands.size() != 2 || operands.get(0).register == 0)) {
      // The row that writes st(0) can do this too, and GNU as takes that.
      return wrongCount();
    }
    switch (operands.size()) {
      case 0 -> {
        if (escape == 0xd8 && !compare) {
          // fadd without operands is faddp.
          List<Candidate> popping = Mnemonics.candidates(name + "p");
          encoder.st(popping.get(0).op(), 1);
          return true;
        }
        boolean pops = escape == 0xde;
        boolean hasDefault =
            pops || compare || c.op() == X87.FXCH || c.op() >= X87.FUCOM && c.op() <= X87.FUCOMIP;
        if (!hasDefault) {
          return wrongCount();
        }
        encoder.st(c.op(), 1);
      }
      case 1 -> {
        if (c.op() >= X87.FCMOVB && c.op() <= X87.FCMOVNU) {
          return wrongCount();
        }
        encoder.st(c.op(), operands.get(0).register);
      }
      case 2 -> {
        if (escape == 0xdd || escape == 0xd9 || compare) {
          return wrongCount();
        }
        Operand top = operands.get(toI ? 1 : 0);
        if (top.register != 0) {
          return fail(KIND, top.column, name + ": this operand must be %st");
        }
        encoder.st(c.op(), operands.get(toI ? 0 : 1).register);
      }
      default -> {
        return wrongCount();
      }
    }
    return true;
  }

  /** in and out: the accumulator, and %dx or an immediate. */
  private boolean port(Candidate c) {
    if (operands.size() != 2) {
      return wrongCount();
    }
    boolean in = c.op() == Sys.IN || c.op() == Sys.IN_I;
    Operand accumulator = operands.get(in ? 0 : 1);
    Operand port = operands.get(in ? 1 : 0);
    if (!accumulator.isGpr() || accumulator.register != Regs.RAX || accumulator.size == 8) {
      return wrongKind(accumulator);
    }
    if (c.size() != 0 && c.size() != accumulator.size) {
      return wrongSize(accumulator, c.size());
    }
    if (c.op() == Sys.IN || c.op() == Sys.OUT) {
      if (!port.isGpr(Regs.RDX, 2)) {
        return wrongKind(port);
      }
      encoder.op(c.op(), accumulator.size);
      return true;
    }
    if (!port.isImmediate()) {
      return wrongKind(port);
    }
    encoder.i(c.op(), accumulator.size, immediate(port));
    immediateFixup(Descriptors.of(c.op()), accumulator.size, port);
    return true;
  }

  private boolean movabs(Candidate c) {
    if (operands.size() != 2) {
      return wrongCount();
    }
    Operand dst = operands.get(0);
    Operand src = operands.get(1);
    if (src.isImmediate()) {
      if (!dst.isGpr()) {
        return wrongKind(dst);
      }
      if (dst.size != 8 || c.size() != 0 && c.size() != 8) {
        return fail(SIZE, dst.column, name + ": only a 64-bit register takes such an immediate");
      }
      int field = encoder.movabs(dst.register, src.symbol == null ? src.value : 0);
      absoluteFixup(src, field);
      return true;
    }
    boolean store = dst.isMemory();
    Operand memory = store ? dst : src;
    Operand accumulator = store ? src : dst;
    if (!memory.isMemory() || memory.base != Regs.NONE || memory.index != Regs.NONE) {
      return wrongKind(memory);
    }
    if (!accumulator.isGpr() || accumulator.register != Regs.RAX) {
      return wrongKind(accumulator);
    }
    if (c.size() != 0 && c.size() != accumulator.size) {
      return wrongSize(accumulator, c.size());
    }
    if (memory.segment != 0) {
      encoder.segment(memory.segment);
    }
    long address = memory.symbol == null ? memory.value : 0;
    absoluteFixup(memory, encoder.moffs(store, accumulator.size, address));
    return true;
  }

  private boolean enter() {
    if (written.size() != 2 || !written.get(0).isImmediate() || !written.get(1).isImmediate()) {
      return wrongCount();
    }
    Operand bytes = written.get(0);
    Operand level = written.get(1);
    if (bytes.symbol != null || level.symbol != null) {
      return fail(KIND, column, "enter: the operands must be numbers");
    }
    encoder.enter(bytes.value, level.value);
    return true;
  }
}
