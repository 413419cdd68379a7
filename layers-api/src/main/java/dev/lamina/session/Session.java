package dev.lamina.session;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.lamina.session.Work.State;
import dev.lamina.symbol.ResolvedSymbol;
import dev.lamina.symbol.SymbolRequest;
import dev.lamina.symbol.SymbolResolver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
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

  // Guarded by lock.
  private final Map<String, SymbolLibrary> libraries = new LinkedHashMap<>();
  private final List<BlockedQuery> blockedMakers = new ArrayList<>();
  private boolean closed;
  private long nextOrder;

  /** A look-up for which a compile thread stands still. */
  private record BlockedQuery(Query query, String names) {}

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

    /** Has the session compile on {@code newExecutor} and not on threads of its own. */
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
    synchronized (lock) {
      checkOpen();
      checkArgument(!libraries.containsKey(name), "the session has a library \"%s\"", name);
      SymbolLibrary library = new SymbolLibrary(this, name);
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

  /** Removes all that is in {@code library}, and it; it is of no use afterwards. */
  public void removeLibrary(SymbolLibrary library) {
    synchronized (lock) {
      libraries.remove(library.name(), library);
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
    errorReporter.accept(error);
  }

  /** Has {@code task} run on a compile thread. What it throws is reported. */
  public void execute(String what, Runnable task) {
    tasks.add(() -> guard(what, task));
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
      failMakersThatWaitForThemselves(afterUnlock);
    }
    for (Runnable action : afterUnlock) {
      action.run();
    }
    return result;
  }

  private void failMakersThatWaitForThemselves(List<Runnable> afterUnlock) {
    for (int i = 0; i < blockedMakers.size(); i++) {
      BlockedQuery blocked = blockedMakers.get(i);
      if (DependencyGraph.waitsForItself(blocked.query)) {
        blocked.query.fail(
            new JitException(
                "look-up of %s from within the making of %s needs, in the end, %s itself; ask for"
                        .formatted(blocked.names, blocked.query.requester, blocked.query.requester)
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
      report(new JitException(work + ": failed after it was emitted: " + cause, cause));
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

  /**
   * Finds the entries of {@code request} along {@code order}, has generators define what is not
   * there, and leaves out what is nowhere.
   */
  private List<Entry> find(List<SymbolLibrary> order, SymbolRequest request) {
    List<Entry> found = new ArrayList<>();
    Set<String> missing = new java.util.LinkedHashSet<>(request.names());
    boolean own = true; // the first library shows all its symbols, others what they export
    for (SymbolLibrary library : order) {
      if (missing.isEmpty()) {
        break;
      }
      library.find(missing, own, found, request);
      own = false;
    }
    return found;
  }

  /** Looks up without waiting, for {@code request.requester()} if it is one of our works. */
  void lookup(
      List<SymbolLibrary> order,
      SymbolRequest request,
      boolean ready,
      SymbolResolver.Answer answer) {
    List<Entry> found = find(order, request);
    Work requester = request.requester() instanceof Work work ? work : null;
    update(after -> begin(new Query(ready, requester, false, answer), found, after));
  }

  /** Adds entries to a query and starts what makes them; call with the lock held. */
  private void begin(Query query, List<Entry> found, List<Runnable> after) {
    for (Entry entry : found) {
      if (entry.work.state == State.FAILED) {
        Throwable cause = entry.work.failure;
        query.fail(cause != null ? cause : new JitException(entry.name + " failed"), after);
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
  Map<String, ResolvedSymbol> lookupBlocking(
      SymbolLibrary library, List<SymbolLibrary> order, SymbolRequest request) {
    locked(library::checkUsable);
    List<Entry> found = find(order, request);
    Set<String> missing = new java.util.LinkedHashSet<>(request.required());
    for (Entry entry : found) {
      missing.remove(entry.name);
    }
    String who = "look-up in library \"" + library.name() + "\"";
    if (!missing.isEmpty()) {
      throw new MissingSymbolsException(who, missing);
    }
    try {
      return await(found, String.join(", ", request.names()));
    } catch (JitException e) {
      throw e;
    } catch (Throwable cause) {
      throw new JitException(
          who + " of " + String.join(", ", request.names()) + ": " + cause.getMessage(), cause);
    }
  }

  /** Waits until all of {@code entries} are ready. */
  Map<String, ResolvedSymbol> await(List<Entry> entries, String names) throws Throwable {
    Latch latch = new Latch();
    Work making = MAKING.get();
    Work maker = making != null && making.library.session() == this ? making : null;
    Query query = new Query(true, maker, true, latch);
    BlockedQuery blocked = new BlockedQuery(query, names);
    boolean wait =
        change(
            after -> {
              begin(query, entries, after);
              if (query.outstanding.isEmpty()) {
                return false;
              }
              if (maker != null) {
                blockedMakers.add(blocked);
              }
              return true;
            });
    if (wait) {
      if (tasks.isRunningTask()) {
        tasks.startSpare(latch::isOpen);
      }
      try {
        latch.await();
      } finally {
        locked(() -> blockedMakers.remove(blocked));
        tasks.wake();
      }
    }
    return latch.get();
  }

  /** An answer that a thread waits for. */
  private static final class Latch implements SymbolResolver.Answer {
    private final CountDownLatch arrived = new CountDownLatch(1);
    private volatile @Nullable Map<String, ResolvedSymbol> symbols;
    private volatile @Nullable Throwable failure;

    @Override
    public void found(Map<String, ResolvedSymbol> found) {
      symbols = found;
      arrived.countDown();
    }

    @Override
    public void failed(Throwable cause) {
      failure = cause;
      arrived.countDown();
    }

    boolean isOpen() {
      return arrived.getCount() == 0;
    }

    /** Waits through interruptions, which are kept: half a look-up is of no use to anyone. */
    void await() {
      boolean interrupted = false;
      while (true) {
        try {
          arrived.await();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    Map<String, ResolvedSymbol> get() throws Throwable {
      Throwable cause = failure;
      if (cause != null) {
        throw cause;
      }
      Map<String, ResolvedSymbol> found = symbols;
      if (found == null) {
        throw new IllegalStateException("a look-up ended without an answer; please report");
      }
      return found;
    }
  }
}
