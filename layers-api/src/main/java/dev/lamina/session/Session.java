package dev.lamina.session;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.lamina.session.Work.State;
import dev.lamina.symbol.ResolvedSymbol;
import dev.lamina.symbol.SymbolRequest;
import dev.lamina.symbol.SymbolResolver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is compiled and linked together. All methods are safe for use by any thread.
 *
 * <pre>
 *   try (Session session = Session.create()) {
 *     SymbolLibrary main = session.createLibrary("main");
 *     layer.add(main.defaultTracker(), module, main.resolver());
 *     long address = main.lookup("f").address();
 *   }
 * </pre>
 */
public final class Session implements AutoCloseable {
  private final Object lock = new Object();
  private final TaskQueue tasks;
  private final Consumer<? super Throwable> errorReporter;
  private final @Nullable CompileThreads ownThreads;

  /** The work that the current thread is making, of whatever session, if any. */
  private static final ThreadLocal<@Nullable Work> MAKING = new ThreadLocal<>();

  /** The library whose generators the current thread runs, of whatever session, if any. */
  private static final ThreadLocal<@Nullable SymbolLibrary> GENERATING = new ThreadLocal<>();

  // Guarded by lock.
  private final Map<String, SymbolLibrary> libraries = new LinkedHashMap<>();

  /** Queries for which a thread that makes something stands still. */
  final List<Query> blockedMakers = new ArrayList<>();

  /** Set when something waits for more than it did: a maker may now wait for itself. */
  boolean waitsGrew;

  private boolean closed;
  private long nextOrder;

  private Session(Builder builder) {
    Executor executor = builder.executor;
    ownThreads = executor == null ? new CompileThreads(builder.compileThreads) : null;
    tasks = new TaskQueue(ownThreads != null ? ownThreads.executor() : executor(executor));
    errorReporter = builder.errorReporter;
  }

  private static Executor executor(@Nullable Executor executor) {
    if (executor == null) {
      throw new IllegalStateException("no executor; please report");
    }
    return executor;
  }

  /** A session with one compile thread that reports errors on standard error. */
  public static Session create() {
    return builder().build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Options of a session. */
  public static final class Builder {
    private int compileThreads = 1;
    private @Nullable Executor executor;
    private Consumer<? super Throwable> errorReporter = Session::printError;

    private Builder() {}

    /** How many threads of its own the session compiles on; one if not said. */
    @CanIgnoreReturnValue
    public Builder compileThreads(int count) {
      checkArgument(count > 0, "compileThreads: %s, at least 1 is needed", count);
      compileThreads = count;
      return this;
    }

    /**
     * Has the session compile on {@code newExecutor} and not on threads of its own. Input that is
     * nested deeply takes room on the stacks of its threads; those of the session have 64 MiB. It
     * may run tasks where they are handed in. A task that it refuses is run on the thread that has
     * it.
     */
    @CanIgnoreReturnValue
    public Builder executor(Executor newExecutor) {
      executor = newExecutor;
      return this;
    }

    /** Told of errors that no caller is there to get, from any thread. */
    @CanIgnoreReturnValue
    public Builder errorReporter(Consumer<? super Throwable> reporter) {
      errorReporter = reporter;
      return this;
    }

    public Session build() {
      return new Session(this);
    }
  }

  private static void printError(Throwable error) {
    System.err.println("lamina: error: " + error.getMessage());
    Throwable cause = error.getCause();
    if (cause != null) {
      cause.printStackTrace();
    }
  }

  /** Makes an empty library; {@code name} is unique in the session. */
  public SymbolLibrary createLibrary(String name) {
    return createLibrary(name, SymbolLibrary.Redefinition.REFUSED);
  }

  /**
   * Makes an empty library; {@code name} is unique in the session.
   *
   * @param redefinition what becomes of a second definition of a name
   */
  public SymbolLibrary createLibrary(String name, SymbolLibrary.Redefinition redefinition) {
    synchronized (lock) {
      checkOpen();
      checkArgument(!libraries.containsKey(name), "the session has a library \"%s\" already", name);
      SymbolLibrary library = new SymbolLibrary(this, name, redefinition);
      libraries.put(name, library);
      return library;
    }
  }

  /** The library of that name, or null. */
  public @Nullable SymbolLibrary findLibrary(String name) {
    synchronized (lock) {
      return libraries.get(name);
    }
  }

  /** All libraries, in the order of their making. */
  public ImmutableList<SymbolLibrary> libraries() {
    synchronized (lock) {
      return ImmutableList.copyOf(libraries.values());
    }
  }

  /**
   * Removes all that is in {@code library}, as {@link ResourceTracker#remove} does, and it: it
   * vanishes from the search orders of others and is of no use afterwards. Later calls do nothing.
   */
  public void removeLibrary(SymbolLibrary library) {
    checkArgument(library.session() == this, "%s is another session's", library);
    synchronized (lock) {
      if (libraries.remove(library.name(), library)) {
        for (SymbolLibrary other : libraries.values()) {
          other.forget(library);
        }
      }
    }
    library.removeAll();
  }

  /**
   * Removes all libraries, the newest first, and ends the session's own threads, for whose work at
   * hand it waits. An executor of the composer's is the composer's to end.
   */
  @Override
  public void close() {
    List<SymbolLibrary> all;
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      all = new ArrayList<>(libraries.values());
      libraries.clear();
    }
    for (int i = all.size() - 1; i >= 0; i--) {
      all.get(i).removeAll();
    }
    if (ownThreads != null) {
      ownThreads.shutdown();
    }
  }

  /** Tells the error reporter. */
  public void report(Throwable error) {
    try {
      errorReporter.accept(error);
    } catch (RuntimeException e) {
      e.addSuppressed(error);
      printError(new JitException("the error reporter failed: " + e, e));
    }
  }

  /** Has {@code task} run on a compile thread. What it throws is reported. */
  public void execute(String what, Runnable task) {
    tasks.add(() -> guard(what, task));
  }

  /**
   * Has {@code task} run on a compile thread that has nothing else to do, after all that comes up
   * until then. What it throws is reported.
   *
   * @return false, and nothing is run, if the session has one thread of its own only, which would
   *     not be there then for what is asked for, or is closed
   */
  public boolean executeWhenIdle(String what, Runnable task) {
    return (ownThreads == null || ownThreads.count() > 1) && tasks.addIdle(() -> guard(what, task));
  }

  // For the other classes of this package.

  void checkOpen() {
    checkState(!closed, "the session is closed");
  }

  long takeOrder() {
    return nextOrder++;
  }

  <T> T locked(Supplier<T> reading) {
    synchronized (lock) {
      return reading.get();
    }
  }

  /** Something that changes the state, and adds to the list what is to be done without the lock. */
  interface Change<T> {
    T apply(List<Runnable> afterUnlock);
  }

  void update(Consumer<List<Runnable>> update) {
    change(
        after -> {
          update.accept(after);
          return true;
        });
  }

  <T> T change(Change<T> change) {
    List<Runnable> afterUnlock = new ArrayList<>(2);
    T result;
    synchronized (lock) {
      result = change.apply(afterUnlock);
      if (waitsGrew) {
        waitsGrew = false;
        failMakersThatWaitForThemselves(afterUnlock);
      }
    }
    for (Runnable action : afterUnlock) {
      // One answer that throws must not keep others from theirs.
      guard("an answer to a look-up", action);
    }
    return result;
  }

  private void failMakersThatWaitForThemselves(List<Runnable> afterUnlock) {
    for (Query blocked : List.copyOf(blockedMakers)) {
      if (DependencyGraph.waitsForItself(blocked)) {
        blocked.fail(
            new JitException(
                "look-up of %s from within the making of %s needs, in the end, %s itself; ask for"
                        .formatted(blocked.blocking, blocked.requester, blocked.requester)
                    + " the address alone, with Responsibility.lookup"),
            afterUnlock);
      }
    }
  }

  /** Runs foreign code; what it throws is reported. */
  void guard(String what, Runnable action) {
    try {
      action.run();
    } catch (Throwable e) {
      report(new JitException(what + " failed: " + e, e));
    }
  }

  /** Runs {@code action} as part of making {@code work}; what it throws fails the work. */
  void runFor(Work work, Runnable action) {
    Work outer = MAKING.get();
    MAKING.set(work);
    try {
      action.run();
    } catch (Throwable e) {
      fail(work, e);
    } finally {
      MAKING.set(outer);
    }
  }

  /** Fails {@code work}; a failure after its success is reported, for want of somebody waiting. */
  void fail(Work work, Throwable cause) {
    boolean succeeded =
        change(
            after -> {
              DependencyGraph.fail(work, cause, after);
              return work.state != State.FAILED;
            });
    if (succeeded) {
      report(new JitException(work + " failed after it was emitted: " + cause, cause));
    }
  }

  void executeFor(Work work, Runnable action) {
    tasks.add(() -> runFor(work, action));
  }

  /** Starts a lazy work; call with the lock held. */
  void start(Work work, List<Runnable> afterUnlock) {
    if (work.state == State.LAZY) {
      work.state = State.STARTED;
      MaterializationUnit unit = work.takeUnit();
      Responsibility responsibility = new Responsibility(this, work);
      afterUnlock.add(() -> executeFor(work, () -> unit.materialize(responsibility)));
    }
  }

  /** Looks up without waiting, for {@code request.requester()} if it is one of our works. */
  void lookup(
      ImmutableList<SymbolLibrary> order,
      SymbolRequest request,
      boolean ready,
      SymbolResolver.Answer answer) {
    Work requester = request.requester() instanceof Work work ? work : null;
    advance(new Lookup(this, order, request, ready, requester, answer));
  }

  void continueLater(Lookup lookup) {
    tasks.add(() -> advance(lookup));
  }

  /** Goes on with {@code lookup} until it is answered, suspended, or waits for its query. */
  private void advance(Lookup lookup) {
    boolean going = true;
    while (going && change(lookup::step)) {
      going = generate(lookup);
    }
  }

  /**
   * Asks the generators that {@code lookup} has come to; false if that failed, and it with them.
   */
  private boolean generate(Lookup lookup) {
    SymbolLibrary library = lookup.generating();
    SymbolLibrary outer = GENERATING.get();
    GENERATING.set(library);
    try {
      library.generate(lookup.wanted());
      return true;
    } catch (Throwable e) {
      Throwable cause =
          e instanceof JitException
              ? e
              : new JitException("a definition generator of " + library + " failed: " + e, e);
      update(after -> lookup.fail(cause, after));
      return false;
    } finally {
      GENERATING.set(outer);
      update(library::endGenerating);
    }
  }

  /** Adds entries to a query and starts what makes them; call with the lock held. */
  void begin(Query query, List<Entry> found, List<Runnable> after) {
    for (Entry entry : found) {
      if (entry.work.state == State.FAILED) {
        query.fail(DependencyGraph.causeOf(entry.work), after);
        return;
      }
    }
    for (Entry entry : found) {
      query.add(entry);
      start(entry.work, after);
    }
    query.start(after);
  }

  /** Waits until all of {@code request} may be used; none may be missing but weak ones. */
  Map<String, ResolvedSymbol> lookupBlocking(SymbolLibrary library, SymbolRequest request) {
    locked(library::checkUsable);
    String who = "look-up in " + library;
    Waiter waiter = new Waiter();
    Lookup lookup = new Lookup(this, who, library.searchOrder(), request, maker(), waiter);
    String names = String.join(", ", request.names());
    return await(who + " of " + names, waiter, () -> advance(lookup));
  }

  /**
   * Waits until all of {@code entries} are ready.
   *
   * @param what the look-up, for messages
   */
  Map<String, ResolvedSymbol> await(String what, List<Entry> entries) {
    Waiter waiter = new Waiter();
    Query query = new Query(true, maker(), what, waiter);
    return await(what, waiter, () -> update(after -> begin(query, entries, after)));
  }

  /** The work of this session that the current thread is making, if any. */
  private @Nullable Work maker() {
    Work making = MAKING.get();
    return making != null && making.library.session() == this ? making : null;
  }

  private Map<String, ResolvedSymbol> await(String what, Waiter waiter, Runnable advance) {
    SymbolLibrary generating = GENERATING.get();
    if (generating != null && generating.session() == this) {
      throw new JitException(
          "%s from within a definition generator of %s, which must not wait: others wait for it"
              .formatted(what, generating));
    }
    advance.run();
    if (!waiter.isAnswered()) {
      try {
        if (tasks.isRunningTask()) {
          tasks.startSpare(waiter::isAnswered);
        }
        while (!waiter.await()) {
          advance.run();
        }
      } finally {
        tasks.wake();
      }
    }
    try {
      return waiter.get();
    } catch (JitException e) {
      throw e;
    } catch (Throwable cause) {
      throw new JitException(what + ": " + cause.getMessage(), cause);
    }
  }
}
