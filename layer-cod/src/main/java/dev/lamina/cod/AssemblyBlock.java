package dev.lamina.cod;

import dev.lamina.ir.Module;
import dev.lamina.layer.IRLayer;
import dev.lamina.session.MaterializationUnit;
import dev.lamina.session.Responsibility;
import dev.lamina.session.SymbolLibrary;
import dev.lamina.symbol.ResolvedSymbol;
import dev.lamina.symbol.SymbolFlags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A module of assembly of our own, whose symbols are known. To add it as others are added would
 * have a thousand lines read for them, and once more to be assembled.
 */
final class AssemblyBlock implements MaterializationUnit {
  private final IRLayer stack;
  private final Module module;
  private final Map<String, SymbolFlags> symbols;

  private AssemblyBlock(IRLayer stack, Module module, Map<String, SymbolFlags> symbols) {
    this.stack = stack;
    this.module = module;
    this.symbols = symbols;
  }

  /** The addresses of {@code symbols}, the global ones of {@code module}, in their order. */
  static long[] addresses(
      IRLayer stack, SymbolLibrary library, Module module, List<String> symbols) {
    Map<String, SymbolFlags> flags = new HashMap<>();
    for (String symbol : symbols) {
      flags.put(symbol, SymbolFlags.EXPORTED);
    }
    AssemblyBlock block = new AssemblyBlock(stack, module, flags);
    library.define(library.defaultTracker(), block, library.resolver());
    Map<String, ResolvedSymbol> found = library.lookup(Set.copyOf(symbols));
    long[] addresses = new long[symbols.size()];
    for (int i = 0; i < addresses.length; i++) {
      ResolvedSymbol symbol = found.get(symbols.get(i));
      if (symbol == null) {
        throw new IllegalStateException(symbols.get(i) + " has no address; please report");
      }
      addresses[i] = symbol.address();
    }
    return addresses;
  }

  @Override
  public String name() {
    return module.name();
  }

  @Override
  public Map<String, SymbolFlags> symbols() {
    return symbols;
  }

  @Override
  public void materialize(Responsibility responsibility) {
    stack.emit(responsibility, module);
  }
}
