package dev.lamina.target.x86_64.asm;

import static dev.lamina.target.x86_64.encode.Descriptors.*;

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
import org.jspecify.annotations.Nullable;

/**
 * Finds the row of the instruction table that a mnemonic and its operands mean, and encodes it.
 * Each candidate row is tried in turn; when none fits, the complaint is that of the candidate that
 * came furthest.
 */
final class Matcher {
  // How far a candidate came before it failed.
  private static final int COUNT = 1;
  private static final int KIND = 2;
  private static final int SIZE = 3;

  private static final int FS = 4;
  private static final int GS = 5;

  private final Encoder encoder;
  private final String name;
  private final int column;

  /** As written: sources first. */
  private final List<Operand> written;

  /** As the manual has it, destination first, and with the immediate that the mnemonic implies. */
  private List<Operand> operands = List.of();

  private final List<Fixup> fixups = new ArrayList<>(2);

  private int progress;
  private int complaintColumn;
  private String complaint = "";

  Matcher(Encoder encoder, String name, int column, List<Operand> written) {
    this.encoder = encoder;
    this.name = name;
    this.column = column;
    this.written = written;
    this.complaintColumn = column;
  }

  List<Fixup> fixups() {
    return fixups;
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
    throw new AssemblyException(
        complaintColumn, complaint.isEmpty() ? name + ": the operands do not fit" : complaint);
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
    if ((op == Op.TEST || op == Op.XCHG) && src.isMemory()) {
      return two(c, d, src, dst);
    }
    boolean extension = name.startsWith("movzx") || name.startsWith("movsx");
    if (src.isMemory() && extension && !name.startsWith("movsxd")) {
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
    String symbol = target.symbol;
    if (symbol == null) {
      return fail(
          KIND, target.column, name + ": an absolute target is not supported; name a symbol");
    }
    boolean near = opcode(Descriptors.of(op)) != 0;
    int field = near ? encoder.rel32(op) : encoder.rel8(op);
    fixups.add(
        new Fixup(
            field, near ? 4 : 1, true, false, true, symbol, target.modifier, target.value, 0));
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
      case 1 -> encoder.st(c.op(), operands.get(0).register);
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
      if (!dst.isGpr() || dst.size != 8) {
        return wrongKind(dst);
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

  // Classes and sizes.

  /** Whether the r/m operand is the destination; as {@link Encoder#rr} decides it. */
  private static boolean isStore(long d, Operand dst, Operand src) {
    if (dst.isMemory() || src.isMemory()) {
      return dst.isMemory();
    }
    return (d & HAS_MR) != 0 && ((d & HAS_RM) == 0 || regClass(d) != XMM);
  }

  /**
   * Checks the classes of the operands, and returns the operand size: from the suffix, from a
   * register or by default. -1 when something does not fit.
   *
   * @param form the flag of the form that a memory operand needs
   * @param reg what goes into the reg field, null when that is a digit
   * @param rm what goes into the r/m field
   */
  private int operandSize(Candidate c, long d, long form, @Nullable Operand reg, Operand rm) {
    int size = c.size();
    if (reg != null) {
      size = merge(c.op(), regClass(d), size, reg);
      if (size < 0) {
        return -1;
      }
    }
    if (rm.isRegister()) {
      boolean allowed = (d & REG_OK) != 0 || (d & PLUS_R) != 0;
      size = allowed ? merge(c.op(), rmClass(d), size, rm) : kindError(rm);
      if (size < 0) {
        return -1;
      }
    } else if (!rm.isMemory() || (d & MEM_OK) == 0 || (d & form) == 0) {
      return kindError(rm);
    }
    if (sizes(d) == 0) {
      return 0;
    }
    if (size == 0) {
      size = defaultSize(c.op(), d);
    }
    if (size == 0) {
      noSize(rm.column);
      return -1;
    }
    if ((sizes(d) & size) == 0) {
      Operand sizing = reg != null && regClass(d) == GPR ? reg : rm;
      fail(SIZE, sizing.column, name + ": operand size " + size + " does not exist");
      return -1;
    }
    return size;
  }

  /** The size so far, or the one that this operand says; -1 if it does not fit its class. */
  private int merge(int op, int c, int size, Operand o) {
    if (c == GPR) {
      if (!o.isGpr() || o.register == Regs.RIP) {
        return kindError(o);
      }
      if (size != 0 && size != o.size) {
        wrongSize(o, size);
        return -1;
      }
      return o.size;
    }
    boolean fits =
        switch (c) {
          case GPR8 -> o.isGpr() && o.size == 1;
          case GPR16 -> o.isGpr() && o.size == 2;
          case GPR32 -> o.isGpr() && (op == Op.MOVSX32 ? o.size == 4 : o.size >= 4);
          case GPR64 -> o.isGpr() && o.size == 8;
          case XMM -> o.isXmm();
          case SYS -> o.isRegister() && o.file == systemFile(op);
          default -> false;
        };
    return fits ? size : kindError(o);
  }

  private static File systemFile(int op) {
    if (op == Sys.MOV_FROM_SEG || op == Sys.MOV_TO_SEG) {
      return File.SEGMENT;
    }
    return op == Sys.MOV_FROM_CR || op == Sys.MOV_TO_CR ? File.CONTROL : File.DEBUG;
  }

  private static int defaultSize(int op, long d) {
    if (op == Packed.MOVD_X || op == Packed.MOVD_G) {
      return 4;
    }
    return op == Sys.MOV_FROM_SEG || op == Sys.MOV_TO_SEG ? 4 : Descriptors.defaultSize(d);
  }

  // Operands into calls of the encoder.

  /** Tells the encoder what goes beside the four ints, and returns the first of them, the base. */
  private int prepare(Operand memory) {
    if (memory.segment != 0) {
      encoder.segment(memory.segment);
    }
    if (memory.address32) {
      encoder.address32();
    }
    if (memory.symbol != null) {
      encoder.wideDisplacement();
    }
    return memory.base;
  }

  private int displacement(Operand memory) {
    if (memory.symbol != null) {
      return 0;
    }
    if (memory.value != (int) memory.value) {
      throw new AssemblyException(
          memory.column, "address " + memory.value + " does not fit a signed 32-bit field");
    }
    return (int) memory.value;
  }

  private long immediate(Operand o) {
    if (o.symbol != null) {
      encoder.wideImmediate();
      return 0;
    }
    return o.value;
  }

  private void memoryFixup(Operand o, int field) {
    String symbol = o.symbol;
    if (symbol != null) {
      boolean relative = o.base == Regs.RIP;
      boolean signExtended = !relative && !o.address32;
      int after = encoder.size() - field - 4;
      fixups.add(
          new Fixup(field, 4, relative, signExtended, false, symbol, o.modifier, o.value, after));
    }
  }

  private void immediateFixup(long d, int size, Operand o) {
    String symbol = o.symbol;
    if (symbol != null) {
      int width =
          switch (imm(d)) {
            case IMM_B, IMM_SHIFT, IMM_DSHIFT -> 1;
            case IMM_W -> 2;
            default -> Math.min(size, 4);
          };
      int field = encoder.size() - width;
      fixups.add(
          new Fixup(
              field, width, false, size == 8 && width == 4, false, symbol, o.modifier, o.value, 0));
    }
  }

  private void absoluteFixup(Operand o, int field) {
    String symbol = o.symbol;
    if (symbol != null) {
      fixups.add(new Fixup(field, 8, false, false, false, symbol, o.modifier, o.value, 0));
    }
  }

  // Complaints.

  private boolean fail(int how, int where, String what) {
    if (how > progress) {
      progress = how;
      complaintColumn = where;
      complaint = what;
    }
    return false;
  }

  private boolean wrongCount() {
    return fail(COUNT, column, name + ": wrong number of operands");
  }

  private boolean wrongKind(Operand o) {
    return fail(KIND, o.column, name + ": operand cannot be " + o.describe());
  }

  private int kindError(Operand o) {
    wrongKind(o);
    return -1;
  }

  private boolean wrongSize(Operand o, int size) {
    return fail(SIZE, o.column, name + ": operand " + o.describe() + " does not fit size " + size);
  }

  private boolean noSize(int where) {
    return fail(
        SIZE, where, name + ": no register says the operand size; add a suffix b, w, l or q");
  }
}
