package dev.lamina.ir.text;

import dev.lamina.ir.Constant;
import dev.lamina.ir.ConstantExpr;
import dev.lamina.ir.ExtractValueInst;
import dev.lamina.ir.FloatPredicate;
import dev.lamina.ir.InstructionFlags;
import dev.lamina.ir.IntPredicate;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.Type;
import dev.lamina.ir.TypeRules;
import dev.lamina.ir.Types;
import dev.lamina.ir.Value;
import dev.lamina.ir.VectorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Constant expressions (LangRef, "Constant Expressions"), those that LLVM had up to version 14
 * included: {@link LegacyConstants} folds the latter where it can.
 */
final class ConstantExprParser {
  private final Lexer lex;
  private final TypeParser types;
  private final ConstantParser constants;
  private int legacyExpressions;

  ConstantExprParser(Lexer lex, TypeParser types, ConstantParser constants) {
    this.lex = lex;
    this.types = types;
    this.constants = constants;
  }

  int legacyExpressions() {
    return legacyExpressions;
  }

  /** The expression whose first word is {@code k}, not consumed yet. */
  Constant expression(Keyword k, Type expected) {
    switch (k) {
      case TRUNC,
          PTRTOINT,
          INTTOPTR,
          BITCAST,
          ADDRSPACECAST,
          ZEXT,
          SEXT,
          FPTRUNC,
          FPEXT,
          UITOFP,
          SITOFP,
          FPTOUI,
          FPTOSI -> {
        return cast(k);
      }
      case GETELEMENTPTR -> {
        return getElementPtr();
      }
      case ADD,
          SUB,
          MUL,
          XOR,
          SHL,
          LSHR,
          ASHR,
          AND,
          OR,
          UDIV,
          SDIV,
          UREM,
          SREM,
          FADD,
          FSUB,
          FMUL,
          FDIV,
          FREM -> {
        return binary(k);
      }
      case FNEG -> {
        return operands(Opcode.FNEG, 1);
      }
      case ICMP, FCMP -> {
        return compare(k);
      }
      case SELECT -> {
        return operands(Opcode.SELECT, 3);
      }
      case EXTRACTELEMENT -> {
        return operands(Opcode.EXTRACTELEMENT, 2);
      }
      case INSERTELEMENT -> {
        return operands(Opcode.INSERTELEMENT, 3);
      }
      case SHUFFLEVECTOR -> {
        return operands(Opcode.SHUFFLEVECTOR, 3);
      }
      case EXTRACTVALUE -> {
        return extractValue();
      }
      case INSERTVALUE ->
          throw lex.error(lex.pos, "insertvalue constant expressions are not supported");
      default -> throw lex.expected("constant of type '" + expected + "'");
    }
  }

  private Constant kept(ConstantExpr e) {
    if (!LegacyConstants.isLegacy(e.opcode())) {
      return e;
    }
    Constant folded = LegacyConstants.fold(e);
    if (folded instanceof ConstantExpr) {
      legacyExpressions++;
    }
    return folded;
  }

  private Constant cast(Keyword k) {
    Opcode opcode = Opcodes.of(k);
    int at = lex.pos;
    lex.skipWord();
    int flags = flags();
    lex.expect('(');
    Constant value = constants.typedConstant();
    lex.expect(Keyword.TO);
    Type to = types.type();
    lex.expect(')');
    lex.check(at, TypeRules.cast(opcode, value.type(), to));
    if (opcode == Opcode.BITCAST && value.type().equals(to)) {
      // What is left of a cast between pointer types with pointees; LLVM folds it too.
      return value;
    }
    ConstantExpr e =
        flags == 0
            ? ConstantExpr.cast(opcode, value, to)
            : ConstantExpr.get(opcode, to, List.of(value), flags);
    return kept(e);
  }

  private int flags() {
    int flags = 0;
    for (; ; ) {
      switch (lex.keyword()) {
        case NUW -> flags |= InstructionFlags.NUW;
        case NSW -> flags |= InstructionFlags.NSW;
        case EXACT -> flags |= InstructionFlags.EXACT;
        case INBOUNDS -> flags |= InstructionFlags.INBOUNDS;
        case NUSW -> flags |= InstructionFlags.NUSW;
        default -> {
          return flags;
        }
      }
      lex.skipWord();
    }
  }

  private Constant getElementPtr() {
    lex.skipWord();
    int flags = flags();
    String inRange = "";
    if (lex.keyword() == Keyword.INRANGE) {
      inRange = inRange();
      flags |= flags();
    }
    lex.expect('(');
    lex.peek();
    int at = lex.pos;
    Type source = types.type();
    lex.expect(',');
    List<Constant> operands = new ArrayList<>();
    Type base = types.type();
    operands.add(constants.constant(base));
    while (lex.accept(',')) {
      // LLVM 14 could mark an index; that only forbids some uses of the address, so it is dropped.
      lex.accept(Keyword.INRANGE);
      operands.add(constants.typedConstant());
    }
    lex.expect(')');
    lex.check(at, TypeRules.getElementPtr(source, operands.toArray(new Value[0])));
    return ConstantExpr.getElementPtr(source, operands, flags, inRange);
  }

  /** {@code inrange(-16, 32)}, in one spelling. */
  private String inRange() {
    lex.skipWord();
    lex.expect('(');
    String low = signedText();
    lex.expect(',');
    String high = signedText();
    lex.expect(')');
    return "inrange(" + low + ", " + high + ")";
  }

  private String signedText() {
    boolean negative = lex.accept('-');
    long n = lex.readUnsigned("bound of a range");
    return (negative ? "-" : "") + n;
  }

  private Constant binary(Keyword k) {
    Opcode opcode = Opcodes.of(k);
    int at = lex.pos;
    lex.skipWord();
    int flags = flags();
    lex.expect('(');
    Constant left = constants.typedConstant();
    lex.expect(',');
    Constant right = constants.typedConstant();
    lex.expect(')');
    lex.check(at, TypeRules.binary(opcode, left.type(), right.type()));
    return kept(ConstantExpr.get(opcode, left.type(), List.of(left, right), flags));
  }

  private Constant compare(Keyword k) {
    int at = lex.pos;
    lex.skipWord();
    IntPredicate integer = k == Keyword.ICMP ? Opcodes.intPredicate(lex) : IntPredicate.EQ;
    FloatPredicate floating = k == Keyword.FCMP ? Opcodes.floatPredicate(lex) : FloatPredicate.OEQ;
    lex.expect('(');
    Constant left = constants.typedConstant();
    lex.expect(',');
    Constant right = constants.typedConstant();
    lex.expect(')');
    lex.check(at, TypeRules.compare(Opcodes.of(k), left.type(), right.type()));
    return kept(
        k == Keyword.ICMP
            ? ConstantExpr.compare(integer, left, right)
            : ConstantExpr.compare(floating, left, right));
  }

  /** The expressions that are just a list of operands. */
  private Constant operands(Opcode opcode, int count) {
    int at = lex.pos;
    lex.skipWord();
    lex.expect('(');
    List<Constant> operands = new ArrayList<>();
    do {
      operands.add(constants.typedConstant());
    } while (lex.accept(','));
    lex.expect(')');
    if (operands.size() != count) {
      throw lex.error(at, opcode + " has " + count + " operands, here are " + operands.size());
    }
    Type type = resultType(opcode, operands);
    if (type == null) {
      throw lex.error(at, "the operands of " + opcode + " do not fit together");
    }
    return kept(ConstantExpr.get(opcode, type, operands, 0));
  }

  private static @Nullable Type resultType(Opcode opcode, List<Constant> operands) {
    Type first = operands.get(0).type();
    switch (opcode) {
      case FNEG -> {
        return first.scalarType().isFloatingPoint() ? first : null;
      }
      case SELECT -> {
        Type value = operands.get(1).type();
        boolean fits = first.scalarType().isInteger(1) && value.equals(operands.get(2).type());
        return fits ? value : null;
      }
      case EXTRACTELEMENT -> {
        return first.isVector() && operands.get(1).type().isInteger() ? first.scalarType() : null;
      }
      case INSERTELEMENT -> {
        boolean fits =
            first.isVector()
                && operands.get(1).type().equals(first.scalarType())
                && operands.get(2).type().isInteger();
        return fits ? first : null;
      }
      default -> {
        boolean fits =
            first instanceof VectorType
                && operands.get(1).type().equals(first)
                && operands.get(2).type() instanceof VectorType mask
                && mask.element() == Types.I32;
        if (!fits) {
          return null;
        }
        VectorType mask = (VectorType) operands.get(2).type();
        return VectorType.get(first.scalarType(), mask.length(), mask.isScalable());
      }
    }
  }

  /** Only of something whose elements are at hand: the model has no such expression. */
  private Constant extractValue() {
    int at = lex.pos;
    lex.skipWord();
    lex.expect('(');
    Constant aggregate = constants.typedConstant();
    List<Integer> indices = new ArrayList<>();
    while (lex.accept(',')) {
      indices.add(lex.readUnsigned("index", Integer.MAX_VALUE));
    }
    lex.expect(')');
    int[] path = indices.stream().mapToInt(Integer::intValue).toArray();
    if (path.length == 0 || ExtractValueInst.indexedType(aggregate.type(), path) == null) {
      throw lex.error(at, "the indices lead nowhere in '" + aggregate.type() + "'");
    }
    Constant value = LegacyConstants.elementAt(aggregate, path);
    if (value == null) {
      throw lex.error(at, "extractvalue of this constant is not supported");
    }
    return value;
  }
}
