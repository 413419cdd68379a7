package dev.lamina.codegen.assembly;

import dev.lamina.object.Section;
import org.jspecify.annotations.Nullable;

/** Directives about which section is filled (as 7.89 and others). */
final class SectionDirectives {
  private static final int PROGBITS = 1;
  private static final int NOTE = 7;
  private static final int NOBITS = 8;
  private static final int INIT_ARRAY = 14;
  private static final int FINI_ARRAY = 15;
  private static final int PREINIT_ARRAY = 16;

  /** {@code SHF_GNU_RETAIN}. */
  private static final long RETAIN = 0x200000;

  private final Sections sections;
  private final ExpressionParser expressions;

  SectionDirectives(Sections sections, ExpressionParser expressions) {
    this.sections = sections;
    this.expressions = expressions;
  }

  boolean accept(String word, Lexer in) {
    switch (word) {
      case ".text", ".data", ".bss" -> {
        if (in.kind != Lexer.Kind.END && expressions.number(in) != 0) {
          throw new AssemblyException(1, "subsections are not supported");
        }
        sections.enter(plain(word));
      }
      case ".section" -> section(in);
      case ".pushsection" -> {
        sections.push();
        section(in);
      }
      case ".popsection" -> sections.pop();
      case ".previous" -> sections.enterPrevious();
      case ".rodata" -> sections.enter(plain(word));
      default -> {
        return false;
      }
    }
    return true;
  }

  private AsmSection plain(String name) {
    AsmSection known = sections.find(name, null, -1);
    return known == null ? make(name, null, 0, 0, null, false, -1) : known;
  }

  private void section(Lexer in) {
    String name = sectionName(in);
    if (!in.accept(",")) {
      sections.enter(plain(name));
      return;
    }
    if (in.kind != Lexer.Kind.NAME || !in.quoted) {
      throw in.error("expected the section's flags in quotes, found " + in.describe());
    }
    int column = in.column;
    String flagText = in.text;
    in.next();
    int type = 0;
    long entrySize = 0;
    String group = null;
    boolean comdat = false;
    long unique = -1;
    String linkedTo = null;
    long flags = flags(flagText, column);
    if (in.accept(",")) {
      if (in.is("@") || in.is("%")) {
        in.next();
        type = type(in);
      } else if (in.quoted) {
        type = type(in);
      }
    }
    if ((flags & Section.MERGE) != 0) {
      in.expect(",");
      entrySize = expressions.number(in);
      if (entrySize < 1 || entrySize > 1 << 16) {
        throw in.error("the size of an entry must be positive");
      }
    }
    if (flagText.indexOf('o') >= 0) {
      in.expect(",");
      linkedTo = symbolName(in, "the section that this one is ordered by");
    }
    if (flagText.indexOf('G') >= 0) {
      in.expect(",");
      group = symbolName(in, "the group's name");
      if (in.accept(",")) {
        if (in.text.equals("unique")) {
          unique = unique(in);
        } else if (in.text.equals("comdat")) {
          in.next();
          comdat = true;
        } else {
          throw in.error("expected comdat, found " + in.describe());
        }
      }
    } else if (flagText.indexOf('?') >= 0) {
      group = sections.current().group;
      comdat = sections.current().comdat;
    }
    if (in.accept(",")) {
      if (!in.text.equals("unique")) {
        throw in.error("expected unique, found " + in.describe());
      }
      unique = unique(in);
    }
    AsmSection known = sections.find(name, group, unique);
    if (known == null) {
      known = make(name, flagText, type, entrySize, group, comdat, unique);
      known.linkedTo = linkedTo;
    } else if (known.flags != flags && !flagText.isEmpty()) {
      throw new AssemblyException(column, "section " + name + " had other flags before");
    }
    sections.enter(known);
  }

  private long unique(Lexer in) {
    in.next();
    in.expect(",");
    return expressions.number(in);
  }

  private static String symbolName(Lexer in, String what) {
    if (in.kind != Lexer.Kind.NAME) {
      throw in.error("expected " + what + ", found " + in.describe());
    }
    String name = in.text;
    in.next();
    return name;
  }

  /** Names of sections may hold {@code -} and other characters that end a name elsewhere. */
  private static String sectionName(Lexer in) {
    if (in.kind != Lexer.Kind.NAME) {
      throw in.error("expected a section's name, found " + in.describe());
    }
    StringBuilder name = new StringBuilder();
    while (in.kind != Lexer.Kind.END && !in.is(",")) {
      name.append(in.text);
      in.next();
    }
    return name.toString();
  }

  private static long flags(String text, int column) {
    long flags = 0;
    for (int i = 0; i < text.length(); i++) {
      flags |=
          switch (text.charAt(i)) {
            case 'a' -> Section.ALLOC;
            case 'w' -> Section.WRITE;
            case 'x' -> Section.EXECINSTR;
            case 'M' -> Section.MERGE;
            case 'S' -> Section.STRINGS;
            case 'T' -> Section.TLS;
            case 'o' -> Section.LINK_ORDER;
            case 'R' -> RETAIN;
            case 'G', '?' -> 0; // groups have no flag in the model
            default ->
                throw new AssemblyException(
                    column + 1 + i, "section flag '" + text.charAt(i) + "' is not supported");
          };
    }
    return flags;
  }

  private int type(Lexer in) {
    if (in.kind == Lexer.Kind.NUMBER) {
      return (int) expressions.number(in);
    }
    int type =
        switch (in.text) {
          case "progbits" -> PROGBITS;
          case "nobits" -> NOBITS;
          case "note" -> NOTE;
          case "init_array" -> INIT_ARRAY;
          case "fini_array" -> FINI_ARRAY;
          case "preinit_array" -> PREINIT_ARRAY;
          case "unwind" -> 0x70000001;
          default -> throw in.error("section type " + in.text + " is not supported");
        };
    in.next();
    return type;
  }

  /**
   * @param flagText null if the statement says nothing but the name
   * @param statedType 0 if it says none
   */
  private AsmSection make(
      String name,
      @Nullable String flagText,
      int statedType,
      long entrySize,
      @Nullable String group,
      boolean comdat,
      long unique) {
    long flags = flagText == null ? usualFlags(name) : flags(flagText, 1);
    int type = statedType == 0 ? usualType(name) : statedType;
    Section.Kind kind = kind(name, type, flags);
    boolean pointers = type >= INIT_ARRAY && type <= PREINIT_ARRAY;
    long entry = entrySize == 0 && pointers ? 8 : entrySize;
    AsmSection section = new AsmSection(name, kind, type, flags, entry, group, comdat);
    sections.add(section, unique);
    return section;
  }

  /** What sections of well-known names have when nothing is said (as GNU as, ELF's list). */
  private static long usualFlags(String name) {
    if (isNamed(name, ".text") || name.equals(".init") || name.equals(".fini")) {
      return Section.ALLOC | Section.EXECINSTR;
    }
    if (isNamed(name, ".rodata") || name.equals(".eh_frame")) {
      return Section.ALLOC;
    }
    if (isNamed(name, ".tdata") || isNamed(name, ".tbss")) {
      return Section.ALLOC | Section.WRITE | Section.TLS;
    }
    boolean written =
        isNamed(name, ".data")
            || isNamed(name, ".bss")
            || isNamed(name, ".init_array")
            || isNamed(name, ".fini_array")
            || isNamed(name, ".preinit_array")
            || isNamed(name, ".ctors")
            || isNamed(name, ".dtors");
    return written ? Section.ALLOC | Section.WRITE : 0;
  }

  private static int usualType(String name) {
    if (isNamed(name, ".bss") || isNamed(name, ".tbss")) {
      return NOBITS;
    }
    if (isNamed(name, ".init_array")) {
      return INIT_ARRAY;
    }
    if (isNamed(name, ".fini_array")) {
      return FINI_ARRAY;
    }
    if (isNamed(name, ".preinit_array")) {
      return PREINIT_ARRAY;
    }
    return name.startsWith(".note") && !name.equals(".note.GNU-stack") ? NOTE : PROGBITS;
  }

  private static boolean isNamed(String name, String prefix) {
    return name.startsWith(prefix)
        && (name.length() == prefix.length() || name.charAt(prefix.length()) == '.');
  }

  private static Section.Kind kind(String name, int type, long flags) {
    if ((flags & Section.ALLOC) == 0) {
      boolean debug = name.startsWith(".debug");
      return type == NOTE ? Section.Kind.NOTE : debug ? Section.Kind.DEBUG : Section.Kind.OTHER;
    }
    boolean write = (flags & Section.WRITE) != 0;
    switch (type) {
      case INIT_ARRAY:
        return Section.Kind.INIT_ARRAY;
      case FINI_ARRAY:
        return Section.Kind.FINI_ARRAY;
      case PREINIT_ARRAY:
        return Section.Kind.PREINIT_ARRAY;
      case NOTE:
        return Section.Kind.NOTE;
      default:
        break;
    }
    if ((flags & Section.EXECINSTR) != 0) {
      if (write || type == NOBITS) {
        throw new AssemblyException(
            1, "section " + name + ": code that is writable or has no bytes is not supported");
      }
      return Section.Kind.TEXT;
    }
    if ((flags & Section.TLS) != 0) {
      return type == NOBITS ? Section.Kind.TLS_BSS : Section.Kind.TLS_DATA;
    }
    if (type == NOBITS) {
      return Section.Kind.BSS;
    }
    if (name.equals(".eh_frame")) {
      return Section.Kind.EH_FRAME;
    }
    if (isNamed(name, ".ctors")) {
      return Section.Kind.INIT_ARRAY;
    }
    if (isNamed(name, ".dtors")) {
      return Section.Kind.FINI_ARRAY;
    }
    if (write) {
      return isNamed(name, ".data.rel.ro") ? Section.Kind.RELRO : Section.Kind.DATA;
    }
    return (flags & Section.MERGE) != 0 ? Section.Kind.CONSTANTS : Section.Kind.RODATA;
  }
}
