package dev.lamina.target.x86_64.select;

import static dev.lamina.target.x86_64.encode.Regs.RBP;
import static dev.lamina.target.x86_64.encode.Regs.RSP;

import dev.lamina.codegen.CodeBuffer;
import dev.lamina.codegen.FrameLayout;
import dev.lamina.codegen.FunctionFrame;
import dev.lamina.codegen.UnwindTable;
import dev.lamina.target.x86_64.encode.Encoder;
import dev.lamina.target.x86_64.encode.Op;
import dev.lamina.target.x86_64.encode.Regs;

/**
 * Frames with rbp as the frame register:
 *
 * <pre>
 *   rbp+16  arguments on the stack
 *   rbp+8   return address
 *   rbp     caller's rbp
 *   rbp-8…  those of rbx, r12, r13, r14, r15 that are used
 *   …       allocas, slots
 *   rsp     outgoing arguments
 * </pre>
 */
final class X86Frame extends FunctionFrame {
  /** push rbp; mov rbp, rsp; sub rsp, imm32. */
  private static final int MIN_PROLOGUE = 1 + 3 + 7;

  /** And push rbx; push r12, r13, r14, r15. */
  private static final int MAX_PROLOGUE = MIN_PROLOGUE + 1 + 4 * 2;

  /** Longer padding is jumped over. */
  private static final int MAX_NOPS = 16;

  private final CodeBuffer code;
  private final Encoder encoder;
  private final CodeBuffer prologue = new CodeBuffer(MAX_PROLOGUE);
  private final Encoder prologueEncoder = new Encoder(prologue);

  X86Frame(X86Emitter emitter) {
    code = emitter.code();
    encoder = emitter.encoder();
  }

  @Override
  public int minPrologueSize() {
    return MIN_PROLOGUE;
  }

  @Override
  public int maxPrologueSize() {
    return MAX_PROLOGUE;
  }

  @Override
  public int savedBytes() {
    return 8 * X86Registers.CALLEE_SAVED.length;
  }

  @Override
  public int prologue(
      int bodyStart, int alignment, FrameLayout frame, Saved saved, UnwindTable unwind) {
    long used = saved.registers(X86Registers.G);
    prologue.truncate(0);
    prologueEncoder.r(Op.PUSH, 8, RBP);
    prologueEncoder.rr(Op.MOV, 8, RBP, RSP);
    int pushed = 0;
    for (int r : X86Registers.CALLEE_SAVED) {
      if ((used >>> r & 1) != 0) {
        prologueEncoder.r(Op.PUSH, 8, r);
        pushed += 8;
      }
    }
    // The immediate always takes four bytes, so that the shortest prologue has one size.
    prologueEncoder.wideImmediate();
    prologueEncoder.ri(Op.SUB, 8, RSP, frame.size() - pushed);
    pad(padded(prologue.size(), alignment));
    int entry = bodyStart - prologue.size();
    System.arraycopy(prologue.array(), 0, code.array(), entry, prologue.size());
    unwind.begin(entry);
    unwind.at(entry + 1);
    unwind.frameOffset(16);
    unwind.saved(X86Registers.dwarf(RBP), -16);
    unwind.at(entry + 4);
    unwind.frameRegister(X86Registers.dwarf(RBP));
    unwind.at(bodyStart);
    int place = -16;
    for (int r : X86Registers.CALLEE_SAVED) {
      if ((used >>> r & 1) != 0) {
        place -= 8;
        unwind.saved(X86Registers.dwarf(r), place);
      }
    }
    return entry;
  }

  private void pad(int size) {
    int padding = size - prologue.size();
    if (padding <= MAX_NOPS) {
      prologueEncoder.nops(padding);
    } else {
      int field = prologueEncoder.jmp();
      prologue.set4(field, size - prologue.size());
      prologue.fill(size - prologue.size(), 0xcc);
    }
  }

  @Override
  public void epilogue(Saved saved, UnwindTable unwind) {
    long used = saved.registers(X86Registers.G);
    int place = 0;
    for (int r : X86Registers.CALLEE_SAVED) {
      if ((used >>> r & 1) != 0) {
        place -= 8;
        encoder.rm(Op.MOV, 8, r, RBP, Regs.NONE, 0, place);
      }
    }
    encoder.op(Op.LEAVE, 8);
    unwind.at(code.size());
    unwind.frameAddress(X86Registers.dwarf(RSP), 8);
    encoder.op(Op.RET, 8);
  }
}
