package dev.lamina.codegen.assembly;

/**
 * The tokens of one statement. The current token is in the fields; {@link #next} moves on. A
 * comment from {@code #} on is not seen.
 */
public final class Lexer {
  /** Kinds of tokens. */
  public enum Kind {
    NAME,
    NUMBER,
    PUNCTUATION,
    END
  }

  private static final String DOUBLED = "<<>>==!=<=>=<>&&||";

  private final String line;
  private int position;

  public Kind kind = Kind.END;

  /** Of a name or quoted string its characters; of punctuation its operator. */
  public String text = "";

  /** Whether a name stood in quotes. */
  public boolean quoted;

  public long number;

  /** Where the token starts, from 1. */
  public int column = 1;

  public Lexer(String line) {
    this(line, 0);
  }

  /**
   * @param from where in the statement to begin, from 0; columns are those of the whole
   */
  Lexer(String line, int from) {
    this.line = line;
    position = from;
    next();
  }

  /** Everything from the current token on, as it is written. */
  String rest() {
    return line.substring(column - 1);
  }

  public boolean is(String punctuation) {
    return kind == Kind.PUNCTUATION && text.equals(punctuation);
  }

  /** Takes the punctuation if it is there. */
  public boolean accept(String punctuation) {
    boolean there = is(punctuation);
    if (there) {
      next();
    }
    return there;
  }

  public void expect(String punctuation) {
    if (!accept(punctuation)) {
      throw error("expected '" + punctuation + "', found " + describe());
    }
  }

  /** The token as a message shows it. */
  public String describe() {
    return kind == Kind.END ? "the end of the line" : "'" + text + "'";
  }

  public AssemblyException error(String message) {
    return new AssemblyException(column, message);
  }

  public void next() {
    while (position < line.length() && Character.isWhitespace(line.charAt(position))) {
      position++;
    }
    column = position + 1;
    text = "";
    quoted = false;
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
      kind = Kind.PUNCTUATION;
      text = line.substring(position, position += isDoubled(c) ? 2 : 1);
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

  private boolean isDoubled(char c) {
    for (int i = 0; i < DOUBLED.length(); i += 2) {
      if (DOUBLED.charAt(i) == c
          && position + 1 < line.length()
          && line.charAt(position + 1) == DOUBLED.charAt(i + 1)) {
        return true;
      }
    }
    return false;
  }

  private void quoted() {
    StringBuilder characters = new StringBuilder();
    position++;
    while (position < line.length() && line.charAt(position) != '"') {
      characters.append(line.charAt(position) == '\\' ? escape() : line.charAt(position++));
    }
    if (position == line.length()) {
      throw error("the quoted name has no end");
    }
    position++;
    kind = Kind.NAME;
    quoted = true;
    text = characters.toString();
  }

  /** What a backslash and what follows it stand for (as 3.6.1.1). */
  private char escape() {
    int at = position++;
    char c = position < line.length() ? line.charAt(position++) : 0;
    switch (c) {
      case 'b':
        return '\b';
      case 'f':
        return '\f';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case '"', '\\', '\'':
        return c;
      case 'x', 'X':
        return (char) (digits(16, Integer.MAX_VALUE) & 0xff);
      default:
        if (Character.digit(c, 8) < 0) {
          throw new AssemblyException(at + 1, "there is no escape \\" + (c == 0 ? "" : c));
        }
        position--;
        return (char) (digits(8, 3) & 0xff);
    }
  }

  /** The number that the digits from here on make, modulo 2^32. */
  private int digits(int radix, int most) {
    int value = 0;
    int first = position;
    while (position < line.length()
        && position - first < most
        && Character.digit(line.charAt(position), radix) >= 0) {
      value = value * radix + Character.digit(line.charAt(position++), radix);
    }
    if (position == first) {
      throw new AssemblyException(first + 1, "expected a digit after \\x");
    }
    return value;
  }

  private void character() {
    position++;
    if (position == line.length()) {
      throw error("expected a character after '");
    }
    kind = Kind.NUMBER;
    number = line.charAt(position) == '\\' ? escape() : line.charAt(position++);
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
  static boolean isLocalLabel(String s) {
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

  static boolean isNameStart(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '.' || c > 0x7f;
  }

  static boolean isNamePart(char c) {
    return isNameStart(c) || c >= '0' && c <= '9' || c == '$';
  }
}
