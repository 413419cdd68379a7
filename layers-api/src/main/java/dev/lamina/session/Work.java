package dev.lamina.session;

import dev.lamina.symbol.Dependency;
import dev.lamina.symbol.SymbolFlags;
import dev.lamina.symbol.SymbolResolver;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A unit that was added to a library, with how far it has come: a node of the dependency graph.
 * Guarded by the session's lock.
 */
final class Work implements Dependency {
  enum State {
    LAZY,
    STARTED,
    EMITTED,
    READY,
    FAILED
  }

  final SymbolLibrary library;
  final ResourceTracker tracker;
  final String name;

  /** Gone once started, so that a module's memory can be. */
  private @Nullable MaterializationUnit unit;

  final SymbolResolver resolver;

  /** The order of adding, which that of initializers follows. Parts of a work share it. */
  final long order;

  State state = State.LAZY;
  @Nullable Throwable failure;

  /** The definitions it owes or has made. */
  final Map<String, Entry> entries = new LinkedHashMap<>();

  /** Stands for the work as a whole, for those who wait for its initializers. */
  final Entry self = new Entry("", SymbolFlags.NONE, this);

  /** Works that must be emitted before this one is ready; empty when it is. */
  final Set<Work> dependencies = new HashSet<>();

  final Set<Work> dependents = new HashSet<>();

  /** Of an emitted work: one that it waits for. See {@link DependencyGraph}. */
  @Nullable Work blocker;

  /** Emitted works whose {@link #blocker} this is or was. */
  List<Work> blocked = new ArrayList<>(0);

  /** Look-ups made for this work's sake that are not answered yet. */
  final List<Query> pending = new ArrayList<>(0);

  List<InitFunction> initializers = List.of();
  List<InitFunction> finalizers = List.of();
  boolean initializersTaken;

  Work(
      SymbolLibrary library,
      ResourceTracker tracker,
      String name,
      @Nullable MaterializationUnit unit,
      SymbolResolver resolver,
      long order) {
    this.library = library;
    this.tracker = tracker;
    this.name = name;
    this.unit = unit;
    this.resolver = resolver;
    this.order = order;
  }

  MaterializationUnit takeUnit() {
    MaterializationUnit taken = unit;
    if (taken == null) {
      throw new IllegalStateException(name + " is started twice; please report");
    }
    unit = null;
    return taken;
  }

  /** Lets a module's memory go before it is made. */
  void dropUnit() {
    unit = null;
  }

  /** True while somebody has to emit or fail it. */
  boolean isOpen() {
    return state == State.STARTED;
  }

  @Override
  public String toString() {
    return name;
  }
}
