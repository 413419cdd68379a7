package dev.lamina.codegen.assembly;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The symbols of a text by their names, and what {@code .}, {@code 1b} and {@code 1f} are now. */
final class SymbolTable implements SymbolScope {
  private final Map<String, AsmSymbol> named = new LinkedHashMap<>();

  private final Map<String, AsmSymbol> backward = new HashMap<>();
  private final Map<String, AsmSymbol> forward = new HashMap<>();
  private final Sections sections;

  SymbolTable(Sections sections) {
    this.sections = sections;
  }

  /** In the order in which they first appeared. */
  Collection<AsmSymbol> all() {
    return named.values();
  }

  @Nullable AsmSymbol find(String name) {
    return named.get(name);
  }

  /** The symbol of this name, made if need be. */
  AsmSymbol named(String name) {
    AsmSymbol symbol = named.get(name);
    if (symbol == null) {
      symbol = new AsmSymbol(name, name.startsWith(".L"));
      named.put(name, symbol);
    }
    return symbol;
  }

  /** As {@link #named}, but {@code .}, {@code 1b} and {@code 1f} are what they stand for. */
  AsmSymbol get(String name, int column) {
    char first = name.charAt(0);
    if (name.equals(".")) {
      return sections.here();
    }
    if (first < '0' || first > '9') {
      return named(name);
    }
    String number = canonical(name.substring(0, name.length() - 1));
    if (name.charAt(name.length() - 1) == 'f') {
      return forward.computeIfAbsent(number, n -> new AsmSymbol(n, true));
    }
    AsmSymbol symbol = backward.get(number);
    if (symbol == null) {
      throw new AssemblyException(column, "there is no label " + number + ": before this");
    }
    return symbol;
  }

  private static String canonical(String digits) {
    int zeros = 0;
    while (zeros < digits.length() - 1 && digits.charAt(zeros) == '0') {
      zeros++;
    }
    return digits.substring(zeros);
  }

  /** Puts a label here. */
  void label(String name, boolean quoted, int column) {
    char first = name.isEmpty() ? 0 : name.charAt(0);
    AsmSymbol symbol;
    if (!quoted && first >= '0' && first <= '9') {
      for (int i = 0; i < name.length(); i++) {
        if (name.charAt(i) < '0' || name.charAt(i) > '9') {
          throw new AssemblyException(column, "'" + name + "' is no name and no number");
        }
      }
      String number = canonical(name);
      AsmSymbol awaited = forward.remove(number);
      symbol = awaited == null ? new AsmSymbol(number, true) : awaited;
      backward.put(number, symbol);
    } else {
      symbol = named(name);
    }
    if (name.isEmpty() || !quoted && name.equals(".")) {
      throw new AssemblyException(column, "expected a name before ':'");
    }
    if (symbol.isDefined()) {
      throw new AssemblyException(column, "symbol " + name + " is defined twice");
    }
    sections.place(symbol);
  }

  /** Gives the symbol a value, which takes the place of one that it has already. */
  void assign(String name, Expression value, boolean fixed, int column) {
    AsmSymbol symbol = named(name);
    if (symbol.fragment != null || symbol.common || symbol.fixedValue) {
      throw new AssemblyException(column, "symbol " + name + " is defined twice");
    }
    if (fixed && symbol.isDefined()) {
      throw new AssemblyException(column, "symbol " + name + " has a value already");
    }
    if (symbol.value != null && !(symbol.value instanceof Expression.Constant)) {
      // What was read before still means the former value.
      AsmSymbol next = new AsmSymbol(name, symbol.temporary);
      next.global = symbol.global;
      next.weak = symbol.weak;
      next.local = symbol.local;
      next.visibility = symbol.visibility;
      next.type = symbol.type;
      next.size = symbol.size;
      next.sizePlace = symbol.sizePlace;
      named.put(name, next);
      symbol = next;
    }
    symbol.value = value;
    symbol.fixedValue = fixed;
  }

  /** Complaints about numbers whose label never came. */
  void forwardMustBeDefined() {
    for (AsmSymbol symbol : forward.values()) {
      throw new AssemblyException(1, "there is no label " + symbol.name + ": after its last use");
    }
  }

  @Nullable Long absolute(AsmSymbol symbol) {
    Expression value = symbol.weak ? null : symbol.value;
    return value == null ? null : Expression.known(value);
  }

  @Override
  public @Nullable Long absolute(String name) {
    AsmSymbol symbol = named.get(name);
    return symbol == null ? null : absolute(symbol);
  }

  @Override
  public @Nullable Long distance(String plus, String minus) {
    return Linear.distance(get(plus, 1), get(minus, 1), false);
  }
}
