package dev.lamina.codegen.assembly;

import static dev.lamina.codegen.assembly.Lexer.isNamePart;
import static dev.lamina.codegen.assembly.Lexer.isNameStart;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cuts text into statements: at the ends of lines and at {@code ;}, outside of strings and
 * comments, which become blanks. Expanded macros and repetitions are texts that are read first.
 */
final class Statements {
  /** Deeper expansions are a macro that uses itself without end. */
  private static final int DEEPEST = 200;

  /** What may be read, expansions included, in characters. */
  private static final long LONGEST = 1L << 28;

  private static final class Source {
    final String text;
    final @Nullable Place use;
    int position;
    int line = 1;
    int lineStart;

    Source(String text, @Nullable Place use) {
      this.text = text;
      this.use = use;
    }
  }

  private final Deque<Source> sources = new ArrayDeque<>();
  private long read;

  Statements(String text) {
    sources.push(new Source(text, null));
    read = text.length();
  }

  /**
   * Reads {@code text} before what follows.
   *
   * @param use where the macro or repetition is used
   * @param origin what messages call it
   */
  void insert(String text, Place use, String origin) {
    // An outer expansion is the more useful to know, and the first to be seen.
    String first = use.origin() == null ? origin : use.origin();
    if (sources.size() > DEEPEST) {
      throw new AssemblyException(1, "expansions are nested more than " + DEEPEST + " deep");
    }
    read += text.length();
    if (read > LONGEST) {
      throw new AssemblyException(1, "what macros and repetitions expand to is too long");
    }
    sources.push(new Source(text, new Place(use.line(), use.column(), use.text(), first)));
  }

  /** The rest of the innermost expansion is not read ({@code .exitm}). */
  void leave() {
    if (sources.size() == 1) {
      throw new AssemblyException(1, ".exitm outside of a macro");
    }
    sources.pop();
  }

  /** The next statement that is not empty, or null at the end. */
  @Nullable Place next() {
    while (true) {
      Source source = sources.element();
      Place statement = next(source);
      if (statement != null) {
        return statement;
      }
      if (sources.size() == 1) {
        return null;
      }
      sources.pop();
    }
  }

  /**
   * The text from here to the end of a block whose opening statement was just read; the closing one
   * is taken, too.
   *
   * @param openers the directives that begin such a block, for blocks in blocks
   */
  String block(Set<String> openers, List<String> closers, String opener) {
    Source source = sources.element();
    int start = source.position;
    int depth = 1;
    while (true) {
      int before = source.position;
      Place statement = next(source);
      if (statement == null) {
        throw new AssemblyException(1, opener + " has no " + closers.get(0));
      }
      String word = firstWord(statement.text());
      if (openers.contains(word)) {
        depth++;
      } else if (closers.contains(word) && --depth == 0) {
        return source.text.substring(start, before);
      }
    }
  }

  /** The first word of a statement after its labels, in lower case. */
  static String firstWord(String statement) {
    int at = 0;
    while (true) {
      at = skipBlanks(statement, at);
      int end = endOfSymbol(statement, at);
      int colon = skipBlanks(statement, end);
      if (end > at && colon < statement.length() && statement.charAt(colon) == ':') {
        at = colon + 1;
      } else {
        return statement.substring(at, end).toLowerCase(Locale.ROOT);
      }
    }
  }

  static int skipBlanks(String s, int from) {
    int at = from;
    while (at < s.length() && Character.isWhitespace(s.charAt(at))) {
      at++;
    }
    return at;
  }

  /** Where the name, number or quoted name ends that begins at {@code from}; there if none does. */
  static int endOfSymbol(String s, int from) {
    int at = from;
    if (at < s.length() && s.charAt(at) == '"') {
      int end = endOfString(s, at);
      return end < 0 ? from : end;
    }
    if (at < s.length() && (isNameStart(s.charAt(at)) || isNamePart(s.charAt(at)))) {
      while (at < s.length() && isNamePart(s.charAt(at))) {
        at++;
      }
    }
    return at;
  }

  private static int endOfString(String s, int quote) {
    for (int at = quote + 1; at < s.length() && s.charAt(at) != '\n'; at++) {
      if (s.charAt(at) == '\\') {
        at++;
      } else if (s.charAt(at) == '"') {
        return at + 1;
      }
    }
    return -1;
  }

  private static @Nullable Place next(Source source) {
    while (source.position < source.text.length()) {
      int line = source.line;
      int column = source.position - source.lineStart + 1;
      String text = statement(source);
      int first = skipBlanks(text, 0);
      if (first < text.length()) {
        String trimmed = text.substring(first).stripTrailing();
        Place use = source.use;
        return use == null
            ? new Place(line, column + first, trimmed, null)
            : new Place(use.line(), use.column(), trimmed, use.origin());
      }
    }
    return null;
  }

  /** Takes one statement and what ends it. Comments in it become blanks, so that columns stay. */
  private static String statement(Source source) {
    String text = source.text;
    int start = source.position;
    StringBuilder changed = null;
    int at = start;
    int kept = start;
    int lines = 0;
    int lineStart = source.lineStart;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n' || c == ';') {
        break;
      }
      if (c == '"') {
        int end = endOfString(text, at);
        at = end < 0 ? at + 1 : end;
      } else if (c == '\'') {
        at = Math.min(text.length(), at + (text.startsWith("\\", at + 1) ? 3 : 2));
      } else if (c == '#' || text.startsWith("//", at)) {
        int end = text.indexOf('\n', at);
        changed = changed == null ? new StringBuilder() : changed;
        changed.append(text, kept, at);
        at = end < 0 ? text.length() : end;
        kept = at;
        break;
      } else if (text.startsWith("/*", at)) {
        int end = text.indexOf("*/", at + 2);
        end = end < 0 ? text.length() : end + 2;
        changed = changed == null ? new StringBuilder() : changed;
        changed.append(text, kept, at);
        for (; at < end; at++) {
          changed.append(' ');
          if (text.charAt(at) == '\n') {
            lines++;
            lineStart = at + 1;
          }
        }
        kept = at;
      } else {
        at++;
      }
    }
    String result =
        changed == null
            ? text.substring(start, at)
            : changed.append(text, kept, Math.max(kept, at)).toString();
    source.lineStart = lineStart;
    source.line += lines;
    source.position = Math.min(text.length(), at + 1);
    if (at < text.length() && text.charAt(at) == '\n') {
      source.line++;
      source.lineStart = at + 1;
    }
    return result;
  }
}
