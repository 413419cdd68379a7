package dev.lamina.session;

import dev.lamina.symbol.ResolvedSymbol;
import dev.lamina.symbol.SymbolFlags;
import dev.lamina.symbol.SymbolResolver;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A module that "links" by giving out numbers as addresses, in the way a linking layer does. */
class FakeUnit implements MaterializationUnit {
  private static final AtomicLong NEXT_ADDRESS = new AtomicLong(0x1000);

  private final String name;
  final Map<String, SymbolFlags> symbols = new LinkedHashMap<>();
  private final Set<String> uses = new LinkedHashSet<>();
  final Map<String, Long> commonSizes = new HashMap<>();
  final AtomicInteger made = new AtomicInteger();
  @Nullable Runnable before;
  @Nullable RuntimeException failure;
  List<InitFunction> initializers = List.of();
  volatile Set<String> owed = Set.of();
  volatile Map<String, ResolvedSymbol> found = Map.of();
  volatile boolean withdrawn;

  FakeUnit(String name) {
    this.name = name;
  }

  FakeUnit defines(String... names) {
    for (String symbol : names) {
      symbols.put(symbol, SymbolFlags.EXPORTED);
    }
    return this;
  }

  FakeUnit uses(String... names) {
    uses.addAll(List.of(names));
    return this;
  }

  void addTo(SymbolLibrary library) {
    addTo(library.defaultTracker());
  }

  void addTo(ResourceTracker tracker) {
    tracker.library().define(tracker, this, tracker.library().resolver());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Map<String, SymbolFlags> symbols() {
    return symbols;
  }

  @Override
  public long commonSize(String symbol) {
    return commonSizes.getOrDefault(symbol, 0L);
  }

  @Override
  public boolean hasInitializers() {
    return !initializers.isEmpty();
  }

  @Override
  public void materialize(Responsibility responsibility) {
    made.incrementAndGet();
    owed = responsibility.symbols();
    if (before != null) {
      before.run();
    }
    if (failure != null) {
      throw failure;
    }
    Map<String, Long> addresses = new HashMap<>();
    for (String symbol : responsibility.symbols()) {
      addresses.put(symbol, NEXT_ADDRESS.addAndGet(16));
    }
    if (!responsibility.resolved(addresses)) {
      withdrawn = true;
      return;
    }
    responsibility.lookup(
        uses,
        Set.of(),
        new SymbolResolver.Answer() {
          @Override
          public void found(Map<String, ResolvedSymbol> symbolsFound) {
            found = symbolsFound;
            Set<String> missing = new LinkedHashSet<>(uses);
            missing.removeAll(symbolsFound.keySet());
            if (!missing.isEmpty()) {
              responsibility.fail(new MissingSymbolsException(name, missing));
              return;
            }
            responsibility.initializers(initializers, initializers);
            withdrawn |= !responsibility.emitted();
          }

          @Override
          public void failed(Throwable cause) {
            responsibility.fail(cause);
          }
        },
        () -> withdrawn = true);
  }
}
