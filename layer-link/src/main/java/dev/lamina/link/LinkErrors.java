package dev.lamina.link;

import dev.lamina.object.ObjectFile;
import dev.lamina.object.Section;
import dev.lamina.object.Symbol;
import dev.lamina.session.SymbolLibrary;
import dev.lamina.target.LinkSupport;
import dev.lamina.target.LinkSupport.Fixup;

/** The texts of what can be wrong with an object: what, where, which limit, the way out. */
final class LinkErrors {
  private final LinkSupport support;
  private final ObjectFile object;
  private final SymbolLibrary library;

  LinkErrors(LinkSupport support, ObjectFile object, SymbolLibrary library) {
    this.support = support;
    this.object = object;
    this.library = library;
  }

  LinkException outOfReach(Section section, Fixup fixup, Symbol symbol) {
    long distance = fixup.target + fixup.addend - fixup.place;
    return error(
        "%s → %s at 0x%x, 0x%x bytes away; %s %s"
            .formatted(
                place(section, fixup.before),
                name(symbol),
                fixup.target,
                Math.abs(distance),
                support.relocationName(fixup.type),
                support.reach(fixup.type)),
        section,
        support.advice(fixup.type));
  }

  LinkException refused(Section section, int offset, int type, Symbol symbol, String why) {
    return error(
        "%s → %s: relocation %s: %s"
            .formatted(place(section, offset), name(symbol), support.relocationName(type), why),
        section,
        "");
  }

  LinkException outside(Section section, int offset, int type) {
    return error(
        "relocation %s at 0x%x of %d bytes does not fit the section's 0x%x bytes"
            .formatted(support.relocationName(type), offset, support.width(type), section.size()),
        section,
        "");
  }

  LinkException dropped(Section section, int offset, Symbol symbol) {
    Section home = symbol.section();
    String why =
        home != null && home.group() != null
            ? "which is local to a COMDAT group of which another module's copy is used"
            : "which is in a section that is no part of the program";
    return error("%s → %s, %s".formatted(place(section, offset), name(symbol), why), section, "");
  }

  LinkException unsupportedSymbol(Section section, int offset, Symbol symbol) {
    String what =
        symbol.type() == Symbol.Type.TLS
            ? "a thread-local variable; those are not supported yet"
            : "an indirect function (ifunc); those are not supported";
    return error("%s → %s, %s".formatted(place(section, offset), name(symbol), what), section, "");
  }

  LinkException indirectFunction(Symbol symbol) {
    return new LinkException(
        "%s is an indirect function (ifunc); those are not supported\n  in %s, %s"
            .formatted(symbol.name(), object.name(), library));
  }

  private LinkException error(String what, Section section, String fix) {
    return new LinkException(
        what + "\n  in " + section + ", " + library + "." + (fix.isEmpty() ? "" : "  fix: " + fix));
  }

  private static String name(Symbol symbol) {
    return symbol.displayName().isEmpty() ? "nothing" : symbol.displayName();
  }

  /** The function that an offset is in, as {@code main+0x1c}, or the section if there is none. */
  private String place(Section section, int offset) {
    Symbol best = null;
    for (Symbol symbol : object.symbols()) {
      if (symbol.section() == section
          && symbol.value() <= offset
          && !symbol.name().isEmpty()
          && (best == null || symbol.value() > best.value())) {
        best = symbol;
      }
    }
    return best == null
        ? "%s+0x%x".formatted(section.name(), offset)
        : "%s+0x%x".formatted(best.name(), offset - best.value());
  }
}
