package dev.lamina.target.x86_64.select;

import static dev.lamina.codegen.SelectionRule.rule;

import dev.lamina.codegen.RuleTable;
import dev.lamina.ir.CallBase;
import dev.lamina.ir.Function;
import dev.lamina.ir.InlineAsm;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.InvokeInst;
import dev.lamina.ir.LandingPadInst;
import dev.lamina.ir.Opcode;
import dev.lamina.target.UnsupportedConstructException;

/** Calls: intrinsics, inline assembly, and functions. */
final class CallRules {
  private CallRules() {}

  static void addTo(RuleTable.Rules<X86Selector> table) {
    table
        .add(
            Opcode.CALL,
            rule("intrinsic", (s, i) -> isIntrinsic(i), (s, i) -> Intrinsics.emit(s, (CallBase) i)))
        .add(
            Opcode.CALL,
            rule(
                "inline assembly",
                (s, i) -> ((CallBase) i).callee() instanceof InlineAsm,
                (s, i) -> InlineAssembly.emit(s, (CallBase) i)))
        .add(Opcode.CALL, rule("function", (s, i) -> s.calls.call((CallBase) i)))
        .add(
            Opcode.INVOKE,
            rule(
                "of a hint",
                (s, i) -> isIntrinsic(i) && Intrinsics.isHint((Function) ((CallBase) i).callee()),
                (s, i) -> {
                  s.flow().leaveBlock();
                  s.flow().jump(((InvokeInst) i).normalTarget());
                }))
        .add(
            Opcode.INVOKE,
            rule(
                "function",
                (s, i) -> !isIntrinsic(i) && !(((CallBase) i).callee() instanceof InlineAsm),
                (s, i) -> s.calls.invoke((InvokeInst) i)))
        .add(Opcode.LANDINGPAD, rule("any", (s, i) -> s.calls.landingPad((LandingPadInst) i)))
        .add(Opcode.RESUME, rule("any", (s, i) -> s.calls.resume(i.operand(0))))
        .add(Opcode.VAARG, rule("any", (s, i) -> VarArgs.argument(s, i)));
  }

  private static boolean isIntrinsic(Instruction i) {
    return ((CallBase) i).callee() instanceof Function f && f.isIntrinsic();
  }

  static UnsupportedConstructException unsupportedCallee(Function f) {
    return new UnsupportedConstructException("the intrinsic " + f.name());
  }
}
