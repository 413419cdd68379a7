package dev.lamina.target.x86_64.select;

import static dev.lamina.codegen.SelectionRule.rule;
import static dev.lamina.target.x86_64.select.ConversionRules.isDouble;
import static dev.lamina.target.x86_64.select.ConversionRules.isSse;

import dev.lamina.codegen.Address;
import dev.lamina.codegen.RuleTable;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.Opcode;
import dev.lamina.target.x86_64.encode.Sse;
import java.util.List;

/** Arithmetic on float and double. */
final class FloatRules {
  private static final List<Opcode> ARITHMETIC =
      List.of(Opcode.FADD, Opcode.FSUB, Opcode.FMUL, Opcode.FDIV);

  private static final long SIGN_DOUBLE = 1L << 63;
  private static final long SIGN_FLOAT = 1L << 31;

  private FloatRules() {}

  static void addTo(RuleTable.Rules<X86Selector> table) {
    table
        .add(
            ARITHMETIC,
            rule(
                "scalar",
                (s, i) -> isSse(i.type()),
                (s, i) -> {
                  int a = s.value(i.operand(0));
                  int b = s.value(i.operand(1));
                  s.sink().begin(op(i), 0).defTied(s.result(i), a).killAny(b).end();
                }))
        .add(
            Opcode.FREM,
            rule(
                "scalar by a routine",
                (s, i) -> isSse(i.type()),
                (s, i) ->
                    s.libcalls.callFloat(
                        isDouble(i.type()) ? "fmod" : "fmodf",
                        new int[] {s.value(i.operand(0)), s.value(i.operand(1))},
                        s.result(i))))
        .add(
            Opcode.FNEG,
            rule(
                "scalar",
                (s, i) -> isSse(i.type()),
                (s, i) -> {
                  int a = s.value(i.operand(0));
                  s.sink()
                      .begin(Sse.XORPS, 0)
                      .defTied(s.result(i), a)
                      .memory(signMask(s, isDouble(i.type())))
                      .end();
                }));
  }

  private static int op(Instruction i) {
    boolean d = isDouble(i.type());
    return switch (i.opcode()) {
      case FADD -> d ? Sse.ADDSD : Sse.ADDSS;
      case FSUB -> d ? Sse.SUBSD : Sse.SUBSS;
      case FMUL -> d ? Sse.MULSD : Sse.MULSS;
      default -> d ? Sse.DIVSD : Sse.DIVSS;
    };
  }

  /** Sixteen bytes that have the sign bit of the first element set. */
  static Address signMask(X86Selector s, boolean isDouble) {
    long bits = isDouble ? SIGN_DOUBLE : SIGN_FLOAT;
    return s.address.symbol(s.builder().poolSymbol(), s.builder().poolOffset(bits, 0, 16));
  }

  /** Sixteen bytes that have all bits of the first element but its sign set. */
  static Address magnitudeMask(X86Selector s, boolean isDouble) {
    long bits = isDouble ? ~SIGN_DOUBLE : SIGN_FLOAT - 1;
    return s.address.symbol(s.builder().poolSymbol(), s.builder().poolOffset(bits, 0, 16));
  }
}
