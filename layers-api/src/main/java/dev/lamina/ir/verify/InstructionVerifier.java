package dev.lamina.ir.verify;

import dev.lamina.ir.AllocaInst;
import dev.lamina.ir.AtomicRmwInst;
import dev.lamina.ir.AtomicRules;
import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.BranchInst;
import dev.lamina.ir.CallBase;
import dev.lamina.ir.CmpXchgInst;
import dev.lamina.ir.Constant;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.DataLayout;
import dev.lamina.ir.ExtractValueInst;
import dev.lamina.ir.FenceInst;
import dev.lamina.ir.Function;
import dev.lamina.ir.GetElementPtrInst;
import dev.lamina.ir.InsertValueInst;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.InvokeInst;
import dev.lamina.ir.LandingPadInst;
import dev.lamina.ir.LoadInst;
import dev.lamina.ir.Module;
import dev.lamina.ir.ReturnInst;
import dev.lamina.ir.ShuffleVectorInst;
import dev.lamina.ir.StoreInst;
import dev.lamina.ir.SwitchInst;
import dev.lamina.ir.Type;
import dev.lamina.ir.TypeKind;
import dev.lamina.ir.TypeRules;
import dev.lamina.ir.Types;
import dev.lamina.ir.Value;
import dev.lamina.ir.analysis.ControlFlow;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The rules of single instructions (LangRef, "Instruction Reference"). */
final class InstructionVerifier {
  private final Report report;
  private final CallVerifier calls;
  private final Supplier<ControlFlow> flow;

  // Of the function being verified.
  private @Nullable Function function;
  private DataLayout layout = DataLayout.DEFAULT;
  private @Nullable Type landingPadType;

  /**
   * @param flow gives the control flow of the function that is being verified
   */
  InstructionVerifier(Report report, Supplier<ControlFlow> flow) {
    this.report = report;
    this.flow = flow;
    calls = new CallVerifier(report);
  }

  void begin(Function f) {
    function = f;
    Module m = f.module();
    layout = m == null ? DataLayout.DEFAULT : m.dataLayout();
    landingPadType = null;
  }

  private void check(Instruction i, @Nullable String problem) {
    if (problem != null) {
      add(i, problem);
    }
  }

  private void add(Instruction i, String problem) {
    Function f = function;
    if (f != null) {
      report.add(f, i, problem);
    }
  }

  void verify(Instruction i) {
    switch (i.opcode()) {
      case RET -> ret((ReturnInst) i);
      case BR -> branch((BranchInst) i);
      case SWITCH -> switchCases((SwitchInst) i);
      case INDIRECTBR -> check(i, TypeRules.address("indirectbr", i.operand(0).type()));
      case CALL, INVOKE, CALLBR -> {
        if (function != null) {
          calls.verify(function, (CallBase) i);
        }
        if (i instanceof InvokeInst invoke) {
          unwindTarget(i, invoke.unwindTarget());
        }
      }
      case RESUME -> resume(i);
      case CLEANUPRET, CATCHRET, CATCHSWITCH, CLEANUPPAD, CATCHPAD -> personality(i);
      case FNEG -> check(i, TypeRules.unary(i.opcode(), i.type()));
      case ALLOCA -> alloca((AllocaInst) i);
      case LOAD -> load((LoadInst) i);
      case STORE -> store((StoreInst) i);
      case GETELEMENTPTR -> {
        Value[] operands = new Value[i.operandCount()];
        for (int n = 0; n < operands.length; n++) {
          operands[n] = i.operand(n);
        }
        check(i, TypeRules.getElementPtr(((GetElementPtrInst) i).sourceType(), operands));
      }
      case FENCE -> check(i, AtomicRules.fence(((FenceInst) i).ordering()));
      case CMPXCHG -> compareExchange((CmpXchgInst) i);
      case ATOMICRMW -> readModifyWrite((AtomicRmwInst) i);
      case ICMP, FCMP ->
          check(i, TypeRules.compare(i.opcode(), i.operand(0).type(), i.operand(1).type()));
      case PHI -> {
        if (!TypeRules.isOperand(i.type()) || i.type().kind() == TypeKind.TOKEN) {
          add(i, "a phi of '" + i.type() + "' is not possible");
        }
      }
      case SELECT ->
          check(i, TypeRules.select(i.operand(0).type(), i.operand(1).type(), i.operand(2).type()));
      case VAARG -> check(i, TypeRules.access("va_arg", i.type(), i.operand(0).type()));
      case EXTRACTELEMENT ->
          check(i, TypeRules.extractElement(i.operand(0).type(), i.operand(1).type()));
      case INSERTELEMENT ->
          check(
              i,
              TypeRules.insertElement(
                  i.operand(0).type(), i.operand(1).type(), i.operand(2).type()));
      case SHUFFLEVECTOR -> shuffle((ShuffleVectorInst) i);
      case EXTRACTVALUE -> extractValue((ExtractValueInst) i);
      case INSERTVALUE -> insertValue((InsertValueInst) i);
      case LANDINGPAD -> landingPad((LandingPadInst) i);
      case FREEZE -> {
        if (!TypeRules.isOperand(i.type()) || i.type().kind() == TypeKind.TOKEN) {
          add(i, "freeze of '" + i.type() + "' is not possible");
        }
      }
      case UNREACHABLE -> {}
      default -> {
        if (i.opcode().isCast()) {
          check(i, TypeRules.cast(i.opcode(), i.operand(0).type(), i.type()));
        } else {
          check(i, TypeRules.binary(i.opcode(), i.operand(0).type(), i.operand(1).type()));
        }
      }
    }
  }

  // ---- Terminators ----

  private void ret(ReturnInst r) {
    Function f = function;
    if (f == null) {
      return;
    }
    Type type = r.value() == null ? Types.VOID : r.value().type();
    if (!type.equals(f.returnType())) {
      add(r, "this returns '" + type + "' from a function that returns '" + f.returnType() + "'");
    }
  }

  private void branch(BranchInst b) {
    if (b.isConditional() && b.condition().type() != Types.I1) {
      add(b, "the condition of a branch is of type 'i1', not '" + b.condition().type() + "'");
    }
  }

  private void switchCases(SwitchInst s) {
    if (!s.value().type().isInteger()) {
      add(s, "a switch is over an integer, not over '" + s.value().type() + "'");
      return;
    }
    long[] values = new long[s.caseCount()];
    int count = 0;
    Set<BigInteger> wide = new HashSet<>();
    for (int n = 0; n < s.caseCount(); n++) {
      ConstantInt c = s.caseValue(n);
      if (!c.type().equals(s.value().type())) {
        add(
            s,
            "a case is of type '" + c.type() + "', the switch of type '" + s.value().type() + "'");
      }
      if (!c.isWide()) {
        values[count++] = c.sext();
      } else if (!wide.add(c.toBigInteger())) {
        add(s, "this switch has two cases of " + c);
      }
    }
    Arrays.sort(values, 0, count);
    for (int n = 1; n < count; n++) {
      if (values[n] == values[n - 1]) {
        add(s, "this switch has two cases of " + values[n]);
      }
    }
  }

  // ---- Exceptions ----

  private void personality(Instruction i) {
    if (function != null && function.personality() == null) {
      add(i, "the function has no personality, without which nothing can be caught");
    }
  }

  private void unwindTarget(Instruction i, BasicBlock target) {
    Instruction first = target.firstNonPhi();
    if (first != null && !FunctionVerifier.isPad(first)) {
      add(i, "the block that this unwinds to does not begin with a landingpad");
    }
  }

  private void landingPad(LandingPadInst p) {
    personality(p);
    BasicBlock block = p.parent();
    if (block == null) {
      return;
    }
    if (block.firstNonPhi() != p) {
      add(p, "a landingpad stands before all else in its block");
    }
    if (!p.isCleanup() && p.clauseCount() == 0) {
      add(p, "a landingpad has a clause or is a cleanup");
    }
    for (int n = 0; n < p.clauseCount(); n++) {
      Value clause = p.clause(n);
      boolean fits =
          clause instanceof Constant
              && (p.isFilter(n)
                  ? clause.type().kind() == TypeKind.ARRAY
                  : clause.type().isPointer());
      if (!fits) {
        add(p, "a catch clause is a constant pointer, a filter clause a constant array");
      }
    }
    samePadType(p, p.type());
    ControlFlow graph = flow.get();
    int b = graph.index(block);
    if (b == 0) {
      add(p, "the entry block cannot be a landing pad");
    }
    for (int e = 0; e < graph.predecessorCount(b); e++) {
      Instruction t = graph.block(graph.predecessor(b, e)).terminator();
      if (!(t instanceof InvokeInst invoke)
          || invoke.unwindTarget() != block
          || invoke.normalTarget() == block) {
        add(p, "only exceptions of invokes can lead to a landingpad");
      }
    }
  }

  private void samePadType(Instruction i, Type type) {
    if (landingPadType == null) {
      landingPadType = type;
    } else if (!landingPadType.equals(type)) {
      add(
          i,
          "exceptions are of type '"
              + landingPadType
              + "' elsewhere in this function, of '"
              + type
              + "' here");
    }
  }

  private void resume(Instruction i) {
    personality(i);
    samePadType(i, i.operand(0).type());
  }

  // ---- Memory ----

  private void alloca(AllocaInst a) {
    check(a, TypeRules.alloca(a.allocatedType(), a.count().type()));
    check(a, AtomicRules.alignment(a.alignment()));
  }

  private void load(LoadInst l) {
    check(l, TypeRules.access("load", l.type(), l.pointer().type()));
    check(l, AtomicRules.alignment(l.alignment()));
    if (l.isAtomic()) {
      check(l, AtomicRules.load(layout, l.type(), l.alignment(), l.ordering()));
    }
  }

  private void store(StoreInst s) {
    Type type = s.value().type();
    check(s, TypeRules.access("store", type, s.pointer().type()));
    check(s, AtomicRules.alignment(s.alignment()));
    if (s.isAtomic()) {
      check(s, AtomicRules.store(layout, type, s.alignment(), s.ordering()));
    }
  }

  private void compareExchange(CmpXchgInst c) {
    Type type = c.expected().type();
    String problem = TypeRules.cmpXchg(c.pointer().type(), type, c.replacement().type());
    check(c, problem != null ? problem : AtomicRules.size(layout, type));
    check(c, AtomicRules.alignment(c.alignment()));
    check(c, AtomicRules.cmpXchg(c.success(), c.failure()));
    check(c, AtomicRules.cmpXchgFailure(c.failure()));
  }

  private void readModifyWrite(AtomicRmwInst a) {
    Type type = a.value().type();
    String problem = TypeRules.atomicRmw(a.operation(), a.pointer().type(), type);
    check(a, problem != null ? problem : AtomicRules.size(layout, type));
    check(a, AtomicRules.alignment(a.alignment()));
    check(a, AtomicRules.atomicRmw(a.ordering()));
  }

  // ---- Vectors and aggregates ----

  private void shuffle(ShuffleVectorInst s) {
    int[] mask = new int[s.maskLength()];
    for (int n = 0; n < mask.length; n++) {
      mask[n] = s.maskElement(n);
    }
    check(s, TypeRules.shuffleVector(s.operand(0).type(), s.operand(1).type(), mask));
  }

  private void extractValue(ExtractValueInst e) {
    int[] indices = new int[e.indexCount()];
    for (int n = 0; n < indices.length; n++) {
      indices[n] = e.index(n);
    }
    String problem = TypeRules.extractValue(e.aggregate().type(), indices);
    check(e, problem);
    if (problem == null
        && !e.type().equals(ExtractValueInst.indexedType(e.aggregate().type(), indices))) {
      add(e, "the indices do not lead to a value of type '" + e.type() + "'");
    }
  }

  private void insertValue(InsertValueInst e) {
    int[] indices = new int[e.indexCount()];
    for (int n = 0; n < indices.length; n++) {
      indices[n] = e.index(n);
    }
    check(e, TypeRules.insertValue(e.aggregate().type(), e.element().type(), indices));
  }
}
