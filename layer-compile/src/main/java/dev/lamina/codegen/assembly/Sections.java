package dev.lamina.codegen.assembly;

import dev.lamina.object.Section;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The sections of a text, and which one is being filled. */
final class Sections {
  /**
   * What tells sections of one name apart.
   *
   * @param unique the number after {@code unique}, or -1
   */
  private record Key(String name, @Nullable String group, long unique) {
    // By hand: what Java makes of a record takes 15 ms when it is first asked.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && name.equals(key.name)
          && Objects.equals(group, key.group)
          && unique == key.unique;
    }

    @Override
    public int hashCode() {
      return 31 * name.hashCode() + Objects.hashCode(group) + Long.hashCode(unique);
    }
  }

  /** The current section and the one before it, as {@code .pushsection} keeps them. */
  private record Pair(AsmSection current, AsmSection previous) {}

  private final Map<Key, AsmSection> sections = new LinkedHashMap<>();
  private final Deque<Pair> stack = new ArrayDeque<>();
  private AsmSection current;
  private AsmSection previous;

  Sections() {
    current = get(".text", Section.Kind.TEXT, 1, Section.ALLOC | Section.EXECINSTR);
    previous = current;
  }

  Collection<AsmSection> all() {
    return sections.values();
  }

  AsmSection current() {
    return current;
  }

  private AsmSection get(String name, Section.Kind kind, int type, long flags) {
    return sections.computeIfAbsent(
        new Key(name, null, -1), k -> new AsmSection(name, kind, type, flags, 0, null, false));
  }

  /** The section of this name, group and number, or null if there is none yet. */
  @Nullable AsmSection find(String name, @Nullable String group, long unique) {
    return sections.get(new Key(name, group, unique));
  }

  void add(AsmSection section, long unique) {
    sections.put(new Key(section.name, section.group, unique), section);
  }

  void enter(AsmSection section) {
    previous = current;
    current = section;
  }

  void enterPrevious() {
    enter(previous);
  }

  void push() {
    if (stack.size() > 1000) {
      throw new AssemblyException(1, ".pushsection is nested more than 1000 deep");
    }
    stack.push(new Pair(current, previous));
  }

  void pop() {
    if (stack.isEmpty()) {
      throw new AssemblyException(1, ".popsection without .pushsection");
    }
    Pair pair = stack.pop();
    current = pair.current;
    previous = pair.previous;
  }

  /** A label without a name at this place. */
  AsmSymbol here() {
    AsmSymbol symbol = new AsmSymbol(".", true);
    place(symbol);
    return symbol;
  }

  /** Makes the symbol a label at this place. */
  void place(AsmSymbol symbol) {
    symbol.fragment = current.last();
    symbol.index = current.bytes.size();
  }

  Collection<AsmSection> used() {
    ArrayList<AsmSection> used = new ArrayList<>(sections.values());
    used.removeIf(s -> s.isEmpty() && s.name.equals(".text"));
    return used;
  }
}
