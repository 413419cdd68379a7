package dev.lamina.ir.verify;

import dev.lamina.ir.Attribute;
import dev.lamina.ir.AttributeKind;
import dev.lamina.ir.AttributeList;
import dev.lamina.ir.AttributeSet;
import dev.lamina.ir.CallBase;
import dev.lamina.ir.CallInst;
import dev.lamina.ir.CallingConvention;
import dev.lamina.ir.CastInst;
import dev.lamina.ir.Constant;
import dev.lamina.ir.ConstantExpr;
import dev.lamina.ir.Function;
import dev.lamina.ir.FunctionType;
import dev.lamina.ir.InlineAsm;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.ReturnInst;
import dev.lamina.ir.TailCallKind;
import dev.lamina.ir.Type;
import dev.lamina.ir.TypeKind;
import dev.lamina.ir.TypeRules;
import dev.lamina.ir.Types;
import dev.lamina.ir.UndefValue;
import dev.lamina.ir.Value;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** The rules of calls. That the callee was declared with another type is none of them. */
final class CallVerifier {
  private static final AttributeKind[] PASSING = {
    AttributeKind.SRET,
    AttributeKind.BYVAL,
    AttributeKind.INALLOCA,
    AttributeKind.PREALLOCATED,
    AttributeKind.BYREF,
    AttributeKind.INREG,
    AttributeKind.SWIFTSELF,
    AttributeKind.SWIFTASYNC,
    AttributeKind.SWIFTERROR,
    AttributeKind.RETURNED
  };

  private final Report report;

  /** By intrinsic, which arguments must be constants. */
  private final IdentityHashMap<Function, boolean[]> immediates = new IdentityHashMap<>();

  CallVerifier(Report report) {
    this.report = report;
  }

  void verify(Function f, CallBase call) {
    FunctionType type = call.functionType();
    Type[] arguments = new Type[call.argumentCount()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = call.argument(i).type();
    }
    String problem = TypeRules.call(type, call.callee().type(), arguments);
    if (problem != null) {
      report.add(f, call, problem);
      return;
    }
    Function intrinsic = call.callee() instanceof Function c && c.isIntrinsic() ? c : null;
    if (call.attributes() != AttributeList.EMPTY) {
      FunctionAttributes.check(
          type, call.attributes(), intrinsic != null, text -> report.add(f, call, text));
    }
    if (intrinsic != null) {
      intrinsic(f, call, intrinsic);
    } else {
      for (Type t : arguments) {
        if (t.kind() == TypeKind.METADATA || t.kind() == TypeKind.TOKEN) {
          report.add(f, call, "only intrinsics take arguments of type '" + t + "'");
        }
      }
    }
    if (call.callee() instanceof InlineAsm asm && !asm.functionType().equals(type)) {
      report.add(f, call, "the assembly is of type '" + asm.functionType() + "'");
    }
    if (call.opcode() == Opcode.CALLBR && !(call.callee() instanceof InlineAsm)) {
      report.add(f, call, "only inline assembly can be called by callbr");
    }
    if (call instanceof CallInst c && c.tailCallKind() == TailCallKind.MUSTTAIL) {
      mustTail(f, c);
    }
  }

  // ---- Intrinsics ----

  private void intrinsic(Function f, CallBase call, Function callee) {
    if (!call.functionType().equals(callee.functionType())) {
      report.add(f, call, "an intrinsic is called as what it is, '" + callee.functionType() + "'");
      return;
    }
    boolean[] immediate = immediates.get(callee);
    if (immediate == null) {
      immediate = IntrinsicSignatures.immediates(callee);
      immediates.put(callee, immediate);
    }
    for (int i = 0; i < immediate.length; i++) {
      if (immediate[i] && !isConstantNumber(call.argument(i))) {
        report.add(f, call, "argument " + (i + 1) + " of this intrinsic is a constant number");
      }
    }
    if (call.opcode() == Opcode.INVOKE && !canUnwind(callee)) {
      report.add(f, call, "this intrinsic cannot be invoked, only called");
    }
  }

  private static boolean isConstantNumber(Value v) {
    return v instanceof Constant
        && (v.type().isInteger() || v.type().isFloatingPoint())
        && !(v instanceof ConstantExpr)
        && !(v instanceof UndefValue);
  }

  private static boolean canUnwind(Function callee) {
    String name = String.valueOf(callee.name());
    return name.equals("llvm.donothing")
        || name.startsWith("llvm.experimental.")
        || name.startsWith("llvm.coro.")
        || name.startsWith("llvm.seh.")
        || name.startsWith("llvm.objc.")
        || name.startsWith("llvm.wasm.");
  }

  // ---- musttail ----

  /** LangRef, "call", on musttail. */
  private void mustTail(Function f, CallInst call) {
    FunctionType caller = f.functionType();
    FunctionType callee = call.functionType();
    if (caller.isVarArg() != callee.isVarArg()) {
      report.add(f, call, "a musttail call is variadic if and only if its function is");
    }
    if (!caller.returnType().equals(callee.returnType())) {
      report.add(
          f,
          call,
          "a musttail call returns what its function does, '"
              + caller.returnType()
              + "', not '"
              + callee.returnType()
              + "'");
    }
    if (call.callingConvention() != f.callingConvention()) {
      report.add(f, call, "a musttail call has the calling convention of its function");
    }
    if (call.callee() instanceof InlineAsm) {
      report.add(f, call, "inline assembly cannot be called by musttail");
    }
    switch (f.callingConvention()) {
      case CallingConvention.TAIL, CallingConvention.SWIFT_TAIL -> {}
      default -> sameParameters(f, call);
    }
    returnsResult(f, call);
  }

  private void sameParameters(Function f, CallInst call) {
    FunctionType caller = f.functionType();
    FunctionType callee = call.functionType();
    boolean same = caller.parameters().equals(callee.parameters());
    if (!same) {
      report.add(
          f,
          call,
          "a musttail call has the parameters of its function, '"
              + caller
              + "', not '"
              + callee
              + "'");
      return;
    }
    for (int i = 0; i < caller.parameters().size(); i++) {
      AttributeSet a = f.attributes().parameter(i);
      AttributeSet b = call.attributes().parameter(i);
      for (AttributeKind k : PASSING) {
        if (!passesAlike(a.get(k), b.get(k))) {
          report.add(
              f,
              call,
              "a musttail call passes parameter "
                  + (i + 1)
                  + " as its function does; '"
                  + k.text()
                  + "' differs");
        }
      }
    }
  }

  private static boolean passesAlike(@Nullable Attribute a, @Nullable Attribute b) {
    if (a == null || b == null) {
      return a == b;
    }
    Type t = a.type();
    return t == null ? b.type() == null : t.equals(b.type());
  }

  private void returnsResult(Function f, CallInst call) {
    Instruction next = call.next();
    Value result = call;
    if (next instanceof CastInst cast && cast.opcode() == Opcode.BITCAST && cast.value() == call) {
      result = cast;
      next = next.next();
    }
    boolean fits =
        next instanceof ReturnInst r
            && (r.value() == null
                ? call.type() == Types.VOID
                : r.value() == result || r.value() instanceof UndefValue);
    if (!fits) {
      report.add(f, call, "a musttail call stands right before a ret of its result");
    }
  }
}
