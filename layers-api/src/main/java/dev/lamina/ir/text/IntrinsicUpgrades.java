package dev.lamina.ir.text;

/**
 * Names of intrinsics of LLVM 14 as LLVM 19 writes them. While pointers had pointees, these were
 * part of the names of intrinsics that are overloaded by pointer type ({@code p0i8}).
 */
final class IntrinsicUpgrades {
  private IntrinsicUpgrades() {}

  static String name(String name, ModuleContext context) {
    if (!name.startsWith("llvm.")) {
      return name;
    }
    return switch (name) {
      case "llvm.va_start", "llvm.va_end", "llvm.va_copy", "llvm.stacksave", "llvm.stackrestore" ->
          name + ".p0";
      case "llvm.flt.rounds" -> "llvm.get.rounding";
      default -> context.typedPointers ? withoutPointees(name) : name;
    };
  }

  /** Cuts the pointee out of each {@code .pNpointee} and {@code .vMpNpointee}. */
  private static String withoutPointees(String name) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < name.length()) {
      char c = name.charAt(i);
      out.append(c);
      i++;
      if (c != '.') {
        continue;
      }
      int p = vectorPrefixEnd(name, i);
      if (p < name.length() && name.charAt(p) == 'p' && isDigit(name, p + 1)) {
        int end = digitsEnd(name, p + 1);
        out.append(name, i, end);
        i = name.indexOf('.', end);
        if (end < name.length() && (name.charAt(end) == 's' || name.charAt(end) == 'f')) {
          // Names of structs contain dots; the next part that can begin a type ends them.
          i = structEnd(name, end);
        }
        if (i < 0) {
          i = name.length();
        }
      }
    }
    return out.toString();
  }

  private static int structEnd(String name, int from) {
    for (int i = from; i < name.length(); i++) {
      if (name.charAt(i) == 's'
          && i + 1 < name.length()
          && name.charAt(i + 1) == '.'
          && i + 2 < name.length()
          && (name.charAt(i + 2) == 'p' || name.charAt(i + 2) == 'i')
          && isDigit(name, i + 3)) {
        return i + 1;
      }
    }
    return name.length();
  }

  private static int vectorPrefixEnd(String name, int at) {
    int p = name.startsWith("nx", at) ? at + 2 : at;
    if (p < name.length() && name.charAt(p) == 'v' && isDigit(name, p + 1)) {
      return digitsEnd(name, p + 1);
    }
    return at;
  }

  private static boolean isDigit(String s, int i) {
    return i < s.length() && Lexer.isDigit(s.charAt(i));
  }

  private static int digitsEnd(String s, int at) {
    int p = at;
    while (isDigit(s, p)) {
      p++;
    }
    return p;
  }
}
