package dev.lamina.target.x86_64.select;

import static dev.lamina.codegen.SelectionRule.rule;
import static dev.lamina.target.x86_64.encode.Regs.RAX;
import static dev.lamina.target.x86_64.encode.Regs.RCX;
import static dev.lamina.target.x86_64.encode.Regs.RDX;
import static dev.lamina.target.x86_64.select.X86Selector.immediate;
import static dev.lamina.target.x86_64.select.X86Selector.isImmediate;
import static dev.lamina.target.x86_64.select.X86Selector.isWord;
import static dev.lamina.target.x86_64.select.X86Selector.operandSize;
import static dev.lamina.target.x86_64.select.X86Selector.width;

import dev.lamina.codegen.FunctionSink;
import dev.lamina.codegen.PartLayout;
import dev.lamina.codegen.RuleTable;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.Type;
import dev.lamina.ir.Value;
import dev.lamina.target.x86_64.encode.Op;
import java.util.List;

/** Arithmetic on integers of up to 64 bits. */
final class IntegerRules {
  private static final List<Opcode> ALU =
      List.of(Opcode.ADD, Opcode.SUB, Opcode.AND, Opcode.OR, Opcode.XOR);
  private static final List<Opcode> SHIFTS = List.of(Opcode.SHL, Opcode.LSHR, Opcode.ASHR);
  private static final List<Opcode> UNSIGNED = List.of(Opcode.UDIV, Opcode.UREM);
  private static final List<Opcode> DIVISIONS =
      List.of(Opcode.UDIV, Opcode.SDIV, Opcode.UREM, Opcode.SREM);

  private IntegerRules() {}

  static void addTo(RuleTable.Rules<X86Selector> table) {
    table
        .add(
            ALU,
            rule(
                "word, immediate",
                (s, i) -> isWord(i.type()) && isImmediate(i.operand(1)),
                (s, i) -> alu(s, i, i.operand(0), immediate(i.operand(1)))))
        .add(
            List.of(Opcode.ADD, Opcode.AND, Opcode.OR, Opcode.XOR),
            rule(
                "immediate, word",
                (s, i) -> isWord(i.type()) && isImmediate(i.operand(0)),
                (s, i) -> alu(s, i, i.operand(1), immediate(i.operand(0)))))
        .add(ALU, rule("word", (s, i) -> isWord(i.type()), IntegerRules::alu))
        .add(
            Opcode.MUL,
            rule(
                "word, immediate",
                (s, i) -> isWord(i.type()) && isImmediate(i.operand(1)),
                (s, i) -> {
                  int a = s.value(i.operand(0));
                  s.sink()
                      .begin(Op.IMUL3, operandSize(width(i.type())))
                      .def(s.result(i))
                      .killAny(a)
                      .immediate(immediate(i.operand(1)))
                      .end();
                }))
        .add(
            Opcode.MUL,
            rule(
                "word",
                (s, i) -> isWord(i.type()),
                (s, i) -> {
                  int a = s.value(i.operand(0));
                  int b = s.value(i.operand(1));
                  s.sink()
                      .begin(Op.IMUL, operandSize(width(i.type())))
                      .defTied(s.result(i), a)
                      .killAny(b)
                      .end();
                }))
        .add(
            SHIFTS,
            rule(
                "word, constant amount",
                (s, i) -> isWord(i.type()) && i.operand(1) instanceof ConstantInt,
                IntegerRules::shiftByConstant))
        .add(SHIFTS, rule("word", (s, i) -> isWord(i.type()), IntegerRules::shift))
        .add(
            UNSIGNED,
            rule(
                "word, power of two",
                (s, i) -> isWord(i.type()) && powerOfTwo(i.operand(1)) >= 0,
                IntegerRules::divideByPowerOfTwo))
        .add(DIVISIONS, rule("word", (s, i) -> isWord(i.type()), IntegerRules::divide))
        .add(
            Opcode.FREEZE,
            rule(
                "copy",
                (s, i) -> {
                  PartLayout layout = s.partsOf(i.type());
                  for (int p = 0; p < layout.count(); p++) {
                    int v = s.value(i.operand(0), p);
                    if (layout.scalar(p).isVector()
                        && Lanes.isMask(layout.scalar(p).scalarType())) {
                      v = VectorCasts.settleMask(s, v);
                    }
                    s.sink().copy(s.result(i, p), v);
                  }
                }));
  }

  static int aluOp(Opcode opcode) {
    return switch (opcode) {
      case ADD -> Op.ADD;
      case SUB -> Op.SUB;
      case AND -> Op.AND;
      case OR -> Op.OR;
      default -> Op.XOR;
    };
  }

  private static void alu(X86Selector s, Instruction i, Value left, long immediate) {
    int a = s.value(left);
    int size = operandSize(width(i.type()));
    s.sink()
        .begin(aluOp(i.opcode()), size)
        .defTied(s.result(i), a)
        .immediate(size == 4 ? (int) immediate : immediate)
        .end();
  }

  private static void alu(X86Selector s, Instruction i) {
    int a = s.value(i.operand(0));
    int b = s.value(i.operand(1));
    s.sink()
        .begin(aluOp(i.opcode()), operandSize(width(i.type())))
        .defTied(s.result(i), a)
        .killAny(b)
        .end();
  }

  private static int shiftOp(Opcode opcode) {
    return switch (opcode) {
      case SHL -> Op.SHL;
      case LSHR -> Op.SHR;
      default -> Op.SAR;
    };
  }

  /** The value to be shifted, with the bits above its width as the shift needs them. */
  private static int shifted(X86Selector s, Instruction i) {
    int width = width(i.type());
    int a = s.value(i.operand(0));
    if (i.opcode() == Opcode.SHL || width == 32 || width == 64) {
      return a;
    }
    return i.opcode() == Opcode.LSHR ? s.zeroExtended(a, width) : s.signExtended(a, width);
  }

  private static void shiftByConstant(X86Selector s, Instruction i) {
    int width = width(i.type());
    long amount = ((ConstantInt) i.operand(1)).zext();
    int a = shifted(s, i);
    // A shift by the width or more gives poison: any value will do.
    long shift = Long.compareUnsigned(amount, width) < 0 ? amount : 0;
    s.sink()
        .begin(shiftOp(i.opcode()), operandSize(width))
        .defTied(s.result(i), a)
        .immediate(shift)
        .end();
  }

  private static void shift(X86Selector s, Instruction i) {
    int width = width(i.type());
    int a = shifted(s, i);
    int amount = s.value(i.operand(1));
    if (width < 8) {
      amount = s.zeroExtended(amount, width);
    }
    s.sink()
        .begin(shiftOp(i.opcode()), operandSize(width))
        .defTied(s.result(i), a)
        .killFixed(amount, X86Registers.g(RCX))
        .end();
  }

  /** The exponent if {@code v} is a power of two read as unsigned, else -1. */
  private static int powerOfTwo(Value v) {
    if (v instanceof ConstantInt c && !c.isWide() && Long.bitCount(c.zext()) == 1) {
      return Long.numberOfTrailingZeros(c.zext());
    }
    return -1;
  }

  private static void divideByPowerOfTwo(X86Selector s, Instruction i) {
    int width = width(i.type());
    int exponent = powerOfTwo(i.operand(1));
    int a = s.zeroExtended(s.value(i.operand(0)), width);
    int size = operandSize(width);
    if (i.opcode() == Opcode.UDIV) {
      s.sink().begin(Op.SHR, size).defTied(s.result(i), a).immediate(exponent).end();
      return;
    }
    long mask = (1L << exponent) - 1;
    if (mask == (int) mask) {
      s.sink().begin(Op.AND, size).defTied(s.result(i), a).immediate(mask).end();
    } else {
      int m = s.number(mask);
      s.sink().begin(Op.AND, size).defTied(s.result(i), a).kill(m).end();
    }
  }

  private static void divide(X86Selector s, Instruction i) {
    FunctionSink out = s.sink();
    Type type = i.type();
    int width = width(type);
    boolean signed = i.opcode() == Opcode.SDIV || i.opcode() == Opcode.SREM;
    boolean quotient = i.opcode() == Opcode.UDIV || i.opcode() == Opcode.SDIV;
    int size = operandSize(width);
    int divisor = s.value(i.operand(1));
    int dividend = s.value(i.operand(0));
    boolean exact = width == 32 || width == 64;
    if (!exact) {
      divisor = signed ? s.signExtended(divisor, width) : s.zeroExtended(divisor, width);
    }
    int low = s.generalIn(RAX, 8);
    int high = s.generalIn(RDX, 8);
    if (exact) {
      out.copy(low, dividend);
    } else {
      int t = signed ? s.signExtended(dividend, width) : s.zeroExtended(dividend, width);
      out.copy(low, t);
    }
    if (signed) {
      out.begin(Op.CDQ, size)
          .useFixed(low, X86Registers.g(RAX))
          .defFixed(high, X86Registers.g(RDX))
          .end();
    } else {
      out.begin(Op.MOV, 4).def(high).immediate(0).end();
    }
    int other = s.general(8);
    out.begin(signed ? Op.IDIV : Op.DIV, size)
        .killAny(divisor)
        .killFixed(low, X86Registers.g(RAX))
        .killFixed(high, X86Registers.g(RDX))
        .defFixed(quotient ? s.result(i) : other, X86Registers.g(RAX))
        .defFixed(quotient ? other : s.result(i), X86Registers.g(RDX))
        .end();
  }
}
