package dev.lamina.codegen.assembly;

import org.jspecify.annotations.Nullable;

/** An expression as it was read; its symbols may become known later. */
sealed interface Expression {
  /** A number. */
  record Constant(long value) implements Expression {}

  /**
   * A symbol's address or value.
   *
   * @param modifier what follows {@code @}, in upper case, or null
   */
  record Reference(AsmSymbol symbol, @Nullable String modifier, int column) implements Expression {}

  /** {@code -} or {@code ~} of an operand. */
  record Unary(boolean not, Expression operand, int column) implements Expression {}

  /** Two operands, the column being that of the operator. */
  record Binary(String operator, Expression left, Expression right, int column)
      implements Expression {}

  /**
   * The value: a number, a symbol's address plus a number, or the distance of two symbols plus a
   * number.
   *
   * @param laidOut whether addresses within sections are known
   * @return null if it is not known before all is laid out
   * @throws AssemblyException if no such value comes of it
   */
  static @Nullable Linear evaluate(Expression e, boolean laidOut) {
    if (e instanceof Constant n) {
      return Linear.number(n.value);
    }
    if (e instanceof Reference r) {
      return reference(r, laidOut);
    }
    if (e instanceof Unary u) {
      Linear operand = evaluate(u.operand, laidOut);
      if (operand == null) {
        return null;
      }
      if (operand.isNumber()) {
        return Linear.number(u.not ? ~operand.constant() : -operand.constant());
      }
      if (!u.not && operand.modifier() == null) {
        return operand.negated();
      }
      return notYet(laidOut, u.column, "'~' needs a number, not a symbol");
    }
    return binary((Binary) e, laidOut);
  }

  /** The number that it is here and now, or null. */
  static @Nullable Long known(Expression e) {
    Linear value = evaluate(e, false);
    return value != null && value.isNumber() ? Long.valueOf(value.constant()) : null;
  }

  private static @Nullable Linear reference(Reference r, boolean laidOut) {
    AsmSymbol symbol = r.symbol;
    Expression value = symbol.value;
    if (value == null || symbol.weak) {
      return new Linear(symbol, null, 0, r.modifier);
    }
    if (symbol.underEvaluation) {
      throw new AssemblyException(r.column, "the value of " + symbol.name + " leads to itself");
    }
    symbol.underEvaluation = true;
    try {
      Linear linear = evaluate(value, laidOut);
      if (r.modifier != null && linear != null && !linear.isNumber()) {
        AsmSymbol plus = linear.plus();
        boolean sameAddress =
            plus != null && !plus.isDefined() && linear.minus() == null && linear.constant() == 0;
        return new Linear(sameAddress ? plus : symbol, null, 0, r.modifier);
      }
      return linear;
    } finally {
      symbol.underEvaluation = false;
    }
  }

  private static @Nullable Linear binary(Binary b, boolean laidOut) {
    Linear left = evaluate(b.left, laidOut);
    Linear right = evaluate(b.right, laidOut);
    if (left == null || right == null) {
      return null;
    }
    if (b.operator.equals("+")) {
      return left.plus(right, laidOut, b.column);
    }
    if (b.operator.equals("-")) {
      if (right.modifier() != null) {
        throw new AssemblyException(b.column, "a symbol with a modifier cannot be subtracted");
      }
      return left.plus(right.negated(), laidOut, b.column);
    }
    if (!left.isNumber() || !right.isNumber()) {
      return notYet(laidOut, b.column, "'" + b.operator + "' needs numbers, not symbols");
    }
    return Linear.number(calculate(b.operator, left.constant(), right.constant(), b.column));
  }

  private static @Nullable Linear notYet(boolean laidOut, int column, String complaint) {
    if (laidOut) {
      throw new AssemblyException(column, complaint);
    }
    return null;
  }

  /** As 6.2.3 and 6.2.4: a comparison that holds is -1. */
  private static long calculate(String operator, long a, long b, int column) {
    return switch (operator) {
      case "*" -> a * b;
      case "/", "%" -> {
        if (b == 0) {
          throw new AssemblyException(column, "division by zero");
        }
        yield operator.equals("/") ? a / b : a % b;
      }
      case "<<" -> b >>> 6 != 0 ? 0 : a << b;
      case ">>" -> b >>> 6 != 0 ? 0 : a >>> b;
      case "|" -> a | b;
      case "&" -> a & b;
      case "^" -> a ^ b;
      case "!" -> a | ~b;
      case "==" -> a == b ? -1 : 0;
      case "!=", "<>" -> a != b ? -1 : 0;
      case "<" -> a < b ? -1 : 0;
      case "<=" -> a <= b ? -1 : 0;
      case ">" -> a > b ? -1 : 0;
      case ">=" -> a >= b ? -1 : 0;
      case "&&" -> a != 0 && b != 0 ? 1 : 0;
      case "||" -> a != 0 || b != 0 ? 1 : 0;
      default -> throw new IllegalStateException("operator " + operator + "; please report");
    };
  }
}
