package dev.lamina.ir.text;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A position in the text and what can be read there: LLVM's lexical grammar without tokens. Most
 * methods first skip blanks and comments. Lines are counted as newlines are passed.
 */
final class Lexer {
  private static final byte WORD = 1;
  private static final byte NAME = 2;
  private static final byte DIGIT = 4;

  /** Brackets, quotes, semicolons and newlines: what delimiting brackets has to look at. */
  private static final byte STRUCTURE = 8;

  private static final byte LETTER = 16;

  /** Of {@link #STRUCTURE} what delimiting a body has to look at, and NUL, which may be the end. */
  private static final byte BODY = 32;

  private static final byte[] CLASSES = new byte[256];

  static {
    for (int c = 0; c < 256; c++) {
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      int bits = "()[]{}<>\";\n".indexOf(c) >= 0 ? STRUCTURE : 0;
      if (letter) {
        bits = WORD | NAME | LETTER;
      } else if (c >= '0' && c <= '9') {
        bits = WORD | NAME | DIGIT;
      } else if (c == '-' || c == '$' || c == '.') {
        bits = NAME;
      }
      CLASSES[c] = (byte) (bits | ("{}\";\n\0".indexOf(c) >= 0 ? BODY : 0));
    }
  }

  final SourceText source;
  final byte[] text;
  final int end;

  /** The next byte to look at. */
  int pos;

  /** The line of {@link #pos}, from 1. */
  int line = 1;

  // The name read last, its escapes resolved.
  byte[] nameBytes;
  int nameStart;
  int nameLength;
  int nameHash;

  // The word looked at last, so that asking for it again costs nothing.
  private int wordStart = -1;
  private int wordEnd;
  private Keyword word = Keyword.NONE_OF_THESE;

  Lexer(SourceText source) {
    this.source = source;
    text = source.bytes;
    end = source.length;
    nameBytes = text;
  }

  void moveTo(int position, int lineThere) {
    pos = position;
    line = lineThere;
  }

  static boolean isWordByte(int c) {
    return (CLASSES[c & 0xff] & WORD) != 0;
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isLetter(int c) {
    return (CLASSES[c & 0xff] & LETTER) != 0;
  }

  // ---- Blanks, and single characters ----

  /** Skips blanks and comments and returns the byte that follows: 0 at the end, else not 0. */
  int peek() {
    // Nearly always there is one blank or none; the text has zeros behind it.
    int p = pos;
    int c = text[p];
    if (c == ' ') {
      c = text[++p];
    }
    if (c > ' ' && c != ';') {
      pos = p;
      return c;
    }
    return peekFar(p);
  }

  private int peekFar(int from) {
    int p = from;
    byte[] t = text;
    for (; ; ) {
      int c = t[p];
      if (c == ' ') {
        p++;
      } else if (c == ';') {
        while (t[p] != '\n' && p < end) {
          p++;
        }
      } else if (c > ' ' || c < 0) {
        pos = p;
        return c;
      } else if (c == '\n') {
        line++;
        p++;
      } else if (p >= end) {
        pos = end;
        return 0;
      } else if (c == '\t' || c == '\r' || c == 0) {
        p++;
      } else {
        pos = p;
        return c;
      }
    }
  }

  boolean accept(int c) {
    if (peek() == c) {
      pos++;
      return true;
    }
    return false;
  }

  void expect(int c) {
    if (peek() != c) {
      throw expected("'" + (char) c + "'");
    }
    pos++;
  }

  boolean atEnd() {
    return peek() == 0;
  }

  // ---- Words ----

  /** The keyword here, or {@code NONE_OF_THESE}; it is not consumed. */
  Keyword keyword() {
    int c = peek();
    if (pos == wordStart) {
      return word;
    }
    return isLetter(c) ? scanWord() : Keyword.NONE_OF_THESE;
  }

  private Keyword scanWord() {
    byte[] t = text;
    byte[] classes = CLASSES;
    int start = pos;
    int p = start;
    long last = 0;
    int c = t[p];
    do {
      last = last << 8 | c;
      c = t[++p];
    } while ((classes[c & 0xff] & WORD) != 0);
    wordStart = start;
    wordEnd = p;
    return word = Keyword.of(t, start, p - start, last);
  }

  /** Consumes the word that {@link #keyword} looked at. */
  void skipWord() {
    pos = wordEnd;
  }

  boolean accept(Keyword k) {
    if (keyword() == k) {
      pos = wordEnd;
      return true;
    }
    return false;
  }

  void expect(Keyword k) {
    if (!accept(k)) {
      throw expected("'" + k.text() + "'");
    }
  }

  /** Whether a word starts here. */
  boolean atWord() {
    return isLetter(peek());
  }

  /** Reads a word into the name fields and consumes it; there must be one. */
  void readWord() {
    if (!isLetter(peek())) {
      throw expected("word");
    }
    scanWord();
    nameBytes = text;
    nameStart = wordStart;
    nameLength = wordEnd - wordStart;
    nameHash = NameTable.hash(text, wordStart, nameLength);
    pos = wordEnd;
  }

  /** Whether a label stands here: a name, a number or a string with a colon behind it. */
  boolean atLabel() {
    int c = peek();
    int p = pos;
    if (c == '"') {
      do {
        p++;
      } while (p < end && text[p] != '"');
      return text[p] == '"' && text[p + 1] == ':';
    }
    while ((CLASSES[text[p] & 0xff] & NAME) != 0) {
      p++;
    }
    return p > pos && text[p] == ':';
  }

  // ---- Names and strings ----

  /** Reads a plain or quoted name into the name fields; {@link #pos} is right behind the sigil. */
  void readName(String what) {
    byte[] t = text;
    int p = pos;
    if (t[p] == '"') {
      readQuotedName();
      return;
    }
    int h = 0;
    int c = t[p];
    while ((CLASSES[c & 0xff] & NAME) != 0) {
      h = h * 31 + c;
      c = t[++p];
    }
    if (p == pos) {
      throw expected(what);
    }
    nameBytes = t;
    nameStart = pos;
    nameLength = p - pos;
    nameHash = h;
    pos = p;
  }

  /** Reads a string into the name fields. */
  void readQuotedName() {
    int at = pos;
    nameBytes = readStringBytes();
    nameStart = 0;
    nameLength = nameBytes.length;
    for (byte b : nameBytes) {
      if (b == 0) {
        throw error(at, "a name cannot contain a NUL byte");
      }
    }
    nameHash = NameTable.hash(nameBytes, 0, nameLength);
  }

  String name() {
    return SourceText.latin1(nameBytes, nameStart, nameLength);
  }

  boolean nameIs(String ascii) {
    if (nameLength != ascii.length()) {
      return false;
    }
    for (int i = 0; i < nameLength; i++) {
      if (nameBytes[nameStart + i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** A string as Latin-1 characters, one per byte. */
  String readString(String what) {
    if (peek() != '"') {
      throw expected(what);
    }
    return new String(readStringBytes(), StandardCharsets.ISO_8859_1);
  }

  /** The bytes of the string that starts here, escapes resolved. */
  byte[] readStringBytes() {
    byte[] t = text;
    int start = pos + 1;
    int p = start;
    int escapes = 0;
    for (; ; p++) {
      int c = t[p];
      if (c == '"') {
        break;
      }
      if (c == '\\') {
        escapes++;
      } else if (c == '\n') {
        line++;
      } else if (c == 0 && p >= end) {
        throw error(pos, "this string has no closing quote");
      }
    }
    pos = p + 1;
    byte[] out = new byte[p - start];
    if (escapes == 0) {
      System.arraycopy(t, start, out, 0, out.length);
      return out;
    }
    int n = 0;
    for (int i = start; i < p; i++) {
      int c = t[i];
      if (c == '\\' && i + 1 < p && t[i + 1] == '\\') {
        i++;
      } else if (c == '\\' && i + 2 < p && hexDigit(t[i + 1]) >= 0 && hexDigit(t[i + 2]) >= 0) {
        c = hexDigit(t[i + 1]) << 4 | hexDigit(t[i + 2]);
        i += 2;
      }
      out[n++] = (byte) c;
    }
    byte[] exact = new byte[n];
    System.arraycopy(out, 0, exact, 0, n);
    return exact;
  }

  static int hexDigit(int c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }

  // ---- Numbers ----

  /** The digits right here as a number of up to 32 bits, as names of values and metadata have. */
  int readNumberName() {
    int start = pos;
    long n = readDigits("number");
    if (n > 0xffffffffL - 1) {
      throw error(start, "this number is too large for a name");
    }
    return (int) n;
  }

  /** An unsigned number of up to 63 bits. */
  long readUnsigned(String what) {
    if (!isDigit(peek())) {
      throw expected(what);
    }
    return readDigits(what);
  }

  /** An unsigned number that is at most {@code max}. */
  int readUnsigned(String what, int max) {
    int c = peek();
    int start = pos;
    if (!isDigit(c)) {
      throw expected(what);
    }
    long n = readDigits(what);
    if (n > max) {
      throw error(start, what + " is larger than " + max);
    }
    return (int) n;
  }

  /** A number of up to 64 bits, as the unsigned bits of the result. */
  long readUnsigned64(String what) {
    if (!isDigit(peek())) {
      throw expected(what);
    }
    int start = pos;
    int p = pos;
    long n = 0;
    for (; isDigit(text[p]); p++) {
      int digit = text[p] - '0';
      if (Long.compareUnsigned(n, Long.divideUnsigned(-1L - digit, 10)) > 0) {
        throw error(start, what + " does not fit in 64 bits");
      }
      n = n * 10 + digit;
    }
    pos = p;
    return n;
  }

  private long readDigits(String what) {
    byte[] t = text;
    int p = pos;
    long n = 0;
    int c = t[p] - '0';
    if (c < 0 || c > 9) {
      throw expected(what);
    }
    do {
      if (n >= Long.MAX_VALUE / 10 - 1) {
        throw error(pos, what + " does not fit in 63 bits");
      }
      n = n * 10 + c;
      c = t[++p] - '0';
    } while (c >= 0 && c <= 9);
    pos = p;
    return n;
  }

  // ---- Skipping what is read later ----

  /** Skips from an opening bracket here to behind the one that closes it. */
  void skipBalanced() {
    byte[] t = text;
    byte[] classes = CLASSES;
    int open = pos;
    int depth = 0;
    int p = pos;
    for (; ; ) {
      int c = t[p];
      if ((classes[c & 0xff] & STRUCTURE) == 0) {
        if (c == 0 && p >= end) {
          throw error(open, "nothing closes this '" + (char) t[open] + "'");
        }
        p++;
        continue;
      }
      switch (c) {
        case '\n' -> line++;
        case '"' -> p = skipString(p);
        case ';' -> p = skipComment(p);
        case '(', '[', '{', '<' -> depth++;
        default -> {
          if (--depth == 0) {
            pos = p + 1;
            return;
          }
        }
      }
      p++;
    }
  }

  /** Skips the body of a function, whose opening brace is here. */
  void skipBody() {
    byte[] t = text;
    byte[] classes = CLASSES;
    int open = pos;
    int depth = 0;
    int lines = line;
    int p = pos;
    for (; ; ) {
      // Four at a time, since most are of no interest; there are zeros behind the end.
      while (((classes[t[p] & 0xff]
                  | classes[t[p + 1] & 0xff]
                  | classes[t[p + 2] & 0xff]
                  | classes[t[p + 3] & 0xff])
              & BODY)
          == 0) {
        p += 4;
      }
      int c = t[p];
      while ((classes[c & 0xff] & BODY) == 0) {
        c = t[++p];
      }
      if (c == '\n') {
        lines++;
      } else if (c == '{') {
        depth++;
      } else if (c == '}') {
        if (--depth == 0) {
          pos = p + 1;
          line = lines;
          return;
        }
      } else if (c == '"') {
        line = lines;
        p = skipString(p);
        lines = line;
      } else if (c == ';') {
        p = skipComment(p);
      } else if (c == 0 && p >= end) {
        throw error(open, "nothing closes the function body that begins here");
      }
      p++;
    }
  }

  /** The position of the quote that closes the string at {@code start}. */
  private int skipString(int start) {
    int p = start + 1;
    while (text[p] != '"') {
      if (text[p] == '\n') {
        line++;
      } else if (p >= end) {
        throw error(start, "this string has no closing quote");
      }
      p++;
    }
    return p;
  }

  /** The position of the last byte of the comment at {@code start}. */
  private int skipComment(int start) {
    int p = start;
    while (p + 1 < end && text[p + 1] != '\n') {
      p++;
    }
    return p;
  }

  /** Skips a constant, whose type has been read; what it is, is checked when it is read. */
  void skipConstant() {
    for (; ; ) {
      int c = peek();
      switch (c) {
        case '@' -> {
          pos++;
          if (isDigit(text[pos])) {
            readNumberName();
          } else {
            readName("name of a global");
          }
          return;
        }
        case '[', '{', '<', '(' -> {
          skipBalanced();
          return;
        }
        default -> {
          if (isDigit(c) || c == '-' || c == '+') {
            do {
              pos++;
            } while (isWordByte(text[pos]) || text[pos] == '.' || isExponentSign());
            return;
          }
          if (!isLetter(c)) {
            throw expected("constant");
          }
          if (skipConstantWord()) {
            return;
          }
        }
      }
    }
  }

  private boolean isExponentSign() {
    int c = text[pos];
    return (c == '+' || c == '-') && (text[pos - 1] | 0x20) == 'e';
  }

  /** Skips a word of a constant and perhaps what follows; whether the constant ends there. */
  private boolean skipConstantWord() {
    Keyword k = scanWord();
    pos = wordEnd;
    switch (k) {
      case TRUE, FALSE, NULL, UNDEF, POISON, NONE, ZEROINITIALIZER -> {
        return true;
      }
      case C -> {
        if (text[pos] == '"') {
          pos = skipString(pos) + 1;
          return true;
        }
      }
      default -> {
        boolean hex =
            (text[wordStart] == 'u' || text[wordStart] == 's')
                && text[wordStart + 1] == '0'
                && text[wordStart + 2] == 'x';
        if (hex) {
          return true;
        }
      }
    }
    if (peek() == '(') {
      skipBalanced();
      return k != Keyword.INRANGE;
    }
    return false;
  }

  // ---- Errors ----

  IRReadException error(int at, String problem) {
    return source.error(at, problem);
  }

  /** Throws the error if there is a problem. */
  void check(int at, @Nullable String problem) {
    if (problem != null) {
      throw error(at, problem);
    }
  }

  /** The error that {@code what} was expected where something else stands. */
  IRReadException expected(String what) {
    peek();
    return error(pos, "expected " + what + ", found " + found());
  }

  /** What stands here, for a message. */
  private String found() {
    int c = text[pos];
    if (pos >= end) {
      return "the end of the text";
    }
    int p = pos + 1;
    if (c == '"') {
      return "a string";
    }
    if (c == '%' || c == '@' || c == '!' || c == '$' || c == '#' || isWordByte(c) || c == '-') {
      while ((CLASSES[text[p] & 0xff] & NAME) != 0 && p - pos < 40) {
        p++;
      }
    } else if (c < ' ' || c == 0x7f) {
      return "a byte " + (c & 0xff) + " that has no meaning here";
    }
    return "'" + SourceText.latin1(text, pos, p - pos) + "'";
  }
}
