package dev.lamina.target.x86_64.asm;

/**
 * The tokens of one line. The current token is in the fields; {@link #next} moves on. A comment
 * from {@code #} on is not seen.
 */
final class Lexer {
  enum Kind {
    NAME,
    NUMBER,
    PUNCTUATION,
    END
  }

  private final String line;
  private int position;

  Kind kind = Kind.END;

  /** Of a name or quoted name its characters; of punctuation its operator. */
  String text = "";

  long number;

  /** Where the token starts, from 1. */
  int column = 1;

  Lexer(String line) {
    this.line = line;
    next();
  }

  boolean is(String punctuation) {
    return kind == Kind.PUNCTUATION && text.equals(punctuation);
  }

  /** Takes the punctuation if it is there. */
  boolean accept(String punctuation) {
    boolean there = is(punctuation);
    if (there) {
      next();
    }
    return there;
  }

  void expect(String punctuation) {
    if (!accept(punctuation)) {
      throw error("expected '" + punctuation + "', found " + describe());
    }
  }

  /** The token as a message shows it. */
  String describe() {
    return kind == Kind.END ? "the end of the line" : "'" + text + "'";
  }

  AssemblyException error(String message) {
    return new AssemblyException(column, message);
  }

  void next() {
    while (position < line.length() && Character.isWhitespace(line.charAt(position))) {
      position++;
    }
    column = position + 1;
    text = "";
    if (position == line.length() || line.charAt(position) == '#') {
      kind = Kind.END;
      return;
    }
    char c = line.charAt(position);
    if (isNameStart(c)) {
      name();
    } else if (c >= '0' && c <= '9') {
      number();
    } else if (c == '"') {
      quoted();
    } else if (c == '\'') {
      character();
    } else {
      boolean shift = (c == '<' || c == '>') && line.startsWith("" + c + c, position);
      kind = Kind.PUNCTUATION;
      text = line.substring(position, position += shift ? 2 : 1);
    }
  }

  private void name() {
    int start = position;
    while (position < line.length() && isNamePart(line.charAt(position))) {
      position++;
    }
    kind = Kind.NAME;
    text = line.substring(start, position);
  }

  private void quoted() {
    int end = line.indexOf('"', position + 1);
    if (end < 0) {
      throw error("the quoted name has no end");
    }
    kind = Kind.NAME;
    text = line.substring(position + 1, end);
    position = end + 1;
  }

  private void character() {
    if (position + 1 == line.length()) {
      throw error("expected a character after '");
    }
    kind = Kind.NUMBER;
    number = line.charAt(position + 1);
    position += 2;
    if (position < line.length() && line.charAt(position) == '\'') {
      position++;
    }
    text = line.substring(column - 1, position);
  }

  private void number() {
    int start = position;
    while (position < line.length() && isNamePart(line.charAt(position))) {
      position++;
    }
    text = line.substring(start, position);
    if (isLocalLabel(text)) {
      kind = Kind.NAME;
      return;
    }
    kind = Kind.NUMBER;
    boolean hex = text.startsWith("0x") || text.startsWith("0X");
    boolean binary = text.startsWith("0b") || text.startsWith("0B");
    boolean octal = !hex && !binary && text.length() > 1 && text.charAt(0) == '0';
    try {
      number =
          hex
              ? Long.parseUnsignedLong(text.substring(2), 16)
              : binary
                  ? Long.parseUnsignedLong(text.substring(2), 2)
                  : Long.parseUnsignedLong(text, octal ? 8 : 10);
    } catch (NumberFormatException e) {
      throw (AssemblyException)
          error("'" + text + "' is not a number of at most 64 bits").initCause(e);
    }
  }

  /** Digits and then b or f: the nearest label of that number, backwards or forwards. */
  private static boolean isLocalLabel(String s) {
    int last = s.length() - 1;
    if (last == 0 || s.charAt(last) != 'b' && s.charAt(last) != 'f') {
      return false;
    }
    for (int i = 0; i < last; i++) {
      if (s.charAt(i) < '0' || s.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static boolean isNameStart(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '.' || c > 0x7f;
  }

  private static boolean isNamePart(char c) {
    return isNameStart(c) || c >= '0' && c <= '9' || c == '$';
  }
}
