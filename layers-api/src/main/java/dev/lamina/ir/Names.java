package dev.lamina.ir;

import java.nio.charset.StandardCharsets;

/**
 * How names and strings are written in LLVM IR text (LangRef, "Identifiers"). A name is a sequence
 * of bytes; in Java it is a string of Latin-1 characters, one per byte, so that no byte is lost.
 */
public final class Names {
  private Names() {}

  /** {@code @name}, quoted where needed. */
  public static String global(String name) {
    return prefixed('@', name);
  }

  /** {@code %name}, quoted where needed. */
  public static String local(String name) {
    return prefixed('%', name);
  }

  /** {@code $name}, quoted where needed. */
  public static String comdat(String name) {
    return prefixed('$', name);
  }

  private static String prefixed(char sigil, String name) {
    return isPlain(name) ? sigil + name : sigil + quoted(name);
  }

  /** Whether a name stands without quotes: {@code [-a-zA-Z$._][-a-zA-Z$._0-9]*}. */
  public static boolean isPlain(String name) {
    if (name.isEmpty() || isDigit(name.charAt(0))) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || isDigit(c)
              || c == '-'
              || c == '$'
              || c == '.'
              || c == '_';
      if (!plain) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** The Latin-1 string in double quotes, with {@code \XX} for what cannot stand for itself. */
  public static String quoted(String latin1) {
    return quoted(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The bytes in double quotes, with {@code \XX} for what cannot stand for itself. */
  public static String quoted(byte[] bytes) {
    StringBuilder out = new StringBuilder(bytes.length + 2).append('"');
    for (byte b : bytes) {
      int c = b & 0xff;
      if (c == '\\') {
        out.append("\\5C");
      } else if (c >= 0x20 && c < 0x7f && c != '"') {
        out.append((char) c);
      } else {
        out.append('\\').append(hexDigit(c >> 4)).append(hexDigit(c & 15));
      }
    }
    return out.append('"').toString();
  }

  private static char hexDigit(int d) {
    return (char) (d < 10 ? '0' + d : 'A' + d - 10);
  }
}
