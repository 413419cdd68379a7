package dev.lamina.target.x86_64.asm;

import dev.lamina.object.ObjectFile;
import dev.lamina.object.Relocations;
import dev.lamina.object.Section;
import dev.lamina.object.Symbol;
import dev.lamina.target.x86_64.link.X86Relocations;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;

/**
 * An object as text, in which what means the same reads the same: a place in a section is that
 * whether a local symbol or the section's own names it, and symbols that nothing comes of are left
 * out.
 */
final class ObjectText {
  private ObjectText() {}

  static String of(ObjectFile object) {
    List<String> lines = new ArrayList<>();
    for (Section s : object.sections()) {
      // Unwinding tables are compared as readelf shows them.
      if (s.size() > 0
          && !s.name().equals(".eh_frame")
          && !s.name().startsWith(".note.g")
          && !s.name().equals(".comment")) {
        lines.add(section(s));
        relocations(object, s, lines);
      }
    }
    lines.sort(null);
    TreeSet<String> symbols = new TreeSet<>();
    boolean[] used = new boolean[object.symbols().size()];
    for (Section s : object.sections()) {
      for (int i = 0; i < s.relocations().count(); i++) {
        used[s.relocations().symbol(i)] = true;
      }
    }
    for (Symbol s : object.symbols()) {
      boolean told = s.type() != Symbol.Type.SECTION && s.type() != Symbol.Type.FILE;
      boolean temporary = s.name().startsWith(".L") || s.name().isEmpty();
      boolean inUse = !s.isUndefined() || used[s.index()];
      if (told && !temporary && inUse && !s.name().equals("_GLOBAL_OFFSET_TABLE_")) {
        symbols.add(symbol(s));
      }
    }
    lines.addAll(symbols);
    return String.join("\n", lines);
  }

  private static String section(Section s) {
    String bytes =
        s.kind().isZeroFill()
            ? "zeros"
            : HexFormat.of()
                .formatHex(s.content(), s.contentOffset(), s.contentOffset() + (int) s.size());
    return "section %s %s type %x flags %x entry %d align %d size %d %s"
        .formatted(
            s.name(),
            s.group() == null ? "" : "in " + s.group().signature().name(),
            s.elfType(),
            s.elfFlags(),
            s.entrySize(),
            s.alignment(),
            s.size(),
            bytes);
  }

  private static void relocations(ObjectFile object, Section s, List<String> lines) {
    Relocations all = s.relocations();
    for (int i = 0; i < all.count(); i++) {
      Symbol symbol = object.symbol(all.symbol(i));
      Section target = symbol.section();
      boolean place = symbol.isLocal() && target != null;
      String name = place && target != null ? target.name() : symbol.name();
      long addend = all.addend(i) + (place ? symbol.value() : 0);
      lines.add(
          "section %s at %06x %s %s%+d"
              .formatted(s.name(), all.offset(i), X86Relocations.name(all.type(i)), name, addend));
    }
  }

  private static String symbol(Symbol s) {
    Section section = s.section();
    String place =
        switch (s.place()) {
          case UNDEFINED -> "undefined";
          case ABSOLUTE -> "absolute " + s.value();
          case COMMON -> "common align " + s.value();
          case SECTION -> (section == null ? "?" : section.name()) + "+" + s.value();
        };
    return "symbol %s %s %s %s %s size %d"
        .formatted(
            s.name(),
            place,
            s.binding(),
            s.visibility(),
            s.isUndefined() ? "" : s.type(),
            s.size());
  }
}
