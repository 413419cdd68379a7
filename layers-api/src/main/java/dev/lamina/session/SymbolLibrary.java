package dev.lamina.session;

import static com.google.common.base.Preconditions.checkArgument;
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
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A name space of symbols, as a shared library is one: its modules see all of each other's global
 * symbols, and those that are exported of the libraries in its search order.
 *
 * <p>A definition is IR or an object (through a layer), any {@link MaterializationUnit}, or an
 * address that exists already; {@link DefinitionGenerator}s add some when they are looked for.
 * Whichever it is, a tracker takes it away again.
 *
 * <p>Of several definitions of a name in one library one counts, as for a linker:
 *
 * <table>
 *   <caption>a new definition (row) where another (column) is</caption>
 *   <tr><th></th><th>strong</th><th>common</th><th>weak</th></tr>
 *   <tr><td>strong</td><td>error</td><td>new</td><td>new</td></tr>
 *   <tr><td>common</td><td>old</td><td>the larger</td><td>new</td></tr>
 *   <tr><td>weak</td><td>old</td><td>old</td><td>old</td></tr>
 * </table>
 *
 * <p>Where the new one counts and the old one is in use already, that is an error too, since what
 * is linked against the old one stays so. With {@link Redefinition#REPLACES}, neither is an error.
 * A definition that does not count is discarded: it does not come back when the other is removed.
 */
public final class SymbolLibrary {
  /** What becomes of a strong definition of a name that is defined already. */
  public enum Redefinition {
    /** An error that names both places. */
    REFUSED,

    /**
     * Later look-ups find the new definition. What is linked against the old one stays so, unless a
     * layer put a stub between, and the old one stays in memory until its tracker is removed.
     */
    REPLACES
  }

  private final Session session;
  private final String name;
  private final Redefinition redefinition;
  private final ResourceTracker defaultTracker;
  private final CopyOnWriteArrayList<DefinitionGenerator> generators = new CopyOnWriteArrayList<>();
  private final CopyOnWriteArrayList<BiConsumer<ResourceTracker, Set<String>>>
      replacementListeners = new CopyOnWriteArrayList<>();
  private volatile ImmutableList<SymbolLibrary> searchOrder;

  // Guarded by the session's lock.
  private final Map<String, Entry> table = new HashMap<>();
  private final Set<ResourceTracker> trackers = new LinkedHashSet<>();
  private final Set<Work> withInitializers = new LinkedHashSet<>();
  private boolean removed;

  /** True while a thread asks the generators; {@link #suspended} go on when it has. */
  private boolean generating;

  private List<Runnable> suspended = new ArrayList<>(0);

  SymbolLibrary(Session session, String name, Redefinition redefinition) {
    this.session = session;
    this.name = name;
    this.redefinition = redefinition;
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

  /** What becomes of a strong definition of a name that is defined already. */
  public Redefinition redefinition() {
    return redefinition;
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

  /** The trackers that were not removed, the default one first. */
  public ImmutableList<ResourceTracker> trackers() {
    return session.locked(() -> ImmutableList.copyOf(trackers));
  }

  /**
   * Sets the libraries to be searched after this one, in this order. Libraries may search each
   * other. A library that is removed vanishes from the order.
   */
  public void setSearchOrder(List<SymbolLibrary> others) {
    LinkedHashSet<SymbolLibrary> order = new LinkedHashSet<>();
    order.add(this);
    order.addAll(others);
    session.locked(
        () -> {
          checkUsable();
          for (SymbolLibrary other : order) {
            checkArgument(other.session == session, "%s is another session's", other);
            other.checkUsable();
          }
          searchOrder = ImmutableList.copyOf(order);
          return true;
        });
  }

  /** The libraries that are searched, this one first. */
  public ImmutableList<SymbolLibrary> searchOrder() {
    return searchOrder;
  }

  /** {@code other} is no more; call with the session's lock held. */
  void forget(SymbolLibrary other) {
    if (searchOrder.contains(other)) {
      searchOrder =
          searchOrder.stream()
              .filter(library -> library != other)
              .collect(ImmutableList.toImmutableList());
    }
  }

  /** Adds a source of definitions, asked after those before it for what is not defined. */
  public void addGenerator(DefinitionGenerator generator) {
    session.locked(
        () -> {
          checkUsable();
          return generators.add(generator);
        });
  }

  /** Finds symbols in this library and along its search order as it is at the request. */
  public SymbolResolver resolver() {
    return (request, answer) -> session.lookup(searchOrder, request, false, answer);
  }

  /**
   * Has {@code listener} told of names whose definitions do not count any more, since newer ones
   * replace them ({@link Redefinition#REPLACES}), and of the tracker of these: by the thread that
   * adds them, before it gets to know that it has. For layers that lead callers of the old to the
   * new.
   */
  public void onReplaced(BiConsumer<ResourceTracker, Set<String>> listener) {
    replacementListeners.add(listener);
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
    Map<String, Long> commonSizes = new HashMap<>(0);
    symbols.forEach(
        (symbol, flags) -> {
          if (flags.isCommon()) {
            commonSizes.put(symbol, unit.commonSize(symbol));
          }
        });
    tellOfReplaced(
        tracker,
        session.locked(
            () -> {
              checkUsable();
              tracker.checkUsable();
              Work work = new Work(this, tracker, unitName, unit, resolver, session.takeOrder());
              Set<String> replaced = enter(work, symbols, commonSizes);
              tracker.works.add(work);
              if (hasInitializers) {
                withInitializers.add(work);
              }
              return replaced;
            }));
  }

  /**
   * Defines {@code symbol} as an address that exists already: of a native function or variable, of
   * a Java function that was made callable.
   */
  public void define(ResourceTracker tracker, String symbol, long address, SymbolFlags flags) {
    defineAbsolute(tracker, Map.of(symbol, new ResolvedSymbol(address, flags)));
  }

  /** Defines {@code symbols} as addresses that exist already. */
  public void defineAbsolute(ResourceTracker tracker, Map<String, ResolvedSymbol> symbols) {
    defineAbsolute(tracker, "a table of addresses", symbols);
  }

  /**
   * As {@link #defineAbsolute(ResourceTracker, Map)}.
   *
   * @param origin where the addresses are from, for messages
   */
  public void defineAbsolute(
      ResourceTracker tracker, String origin, Map<String, ResolvedSymbol> symbols) {
    checkTracker(tracker);
    Map<String, SymbolFlags> flags = new HashMap<>();
    symbols.forEach((symbol, value) -> flags.put(symbol, value.flags().absolute()));
    tellOfReplaced(
        tracker,
        session.locked(
            () -> {
              checkUsable();
              tracker.checkUsable();
              Work work =
                  new Work(this, tracker, origin, null, SymbolResolver.none(), session.takeOrder());
              Set<String> replaced = enter(work, flags, Map.of());
              work.state = State.READY;
              for (Entry entry : work.entries.values()) {
                entry.address = addressOf(symbols, entry.name);
                entry.resolved = true;
              }
              tracker.works.add(work);
              return replaced;
            }));
  }

  private void tellOfReplaced(ResourceTracker tracker, Set<String> replaced) {
    if (!replaced.isEmpty()) {
      replacementListeners.forEach(listener -> listener.accept(tracker, replaced));
    }
  }

  private static long addressOf(Map<String, ResolvedSymbol> symbols, String symbol) {
    ResolvedSymbol value = symbols.get(symbol);
    if (value == null) {
      throw new IllegalStateException("no address for " + symbol + "; please report");
    }
    return value.address();
  }

  /**
   * Enters what {@code work} wins into the table, or throws and changes nothing.
   *
   * @return the names of which it replaces definitions in a library that allows that
   */
  private Set<String> enter(
      Work work, Map<String, SymbolFlags> symbols, Map<String, Long> commonSizes) {
    List<String> conflicts = new ArrayList<>(0);
    List<Entry> replaced = new ArrayList<>(0);
    Set<String> names = new HashSet<>(0);
    for (Map.Entry<String, SymbolFlags> symbol : symbols.entrySet()) {
      Entry existing = table.get(symbol.getKey());
      Entry entry = new Entry(symbol.getKey(), symbol.getValue(), work);
      entry.commonSize = commonSizes.getOrDefault(entry.name, 0L);
      if (existing == null) {
        work.entries.put(entry.name, entry);
      } else if (wins(entry, existing)) {
        if (redefinition == Redefinition.REPLACES) {
          names.add(entry.name);
        }
        if (existing.work.state == State.LAZY) {
          work.entries.put(entry.name, entry);
          replaced.add(existing);
        } else if (redefinition == Redefinition.REPLACES && existing.work != work) {
          work.entries.put(entry.name, entry); // the old one remains its maker's duty
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
    return names;
  }

  private boolean wins(Entry entry, Entry existing) {
    if (entry.flags.isStrong()) {
      return !existing.flags.isStrong() || redefinition == Redefinition.REPLACES;
    }
    if (existing.flags.isStrong() || !entry.flags.isCommon()) {
      return false;
    }
    return !existing.flags.isCommon() || entry.commonSize > existing.commonSize;
  }

  private static String conflict(Entry entry, Entry existing) {
    String text = "%s is defined in %s and in %s".formatted(entry.name, existing.work, entry.work);
    if (existing.work.state == State.FAILED) {
      return text + " (the first failed; remove its tracker to define it anew)";
    }
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

  /** Call with the session's lock held. */
  boolean isDefinedBy(String symbol, Work work) {
    Entry entry = table.get(symbol);
    return entry != null && entry.work == work;
  }

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
    return session.lookupBlocking(this, SymbolRequest.of(ImmutableSet.copyOf(symbols)));
  }

  /** As {@link #lookup(Collection)}, but the answer is a call, on any thread. */
  public void lookupLater(SymbolRequest request, SymbolResolver.Answer answer) {
    session.lookup(searchOrder, request, true, answer);
  }

  // For look-ups on their way; all but generate are called with the session's lock held.

  boolean isRemoved() {
    return removed;
  }

  /** Moves what this library defines, and shows, from {@code missing} to {@code found}. */
  void findDefined(Set<String> missing, boolean all, List<Entry> found) {
    for (Iterator<String> names = missing.iterator(); names.hasNext(); ) {
      Entry entry = table.get(names.next());
      if (entry != null && (all || entry.flags.isExported())) {
        found.add(entry);
        names.remove();
      }
    }
  }

  /** Those of {@code missing} that generators may know: not {@code asked}, not hidden here. */
  Set<String> namesForGenerators(Set<String> missing, Set<String> asked) {
    if (removed || generators.isEmpty()) {
      return Set.of();
    }
    Set<String> names = new LinkedHashSet<>();
    for (String symbol : missing) {
      if (!asked.contains(symbol) && !table.containsKey(symbol)) {
        names.add(symbol);
      }
    }
    return names;
  }

  /**
   * Sets a thread's claim on the generators; false if another has it: {@code resume} comes then.
   */
  boolean beginGenerating(Runnable resume) {
    if (generating) {
      suspended.add(resume);
      return false;
    }
    generating = true;
    return true;
  }

  void endGenerating(List<Runnable> afterUnlock) {
    generating = false;
    afterUnlock.addAll(suspended);
    suspended = new ArrayList<>(0);
  }

  /** Asks the generators, one after the other, for what is not defined. */
  void generate(SymbolRequest request) {
    SymbolRequest rest = request;
    for (DefinitionGenerator generator : generators) {
      generator.generate(this, rest);
      SymbolRequest asked = rest;
      rest = session.locked(() -> asked.only(symbol -> !table.containsKey(symbol)));
      if (rest.names().isEmpty()) {
        break;
      }
    }
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
      session.await("look-up of the initializers of " + this, unfinished);
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
      enter(work, more, Map.of());
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
    DependencyGraph.remove(work, new JitException(work + " was removed, with " + tracker), after);
    work.dropUnit();
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
    generators.clear(); // what they hold is not ours to keep
    replacementListeners.clear();
  }

  @Override
  public String toString() {
    return "library \"" + name + "\"";
  }
}
