package dev.lamina.session;

import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.lamina.session.Work.State;
import dev.lamina.symbol.ResolvedSymbol;
import dev.lamina.symbol.SymbolFlags;
import dev.lamina.symbol.SymbolRequest;
import dev.lamina.symbol.SymbolResolver;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A name space of symbols, as a shared library is one: its modules see all of each other's global
 * symbols, and those that are exported of the libraries in its search order.
 */
public final class SymbolLibrary {
  private final Session session;
  private final String name;
  private final ResourceTracker defaultTracker;
  private final CopyOnWriteArrayList<DefinitionGenerator> generators = new CopyOnWriteArrayList<>();
  private final ReentrantLock generating = new ReentrantLock();
  private volatile ImmutableList<SymbolLibrary> searchOrder;

  // Guarded by the session's lock.
  private final Map<String, Entry> table = new HashMap<>();
  private final Set<ResourceTracker> trackers = new LinkedHashSet<>();
  private final Set<Work> withInitializers = new LinkedHashSet<>();
  private boolean removed;

  SymbolLibrary(Session session, String name) {
    this.session = session;
    this.name = name;
    this.searchOrder = ImmutableList.of(this);
    this.defaultTracker = new ResourceTracker(this, "default");
    trackers.add(defaultTracker);
  }

  public Session session() {
    return session;
  }

  public String name() {
    return name;
  }

  /** The tracker of what is meant to stay as long as the library. */
  public ResourceTracker defaultTracker() {
    return defaultTracker;
  }

  /** A tracker for what is to be removed by itself. */
  public ResourceTracker newTracker() {
    return session.locked(
        () -> {
          checkUsable();
          ResourceTracker tracker = new ResourceTracker(this, "#" + session.takeOrder());
          trackers.add(tracker);
          return tracker;
        });
  }

  /** Sets the libraries to be searched after this one, in this order. */
  public void setSearchOrder(List<SymbolLibrary> others) {
    ImmutableList.Builder<SymbolLibrary> order = ImmutableList.builder();
    order.add(this);
    for (SymbolLibrary other : others) {
      if (other != this) {
        order.add(other);
      }
    }
    searchOrder = order.build();
  }

  /** The libraries that are searched, this one first. */
  public ImmutableList<SymbolLibrary> searchOrder() {
    return searchOrder;
  }

  /** Adds a source of definitions, asked after those before it for what is not defined. */
  public void addGenerator(DefinitionGenerator generator) {
    generators.add(generator);
  }

  /** Finds symbols in this library and along its search order as it is at the request. */
  public SymbolResolver resolver() {
    return (request, answer) -> session.lookup(searchOrder, request, false, answer);
  }

  // Definitions.

  /**
   * Registers {@code unit}; it is made when one of its symbols is first looked up. Of several
   * definitions of a name one counts: a strong one before common ones before weak ones, the largest
   * of common ones, otherwise the first.
   *
   * @param resolver where the unit finds what it uses and does not define
   * @throws DuplicateDefinitionException if two strong ones meet, or one comes after another was
   *     put to use
   */
  public void define(ResourceTracker tracker, MaterializationUnit unit, SymbolResolver resolver) {
    checkTracker(tracker);
    Map<String, SymbolFlags> symbols = unit.symbols();
    String unitName = unit.name();
    boolean hasInitializers = unit.hasInitializers();
    session.locked(
        () -> {
          checkUsable();
          tracker.checkUsable();
          Work work = new Work(this, tracker, unitName, unit, resolver, session.takeOrder());
          enter(work, symbols, unit::commonSize);
          tracker.works.add(work);
          if (hasInitializers) {
            withInitializers.add(work);
          }
          return true;
        });
  }

  /** Defines {@code symbols} as addresses that exist already. */
  public void defineAbsolute(ResourceTracker tracker, Map<String, ResolvedSymbol> symbols) {
    checkTracker(tracker);
    Map<String, SymbolFlags> flags = new HashMap<>();
    symbols.forEach((symbol, value) -> flags.put(symbol, value.flags().absolute()));
    session.locked(
        () -> {
          checkUsable();
          tracker.checkUsable();
          Work work =
              new Work(
                  this,
                  tracker,
                  "a table of addresses",
                  null,
                  SymbolResolver.none(),
                  session.takeOrder());
          enter(work, flags, symbol -> 0);
          work.state = State.READY;
          for (Entry entry : work.entries.values()) {
            entry.address = addressOf(symbols, entry.name);
            entry.resolved = true;
          }
          tracker.works.add(work);
          return true;
        });
  }

  private static long addressOf(Map<String, ResolvedSymbol> symbols, String symbol) {
    ResolvedSymbol value = symbols.get(symbol);
    if (value == null) {
      throw new IllegalStateException("no address for " + symbol + "; please report");
    }
    return value.address();
  }

  /** Enters what {@code work} wins into the table, or throws and changes nothing. */
  private void enter(
      Work work, Map<String, SymbolFlags> symbols, ToLongFunction<String> commonSize) {
    List<String> conflicts = new ArrayList<>(0);
    List<Entry> replaced = new ArrayList<>(0);
    for (Map.Entry<String, SymbolFlags> symbol : symbols.entrySet()) {
      Entry existing = table.get(symbol.getKey());
      Entry entry = new Entry(symbol.getKey(), symbol.getValue(), work);
      entry.commonSize = entry.flags.isCommon() ? commonSize.applyAsLong(entry.name) : 0;
      if (existing == null) {
        work.entries.put(entry.name, entry);
      } else if (wins(entry, existing)) {
        if (existing.work.state == State.LAZY) {
          work.entries.put(entry.name, entry);
          replaced.add(existing);
        } else {
          conflicts.add(conflict(entry, existing));
        }
      } else if (entry.flags.isStrong()) {
        conflicts.add(conflict(entry, existing));
      }
    }
    if (!conflicts.isEmpty()) {
      throw new DuplicateDefinitionException(name, conflicts);
    }
    for (Entry entry : replaced) {
      entry.work.entries.remove(entry.name);
    }
    table.putAll(work.entries);
  }

  private static boolean wins(Entry entry, Entry existing) {
    if (existing.flags.isStrong()) {
      return false;
    }
    if (entry.flags.isStrong()) {
      return true;
    }
    if (!entry.flags.isCommon()) {
      return false;
    }
    return !existing.flags.isCommon() || entry.commonSize > existing.commonSize;
  }

  private static String conflict(Entry entry, Entry existing) {
    String text = "%s is defined in %s and in %s".formatted(entry.name, existing.work, entry.work);
    return existing.flags.isStrong()
        ? text
        : text
            + " (the first, %s, is in use already and cannot be replaced)"
                .formatted(existing.flags.isCommon() ? "common" : "weak");
  }

  /** Call with the session's lock held. */
  boolean checkUsable() {
    session.checkOpen();
    checkState(!removed, "library \"%s\" was removed", name);
    return true;
  }

  private void checkTracker(ResourceTracker tracker) {
    checkState(tracker.library() == this, "%s does not belong to library \"%s\"", tracker, name);
  }

  /** True if a symbol of this name is defined here; asks no generator. */
  public boolean isDefined(String symbol) {
    return session.locked(() -> table.containsKey(symbol));
  }

  // Look-ups.

  /** Waits until {@code symbol} may be used. See {@link #lookup(Collection)}. */
  public ResolvedSymbol lookup(String symbol) {
    ResolvedSymbol found = lookup(ImmutableSet.of(symbol)).get(symbol);
    if (found == null) {
      throw new IllegalStateException(symbol + " is missing in an answer; please report");
    }
    return found;
  }

  /**
   * Finds symbols here and along the search order, has them made, and waits until they may be used.
   * May be called from any thread.
   *
   * @throws MissingSymbolsException naming all that are not defined
   * @throws JitException if one could not be made, with the cause
   */
  public Map<String, ResolvedSymbol> lookup(Collection<String> symbols) {
    return session.lookupBlocking(
        this, searchOrder, SymbolRequest.of(ImmutableSet.copyOf(symbols)));
  }

  /** As {@link #lookup(Collection)}, but the answer is a call, on any thread. */
  public void lookupLater(SymbolRequest request, SymbolResolver.Answer answer) {
    session.lookup(searchOrder, request, true, answer);
  }

  /**
   * Moves what this library defines from {@code missing} to {@code found}, generators being asked.
   */
  void find(Set<String> missing, boolean all, List<Entry> found, SymbolRequest request) {
    findDefined(missing, all, found);
    if (missing.isEmpty() || generators.isEmpty()) {
      return;
    }
    generating.lock();
    try {
      // Another thread may have had the same generated meanwhile.
      findDefined(missing, all, found);
      for (DefinitionGenerator generator : generators) {
        if (missing.isEmpty()) {
          break;
        }
        generator.generate(this, request.only(missing::contains));
        findDefined(missing, all, found);
      }
    } finally {
      generating.unlock();
    }
  }

  private void findDefined(Set<String> missing, boolean all, List<Entry> found) {
    session.locked(
        () -> {
          for (Iterator<String> names = missing.iterator(); names.hasNext(); ) {
            Entry entry = table.get(names.next());
            if (entry != null && (all || entry.flags.isExported())) {
              found.add(entry);
              names.remove();
            }
          }
          return true;
        });
  }

  /**
   * The tracker with which the definition of {@code symbol} at {@code address} goes, here or along
   * the search order; null if there is none any more.
   */
  public @Nullable ResourceTracker trackerOf(String symbol, long address) {
    List<ResourceTracker> found = new ArrayList<>(1);
    session.locked(
        () -> {
          for (SymbolLibrary library : searchOrder) {
            Entry entry = library.table.get(symbol);
            if (entry != null && entry.resolved && entry.address == address && found.isEmpty()) {
              found.add(entry.work.tracker);
            }
          }
          return true;
        });
    return found.isEmpty() ? null : found.get(0);
  }

  // Initializers.

  /**
   * Has everything with initializers made and returns those that were not returned before, in the
   * order to run them: by priority, then by the order of adding.
   */
  public List<InitFunction> takeInitializers() {
    while (true) {
      List<Entry> unfinished = new ArrayList<>();
      session.locked(
          () -> {
            checkUsable();
            for (Work work : withInitializers) {
              if (work.state != State.READY) {
                unfinished.add(work.self);
              }
            }
            return true;
          });
      if (unfinished.isEmpty()) {
        return session.locked(this::takeReadyInitializers);
      }
      try {
        session.await(unfinished, "the initializers of library \"" + name + "\"");
      } catch (JitException e) {
        throw e;
      } catch (Throwable cause) {
        throw new JitException(
            "initializers of library \"" + name + "\": " + cause.getMessage(), cause);
      }
    }
  }

  private List<InitFunction> takeReadyInitializers() {
    List<InitFunction> functions = new ArrayList<>();
    for (Work work : inOrderOfAdding()) {
      if (work.state == State.READY && !work.initializersTaken) {
        work.initializersTaken = true;
        functions.addAll(work.initializers);
      }
    }
    functions.sort(Comparator.comparingInt(InitFunction::priority)); // stable: keeps the order
    return functions;
  }

  private List<Work> inOrderOfAdding() {
    List<Work> works = new ArrayList<>(withInitializers);
    works.sort(Comparator.comparingLong(work -> work.order));
    return works;
  }

  /**
   * The finalizers of everything whose initializers were taken, each once, in the order to run
   * them: the reverse of that of initializers.
   */
  public List<InitFunction> takeFinalizers() {
    return session.locked(
        () -> {
          List<InitFunction> functions = new ArrayList<>();
          for (Work work : inOrderOfAdding()) {
            if (work.initializersTaken) {
              functions.addAll(work.finalizers);
              work.finalizers = List.of();
            }
          }
          functions.sort(Comparator.comparingInt(InitFunction::priority));
          Collections.reverse(functions);
          return functions;
        });
  }

  /** Call with the session's lock held. */
  void hasInitializers(Work work) {
    withInitializers.add(work);
  }

  /** Enters {@code more} for {@code work}, whose unit found out about them late. */
  void enterMore(Work work, Map<String, SymbolFlags> more) {
    Map<String, Entry> before = new HashMap<>(work.entries);
    work.entries.clear();
    try {
      enter(work, more, symbol -> 0);
    } finally {
      before.forEach(work.entries::putIfAbsent);
    }
  }

  // Removal.

  void remove(ResourceTracker tracker) {
    session.update(
        after -> {
          if (!tracker.removed) {
            tracker.removed = true;
            trackers.remove(tracker);
            for (Work work : tracker.works) {
              removeWork(work, tracker, after);
            }
            tracker.works.clear();
          }
        });
  }

  private void removeWork(Work work, ResourceTracker tracker, List<Runnable> after) {
    for (Entry entry : work.entries.values()) {
      table.remove(entry.name, entry);
    }
    withInitializers.remove(work);
    DependencyGraph.fail(
        work,
        new JitException(work + " was removed, with " + tracker + ", before it was ready"),
        after);
    work.initializers = List.of();
    work.finalizers = List.of();
  }

  void removeAll() {
    List<ResourceTracker> all =
        session.locked(
            () -> {
              removed = true;
              return new ArrayList<>(trackers);
            });
    for (int i = all.size() - 1; i >= 0; i--) {
      all.get(i).remove();
    }
  }

  @Override
  public String toString() {
    return "library \"" + name + "\"";
  }
}
