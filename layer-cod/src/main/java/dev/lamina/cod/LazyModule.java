package dev.lamina.cod;

import dev.lamina.ir.Function;
import dev.lamina.ir.GlobalAlias;
import dev.lamina.ir.GlobalValue;
import dev.lamina.ir.GlobalVariable;
import dev.lamina.ir.Linkage;
import dev.lamina.ir.Module;
import dev.lamina.layer.ModuleSymbols;
import dev.lamina.session.MaterializationUnit;
import dev.lamina.session.ResourceTracker;
import dev.lamina.session.Responsibility;
import dev.lamina.session.SymbolLibrary;
import dev.lamina.symbol.SymbolFlags;
import dev.lamina.symbol.SymbolResolver;
import dev.lamina.target.AssemblySymbols;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;

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

  /** Symbols of the module's assembly. */
  private final AssemblySymbols assembly;

  /** Functions whose bodies were defined. Guarded by this. */
  private final Set<Function> defined = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * Held for reading where a body is read, its own by each; for writing where any may be read: by
   * partition functions.
   */
  private final ReadWriteLock bodies = new ReentrantReadWriteLock();

  // For speculation only. Both guarded by this.
  private final IdentityHashMap<Function, LazyFunction> stubs = new IdentityHashMap<>(0);

  /** What the functions call that were compiled; by one of each partition. */
  private final IdentityHashMap<Function, Set<Function>> calls = new IdentityHashMap<>(0);

  LazyModule(
      CompileOnDemandLayer layer,
      ModulePlan plan,
      AssemblySymbols assembly,
      Responsibility responsibility) {
    this.layer = layer;
    this.plan = plan;
    this.assembly = assembly;
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
    assembly
        .definitions()
        .forEach(
            (name, flags) -> {
              if (owed.contains(name)) {
                symbols.putIfAbsent(name, flags);
              }
            });
    commonSizes.putAll(assembly.commonSizes());
    boolean initializers =
        assembly.hasInitializers() || ModuleSymbols.hasInitializers(plan.module());
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

  /**
   * Sees to it that the body of {@code f} is defined in the library, with others as may be, then
   * goes on: on this thread, unless bodies may have to be read to know the others.
   */
  void withBody(Function f, Runnable then, Consumer<Throwable> failed) {
    Partitioning partitioning = layer.options().partitioning();
    if (partitioning == Partitioning.PER_FUNCTION || isDefined(f)) {
      define(f, Set.of());
      then.run();
      return;
    }
    library
        .session()
        .execute(
            "partitioning of " + plan.module().name(),
            () -> {
              try {
                define(f, partitionOf(partitioning, f));
                then.run();
              } catch (RuntimeException | Error e) {
                failed.accept(e);
              }
            });
  }

  private Set<Function> partitionOf(Partitioning partitioning, Function f) {
    bodies.writeLock().lock();
    try {
      return partitioning.partitionOf(f);
    } finally {
      bodies.writeLock().unlock();
    }
  }

  private synchronized boolean isDefined(Function f) {
    return defined.contains(f);
  }

  private synchronized void define(Function f, Set<Function> wanted) {
    if (!defined.add(f)) {
      return;
    }
    List<Function> partition = new ArrayList<>();
    partition.add(f);
    for (Function other : wanted) {
      if (plan.isLazy(other) && plan.ownedBy(other).isEmpty() && defined.add(other)) {
        partition.add(other);
      }
    }
    Map<String, SymbolFlags> symbols = new HashMap<>();
    for (Function each : partition) {
      symbols.put(plan.bodyOf(each), SymbolFlags.NONE.callable());
    }
    try {
      // While this is locked, so that nobody looks for a body that is not there yet.
      library.define(tracker, new BodyUnit(partition, symbols), resolver);
    } catch (RuntimeException e) {
      partition.forEach(defined::remove);
      throw e;
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
      Set<Function> called = layer.speculator() == null ? null : new LinkedHashSet<>();
      Module partition;
      bodies.readLock().lock();
      try {
        partition = PartitionBuilder.ofBodies(plan, functions, direct, called);
      } finally {
        bodies.readLock().unlock();
      }
      if (called != null) {
        noteCalls(functions, called);
      }
      layer.below().emit(r, partition);
    }
  }

  // ---- Speculation.

  /** {@code f} can be called: from now on it can be compiled in advance. */
  void hasStub(Function f, LazyFunction stub) {
    if (layer.speculator() != null) {
      synchronized (this) {
        stubs.put(f, stub);
      }
    }
  }

  private synchronized void noteCalls(List<Function> partition, Set<Function> called) {
    calls.put(partition.get(0), called);
  }

  /** {@code f} is compiled; those that it calls may come next. */
  void compiled(Function f) {
    Speculator speculator = layer.speculator();
    if (speculator == null) {
      return;
    }
    List<LazyFunction> likely = new ArrayList<>();
    synchronized (this) {
      Set<Function> called = calls.remove(f);
      if (called == null) {
        return;
      }
      for (Function each : called) {
        LazyFunction stub = stubs.get(each);
        if (stub != null && !defined.contains(each)) {
          likely.add(stub);
        }
      }
    }
    speculator.suggest(likely);
  }

  /** Whether it is worth while to compile {@code f} in advance. */
  boolean mayBeSpeculatedOn(Function f) {
    return !tracker.isRemoved() && !isDefined(f);
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
