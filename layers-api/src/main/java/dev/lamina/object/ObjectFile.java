package dev.lamina.object;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A relocatable object: sections, symbols and groups, numbered from 0 in the order of adding. */
public final class ObjectFile {
  private final String name;
  private final Machine machine;
  private final List<Section> sections = new ArrayList<>();
  private final List<Symbol> symbols = new ArrayList<>();
  private final List<SectionGroup> groups = new ArrayList<>();
  private boolean executableStack;

  /**
   * @param name for messages and debuggers, a file's name for instance
   */
  public ObjectFile(String name, Machine machine) {
    this.name = name;
    this.machine = machine;
  }

  public String name() {
    return name;
  }

  public Machine machine() {
    return machine;
  }

  /** Adds an empty section with the ELF type and flags that its kind has. */
  public Section addSection(String sectionName, Section.Kind kind, long alignment) {
    return addSection(sectionName, kind, kind.elfType(), kind.elfFlags(), 0, alignment);
  }

  /**
   * Adds an empty section.
   *
   * @param elfType {@code sh_type}
   * @param elfFlags {@code sh_flags}
   * @param entrySize {@code sh_entsize}, 0 for none
   * @param alignment in bytes, a power of two
   */
  public Section addSection(
      String sectionName,
      Section.Kind kind,
      int elfType,
      long elfFlags,
      long entrySize,
      long alignment) {
    Section section =
        new Section(
            this, sections.size(), sectionName, kind, elfType, elfFlags, entrySize, alignment);
    sections.add(section);
    return section;
  }

  public List<Section> sections() {
    return Collections.unmodifiableList(sections);
  }

  public Section section(int index) {
    return sections.get(index);
  }

  /** The first section of this name, or null. Searches one by one. */
  public @Nullable Section findSection(String sectionName) {
    for (Section section : sections) {
      if (section.name().equals(sectionName)) {
        return section;
      }
    }
    return null;
  }

  /**
   * Adds an undefined global symbol. Names are not checked for repetition here: local symbols may
   * repeat, and whoever makes the object knows its globals.
   */
  @CanIgnoreReturnValue
  public Symbol addSymbol(String symbolName) {
    Symbol symbol = new Symbol(symbols.size(), symbolName);
    symbols.add(symbol);
    return symbol;
  }

  public List<Symbol> symbols() {
    return Collections.unmodifiableList(symbols);
  }

  public Symbol symbol(int index) {
    return symbols.get(index);
  }

  /** The first symbol of this name, or null. Searches one by one. */
  public @Nullable Symbol findSymbol(String symbolName) {
    for (Symbol symbol : symbols) {
      if (symbol.name().equals(symbolName)) {
        return symbol;
      }
    }
    return null;
  }

  /** Adds an empty group; sections {@linkplain Section#joinGroup join} it. */
  public SectionGroup addGroup(Symbol signature, boolean comdat) {
    SectionGroup group = new SectionGroup(signature, comdat);
    groups.add(group);
    return group;
  }

  public List<SectionGroup> groups() {
    return Collections.unmodifiableList(groups);
  }

  /** True if the code puts code on the stack (nested functions of GNU C). */
  public boolean executableStack() {
    return executableStack;
  }

  public void setExecutableStack(boolean wanted) {
    executableStack = wanted;
  }

  @Override
  public String toString() {
    return name;
  }
}
