package dev.lamina.ir.text;

import dev.lamina.ir.FloatPredicate;
import dev.lamina.ir.IntPredicate;
import dev.lamina.ir.Opcode;

/** From keywords to the enumerations of the model. */
final class Opcodes {
  private static final Opcode[] OPCODES = Opcode.values();

  /** Keyword and Opcode list the instructions in the same order; this is the distance. */
  private static final int DISTANCE = Keyword.RET.ordinal() - Opcode.RET.ordinal();

  private Opcodes() {}

  /** The opcode of an instruction's keyword. */
  static Opcode of(Keyword k) {
    return OPCODES[k.ordinal() - DISTANCE];
  }

  static boolean isFloatingPoint(Opcode opcode) {
    return switch (opcode) {
      case FNEG, FADD, FSUB, FMUL, FDIV, FREM -> true;
      default -> false;
    };
  }

  static IntPredicate intPredicate(Lexer lex) {
    IntPredicate p =
        switch (lex.keyword()) {
          case EQ -> IntPredicate.EQ;
          case NE -> IntPredicate.NE;
          case UGT -> IntPredicate.UGT;
          case UGE -> IntPredicate.UGE;
          case ULT -> IntPredicate.ULT;
          case ULE -> IntPredicate.ULE;
          case SGT -> IntPredicate.SGT;
          case SGE -> IntPredicate.SGE;
          case SLT -> IntPredicate.SLT;
          case SLE -> IntPredicate.SLE;
          default -> throw lex.expected("condition of icmp (such as 'eq')");
        };
    lex.skipWord();
    return p;
  }

  static FloatPredicate floatPredicate(Lexer lex) {
    FloatPredicate p =
        switch (lex.keyword()) {
          case FALSE -> FloatPredicate.FALSE;
          case OEQ -> FloatPredicate.OEQ;
          case OGT -> FloatPredicate.OGT;
          case OGE -> FloatPredicate.OGE;
          case OLT -> FloatPredicate.OLT;
          case OLE -> FloatPredicate.OLE;
          case ONE -> FloatPredicate.ONE;
          case ORD -> FloatPredicate.ORD;
          case UNO -> FloatPredicate.UNO;
          case UEQ -> FloatPredicate.UEQ;
          case UGT -> FloatPredicate.UGT;
          case UGE -> FloatPredicate.UGE;
          case ULT -> FloatPredicate.ULT;
          case ULE -> FloatPredicate.ULE;
          case UNE -> FloatPredicate.UNE;
          case TRUE -> FloatPredicate.TRUE;
          default -> throw lex.expected("condition of fcmp (such as 'oeq')");
        };
    lex.skipWord();
    return p;
  }
}
