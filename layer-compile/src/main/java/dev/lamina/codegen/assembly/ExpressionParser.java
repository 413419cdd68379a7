package dev.lamina.codegen.assembly;

import java.util.Locale;

/**
 * Reads expressions. Precedences are those of GNU as (6.2.4): {@code * / % << >>}, then {@code | &
 * ^ !}, then {@code + -}, then comparisons, {@code &&}, {@code ||}.
 */
final class ExpressionParser {
  private static final int DEEPEST = 100;
  private static final int LONGEST = 2000;
  private static final int WEAKEST = 1;
  private static final int STRONGEST = 6;

  private final SymbolTable symbols;
  private int depth;
  private int length;

  ExpressionParser(SymbolTable symbols) {
    this.symbols = symbols;
  }

  Expression parse(Lexer in) {
    depth = 0;
    length = 0;
    return operators(in, WEAKEST);
  }

  /** An expression whose value is a number here and now. */
  long number(Lexer in) {
    int column = in.column;
    Long value = Expression.known(parse(in));
    if (value == null) {
      throw new AssemblyException(column, "expected a number that is known here");
    }
    return value;
  }

  private Expression operators(Lexer in, int precedence) {
    if (precedence > STRONGEST) {
      return term(in);
    }
    Expression left = operators(in, precedence + 1);
    while (in.kind == Lexer.Kind.PUNCTUATION && precedence(in.text) == precedence) {
      String operator = in.text;
      int column = in.column;
      in.next();
      // Chains are as deep a tree as they are long.
      if (++length > LONGEST) {
        throw new AssemblyException(column, "the expression has more than 2000 operators");
      }
      Expression right = operators(in, precedence + 1);
      Expression.Binary whole = new Expression.Binary(operator, left, right, column);
      boolean numbers = left instanceof Expression.Constant && right instanceof Expression.Constant;
      Linear folded = numbers ? Expression.evaluate(whole, false) : null;
      left = folded == null ? whole : new Expression.Constant(folded.constant());
    }
    return left;
  }

  private static int precedence(String operator) {
    return switch (operator) {
      case "||" -> 1;
      case "&&" -> 2;
      case "==", "!=", "<>", "<", "<=", ">", ">=" -> 3;
      case "+", "-" -> 4;
      case "|", "&", "^", "!" -> 5;
      case "*", "/", "%", "<<", ">>" -> 6;
      default -> 0;
    };
  }

  private Expression term(Lexer in) {
    if (++depth > DEEPEST) {
      throw in.error("the expression is nested more than " + DEEPEST + " deep");
    }
    try {
      return nestedTerm(in);
    } finally {
      depth--;
    }
  }

  private Expression nestedTerm(Lexer in) {
    int column = in.column;
    if (in.is("-") || in.is("~")) {
      boolean not = in.is("~");
      in.next();
      Expression operand = term(in);
      if (operand instanceof Expression.Constant n) {
        return new Expression.Constant(not ? ~n.value() : -n.value());
      }
      return new Expression.Unary(not, operand, column);
    }
    if (in.accept("+")) {
      return term(in);
    }
    if (in.accept("(")) {
      Expression inner = operators(in, WEAKEST);
      in.expect(")");
      return inner;
    }
    if (in.kind == Lexer.Kind.NUMBER) {
      long value = in.number;
      in.next();
      return new Expression.Constant(value);
    }
    if (in.kind == Lexer.Kind.NAME) {
      return reference(in, column);
    }
    throw in.error("expected an expression, found " + in.describe());
  }

  private Expression reference(Lexer in, int column) {
    String name = in.text;
    boolean quoted = in.quoted;
    in.next();
    String modifier = null;
    if (in.accept("@")) {
      if (in.kind != Lexer.Kind.NAME) {
        throw in.error("expected a modifier such as PLT after '@', found " + in.describe());
      }
      modifier = in.text.toUpperCase(Locale.ROOT);
      in.next();
    }
    AsmSymbol symbol = quoted ? symbols.named(name) : symbols.get(name, column);
    symbol.referenced = true;
    // A number is meant as it is now, since a later .set may give the symbol another.
    Long number = symbols.absolute(symbol);
    if (number != null) {
      return new Expression.Constant(number);
    }
    return new Expression.Reference(symbol, modifier, column);
  }
}
