package dev.lamina.link;

import com.google.common.collect.ImmutableSet;
import dev.lamina.object.ObjectFile;
import dev.lamina.object.Section;
import dev.lamina.object.SectionGroup;
import dev.lamina.object.Symbol;
import java.util.LinkedHashSet;
import java.util.Set;

/** Which definition each symbol of an object stands for, and which sections are kept. */
final class LinkSymbols {
  /** Where the address of a symbol comes from. */
  enum Source {
    /** Its section's place. */
    SECTION,
    ABSOLUTE,
    /** Memory that the link sets aside for a common symbol. */
    COMMON,
    /** Another module, by name. */
    EXTERNAL,
    /** The base of this object's GOT, whether it has entries or not. */
    GOT_BASE,
    /** Nowhere: it is local to a section that was dropped. */
    DROPPED
  }

  private final ObjectFile object;
  private final boolean[] kept;
  private final Source[] sources;
  private final Set<String> used = new LinkedHashSet<>();
  private final Set<String> usedWeakly = new LinkedHashSet<>();

  /**
   * @param owed the global definitions that count
   */
  LinkSymbols(ObjectFile object, ImmutableSet<String> owed) {
    this.object = object;
    this.kept = new boolean[object.sections().size()];
    this.sources = new Source[object.symbols().size()];
    keepSections(owed);
    for (Symbol symbol : object.symbols()) {
      sources[symbol.index()] = source(symbol, owed);
    }
  }

  private void keepSections(ImmutableSet<String> owed) {
    Set<SectionGroup> dropped = droppedGroups(owed);
    for (Section section : object.sections()) {
      kept[section.index()] = isNeeded(section) && !dropped.contains(section.group());
    }
  }

  /** What a running program needs; notes and debug information it does not. */
  private static boolean isNeeded(Section section) {
    return switch (section.kind()) {
      case TEXT,
          RODATA,
          CONSTANTS,
          RELRO,
          DATA,
          BSS,
          TLS_DATA,
          TLS_BSS,
          PREINIT_ARRAY,
          INIT_ARRAY,
          FINI_ARRAY,
          EH_FRAME ->
          true;
      case NOTE, DEBUG, OTHER -> false;
    };
  }

  /**
   * A COMDAT group lost if it defines global symbols and none of them counts: then another module
   * has them all, with what belongs to them.
   */
  private Set<SectionGroup> droppedGroups(ImmutableSet<String> owed) {
    Set<SectionGroup> lost = new java.util.HashSet<>();
    Set<SectionGroup> won = new java.util.HashSet<>();
    for (Symbol symbol : object.symbols()) {
      Section section = symbol.section();
      SectionGroup group = section == null ? null : section.group();
      if (group != null && group.isComdat() && !symbol.isLocal()) {
        (owed.contains(symbol.name()) ? won : lost).add(group);
      }
    }
    lost.removeAll(won);
    return lost;
  }

  private Source source(Symbol symbol, ImmutableSet<String> owed) {
    if (!symbol.isLocal() && !owed.contains(symbol.name())) {
      return isLinkersOwn(symbol.name()) ? Source.GOT_BASE : Source.EXTERNAL;
    }
    Section section = symbol.section();
    if (section != null) {
      return kept[section.index()] ? Source.SECTION : Source.DROPPED;
    }
    return switch (symbol.place()) {
      case COMMON -> Source.COMMON;
      case ABSOLUTE -> Source.ABSOLUTE;
      // ELF's symbol 0 and its like: nothing, at address 0.
      case UNDEFINED, SECTION -> Source.ABSOLUTE;
    };
  }

  /**
   * Symbols that are hidden in every object and that linkers define. {@code __dso_handle} tells
   * {@code __cxa_atexit} what a handler belongs to; any address of this object's does.
   */
  private static boolean isLinkersOwn(String name) {
    return name.equals("_GLOBAL_OFFSET_TABLE_") || name.equals("__dso_handle");
  }

  boolean isKept(Section section) {
    return kept[section.index()];
  }

  Source source(Symbol symbol) {
    return sources[symbol.index()];
  }

  /** Notes that the link needs the address of an external symbol. */
  void use(Symbol symbol) {
    if (symbol.binding() == Symbol.Binding.WEAK && symbol.isUndefined()) {
      usedWeakly.add(symbol.name());
    }
    used.add(symbol.name());
  }

  /** The names of external symbols that are used. */
  Set<String> used() {
    return used;
  }

  /** Those of {@link #used()} that may be missing. */
  Set<String> usedWeakly() {
    return usedWeakly;
  }
}
