package dev.lamina.target.x86_64.select;

import dev.lamina.codegen.FunctionSink;
import dev.lamina.ir.BinaryOperator;
import dev.lamina.ir.CallBase;
import dev.lamina.ir.CastInst;
import dev.lamina.ir.FCmpInst;
import dev.lamina.ir.FloatPredicate;
import dev.lamina.ir.Function;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.MetadataAsValue;
import dev.lamina.ir.MetadataString;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.Type;
import dev.lamina.ir.Value;
import dev.lamina.ir.VectorType;
import dev.lamina.target.x86_64.encode.Sse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code llvm.experimental.constrained.*}. Code never changes the rounding mode, and moves no
 * operation across another, so each is the plain operation; on vectors it is done element by
 * element, since lanes above the last could raise exceptions of their own.
 */
final class StrictFloats {
  static final String PREFIX = "experimental.constrained.";

  private StrictFloats() {}

  /** {@code name} is what follows {@link #PREFIX}. */
  static void emit(X86Selector s, CallBase call, String name) {
    List<Value> operands = new ArrayList<>();
    for (int n = 0; n < call.argumentCount(); n++) {
      if (!(call.argument(n) instanceof MetadataAsValue)) {
        operands.add(call.argument(n));
      }
    }
    Value[] all = operands.toArray(new Value[0]);
    if (call.type() instanceof VectorType type) {
      if (name.equals("fcmps")) {
        throw CallRules.unsupportedCallee((Function) call.callee());
      }
      ElementWise.map(
          s, call, s.result(call), type, e -> plain(call, name, type.element(), e), all);
      return;
    }
    Expansion x = new Expansion(s, call);
    if (name.equals("fcmps")) {
      signal(s, call, all[0], all[1]);
    }
    x.finish(x.emit(plain(call, name, call.type(), all)));
  }

  /** Raises what comparing any NaN raises, as {@code ucomiss} does not. */
  private static void signal(X86Selector s, CallBase call, Value a, Value b) {
    if (!ConversionRules.isSse(a.type())) {
      throw CallRules.unsupportedCallee((Function) call.callee());
    }
    FunctionSink out = s.sink();
    int left = s.value(a);
    int right = s.value(b);
    int op = ConversionRules.isDouble(a.type()) ? Sse.COMISD : Sse.COMISS;
    out.begin(op, 0).use(left).use(right).end();
  }

  private static Instruction plain(CallBase call, String name, Type type, Value[] operands) {
    Opcode opcode = opcode(name);
    if (opcode == null) {
      return VectorIntrinsics.call(name, type, operands);
    }
    if (opcode == Opcode.FCMP) {
      return new FCmpInst(predicate(call), operands[0], operands[1]);
    }
    return opcode.isCast()
        ? new CastInst(opcode, operands[0], type)
        : new BinaryOperator(opcode, operands[0], operands[1]);
  }

  private static @Nullable Opcode opcode(String name) {
    return switch (name) {
      case "fadd" -> Opcode.FADD;
      case "fsub" -> Opcode.FSUB;
      case "fmul" -> Opcode.FMUL;
      case "fdiv" -> Opcode.FDIV;
      case "frem" -> Opcode.FREM;
      case "fptosi" -> Opcode.FPTOSI;
      case "fptoui" -> Opcode.FPTOUI;
      case "sitofp" -> Opcode.SITOFP;
      case "uitofp" -> Opcode.UITOFP;
      case "fpext" -> Opcode.FPEXT;
      case "fptrunc" -> Opcode.FPTRUNC;
      case "fcmp", "fcmps" -> Opcode.FCMP;
      default -> null;
    };
  }

  private static FloatPredicate predicate(CallBase call) {
    if (call.argument(2) instanceof MetadataAsValue m && m.metadata() instanceof MetadataString p) {
      return FloatPredicate.valueOf(p.text().toUpperCase(Locale.ROOT));
    }
    throw CallRules.unsupportedCallee((Function) call.callee());
  }
}
