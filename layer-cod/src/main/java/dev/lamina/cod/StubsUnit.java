package dev.lamina.cod;

import dev.lamina.ir.Function;
import dev.lamina.ir.GlobalAlias;
import dev.lamina.layer.ModuleSymbols;
import dev.lamina.session.MaterializationUnit;
import dev.lamina.session.Responsibility;
import dev.lamina.symbol.SymbolFlags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes the stubs of some functions of a module. */
final class StubsUnit implements MaterializationUnit {
  private final LazyModule lazy;
  private final List<Function> functions;
  private final Map<String, SymbolFlags> symbols = new HashMap<>();

  StubsUnit(LazyModule lazy, List<Function> functions, Set<String> owed) {
    this.lazy = lazy;
    this.functions = functions;
    for (Function f : functions) {
      enter(lazy.plan().nameOf(f), ModuleSymbols.flagsOf(f), owed);
      for (GlobalAlias alias : lazy.plan().aliasesOf(f)) {
        enter(lazy.plan().nameOf(alias), ModuleSymbols.flagsOf(alias), owed);
      }
    }
  }

  private void enter(String name, SymbolFlags flags, Set<String> owed) {
    if (owed.contains(name)) {
      symbols.put(name, flags);
    }
  }

  @Override
  public String name() {
    return lazy.plan().module().name();
  }

  @Override
  public Map<String, SymbolFlags> symbols() {
    return symbols;
  }

  @Override
  public void materialize(Responsibility responsibility) {
    Set<String> owed = responsibility.symbols();
    List<LazyFunction> made = new ArrayList<>();
    List<List<String>> symbolsOf = new ArrayList<>();
    for (Function f : functions) {
      List<String> own = lazy.symbolsOf(f, owed);
      if (!own.isEmpty()) {
        LazyFunction function = new LazyFunction(lazy, f, own.get(0), responsibility);
        made.add(function);
        symbolsOf.add(own);
        lazy.hasStub(f, function);
      }
    }
    CompileOnDemandLayer layer = lazy.layer();
    long[] trampolines = layer.callbacks().newCallbacks(made);
    layer.live().create(lazy.library(), made, trampolines);
    Map<String, Long> addresses = new HashMap<>();
    for (int i = 0; i < made.size(); i++) {
      for (String symbol : symbolsOf.get(i)) {
        addresses.put(symbol, made.get(i).stub().address());
      }
    }
    Runnable release =
        () -> {
          layer.live().release(lazy.library(), made);
          layer.callbacks().release(trampolines);
        };
    if (!responsibility.tracker().onRemove(release)) {
      release.run(); // removed meanwhile, and nobody was told an address
    } else if (responsibility.resolved(addresses)) {
      responsibility.emitted();
    }
  }
}
