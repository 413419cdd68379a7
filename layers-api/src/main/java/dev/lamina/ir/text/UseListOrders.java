package dev.lamina.ir.text;

/** {@code uselistorder}: skipped, since use lists here have no order. */
final class UseListOrders {
  private UseListOrders() {}

  /** Skips a directive whose keyword is here: everything up to its list of indices, and that. */
  static void skip(Lexer lex) {
    int start = lex.pos;
    lex.skipWord();
    for (; ; ) {
      int c = lex.peek();
      if (c == 0 || c == '\n') {
        throw lex.error(start, "a use-list order ends in a list of indices");
      }
      if (c == '{' && Lexer.isDigit(peekBehindBrace(lex))) {
        lex.skipBalanced();
        return;
      }
      if (c == '(' || c == '[' || c == '{' || c == '<') {
        lex.skipBalanced();
      } else if (c == '"') {
        lex.readStringBytes();
      } else {
        lex.pos++;
      }
    }
  }

  private static int peekBehindBrace(Lexer lex) {
    int p = lex.pos + 1;
    while (lex.text[p] == ' ') {
      p++;
    }
    return lex.text[p];
  }
}
