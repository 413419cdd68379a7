package dev.lamina.ir.text;

import dev.lamina.ir.AllocaInst;
import dev.lamina.ir.AtomicOrdering;
import dev.lamina.ir.AtomicRmwInst;
import dev.lamina.ir.AttributeList;
import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.CallBase;
import dev.lamina.ir.CallBrInst;
import dev.lamina.ir.CallInst;
import dev.lamina.ir.CallingConvention;
import dev.lamina.ir.CmpXchgInst;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.ExtractValueInst;
import dev.lamina.ir.FCmpInst;
import dev.lamina.ir.FenceInst;
import dev.lamina.ir.FuncletInst;
import dev.lamina.ir.Function;
import dev.lamina.ir.FunctionType;
import dev.lamina.ir.GetElementPtrInst;
import dev.lamina.ir.ICmpInst;
import dev.lamina.ir.InsertValueInst;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.InstructionFlags;
import dev.lamina.ir.InvokeInst;
import dev.lamina.ir.LandingPadInst;
import dev.lamina.ir.LoadInst;
import dev.lamina.ir.Names;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.OperandBundle;
import dev.lamina.ir.PhiNode;
import dev.lamina.ir.PointerType;
import dev.lamina.ir.ShuffleVectorInst;
import dev.lamina.ir.StoreInst;
import dev.lamina.ir.SwitchInst;
import dev.lamina.ir.TailCallKind;
import dev.lamina.ir.TypeKind;
import dev.lamina.ir.Types;
import dev.lamina.ir.Value;

/** Writes instructions, without the result that stands before them and the metadata behind. */
final class InstructionWriter {
  private final StringBuilder out;
  private final TypeWriter types;
  private final ValueWriter values;
  private final AttributeWriter attributes;

  InstructionWriter(
      StringBuilder out, TypeWriter types, ValueWriter values, AttributeWriter attributes) {
    this.out = out;
    this.types = types;
    this.values = values;
    this.attributes = attributes;
  }

  void write(Instruction i) {
    Opcode opcode = i.opcode();
    if (i instanceof CallBase call) {
      call(call);
      return;
    }
    out.append(opcode.text());
    if (opcode.isCast()) {
      // LLVM 19 has no fast-math flags on conversions; they may always be left out.
      values.flags(i.flags());
      out.append(' ');
      values.typed(i.operand(0));
      out.append(" to ");
      types.write(i.type());
    } else if (opcode.isBinary() || opcode == Opcode.FNEG) {
      values.flags(i.flags());
      fastMathFlags(i.flags());
      out.append(' ');
      oneTypeOperands(i);
    } else {
      other(i);
    }
  }

  /** The operands, which are all of one type, behind that type. */
  private void oneTypeOperands(Instruction i) {
    types.write(i.operand(0).type());
    String separator = " ";
    for (int n = 0; n < i.operandCount(); n++) {
      out.append(separator);
      values.write(i.operand(n));
      separator = ", ";
    }
  }

  /** The operands, each with its type. */
  private void typedOperands(Instruction i, int from, int to) {
    for (int n = from; n < to; n++) {
      out.append(n == from ? " " : ", ");
      values.typed(i.operand(n));
    }
  }

  void fastMathFlags(int flags) {
    if ((flags & InstructionFlags.FAST) == InstructionFlags.FAST) {
      out.append(" fast");
      return;
    }
    flag(flags, InstructionFlags.REASSOC, " reassoc");
    flag(flags, InstructionFlags.NNAN, " nnan");
    flag(flags, InstructionFlags.NINF, " ninf");
    flag(flags, InstructionFlags.NSZ, " nsz");
    flag(flags, InstructionFlags.ARCP, " arcp");
    flag(flags, InstructionFlags.CONTRACT, " contract");
    flag(flags, InstructionFlags.AFN, " afn");
  }

  private void flag(int flags, int bit, String text) {
    if ((flags & bit) != 0) {
      out.append(text);
    }
  }

  private void other(Instruction i) {
    switch (i.opcode()) {
      case RET -> {
        if (i.operandCount() == 0) {
          out.append(" void");
        } else {
          typedOperands(i, 0, 1);
        }
      }
      case SWITCH -> switchCases((SwitchInst) i);
      case INDIRECTBR -> {
        typedOperands(i, 0, 1);
        out.append(", ");
        blocks(i, 1, i.operandCount());
      }
      case CLEANUPRET, CATCHRET, CATCHSWITCH, CLEANUPPAD, CATCHPAD -> funclet((FuncletInst) i);
      case ALLOCA -> alloca((AllocaInst) i);
      case LOAD -> load((LoadInst) i);
      case STORE -> store((StoreInst) i);
      case GETELEMENTPTR -> {
        values.flags(i.flags());
        out.append(' ');
        types.write(((GetElementPtrInst) i).sourceType());
        out.append(',');
        typedOperands(i, 0, i.operandCount());
      }
      case FENCE -> {
        FenceInst f = (FenceInst) i;
        syncScope(f.syncScope());
        out.append(' ').append(f.ordering().text());
      }
      case CMPXCHG -> compareExchange((CmpXchgInst) i);
      case ATOMICRMW -> readModifyWrite((AtomicRmwInst) i);
      case ICMP -> {
        out.append(' ').append(((ICmpInst) i).predicate().text()).append(' ');
        oneTypeOperands(i);
      }
      case FCMP -> {
        fastMathFlags(i.flags());
        out.append(' ').append(((FCmpInst) i).predicate().text()).append(' ');
        oneTypeOperands(i);
      }
      case PHI -> phi((PhiNode) i);
      case SELECT -> {
        fastMathFlags(i.flags());
        typedOperands(i, 0, i.operandCount());
      }
      case VAARG -> {
        typedOperands(i, 0, 1);
        out.append(", ");
        types.write(i.type());
      }
      case SHUFFLEVECTOR -> shuffle((ShuffleVectorInst) i);
      case EXTRACTVALUE -> {
        typedOperands(i, 0, 1);
        ExtractValueInst e = (ExtractValueInst) i;
        for (int n = 0; n < e.indexCount(); n++) {
          out.append(", ").append(e.index(n));
        }
      }
      case INSERTVALUE -> {
        typedOperands(i, 0, 2);
        InsertValueInst e = (InsertValueInst) i;
        for (int n = 0; n < e.indexCount(); n++) {
          out.append(", ").append(e.index(n));
        }
      }
      case LANDINGPAD -> landingPad((LandingPadInst) i);
      default -> typedOperands(i, 0, i.operandCount());
    }
  }

  // ---- Control flow ----

  private void switchCases(SwitchInst s) {
    typedOperands(s, 0, 2);
    out.append(" [\n");
    for (int n = 0; n < s.caseCount(); n++) {
      ConstantInt c = s.caseValue(n);
      out.append("    ");
      values.typed(c);
      out.append(", ");
      values.typed(s.caseTarget(n));
      out.append('\n');
    }
    out.append("  ]");
  }

  /** {@code [label %a, label %b]}. */
  private void blocks(Instruction i, int from, int to) {
    out.append('[');
    for (int n = from; n < to; n++) {
      out.append(n == from ? "" : ", ");
      values.typed(i.operand(n));
    }
    out.append(']');
  }

  private void phi(PhiNode p) {
    fastMathFlags(p.flags());
    out.append(' ');
    types.write(p.type());
    for (int n = 0; n < p.incomingCount(); n++) {
      out.append(n == 0 ? " [ " : ", [ ");
      values.write(p.incomingValue(n));
      out.append(", ");
      values.write(p.incomingBlock(n));
      out.append(" ]");
    }
  }

  private void landingPad(LandingPadInst p) {
    out.append(' ');
    types.write(p.type());
    if (p.isCleanup()) {
      out.append("\n          cleanup");
    }
    for (int n = 0; n < p.clauseCount(); n++) {
      out.append(p.isFilter(n) ? "\n          filter " : "\n          catch ");
      values.typed(p.clause(n));
    }
  }

  private void funclet(FuncletInst f) {
    boolean pad = f.type() == Types.TOKEN;
    out.append(pad ? " within " : " from ");
    values.write(f.operand(0));
    int n = f.operandCount();
    switch (f.opcode()) {
      case CATCHSWITCH -> {
        out.append(' ');
        blocks(f, 1, f.unwindsToCaller() ? n : n - 1);
        unwind(f);
      }
      case CLEANUPRET -> unwind(f);
      case CATCHRET -> {
        out.append(" to ");
        values.typed(f.operand(1));
      }
      default -> {
        out.append(" [");
        for (int i = 1; i < n; i++) {
          out.append(i == 1 ? "" : ", ");
          values.typed(f.operand(i));
        }
        out.append(']');
      }
    }
  }

  private void unwind(FuncletInst f) {
    out.append(" unwind ");
    if (f.unwindsToCaller()) {
      out.append("to caller");
    } else {
      values.typed(f.operand(f.operandCount() - 1));
    }
  }

  // ---- Memory ----

  private void alignment(long alignment) {
    if (alignment != 0) {
      out.append(", align ").append(alignment);
    }
  }

  private void syncScope(String scope) {
    if (!scope.isEmpty()) {
      out.append(" syncscope(").append(Names.quoted(scope)).append(')');
    }
  }

  private void atomic(boolean atomic, boolean isVolatile) {
    out.append(atomic ? " atomic" : "").append(isVolatile ? " volatile" : "");
  }

  private void ordering(AtomicOrdering ordering, String scope) {
    if (ordering != AtomicOrdering.NOT_ATOMIC) {
      syncScope(scope);
      out.append(' ').append(ordering.text());
    }
  }

  private void alloca(AllocaInst a) {
    out.append(a.isInAlloca() ? " inalloca" : "").append(a.isSwiftError() ? " swifterror" : "");
    out.append(' ');
    types.write(a.allocatedType());
    Value count = a.count();
    boolean one = count instanceof ConstantInt c && c.type() == Types.I32 && c.sext() == 1;
    if (!one) {
      out.append(", ");
      values.typed(count);
    }
    alignment(a.alignment());
    int space = ((PointerType) a.type()).addressSpace();
    if (space != 0) {
      out.append(", addrspace(").append(space).append(')');
    }
  }

  private void load(LoadInst l) {
    atomic(l.isAtomic(), l.isVolatile());
    out.append(' ');
    types.write(l.type());
    out.append(", ");
    values.typed(l.pointer());
    ordering(l.ordering(), l.syncScope());
    alignment(l.alignment());
  }

  private void store(StoreInst s) {
    atomic(s.isAtomic(), s.isVolatile());
    typedOperands(s, 0, 2);
    ordering(s.ordering(), s.syncScope());
    alignment(s.alignment());
  }

  private void compareExchange(CmpXchgInst c) {
    out.append(c.isWeak() ? " weak" : "");
    atomic(false, c.isVolatile());
    typedOperands(c, 0, 3);
    ordering(c.success(), c.syncScope());
    out.append(' ').append(c.failure().text());
    alignment(c.alignment());
  }

  private void readModifyWrite(AtomicRmwInst a) {
    atomic(false, a.isVolatile());
    out.append(' ').append(a.operation().text());
    typedOperands(a, 0, 2);
    ordering(a.ordering(), a.syncScope());
    alignment(a.alignment());
  }

  private void shuffle(ShuffleVectorInst s) {
    typedOperands(s, 0, 2);
    out.append(", <");
    boolean scalable = s.type().kind() == TypeKind.SCALABLE_VECTOR;
    out.append(scalable ? "vscale x " : "").append(s.maskLength()).append(" x i32> ");
    boolean allZero = true;
    boolean allPoison = true;
    for (int n = 0; n < s.maskLength(); n++) {
      allZero &= s.maskElement(n) == 0;
      allPoison &= s.maskElement(n) == ShuffleVectorInst.POISON_ELEMENT;
    }
    if (allZero) {
      out.append("zeroinitializer");
    } else if (allPoison) {
      out.append("poison");
    } else {
      for (int n = 0; n < s.maskLength(); n++) {
        out.append(n == 0 ? "<i32 " : ", i32 ");
        if (s.maskElement(n) == ShuffleVectorInst.POISON_ELEMENT) {
          out.append("poison");
        } else {
          out.append(s.maskElement(n));
        }
      }
      out.append('>');
    }
  }

  // ---- Calls ----

  private void call(CallBase call) {
    if (call instanceof CallInst c) {
      out.append(
          switch (c.tailCallKind()) {
            case NONE -> "";
            case TAIL -> "tail ";
            case MUSTTAIL -> "musttail ";
            case NOTAIL -> "notail ";
          });
    }
    out.append(call.opcode().text());
    fastMathFlags(call.flags());
    callingConvention(call.callingConvention());
    out.append(' ');
    AttributeList list = call.attributes();
    attributes.inline(list.result());
    Value callee = call.callee();
    if (callee.type() instanceof PointerType p && p.addressSpace() != 0) {
      out.append("addrspace(").append(p.addressSpace()).append(") ");
    }
    FunctionType type = call.functionType();
    types.write(type.isVarArg() ? type : type.returnType());
    out.append(' ');
    values.write(callee);
    out.append('(');
    for (int i = 0; i < call.argumentCount(); i++) {
      out.append(i == 0 ? "" : ", ");
      types.write(call.argument(i).type());
      out.append(' ');
      attributes.inline(list.parameter(i));
      values.write(call.argument(i));
    }
    if (forwardsVariable(call)) {
      out.append(call.argumentCount() == 0 ? "..." : ", ...");
    }
    out.append(')');
    attributes.group(list.function());
    bundles(call);
    targets(call);
  }

  /** Whether a call hands on the variable arguments of the function that it is in. */
  private static boolean forwardsVariable(CallBase call) {
    Function f = call.function();
    return call instanceof CallInst c
        && c.tailCallKind() == TailCallKind.MUSTTAIL
        && call.functionType().isVarArg()
        && f != null
        && f.functionType().isVarArg();
  }

  void callingConvention(int number) {
    if (number == CallingConvention.C) {
      return;
    }
    String keyword = CallingConventions.keyword(number);
    if (keyword != null && number != CallingConvention.WEBKIT_JS) {
      out.append(' ').append(keyword);
    } else {
      out.append(" cc ").append(number);
    }
  }

  private void bundles(CallBase call) {
    String separator = " [ ";
    for (OperandBundle b : call.bundles()) {
      out.append(separator).append(Names.quoted(b.tag())).append('(');
      String comma = "";
      for (Value v : b.inputs()) {
        out.append(comma);
        values.typed(v);
        comma = ", ";
      }
      out.append(')');
      separator = ", ";
    }
    out.append(call.bundles().isEmpty() ? "" : " ]");
  }

  private void targets(CallBase call) {
    if (call instanceof InvokeInst i) {
      out.append("\n          to ");
      values.typed(i.normalTarget());
      out.append(" unwind ");
      values.typed(i.unwindTarget());
    } else if (call instanceof CallBrInst c) {
      out.append("\n          to ");
      values.typed(c.defaultTarget());
      out.append(" [");
      for (int n = 0; n < c.indirectTargetCount(); n++) {
        BasicBlock target = c.indirectTarget(n);
        out.append(n == 0 ? "" : ", ");
        values.typed(target);
      }
      out.append(']');
    }
  }
}
