package dev.lamina.cod;

import dev.lamina.ir.Function;
import dev.lamina.ir.GlobalAlias;
import dev.lamina.layer.ModuleSymbols;
import dev.lamina.lazy.CompileAction;
import dev.lamina.lazy.IndirectStubsManager.Stub;
import dev.lamina.session.MaterializationUnit;
import dev.lamina.session.Responsibility;
import dev.lamina.symbol.ResolvedSymbol;
import dev.lamina.symbol.SymbolFlags;
import dev.lamina.symbol.SymbolRequest;
import dev.lamina.symbol.SymbolResolver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

  /** A function that is compiled when its stub is first run through. */
  private static final class LazyFunction implements CompileAction {
    private final LazyModule lazy;
    private final Function function;
    private volatile @Nullable Stub stub;

    LazyFunction(LazyModule lazy, Function function) {
      this.lazy = lazy;
      this.function = function;
    }

    @Override
    public void compile(Answer answer) {
      lazy.defineBody(function);
      String body = lazy.plan().bodyOf(function);
      lazy.library()
          .lookupLater(
              SymbolRequest.of(Set.of(body)),
              new SymbolResolver.Answer() {
                @Override
                public void found(Map<String, ResolvedSymbol> found) {
                  ResolvedSymbol symbol = found.get(body);
                  if (symbol == null) {
                    failed(new IllegalStateException(body + " is not defined; please report"));
                    return;
                  }
                  lazy.layer()
                      .live()
                      .compiled(LazyFunction.this, lazy.library(), stub, symbol.address());
                  answer.ready(symbol.address());
                }

                @Override
                public void failed(Throwable cause) {
                  answer.failed(cause);
                }
              });
    }
  }

  @Override
  public void materialize(Responsibility responsibility) {
    Set<String> owed = responsibility.symbols();
    List<LazyFunction> made = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<List<String>> symbolsOf = new ArrayList<>();
    for (Function f : functions) {
      List<String> own = lazy.symbolsOf(f, owed);
      if (!own.isEmpty()) {
        made.add(new LazyFunction(lazy, f));
        names.add(own.get(0));
        symbolsOf.add(own);
      }
    }
    CompileOnDemandLayer layer = lazy.layer();
    long[] trampolines = layer.callbacks().newCallbacks(made);
    List<Stub> stubs = layer.live().create(layer.stubs(), lazy.library(), names, made, trampolines);
    Map<String, Long> addresses = new HashMap<>();
    for (int i = 0; i < made.size(); i++) {
      made.get(i).stub = stubs.get(i);
      for (String symbol : symbolsOf.get(i)) {
        addresses.put(symbol, stubs.get(i).address());
      }
    }
    Runnable release =
        () -> {
          layer.live().release(layer.stubs(), lazy.library(), names, made, stubs);
          layer.callbacks().release(trampolines);
        };
    boolean kept =
        responsibility.tracker().onRemove(release)
            && responsibility.resolved(addresses)
            && responsibility.emitted();
    if (!kept && !responsibility.tracker().isRemoved()) {
      responsibility.fail(new IllegalStateException("stubs were taken away; please report"));
    }
  }
}
