package dev.lamina.target.x86_64.select;

import static dev.lamina.codegen.SelectionRule.rule;
import static dev.lamina.target.x86_64.select.ConversionRules.isDouble;
import static dev.lamina.target.x86_64.select.ConversionRules.isSse;
import static dev.lamina.target.x86_64.select.X86Selector.isPair;
import static dev.lamina.target.x86_64.select.X86Selector.isWord;
import static dev.lamina.target.x86_64.select.X86Selector.width;

import dev.lamina.codegen.Address;
import dev.lamina.codegen.FunctionSink;
import dev.lamina.codegen.RuleTable;
import dev.lamina.ir.FCmpInst;
import dev.lamina.ir.FloatPredicate;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.Type;
import dev.lamina.ir.TypeKind;
import dev.lamina.target.x86_64.encode.Cond;
import dev.lamina.target.x86_64.encode.Op;
import dev.lamina.target.x86_64.encode.Sse;
import dev.lamina.target.x86_64.encode.X87;
import java.util.List;

/**
 * {@code x86_fp80}. Values live in 16-byte slots of the frame; each operation loads its operands
 * onto the x87 stack and stores its result, so that the stack is empty between instructions, as
 * calls need it.
 */
final class X87Rules {
  private static final List<Opcode> ARITHMETIC =
      List.of(Opcode.FADD, Opcode.FSUB, Opcode.FMUL, Opcode.FDIV);

  /** Rounding control "toward zero" in the control word (SDM volume 1, 8.1.5.3). */
  private static final int ROUND_TO_ZERO = 0x0c00;

  /** 2^63 as a float. */
  private static final long TWO_TO_63 = 0x5f000000L;

  /** 2^64 as a float. */
  private static final long TWO_TO_64 = 0x5f800000L;

  private X87Rules() {}

  static void addTo(RuleTable.Rules<X86Selector> table) {
    table
        .add(ARITHMETIC, rule("x87", (s, i) -> isX87(i.type()), X87Rules::arithmetic))
        .add(
            Opcode.FNEG,
            rule(
                "x87",
                (s, i) -> isX87(i.type()),
                (s, i) -> {
                  s.loadX87(s.value(i.operand(0)));
                  s.sink().begin(X87.FCHS, 0).end();
                  s.storeX87(s.result(i));
                }))
        .add(
            Opcode.FREM,
            rule(
                "x87 by a routine",
                (s, i) -> isX87(i.type()),
                (s, i) ->
                    call(s, "fmodl", s.result(i), s.value(i.operand(0)), s.value(i.operand(1)))))
        .add(
            Opcode.FPEXT,
            rule(
                "to x87",
                (s, i) -> isX87(i.type()) && isSse(i.operand(0).type()),
                X87Rules::extend))
        .add(
            Opcode.FPTRUNC,
            rule(
                "from x87",
                (s, i) -> isX87(i.operand(0).type()) && isSse(i.type()),
                X87Rules::truncate))
        .add(
            List.of(Opcode.SITOFP, Opcode.UITOFP),
            rule(
                "word to x87",
                (s, i) -> isX87(i.type()) && isWord(i.operand(0).type()),
                X87Rules::fromInteger))
        .add(
            List.of(Opcode.SITOFP, Opcode.UITOFP),
            rule(
                "pair to x87 by a routine",
                (s, i) -> isX87(i.type()) && isPair(i.operand(0).type()),
                X87Rules::fromPair))
        .add(
            List.of(Opcode.FPTOSI, Opcode.FPTOUI),
            rule(
                "x87 to word",
                (s, i) -> isX87(i.operand(0).type()) && isWord(i.type()),
                X87Rules::toInteger))
        .add(
            List.of(Opcode.FPTOSI, Opcode.FPTOUI),
            rule(
                "x87 to pair by a routine",
                (s, i) -> isX87(i.operand(0).type()) && isPair(i.type()),
                X87Rules::toPair))
        .add(
            Opcode.FCMP,
            rule(
                "x87",
                (s, i) -> isX87(i.operand(0).type()),
                (s, i) -> CompareRules.setcc(s, s.result(i), compare(s, (FCmpInst) i))));
  }

  static boolean isX87(Type t) {
    return t.kind() == TypeKind.X86_FP80;
  }

  private static void arithmetic(X86Selector s, Instruction i) {
    int op =
        switch (i.opcode()) {
          case FADD -> X87.FADDP;
          case FSUB -> X87.FSUBP;
          case FMUL -> X87.FMULP;
          default -> X87.FDIVP;
        };
    s.loadX87(s.value(i.operand(0)));
    s.loadX87(s.value(i.operand(1)));
    // st(1) = st(1) op st(0), then pop.
    s.sink().begin(op, 0).immediate(1).end();
    s.storeX87(s.result(i));
  }

  /** A piece of the frame that values of other banks go through. */
  private static Address transfer(X86Selector s) {
    return s.address.frame(s.sink().frame().allocate(8, 8));
  }

  private static void extend(X86Selector s, Instruction i) {
    boolean d = isDouble(i.operand(0).type());
    int v = s.value(i.operand(0));
    Address a = transfer(s);
    s.sink().begin(d ? Sse.MOVSD : Sse.MOVSS, 0).memory(a).kill(v).end();
    s.sink().begin(d ? X87.FLD_M64 : X87.FLD_M32, 0).memory(a).end();
    s.storeX87(s.result(i));
  }

  private static void truncate(X86Selector s, Instruction i) {
    boolean d = isDouble(i.type());
    s.loadX87(s.value(i.operand(0)));
    Address a = transfer(s);
    s.sink().begin(d ? X87.FSTP_M64 : X87.FSTP_M32, 0).memory(a).end();
    s.sink().begin(d ? Sse.MOVSD : Sse.MOVSS, 0).def(s.result(i)).memory(a).end();
  }

  private static void fromInteger(X86Selector s, Instruction i) {
    int width = width(i.operand(0).type());
    boolean signed = i.opcode() == Opcode.SITOFP;
    int v = s.value(i.operand(0));
    int t = signed ? s.signExtended(v, width) : s.zeroExtended(v, width);
    Address a = transfer(s);
    s.sink().begin(Op.MOV, 8).memory(a).use(t).end();
    s.sink().begin(X87.FILD_M64, 0).memory(a).end();
    if (!signed && width == 64) {
      // The load read it as signed: where the top bit is set, 2^64 is missing.
      int correction = s.general(8);
      int zero = s.number(0);
      int bias = s.number(TWO_TO_64);
      s.sink().begin(Op.TEST, 8).use(t).use(t).end();
      s.sink().begin(Op.CMOVCC + Cond.S, 8).defTied(correction, zero).kill(bias).end();
      s.sink().begin(Op.MOV, 4).memory(a).kill(correction).end();
      s.sink().begin(X87.FADD_M32, 0).memory(a).end();
    }
    s.storeX87(s.result(i));
  }

  /** Truncates toward zero, for which the control word is changed for a moment. */
  private static void toInteger(X86Selector s, Instruction i) {
    int width = width(i.type());
    boolean signed = i.opcode() == Opcode.FPTOSI;
    int v = s.value(i.operand(0));
    s.loadX87(v);
    int flip = -1;
    if (!signed && width == 64) {
      flip = subtractIfLarge(s);
    }
    Address control = new Address().frame(s.sink().frame().allocate(8, 8));
    s.sink().begin(X87.FNSTCW, 0).memory(control).end();
    int word = s.general(4);
    s.sink().begin(Op.MOVZX16, 4).def(word).memory(control).end();
    s.sink().begin(Op.OR, 4).defTied(word, word).immediate(ROUND_TO_ZERO).end();
    control.plus(2);
    s.sink().begin(Op.MOV, 2).memory(control).kill(word).end();
    s.sink().begin(X87.FLDCW, 0).memory(control).end();
    Address a = transfer(s);
    s.sink().begin(X87.FISTP_M64, 0).memory(a).end();
    control.plus(-2);
    s.sink().begin(X87.FLDCW, 0).memory(control).end();
    s.sink().begin(Op.MOV, 8).def(s.result(i)).memory(a).end();
    if (flip >= 0) {
      s.sink().begin(Op.XOR, 8).defTied(s.result(i), s.result(i)).kill(flip).end();
    }
  }

  /**
   * Subtracts 2^63 from the top of the stack if it is at least that. Returns a register that holds
   * the top bit then, and zero otherwise.
   */
  private static int subtractIfLarge(X86Selector s) {
    FunctionSink out = s.sink();
    int flip = s.general(8);
    int top = s.number(1L << 63);
    int noTop = s.number(0);
    int amount = s.general(8);
    int bias = s.number(TWO_TO_63);
    int noBias = s.number(0);
    Address limit =
        new Address().symbol(s.builder().poolSymbol(), s.builder().poolOffset(TWO_TO_63, 0, 4));
    out.begin(X87.FLD_M32, 0).memory(limit).end();
    // Compares 2^63 with the value and pops it: at most the value means "below or equal".
    out.begin(X87.FUCOMIP, 0).immediate(1).end();
    out.begin(Op.CMOVCC + Cond.BE, 8).defTied(flip, noTop).kill(top).end();
    out.begin(Op.CMOVCC + Cond.BE, 8).defTied(amount, noBias).kill(bias).end();
    Address a = new Address().frame(out.frame().allocate(8, 8));
    out.begin(Op.MOV, 4).memory(a).kill(amount).end();
    out.begin(X87.FSUB_M32, 0).memory(a).end();
    return flip;
  }

  private static void fromPair(X86Selector s, Instruction i) {
    boolean signed = i.opcode() == Opcode.SITOFP;
    int extra = width(i.operand(0).type()) - 64;
    int high = s.value(i.operand(0), 1);
    if (extra < 64) {
      high = signed ? s.signExtended(high, extra) : s.zeroExtended(high, extra);
    }
    s.libcalls.call(
        signed ? "__floattixf" : "__floatuntixf", new int[] {s.value(i.operand(0), 0), high});
    s.storeX87(s.result(i));
  }

  private static void toPair(X86Selector s, Instruction i) {
    passOnStack(s, s.value(i.operand(0)));
    s.libcalls.call(
        i.opcode() == Opcode.FPTOSI ? "__fixxfti" : "__fixunsxfti",
        new int[0],
        s.result(i, 0),
        s.result(i, 1));
    s.calls.releaseOutgoing();
  }

  /** Calls a routine whose arguments and result are x87 values. */
  static void call(X86Selector s, String routine, int result, int... arguments) {
    passOnStack(s, arguments);
    s.libcalls.begin(routine).end();
    s.storeX87(result);
    s.calls.releaseOutgoing();
  }

  static void passOnStack(X86Selector s, int... values) {
    s.calls.reserveOutgoing(16 * values.length);
    for (int n = 0; n < values.length; n++) {
      s.loadX87(values[n]);
      s.sink().begin(X87.FSTP_M80, 0).memory(s.address.stack(16 * n)).end();
    }
  }

  /** Emits the comparison and returns the condition under which it holds. */
  private static int compare(X86Selector s, FCmpInst f) {
    FloatPredicate p = f.predicate();
    int condition =
        switch (p) {
          case FALSE -> CompareRules.NEVER;
          case TRUE -> CompareRules.ALWAYS;
          case OEQ -> CompareRules.EQUAL_ORDERED;
          case UNE -> CompareRules.NOT_EQUAL_OR_UNORDERED;
          case OGT, OLT -> Cond.A;
          case OGE, OLE -> Cond.AE;
          case ONE -> Cond.NE;
          case ORD -> Cond.NP;
          case UNO -> Cond.P;
          case UEQ -> Cond.E;
          case UGT, ULT -> Cond.B;
          case UGE, ULE -> Cond.BE;
        };
    boolean swap =
        switch (p) {
          case OLT, OLE, UGT, UGE -> true;
          default -> false;
        };
    // fucomip compares st(0) with st(1): the left operand is pushed last.
    s.loadX87(s.value(swap ? f.left() : f.right()));
    s.loadX87(s.value(swap ? f.right() : f.left()));
    s.sink().begin(X87.FUCOMIP, 0).immediate(1).end();
    s.sink().begin(X87.FSTP, 0).immediate(0).end();
    return condition;
  }

  /** {@code result = condition ? yes : no} by choosing the address to load from. */
  static void select(X86Selector s, int result, int condition, int yes, int no) {
    FunctionSink out = s.sink();
    Address a = new Address();
    int y = s.general(8);
    int n = s.general(8);
    int chosen = s.general(8);
    out.slotAddress(yes, a);
    out.begin(Op.LEA, 8).def(y).memory(a).end();
    out.slotAddress(no, a);
    out.begin(Op.LEA, 8).def(n).memory(a).end();
    out.begin(Op.CMOVCC + condition, 8).defTied(chosen, n).kill(y).end();
    out.begin(X87.FLD_M80, 0).memory(a.register(chosen, 0)).end();
    s.storeX87(result);
  }
}
