package dev.lamina.target.x86_64.call;

import static dev.lamina.target.x86_64.encode.Regs.*;

import dev.lamina.codegen.CodeBuffer;
import dev.lamina.target.CallAdapters;
import dev.lamina.target.x86_64.encode.Cond;
import dev.lamina.target.x86_64.encode.Encoder;
import dev.lamina.target.x86_64.encode.Op;
import dev.lamina.target.x86_64.encode.Sse;

/** The adapters of the System V ABI. An object of this class serves any number of threads. */
public final class X86CallAdapters implements CallAdapters {
  /** The registers of integer arguments (psABI, figure 3.4). */
  static final int[] INTEGER_REGISTERS = {RDI, RSI, RDX, RCX, R8, R9};

  /** Arguments in vector registers are in xmm0 to xmm7. */
  static final int FLOAT_REGISTERS = 8;

  /** JNI's own arguments: environment, class, and the address of the function. */
  private static final int JNI_ARGUMENTS = 3;

  /** Where glibc has the stack pointer in a {@code jmp_buf} ({@code JB_RSP} is 6). */
  private static final int JMP_BUF_SP = 48;

  /** How glibc rotates it, and the word of the thread it is xor-ed with ({@code PTR_MANGLE}). */
  private static final int MANGLE_ROTATION = 17;

  private static final int POINTER_GUARD = 0x30;
  private static final int FS = 0x64;

  static boolean isFloat(Scalar scalar) {
    return scalar == Scalar.FLOAT || scalar == Scalar.DOUBLE;
  }

  /**
   * The arguments that C passes on the stack are among those that JNI passes there, in the same
   * order, so that all can be moved down in place; that memory is the callee's. So every downcall
   * is a jump, and the function returns to the Java VM itself, which extends narrow results.
   */
  @Override
  public Code downcall(Shape shape) {
    Encoder e = new Encoder(new CodeBuffer(64));
    e.rr(Op.MOV, 8, R11, RDX);
    int javaIntegers = JNI_ARGUMENTS;
    int integers = 0;
    int floats = 0;
    int javaStack = 8; // above the return address
    int stack = 8;
    for (Scalar scalar : shape.parameters()) {
      if (isFloat(scalar)) {
        if (floats++ >= FLOAT_REGISTERS) {
          e.rm(Op.MOV, 8, R10, RSP, NONE, 0, javaStack);
          e.mr(Op.MOV, 8, RSP, NONE, 0, stack, R10);
          javaStack += 8;
          stack += 8;
        }
        continue;
      }
      int from = R10;
      if (javaIntegers < INTEGER_REGISTERS.length) {
        from = INTEGER_REGISTERS[javaIntegers++];
      } else {
        e.rm(Op.MOV, 8, R10, RSP, NONE, 0, javaStack);
        javaStack += 8;
      }
      if (integers < INTEGER_REGISTERS.length) {
        extend(e, scalar, INTEGER_REGISTERS[integers++], from);
      } else {
        extend(e, scalar, R10, from);
        e.mr(Op.MOV, 8, RSP, NONE, 0, stack, R10);
        stack += 8;
      }
    }
    // Variadic functions find the number of vector registers in al.
    e.ri(Op.MOV, 4, RAX, Math.min(floats, FLOAT_REGISTERS));
    e.r(Op.JMP_RM, 8, R11);
    return new Code(e.buffer().toByteArray(), 0);
  }

  /** Moves an integer, extended to 32 bits, which is what compilers rely on. */
  static void extend(Encoder e, Scalar scalar, int to, int from) {
    switch (scalar) {
      case BOOL, U8 -> e.rr(Op.MOVZX8, 4, to, from);
      case S8 -> e.rr(Op.MOVSX8, 4, to, from);
      case U16 -> e.rr(Op.MOVZX16, 4, to, from);
      case S16 -> e.rr(Op.MOVSX16, 4, to, from);
      case S32, U32 -> e.rr(Op.MOV, 4, to, from);
      case WORD -> {
        if (to != from) {
          e.rr(Op.MOV, 8, to, from);
        }
      }
      default -> throw new IllegalArgumentException(scalar + " is not an integer");
    }
  }

  @Override
  public Code upcall(Shape shape) {
    return new Upcall(shape).write();
  }

  @Override
  public Code longjmpGuard() {
    int entry = UPCALL_WORDS * 8;
    Encoder e = new Encoder(new CodeBuffer(256));
    e.buffer().fill(entry, 0);
    e.r(Op.PUSH, 8, RDI);
    e.r(Op.PUSH, 8, RSI);
    e.ri(Op.SUB, 8, RSP, 8);
    load(e, 4, RDI, FRAME_KEY);
    callWord(e, GET_SPECIFIC);
    e.ri(Op.ADD, 8, RSP, 8);
    e.r(Op.POP, 8, RSI);
    e.r(Op.POP, 8, RDI);
    // No Java frame: rax is 0. On another stack than the Java frames, as coroutines have: above.
    e.rr(Op.CMP, 8, RSP, RAX);
    int above = e.jcc(Cond.AE);
    e.rm(Op.MOV, 8, RCX, RDI, NONE, 0, JMP_BUF_SP);
    e.ri(Op.ROR, 8, RCX, MANGLE_ROTATION);
    e.segment(FS);
    e.rm(Op.XOR, 8, RCX, NONE, NONE, 0, POINTER_GUARD);
    e.rr(Op.CMP, 8, RCX, RAX);
    int over = e.jcc(Cond.A);
    bind(e, above);
    patchWord(e, e.m(Op.JMP_RM, 8, RIP, NONE, 0, 0), LONGJMP);
    bind(e, over);
    e.ri(Op.AND, 8, RSP, -16);
    callWord(e, REFUSE);
    callWord(e, ABORT);
    e.op(Op.UD2);
    return new Code(e.buffer().toByteArray(), entry);
  }

  // Words in front of the code, reached relative to the instruction pointer.

  static void load(Encoder e, int size, int register, int word) {
    patchWord(e, e.rm(Op.MOV, size, register, RIP, NONE, 0, 0), word);
  }

  static void callWord(Encoder e, int word) {
    patchWord(e, e.m(Op.CALL_RM, 8, RIP, NONE, 0, 0), word);
  }

  private static void patchWord(Encoder e, int field, int word) {
    e.buffer().set4(field, word * 8 - e.size());
  }

  /** Makes the branch whose distance is at {@code field} lead here. */
  static void bind(Encoder e, int field) {
    e.buffer().set4(field, e.size() - (field + 4));
  }

  static void storeFloat(Encoder e, Scalar scalar, int base, int disp, int register) {
    e.mr(scalar == Scalar.FLOAT ? Sse.MOVSS : Sse.MOVSD, 0, base, NONE, 0, disp, register);
  }

  static void loadFloat(Encoder e, Scalar scalar, int register, int base, int disp) {
    e.rm(scalar == Scalar.FLOAT ? Sse.MOVSS : Sse.MOVSD, 0, register, base, NONE, 0, disp);
  }
}
