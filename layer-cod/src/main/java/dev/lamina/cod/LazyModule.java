package dev.lamina.cod;

import dev.lamina.ir.Function;
import dev.lamina.ir.GlobalAlias;
import dev.lamina.ir.GlobalValue;
import dev.lamina.ir.GlobalVariable;
import dev.lamina.ir.Linkage;
import dev.lamina.layer.ModuleSymbols;
import dev.lamina.session.MaterializationUnit;
import dev.lamina.session.ResourceTracker;
import dev.lamina.session.Responsibility;
import dev.lamina.session.SymbolLibrary;
import dev.lamina.symbol.SymbolFlags;
import dev.lamina.symbol.SymbolResolver;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A module that was split, and what became of its functions. */
final class LazyModule {
  /**
   * How many functions get their stubs together. One by one would make a node of the session's
   * graph for each; all at once would make the cost of the first look-up grow with the module.
   */
  private static final int GROUP = 64;

  private final CompileOnDemandLayer layer;
  private final ModulePlan plan;
  private final Responsibility responsibility;
  private final SymbolLibrary library;
  private final ResourceTracker tracker;
  private final SymbolResolver resolver;

  /** Functions whose bodies were defined. Guarded by this. */
  private final Set<Function> defined = new LinkedHashSet<>();

  LazyModule(CompileOnDemandLayer layer, ModulePlan plan, Responsibility responsibility) {
    this.layer = layer;
    this.plan = plan;
    this.responsibility = responsibility;
    library = responsibility.library();
    tracker = responsibility.tracker();
    resolver = responsibility.resolver();
  }

  CompileOnDemandLayer layer() {
    return layer;
  }

  ModulePlan plan() {
    return plan;
  }

  SymbolLibrary library() {
    return library;
  }

  /** Gives the symbols back to the library, in the portions in which they will be made. */
  void delegate() {
    responsibility.defineMore(plan.promoted());
    Set<String> owed = responsibility.symbols();
    List<Function> group = new ArrayList<>(GROUP);
    for (Function f : plan.functions()) {
      group.add(f);
      if (group.size() == GROUP) {
        delegateStubs(group, owed);
        group = new ArrayList<>(GROUP);
      }
    }
    if (!group.isEmpty()) {
      delegateStubs(group, owed);
    }
    for (Function f : plan.functions()) {
      if (!plan.ownedBy(f).isEmpty()) {
        defineWithVariables(f, owed);
      }
    }
    delegateData(owed);
    responsibility.resolved(Map.of());
    responsibility.emitted();
  }

  private void delegateStubs(List<Function> functions, Set<String> owed) {
    StubsUnit unit = new StubsUnit(this, functions, owed);
    if (!unit.symbols().isEmpty()) {
      responsibility.delegate(unit);
    }
  }

  private void delegateData(Set<String> owed) {
    Map<String, SymbolFlags> symbols = new HashMap<>();
    Map<String, Long> commonSizes = new HashMap<>(0);
    for (GlobalValue g : plan.data()) {
      if (g.linkage() == Linkage.APPENDING) {
        continue;
      }
      String name = plan.nameOf(g);
      if (owed.contains(name)) {
        symbols.put(name, ModuleSymbols.flagsOf(g));
        if (g.linkage() == Linkage.COMMON) {
          commonSizes.put(name, plan.module().dataLayout().allocSize(g.valueType()));
        }
      }
    }
    boolean initializers = ModuleSymbols.hasInitializers(plan.module());
    if (symbols.isEmpty() && !initializers) {
      return;
    }
    responsibility.delegate(new DataUnit(symbols, commonSizes, initializers));
  }

  /** All data of the module. */
  private final class DataUnit implements MaterializationUnit {
    private final Map<String, SymbolFlags> symbols;
    private final Map<String, Long> commonSizes;
    private final boolean initializers;

    DataUnit(
        Map<String, SymbolFlags> symbols, Map<String, Long> commonSizes, boolean initializers) {
      this.symbols = symbols;
      this.commonSizes = commonSizes;
      this.initializers = initializers;
    }

    @Override
    public String name() {
      return plan.module().name();
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
      return initializers;
    }

    @Override
    public void materialize(Responsibility r) {
      layer.below().emit(r, PartitionBuilder.ofData(plan));
    }
  }

  // ---- Bodies.

  /** The body of a function that owns variables defines those, too, whoever asks first. */
  private void defineWithVariables(Function f, Set<String> owed) {
    Map<String, SymbolFlags> symbols = new HashMap<>();
    symbols.put(plan.bodyOf(f), SymbolFlags.NONE.callable());
    responsibility.defineMore(Map.copyOf(symbols));
    for (GlobalVariable v : plan.ownedBy(f)) {
      String name = plan.nameOf(v);
      if (owed.contains(name)) {
        symbols.put(name, ModuleSymbols.flagsOf(v));
      }
    }
    synchronized (this) {
      defined.add(f);
    }
    responsibility.delegate(new BodyUnit(List.of(f), symbols));
  }

  /** Sees to it that the body of {@code f} is defined in the library, with others as may be. */
  void defineBody(Function f) {
    Set<Function> wanted = layer.options().partitioning().partitionOf(f);
    List<Function> partition = new ArrayList<>();
    synchronized (this) {
      if (!defined.add(f)) {
        return;
      }
      partition.add(f);
      for (Function other : wanted) {
        boolean mine = other.module() == plan.module() && other.isDefinitionForLinker();
        if (mine && plan.ownedBy(other).isEmpty() && defined.add(other)) {
          partition.add(other);
        }
      }
      Map<String, SymbolFlags> symbols = new HashMap<>();
      for (Function each : partition) {
        symbols.put(plan.bodyOf(each), SymbolFlags.NONE.callable());
      }
      // While this is locked, so that nobody looks for a body that is not there yet.
      library.define(tracker, new BodyUnit(partition, symbols), resolver);
    }
  }

  /** The bodies of a partition. */
  private final class BodyUnit implements MaterializationUnit {
    private final List<Function> functions;
    private final Map<String, SymbolFlags> symbols;

    BodyUnit(List<Function> functions, Map<String, SymbolFlags> symbols) {
      this.functions = functions;
      this.symbols = symbols;
    }

    @Override
    public String name() {
      return plan.module().name();
    }

    @Override
    public Map<String, SymbolFlags> symbols() {
      return symbols;
    }

    @Override
    public void materialize(Responsibility r) {
      boolean direct = library.redefinition() == SymbolLibrary.Redefinition.REFUSED;
      layer.below().emit(r, PartitionBuilder.ofBodies(plan, functions, direct));
    }
  }

  /** The symbols of a function that are owed: its own, and those of its aliases. */
  List<String> symbolsOf(Function f, Collection<String> owed) {
    List<String> symbols = new ArrayList<>(1);
    String own = plan.nameOf(f);
    if (owed.contains(own)) {
      symbols.add(own);
    }
    for (GlobalAlias alias : plan.aliasesOf(f)) {
      String name = plan.nameOf(alias);
      if (owed.contains(name)) {
        symbols.add(name);
      }
    }
    return symbols;
  }
}
