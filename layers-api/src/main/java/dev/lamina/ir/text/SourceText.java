package dev.lamina.ir.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of one module's text, and the diagnostics that point into them. */
final class SourceText {
  /** Zero bytes behind the text, so that looking a few bytes ahead needs no check. */
  private static final int PADDING = 16;

  /** Of a longer line, a diagnostic shows a window this wide. */
  private static final int MAX_EXCERPT = 160;

  final String name;
  final byte[] bytes;

  /** Without the padding. */
  final int length;

  /** The text is copied: bodies are read from it long after the caller got it back. */
  SourceText(String name, byte[] text) {
    this.name = name;
    length = text.length;
    bytes = Arrays.copyOf(text, length + PADDING);
  }

  /** The diagnostic for the byte at {@code at}. Line and column are found only now. */
  IRReadException error(int at, String problem) {
    int place = Math.min(at, length);
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < place; i++) {
      if (bytes[i] == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    int lineEnd = place;
    while (lineEnd < length && bytes[lineEnd] != '\n' && bytes[lineEnd] != '\r') {
      lineEnd++;
    }
    return new IRReadException(
        name, line, place - lineStart + 1, problem, excerpt(lineStart, place, lineEnd));
  }

  private String excerpt(int lineStart, int place, int lineEnd) {
    int from = lineStart;
    if (lineEnd - lineStart > MAX_EXCERPT) {
      from = Math.max(lineStart, place - MAX_EXCERPT / 2);
    }
    int to = Math.min(lineEnd, from + MAX_EXCERPT);
    StringBuilder out = new StringBuilder();
    StringBuilder caret = new StringBuilder();
    if (from > lineStart) {
      out.append("...");
      caret.append("   ");
    }
    for (int i = from; i < to; i++) {
      int c = bytes[i] & 0xff;
      // Control characters would garble a terminal; beyond ASCII a byte is no character by itself.
      out.append(c == '\t' || (c >= ' ' && c < 0x7f) ? (char) c : '?');
      if (i < place) {
        caret.append(c == '\t' ? '\t' : ' ');
      }
    }
    if (to < lineEnd) {
      out.append("...");
    }
    return out.append('\n').append(caret).append('^').toString();
  }

  /** What stands between two positions, cut if it is long: for a message. */
  String excerptOf(int from, int to) {
    int length = Math.min(to - from, 60);
    return latin1(bytes, from, length) + (length < to - from ? "..." : "");
  }

  /** The bytes as a string of one Latin-1 character each, as names and strings are held. */
  static String latin1(byte[] bytes, int start, int length) {
    return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
  }
}
