package dev.lamina.target.x86_64.call;

import static dev.lamina.target.CallAdapters.*;
import static dev.lamina.target.x86_64.call.X86CallAdapters.*;
import static dev.lamina.target.x86_64.encode.Regs.*;

import dev.lamina.codegen.CodeBuffer;
import dev.lamina.target.CallAdapters.Code;
import dev.lamina.target.CallAdapters.Scalar;
import dev.lamina.target.CallAdapters.Shape;
import dev.lamina.target.x86_64.encode.Cond;
import dev.lamina.target.x86_64.encode.Encoder;
import dev.lamina.target.x86_64.encode.Op;
import dev.lamina.target.x86_64.encode.Sse;

/**
 * Writes one upcall.
 *
 * <pre>
 *   rbp + 16   arguments on the stack
 *   rbp        caller's rbp          the value of FRAME_KEY meanwhile
 *   rbp - 8    caller's rbx          rbx: JNIEnv*
 *   rbp - 16   caller's r12          r12: the outer value of FRAME_KEY
 *   rsp + 16   jvalue[]              receiver, then the arguments
 *   rsp + 8    the result, while FRAME_KEY is set back
 *   rsp        JNIEnv*, from GetEnv
 * </pre>
 */
final class Upcall {
  private static final int ENV = 0;
  private static final int RESULT = 8;
  private static final int VALUES = 16;
  private static final int SAVED = 16;

  // JNI specification, "Invocation API functions" and "Interface function table": the indices.
  private static final int JNI_VERSION = 0x00010006;
  private static final int GET_ENV = 6;
  private static final int ATTACH_AS_DAEMON = 7;

  private final Shape shape;
  private final Encoder e = new Encoder(new CodeBuffer(512));

  Upcall(Shape shape) {
    this.shape = shape;
  }

  /** The index of the function of JNI that calls a static method with that result. */
  private static int callStatic(Scalar result) {
    return switch (result) {
      case BOOL -> 119;
      case S8, U8 -> 122;
      case U16 -> 125;
      case S16 -> 128;
      case S32, U32 -> 131;
      case WORD -> 134;
      case FLOAT -> 137;
      case DOUBLE -> 140;
      case VOID -> 143;
    };
  }

  Code write() {
    int entry = UPCALL_WORDS * 8;
    e.buffer().fill(entry, 0);
    e.r(Op.PUSH, 8, RBP);
    e.rr(Op.MOV, 8, RBP, RSP);
    e.r(Op.PUSH, 8, RBX);
    e.r(Op.PUSH, 8, R12);
    e.ri(Op.SUB, 8, RSP, (VALUES + 8 * (shape.parameters().size() + 1) + 15) & -16);
    storeArguments();
    load(e, 4, RDI, FRAME_KEY);
    callWord(e, GET_SPECIFIC);
    e.rr(Op.MOV, 8, R12, RAX);
    load(e, 8, RDI, JAVA_VM);
    e.rm(Op.LEA, 8, RSI, RSP, NONE, 0, ENV);
    e.ri(Op.MOV, 4, RDX, JNI_VERSION);
    callTable(RDI, GET_ENV);
    e.rr(Op.TEST, 4, RAX, RAX);
    int unknownThread = e.jcc(Cond.NE);
    int attached = e.size();
    load(e, 4, RDI, FRAME_KEY);
    e.rr(Op.MOV, 8, RSI, RBP);
    callWord(e, SET_SPECIFIC);
    e.rm(Op.MOV, 8, RBX, RSP, NONE, 0, ENV);
    e.rr(Op.MOV, 8, RDI, RBX);
    load(e, 8, RSI, CLASS);
    load(e, 8, RDX, METHOD);
    e.rm(Op.LEA, 8, RCX, RSP, NONE, 0, VALUES);
    callTable(RBX, callStatic(shape.result()));
    saveResult();
    load(e, 4, RDI, FRAME_KEY);
    e.rr(Op.MOV, 8, RSI, R12);
    callWord(e, SET_SPECIFIC);
    loadResult();
    int end = e.size();
    e.rm(Op.LEA, 8, RSP, RBP, NONE, 0, -SAVED);
    e.r(Op.POP, 8, R12);
    e.r(Op.POP, 8, RBX);
    e.r(Op.POP, 8, RBP);
    e.op(Op.RET);
    bind(e, unknownThread);
    attach(attached, end);
    return new Code(e.buffer().toByteArray(), entry);
  }

  private void storeArguments() {
    load(e, 8, RAX, RECEIVER);
    e.mr(Op.MOV, 8, RSP, NONE, 0, VALUES, RAX);
    int integers = 0;
    int floats = 0;
    int stack = 16; // above rbp and the return address
    int value = VALUES + 8;
    for (Scalar scalar : shape.parameters()) {
      if (isFloat(scalar) && floats < FLOAT_REGISTERS) {
        storeFloat(e, scalar, RSP, value, floats++);
      } else if (!isFloat(scalar) && integers < INTEGER_REGISTERS.length) {
        // JNI reads as many of the low bytes as the Java type has.
        e.mr(Op.MOV, 8, RSP, NONE, 0, value, INTEGER_REGISTERS[integers++]);
      } else {
        e.rm(Op.MOV, 8, RAX, RBP, NONE, 0, stack);
        e.mr(Op.MOV, 8, RSP, NONE, 0, value, RAX);
        stack += 8;
      }
      value += 8;
    }
  }

  /** Calls the function at {@code index} of the table that {@code register} points to. */
  private void callTable(int register, int index) {
    e.rm(Op.MOV, 8, RAX, register, NONE, 0, 0);
    e.m(Op.CALL_RM, 8, RAX, NONE, 0, index * 8);
  }

  private void saveResult() {
    if (isFloat(shape.result())) {
      storeFloat(e, shape.result(), RSP, RESULT, XMM0);
    } else if (shape.result() != Scalar.VOID) {
      e.mr(Op.MOV, 8, RSP, NONE, 0, RESULT, RAX);
    }
  }

  private void loadResult() {
    if (isFloat(shape.result())) {
      loadFloat(e, shape.result(), XMM0, RSP, RESULT);
    } else if (shape.result() != Scalar.VOID) {
      e.rm(Op.MOV, 8, RAX, RSP, NONE, 0, RESULT);
      extend(e, shape.result(), RAX, RAX);
    }
  }

  private void attach(int attached, int end) {
    load(e, 8, RDI, JAVA_VM);
    e.rm(Op.LEA, 8, RSI, RSP, NONE, 0, ENV);
    e.ri(Op.MOV, 4, RDX, 0);
    callTable(RDI, ATTACH_AS_DAEMON);
    e.rr(Op.MOV, 4, RCX, RAX);
    e.ri(Op.MOV, 4, RAX, 0);
    e.rr(Sse.XORPS, 0, XMM0, XMM0);
    e.rr(Op.TEST, 4, RCX, RCX);
    bindTo(e.jcc(Cond.NE), end); // the Java VM is ending: 0 is returned
    load(e, 4, RDI, DETACH_KEY);
    load(e, 8, RSI, JAVA_VM);
    callWord(e, SET_SPECIFIC);
    bindTo(e.jmp(), attached);
  }

  private void bindTo(int field, int target) {
    e.buffer().set4(field, target - (field + 4));
  }
}
