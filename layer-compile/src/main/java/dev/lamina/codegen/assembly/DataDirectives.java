package dev.lamina.codegen.assembly;

import dev.lamina.codegen.CodeBuffer;
import dev.lamina.codegen.Leb128;
import java.math.BigInteger;

/** Directives that fill a section. */
final class DataDirectives {
  private static final int MOST_ALIGNMENT = 1 << 16;

  private final Sections sections;
  private final ExpressionParser expressions;
  private final InstructionSet machine;

  DataDirectives(Sections sections, ExpressionParser expressions, InstructionSet machine) {
    this.sections = sections;
    this.expressions = expressions;
    this.machine = machine;
  }

  boolean accept(String word, Lexer in, Place place) {
    switch (word) {
      case ".byte", ".1byte" -> numbers(in, 1, place);
      case ".short", ".value", ".2byte", ".hword", ".word" -> numbers(in, 2, place);
      case ".long", ".int", ".4byte" -> numbers(in, 4, place);
      case ".quad", ".8byte" -> numbers(in, 8, place);
      case ".ascii" -> strings(in, false);
      case ".asciz", ".string" -> strings(in, true);
      case ".zero", ".skip", ".space" -> skip(in, place);
      case ".fill" -> fill(in, place);
      case ".align", ".balign" -> align(in, false, place);
      case ".p2align" -> align(in, true, place);
      case ".org" -> org(in, place);
      case ".uleb128" -> lebs(in, false, place);
      case ".sleb128" -> lebs(in, true, place);
      default -> {
        return false;
      }
    }
    return true;
  }

  private CodeBuffer bytes() {
    return sections.current().bytes;
  }

  private void numbers(Lexer in, int size, Place place) {
    if (in.kind == Lexer.Kind.END) {
      return;
    }
    do {
      int column = in.column;
      Expression e = expressions.parse(in);
      Long known = Expression.known(e);
      if (known != null) {
        checkFits(known, size, column);
        put(bytes(), known, size);
      } else {
        AsmSection section = sections.current();
        section.references.add(
            new AsmSection.Reference(
                section.last(),
                bytes().size(),
                size,
                e,
                null,
                false,
                false,
                false,
                InstructionSet.NO_RELOCATION,
                0,
                0,
                place,
                column));
        bytes().fill(size, 0);
      }
    } while (in.accept(","));
  }

  /** As signed or as unsigned number. */
  static void checkFits(long value, int size, int column) {
    if (size < 8 && (value >> 8 * size - 1 != -1) && value >>> 8 * size != 0) {
      throw new AssemblyException(column, doesNotFit(value, size));
    }
  }

  static String doesNotFit(long value, int size) {
    return "the value " + value + " does not fit " + (size == 1 ? "1 byte" : size + " bytes");
  }

  static void put(CodeBuffer out, long value, int size) {
    for (int i = 0; i < size; i++) {
      out.put1((int) (value >>> 8 * i));
    }
  }

  /**
   * Directives whose numbers are others than those of expressions.
   *
   * @param operands what follows the directive
   * @param column where that begins
   */
  boolean acceptLiterals(String word, String operands, int column) {
    switch (word) {
      case ".octa" -> octas(operands, column);
      case ".float", ".single" -> floats(operands, true, column);
      case ".double" -> floats(operands, false, column);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void octas(String operands, int column) {
    for (String text : operands.split(",", -1)) {
      String digits = text.strip();
      boolean negative = digits.startsWith("-");
      digits = negative ? digits.substring(1).strip() : digits;
      boolean hex = digits.startsWith("0x") || digits.startsWith("0X");
      BigInteger value;
      try {
        value = hex ? new BigInteger(digits.substring(2), 16) : new BigInteger(digits);
      } catch (NumberFormatException e) {
        throw (AssemblyException)
            new AssemblyException(column, "'" + text + "' is not a number").initCause(e);
      }
      if (value.signum() < 0 || value.bitLength() > 128) {
        throw new AssemblyException(column, "'" + text + "' does not fit 16 bytes");
      }
      value = negative ? value.negate() : value;
      put(bytes(), value.longValue(), 8);
      put(bytes(), value.shiftRight(64).longValue(), 8);
    }
  }

  private void floats(String operands, boolean single, int column) {
    for (String text : operands.split(",", -1)) {
      String digits = text.strip();
      if (digits.length() > 1 && digits.charAt(0) == '0' && Character.isLetter(digits.charAt(1))) {
        digits = digits.substring(2); // 0f, 0d, 0e before the number
      }
      try {
        if (single) {
          bytes().put4(Float.floatToRawIntBits(Float.parseFloat(digits)));
        } else {
          bytes().put8(Double.doubleToRawLongBits(Double.parseDouble(digits)));
        }
      } catch (NumberFormatException e) {
        throw (AssemblyException)
            new AssemblyException(column, "'" + text + "' is not a floating-point number")
                .initCause(e);
      }
    }
  }

  private void strings(Lexer in, boolean zero) {
    if (in.kind == Lexer.Kind.END) {
      return;
    }
    do {
      if (!in.quoted) {
        throw in.error("expected a string, found " + in.describe());
      }
      // Strings without a comma between them are one.
      while (in.quoted) {
        for (int i = 0; i < in.text.length(); i++) {
          char c = in.text.charAt(i);
          if (c > 0xff) {
            throw in.error("'" + c + "' is no byte; text of a module is one character per byte");
          }
          bytes().put1(c);
        }
        in.next();
      }
      if (zero) {
        bytes().put1(0);
      }
    } while (in.accept(","));
  }

  private void skip(Lexer in, Place place) {
    Expression count = expressions.parse(in);
    long value = in.accept(",") ? expressions.number(in) : 0;
    space(count, new byte[] {(byte) value}, place);
  }

  private void fill(Lexer in, Place place) {
    Expression count = expressions.parse(in);
    long size = in.accept(",") ? expressions.number(in) : 1;
    long value = in.accept(",") ? expressions.number(in) : 0;
    if (size < 0) {
      throw new AssemblyException(1, ".fill: the size " + size + " is negative");
    }
    // Only four bytes of the value count, and of the size eight at most (as 7.45).
    byte[] unit = new byte[(int) Math.min(8, size)];
    for (int i = 0; i < Math.min(4, unit.length); i++) {
      unit[i] = (byte) (value >>> 8 * i);
    }
    space(count, unit, place);
  }

  private void space(Expression count, byte[] unit, Place place) {
    Long known = Expression.known(count);
    if (known != null && known < 0) {
      throw new AssemblyException(1, "the size " + known + " is negative");
    }
    Fragment f = sections.current().close(Fragment.Tail.SPACE, place);
    f.count = known != null ? new Expression.Constant(known) : count;
    f.unit = unit;
    // So that distances over it are known before all is laid out.
    f.size = known == null ? 0 : Math.min(known, Layout.LARGEST_ZERO_FILL) * unit.length;
  }

  private void align(Lexer in, boolean power, Place place) {
    long alignment = in.kind == Lexer.Kind.END ? 0 : expressions.number(in);
    if (power) {
      alignment = alignment < 0 || alignment > 16 ? -1 : 1L << alignment;
    } else if (alignment == 0) {
      alignment = 1;
    }
    if (alignment < 1 || alignment > MOST_ALIGNMENT || Long.bitCount(alignment) != 1) {
      throw new AssemblyException(1, "the alignment is no power of 2 up to " + MOST_ALIGNMENT);
    }
    AsmSection section = sections.current();
    long value = 0;
    boolean hasValue = false;
    long most = Long.MAX_VALUE;
    if (in.accept(",")) {
      if (!in.is(",") && in.kind != Lexer.Kind.END) {
        value = expressions.number(in);
        hasValue = true;
      }
      if (in.accept(",")) {
        most = expressions.number(in);
      }
    }
    section.alignment = Math.max(section.alignment, alignment);
    if (alignment == 1) {
      return;
    }
    Fragment f = section.close(Fragment.Tail.ALIGN, place);
    f.alignment = (int) alignment;
    f.unit = new byte[] {(byte) value};
    f.nops = section.isCode() && (!hasValue || machine.meansNops(value));
    f.maxSkip = most <= 0 ? Long.MAX_VALUE : most;
  }

  /** {@code .org}, and {@code . = } where the lexer stands behind the equals sign. */
  void org(Lexer in, Place place) {
    Expression to = expressions.parse(in);
    long value = in.accept(",") ? expressions.number(in) : 0;
    Fragment f = sections.current().close(Fragment.Tail.ORG, place);
    f.count = to;
    f.unit = new byte[] {(byte) value};
  }

  private void lebs(Lexer in, boolean signed, Place place) {
    do {
      Expression e = expressions.parse(in);
      Long known = Expression.known(e);
      if (known != null) {
        if (signed) {
          Leb128.signed(bytes(), known);
        } else {
          Leb128.unsigned(bytes(), known);
        }
      } else {
        Fragment f = sections.current().close(Fragment.Tail.LEB, place);
        f.count = e;
        f.signed = signed;
      }
    } while (in.accept(","));
  }
}
