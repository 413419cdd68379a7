package dev.lamina.target.x86_64.select;

import static dev.lamina.target.x86_64.encode.Regs.RBP;
import static dev.lamina.target.x86_64.encode.Regs.RIP;
import static dev.lamina.target.x86_64.encode.Regs.RSP;

import dev.lamina.codegen.Address;
import dev.lamina.codegen.CodeBuffer;
import dev.lamina.codegen.FunctionSink;
import dev.lamina.codegen.MachineEmitter;
import dev.lamina.codegen.MachineInst;
import dev.lamina.codegen.RegisterBanks;
import dev.lamina.ir.AtomicRmwInst;
import dev.lamina.target.x86_64.encode.Cond;
import dev.lamina.target.x86_64.encode.Encoder;
import dev.lamina.target.x86_64.encode.Op;
import dev.lamina.target.x86_64.encode.Regs;
import dev.lamina.target.x86_64.encode.Sse;
import dev.lamina.target.x86_64.encode.X87;

/** Turns instructions whose registers are known into bytes. */
final class X86Emitter extends MachineEmitter {
  // Numbers of psABI 1.0, table 4.9.
  static final int R_64 = 1;
  static final int R_PC32 = 2;
  static final int R_PLT32 = 4;
  static final int R_32 = 10;
  static final int R_PC64 = 24;
  static final int R_REX_GOTPCRELX = 42;

  private static final int FIRST_X87 = 704;
  private static final int END_X87 = 896;

  private final Encoder encoder;

  X86Emitter(CodeBuffer code) {
    super(code);
    encoder = new Encoder(code);
  }

  Encoder encoder() {
    return encoder;
  }

  @Override
  public void emit(MachineInst inst, FunctionSink sink) {
    int op = inst.opcode();
    if (op >= X86Op.UNDEFINED) {
      emitSequence(inst, sink);
      return;
    }
    int size = inst.size();
    if (size > 15) {
      if ((size & X86Op.LOCK) != 0) {
        encoder.lock();
      }
      if ((size & X86Op.REP) != 0) {
        encoder.rep();
      }
      size &= 15;
    }
    if (inst.hasMemory()) {
      emitMemory(inst, op, size, sink);
    } else {
      emitRegisters(inst, op, size);
    }
  }

  private void emitRegisters(MachineInst inst, int op, int size) {
    switch (inst.registerCount()) {
      case 0 -> {
        if (op >= FIRST_X87 && op < END_X87 && inst.hasImmediate()) {
          encoder.st(op, (int) inst.immediate());
        } else if (inst.hasImmediate()) {
          encoder.i(op, size, inst.immediate());
        } else {
          encoder.op(op, size);
        }
      }
      case 1 -> {
        if (inst.hasImmediate()) {
          encoder.ri(op, size, inst.register(0), inst.immediate());
        } else if (isShift(op)) {
          encoder.rCl(op, size, inst.register(0));
        } else {
          encoder.r(op, size, inst.register(0));
        }
      }
      case 2 -> {
        int a = inst.register(0);
        int b = inst.register(1);
        if (inst.hasImmediate()) {
          encoder.rri(op, size, a, b, inst.immediate());
        } else if (op == Op.SHLD || op == Op.SHRD) {
          encoder.rrCl(op, size, a, b);
        } else {
          encoder.rr(op, size, a, b);
        }
      }
      default -> encoder.rrr(op, size, inst.register(0), inst.register(1), inst.register(2));
    }
  }

  private static boolean isShift(int op) {
    return op >= Op.ROL && op <= Op.SAR;
  }

  private void emitMemory(MachineInst inst, int op, int size, FunctionSink sink) {
    Address m = inst.memory();
    int base = baseOf(inst);
    int index = inst.indexRegister();
    int scale = m.scale;
    int disp = m.displacement;
    if (base == RIP) {
      disp = 0;
    }
    if (m.segment != 0) {
      encoder.segment(m.segment);
    }
    int field;
    if (inst.registerCount() == 0) {
      if (inst.hasImmediate()) {
        field = encoder.mi(op, size, base, index, scale, disp, inst.immediate());
      } else if (isShift(op)) {
        field = encoder.mCl(op, size, base, index, scale, disp);
      } else {
        field = encoder.m(op, size, base, index, scale, disp);
      }
    } else {
      int r = inst.register(0);
      if (inst.memoryFirst()) {
        field =
            inst.hasImmediate()
                ? encoder.mri(op, size, base, index, scale, disp, r, inst.immediate())
                : encoder.mr(op, size, base, index, scale, disp, r);
      } else {
        field =
            inst.hasImmediate()
                ? encoder.rmi(op, size, r, base, index, scale, disp, inst.immediate())
                : encoder.rm(op, size, r, base, index, scale, disp);
      }
    }
    if (base == RIP) {
      refer(m, field, sink);
    }
  }

  private static int baseOf(MachineInst inst) {
    return switch (inst.memory().base) {
      case Address.FRAME -> RBP;
      case Address.STACK -> RSP;
      case Address.SYMBOL, Address.LABEL -> RIP;
      case Address.NONE -> Regs.NONE;
      default -> inst.baseRegister();
    };
  }

  /** The rip-relative field counts from the instruction's end, an immediate behind it included. */
  private void refer(Address m, int field, FunctionSink sink) {
    int toEnd = code.size() - field;
    if (m.base == Address.LABEL) {
      if (toEnd != 4) {
        throw new IllegalStateException("a label before an immediate; please report");
      }
      sink.reference(field, m.symbol);
    } else {
      sink.relocations().add(field, R_PC32, m.symbol, m.displacement - toEnd);
    }
  }

  // ---- Sequences.

  private void emitSequence(MachineInst inst, FunctionSink sink) {
    switch (inst.opcode()) {
      case X86Op.UNDEFINED, X86Op.TOUCH -> {}
      case X86Op.ZERO -> encoder.rr(Sse.XORPS, 0, inst.register(0), inst.register(0));
      case X86Op.LOAD_GOT -> {
        int field = encoder.rm(Op.MOV, 8, inst.register(0), RIP, Regs.NONE, 0, 0);
        sink.relocations().add(field, R_REX_GOTPCRELX, inst.memory().symbol, -4);
      }
      case X86Op.CALL_SYMBOL -> {
        int field = encoder.call();
        sink.relocations().add(field, R_PLT32, inst.memory().symbol, -4);
      }
      case X86Op.SELECT_X -> {
        int over = encoder.rel8(Op.JCC + Cond.inverse(inst.size()));
        encoder.rr(Sse.MOVAPS, 0, inst.register(0), inst.register(1));
        land(over);
      }
      case X86Op.U64_TO_F64 -> unsignedToFloat(inst, Sse.CVTSI2SD, Sse.ADDSD);
      case X86Op.U64_TO_F32 -> unsignedToFloat(inst, Sse.CVTSI2SS, Sse.ADDSS);
      case X86Op.SET_STACK -> encoder.rr(Op.MOV, 8, RSP, inst.register(0));
      case X86Op.RMW_LOOP -> readModifyWrite(inst);
      case X86Op.TRAP -> encoder.op(Op.UD2);
      default -> throw new IllegalStateException("opcode " + inst.opcode() + "; please report");
    }
  }

  private void readModifyWrite(MachineInst inst) {
    int next = inst.register(0);
    int pointer = inst.register(1);
    int v = inst.register(2);
    int size = inst.size() & 15;
    int work = size == 8 ? 8 : 4;
    AtomicRmwInst.Operation operation = AtomicRmwInst.Operation.values()[inst.size() >> 4];
    int again = code.size();
    switch (operation) {
      case AND, NAND -> combine(Op.AND, work, next, v);
      case OR -> combine(Op.OR, work, next, v);
      case XOR -> combine(Op.XOR, work, next, v);
      case MAX -> choose(Cond.G, size, next, v);
      case MIN -> choose(Cond.L, size, next, v);
      case UMAX -> choose(Cond.A, size, next, v);
      case UMIN -> choose(Cond.B, size, next, v);
      default -> throw new IllegalStateException("atomicrmw " + operation + "; please report");
    }
    if (operation == AtomicRmwInst.Operation.NAND) {
      encoder.r(Op.NOT, work, next);
    }
    encoder.lock();
    encoder.mr(Op.CMPXCHG, size, pointer, Regs.NONE, 0, 0, next);
    encoder.branchTo(Op.JCC + Cond.NE, again);
  }

  private void combine(int op, int size, int next, int v) {
    encoder.rr(Op.MOV, size, next, Regs.RAX);
    encoder.rr(op, size, next, v);
  }

  /** next = old cc v ? old : v. */
  private void choose(int cc, int size, int next, int v) {
    encoder.rr(Op.MOV, 8, next, v);
    encoder.rr(Op.CMP, size, Regs.RAX, v);
    encoder.cmovcc(cc, 8, next, Regs.RAX);
  }

  private void land(int field) {
    code.set1(field, code.size() - field - 1);
  }

  /** Halves a value with its top bit set, its lowest bit kept so that rounding stays right. */
  private void unsignedToFloat(MachineInst inst, int convert, int add) {
    int dst = inst.register(0);
    int tmp = inst.register(1);
    int src = inst.register(2);
    encoder.rr(Op.TEST, 8, src, src);
    int large = encoder.rel8(Op.JCC + Cond.S);
    encoder.rr(convert, 8, dst, src);
    int done = encoder.rel8(Op.JMP);
    land(large);
    encoder.rr(Op.MOV, 8, tmp, src);
    encoder.ri(Op.SHR, 8, tmp, 1);
    encoder.ri(Op.AND, 4, src, 1);
    encoder.rr(Op.OR, 8, tmp, src);
    encoder.rr(convert, 8, dst, tmp);
    encoder.rr(add, 0, dst, dst);
    land(done);
  }

  // ---- Moves of the allocator. None changes flags.

  @Override
  public void move(int to, int from, int size) {
    int t = RegisterBanks.numberOf(to);
    int f = RegisterBanks.numberOf(from);
    if (RegisterBanks.bankOf(to) == X86Registers.G) {
      encoder.rr(Op.MOV, size == 8 ? 8 : 4, t, f);
    } else {
      encoder.rr(Sse.MOVAPS, 0, t, f);
    }
  }

  @Override
  public void load(int to, int offset, int size) {
    int t = RegisterBanks.numberOf(to);
    if (RegisterBanks.bankOf(to) == X86Registers.G) {
      encoder.rm(Op.MOV, size == 8 ? 8 : 4, t, RBP, Regs.NONE, 0, offset);
    } else {
      int op = size == 16 ? Sse.MOVUPS : size == 8 ? Sse.MOVSD : Sse.MOVSS;
      encoder.rm(op, 0, t, RBP, Regs.NONE, 0, offset);
    }
  }

  @Override
  public void store(int offset, int from, int size) {
    int f = RegisterBanks.numberOf(from);
    if (RegisterBanks.bankOf(from) == X86Registers.G) {
      encoder.mr(Op.MOV, size == 8 ? 8 : 4, RBP, Regs.NONE, 0, offset, f);
    } else {
      int op = size == 16 ? Sse.MOVUPS : size == 8 ? Sse.MOVSD : Sse.MOVSS;
      encoder.mr(op, 0, RBP, Regs.NONE, 0, offset, f);
    }
  }

  @Override
  public void copySlot(int to, int from, int size) {
    encoder.m(X87.FLD_M80, 0, RBP, Regs.NONE, 0, from);
    encoder.m(X87.FSTP_M80, 0, RBP, Regs.NONE, 0, to);
  }

  @Override
  public void jump(int label, FunctionSink sink) {
    sink.reference(encoder.jmp(), label);
  }

  @Override
  public void jumpIf(int condition, int label, FunctionSink sink) {
    sink.reference(encoder.jcc(condition), label);
  }

  @Override
  public void patch(int field, int target) {
    code.set4(field, target - field - 4);
  }

  @Override
  public void tableEntry(int table, int target) {
    code.put4(target - table);
  }
}
