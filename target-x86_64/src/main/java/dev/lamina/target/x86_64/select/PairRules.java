package dev.lamina.target.x86_64.select;

import static dev.lamina.codegen.SelectionRule.rule;
import static dev.lamina.target.x86_64.encode.Regs.RAX;
import static dev.lamina.target.x86_64.encode.Regs.RCX;
import static dev.lamina.target.x86_64.encode.Regs.RDX;
import static dev.lamina.target.x86_64.select.X86Selector.isPair;
import static dev.lamina.target.x86_64.select.X86Selector.width;

import dev.lamina.codegen.FunctionSink;
import dev.lamina.codegen.RuleTable;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.Value;
import dev.lamina.target.x86_64.encode.Cond;
import dev.lamina.target.x86_64.encode.Op;
import java.util.List;

/** Arithmetic on integers of 65 to 128 bits, which are held in two registers. */
final class PairRules {
  private static final List<Opcode> BITWISE = List.of(Opcode.AND, Opcode.OR, Opcode.XOR);
  private static final List<Opcode> SHIFTS = List.of(Opcode.SHL, Opcode.LSHR, Opcode.ASHR);

  private PairRules() {}

  static void addTo(RuleTable.Rules<X86Selector> table) {
    table
        .add(
            List.of(Opcode.ADD, Opcode.SUB),
            rule("pair with carry", (s, i) -> isPair(i.type()), PairRules::addOrSubtract))
        .add(
            BITWISE,
            rule(
                "pair",
                (s, i) -> isPair(i.type()),
                (s, i) -> {
                  for (int p = 0; p < 2; p++) {
                    int a = s.value(i.operand(0), p);
                    int b = s.value(i.operand(1), p);
                    s.sink()
                        .begin(IntegerRules.aluOp(i.opcode()), 8)
                        .defTied(s.result(i, p), a)
                        .killAny(b)
                        .end();
                  }
                }))
        .add(Opcode.MUL, rule("pair", (s, i) -> isPair(i.type()), PairRules::multiply))
        .add(
            SHIFTS,
            rule(
                "pair, constant amount",
                (s, i) -> isPair(i.type()) && i.operand(1) instanceof ConstantInt,
                PairRules::shiftByConstant))
        .add(SHIFTS, rule("pair", (s, i) -> isPair(i.type()), PairRules::shift))
        .add(
            List.of(Opcode.UDIV, Opcode.SDIV, Opcode.UREM, Opcode.SREM),
            rule("pair by a routine", (s, i) -> isPair(i.type()), PairRules::divide));
  }

  private static void addOrSubtract(X86Selector s, Instruction i) {
    boolean add = i.opcode() == Opcode.ADD;
    addOrSubtract(s, add, i.operand(0), i.operand(1), s.result(i, 0), s.result(i, 1));
  }

  /** The flags are those of the high half. */
  static void addOrSubtract(
      X86Selector s, boolean add, Value left, Value right, int resultLow, int resultHigh) {
    int a0 = s.value(left, 0);
    int b0 = s.value(right, 0);
    int a1 = s.value(left, 1);
    int b1 = s.value(right, 1);
    // Only moves come between the two, and moves leave the carry alone.
    s.sink().begin(add ? Op.ADD : Op.SUB, 8).defTied(resultLow, a0).killAny(b0).end();
    s.sink().begin(add ? Op.ADC : Op.SBB, 8).defTied(resultHigh, a1).killAny(b1).end();
  }

  private static void multiply(X86Selector s, Instruction i) {
    FunctionSink out = s.sink();
    int a0 = s.value(i.operand(0), 0);
    int a1 = s.value(i.operand(0), 1);
    int b0 = s.value(i.operand(1), 0);
    int b1 = s.value(i.operand(1), 1);
    int cross1 = s.general(8);
    int cross2 = s.general(8);
    out.begin(Op.IMUL, 8).defTiedKeep(cross1, a0).useAny(b1).end();
    out.begin(Op.IMUL, 8).defTiedKeep(cross2, a1).useAny(b0).end();
    out.begin(Op.ADD, 8).defTied(cross1, cross1).kill(cross2).end();
    int high = s.general(8);
    out.begin(Op.MUL, 8)
        .useAny(b0)
        .useFixed(a0, X86Registers.g(RAX))
        .defFixed(s.result(i, 0), X86Registers.g(RAX))
        .defFixed(high, X86Registers.g(RDX))
        .end();
    out.begin(Op.ADD, 8).defTied(s.result(i, 1), high).kill(cross1).end();
  }

  /** The high part with the bits above the type's width as a shift to the right needs them. */
  private static int high(X86Selector s, Instruction i) {
    int a1 = s.value(i.operand(0), 1);
    int extra = width(i.type()) - 64;
    if (i.opcode() == Opcode.SHL || extra == 64) {
      return a1;
    }
    return i.opcode() == Opcode.LSHR ? s.zeroExtended(a1, extra) : s.signExtended(a1, extra);
  }

  private static void shiftByConstant(X86Selector s, Instruction i) {
    FunctionSink out = s.sink();
    ConstantInt k = (ConstantInt) i.operand(1);
    long unbounded = k.word(1) == 0 ? k.word(0) : -1;
    int amount = Long.compareUnsigned(unbounded, width(i.type())) < 0 ? (int) unbounded : 0;
    int a0 = s.value(i.operand(0), 0);
    int a1 = high(s, i);
    int r0 = s.result(i, 0);
    int r1 = s.result(i, 1);
    boolean left = i.opcode() == Opcode.SHL;
    if (amount >= 64) {
      if (left) {
        out.begin(Op.SHL, 8).defTiedKeep(r1, a0).immediate(amount - 64).end();
        out.begin(Op.MOV, 8).def(r0).immediate(0).end();
      } else {
        int op = i.opcode() == Opcode.LSHR ? Op.SHR : Op.SAR;
        out.begin(op, 8).defTiedKeep(r0, a1).immediate(amount - 64).end();
        if (op == Op.SHR) {
          out.begin(Op.MOV, 8).def(r1).immediate(0).end();
        } else {
          out.begin(Op.SAR, 8).defTiedKeep(r1, a1).immediate(63).end();
        }
      }
    } else if (amount == 0) {
      out.copyKeep(r0, a0);
      out.copyKeep(r1, a1);
    } else if (left) {
      out.begin(Op.SHLD, 8).defTiedKeep(r1, a1).use(a0).immediate(amount).end();
      out.begin(Op.SHL, 8).defTiedKeep(r0, a0).immediate(amount).end();
    } else {
      int op = i.opcode() == Opcode.LSHR ? Op.SHR : Op.SAR;
      out.begin(Op.SHRD, 8).defTiedKeep(r0, a0).use(a1).immediate(amount).end();
      out.begin(op, 8).defTiedKeep(r1, a1).immediate(amount).end();
    }
  }

  /** Shifts by the amount modulo 64, then moves the halves over if bit 6 of the amount is set. */
  private static void shift(X86Selector s, Instruction i) {
    FunctionSink out = s.sink();
    int a0 = s.value(i.operand(0), 0);
    int a1 = high(s, i);
    int amount = s.value(i.operand(1), 0);
    int count = s.generalIn(RCX, 8);
    out.copyKeep(count, amount);
    int cl = X86Registers.g(RCX);
    int low = s.general(8);
    int high = s.general(8);
    int fill = s.general(8);
    if (i.opcode() == Opcode.SHL) {
      out.begin(Op.SHLD, 8).defTiedKeep(high, a1).use(a0).useFixed(count, cl).end();
      out.begin(Op.SHL, 8).defTiedKeep(low, a0).useFixed(count, cl).end();
      out.begin(Op.MOV, 8).def(fill).immediate(0).end();
      out.begin(Op.TEST, 1).use(count).immediate(64).end();
      out.begin(Op.CMOVCC + Cond.NE, 8).defTied(s.result(i, 1), high).use(low).end();
      out.begin(Op.CMOVCC + Cond.NE, 8).defTied(s.result(i, 0), low).use(fill).end();
      return;
    }
    boolean logical = i.opcode() == Opcode.LSHR;
    out.begin(Op.SHRD, 8).defTiedKeep(low, a0).use(a1).useFixed(count, cl).end();
    out.begin(logical ? Op.SHR : Op.SAR, 8).defTiedKeep(high, a1).useFixed(count, cl).end();
    if (logical) {
      out.begin(Op.MOV, 8).def(fill).immediate(0).end();
    } else {
      out.begin(Op.SAR, 8).defTiedKeep(fill, a1).immediate(63).end();
    }
    out.begin(Op.TEST, 1).use(count).immediate(64).end();
    out.begin(Op.CMOVCC + Cond.NE, 8).defTied(s.result(i, 0), low).use(high).end();
    out.begin(Op.CMOVCC + Cond.NE, 8).defTied(s.result(i, 1), high).use(fill).end();
  }

  /** Extends both operands to 128 bits and calls libgcc. */
  private static void divide(X86Selector s, Instruction i) {
    boolean signed = i.opcode() == Opcode.SDIV || i.opcode() == Opcode.SREM;
    int extra = width(i.type()) - 64;
    int[] arguments = new int[4];
    for (int n = 0; n < 2; n++) {
      arguments[2 * n] = s.value(i.operand(n), 0);
      int high = s.value(i.operand(n), 1);
      arguments[2 * n + 1] =
          extra == 64 ? high : signed ? s.signExtended(high, extra) : s.zeroExtended(high, extra);
    }
    String routine =
        switch (i.opcode()) {
          case UDIV -> "__udivti3";
          case SDIV -> "__divti3";
          case UREM -> "__umodti3";
          default -> "__modti3";
        };
    s.libcalls.call(routine, arguments, s.result(i, 0), s.result(i, 1));
  }
}
