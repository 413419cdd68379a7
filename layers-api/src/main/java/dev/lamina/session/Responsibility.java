package dev.lamina.session;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.ImmutableSet;
import dev.lamina.session.Work.State;
import dev.lamina.symbol.Dependency;
import dev.lamina.symbol.ResolvedSymbol;
import dev.lamina.symbol.SymbolFlags;
import dev.lamina.symbol.SymbolRequest;
import dev.lamina.symbol.SymbolResolver;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The obligation to make the definitions of some symbols. Whoever holds one settles it: by {@link
 * #resolved} and {@link #emitted}, or by {@link #fail}. It may be handed to another thread and
 * kept.
 *
 * <pre>
 *   responsibility.resolved(addresses);                  // before asking for others' addresses
 *   responsibility.lookup(request, answer: found → {     // at once or later, never waits
 *     …write the code…
 *     if (tracker.onRemove(free) &amp;&amp; responsibility.emitted()) return;
 *     free.run();
 *   });
 * </pre>
 *
 * <p>It can be taken away: by the removal of its tracker, or because something that it depends on
 * failed. Its methods then return false, and the holder gives back what it has made.
 */
public final class Responsibility {
  private final Session session;
  private final Work work;

  Responsibility(Session session, Work work) {
    this.session = session;
    this.work = work;
  }

  public SymbolLibrary library() {
    return work.library;
  }

  /** What the things that are made for it belong to. */
  public ResourceTracker tracker() {
    return work.tracker;
  }

  /** Where to find what the unit uses and does not define. {@link #lookup} asks it. */
  public SymbolResolver resolver() {
    return work.resolver;
  }

  /** The unit's name, for messages. */
  public String name() {
    return work.name;
  }

  /** The symbols that are owed. A definition of any other is to be left out. */
  public ImmutableSet<String> symbols() {
    return session.locked(() -> ImmutableSet.copyOf(work.entries.keySet()));
  }

  /**
   * Whether the definition of {@code symbol} that is owed, or was made, here is the one that
   * look-ups in the library find: false once another replaced it, or it was removed.
   */
  public boolean counts(String symbol) {
    return session.locked(() -> work.library.isDefinedBy(symbol, work));
  }

  /** False once it was settled or taken away; work on it is then in vain. */
  public boolean isOpen() {
    return session.locked(work::isOpen);
  }

  /**
   * Asks {@link #resolver()}, once for all, for the addresses of what is used, without waiting
   * until it may be used, and notes that the owed symbols are not ready before it is. The answer
   * comes before this method returns if all is known, otherwise later as a task on a compile
   * thread. It never comes if the responsibility is taken away meanwhile; {@code withdrawn} is then
   * run instead, so that what was made can be given back. An exception that the answer throws fails
   * the responsibility.
   */
  public void lookup(
      Set<String> names, Set<String> weak, SymbolResolver.Answer answer, Runnable withdrawn) {
    InlineOrLater wrapped = new InlineOrLater(answer, withdrawn);
    if (names.isEmpty()) {
      wrapped.found(Map.of());
      return;
    }
    try {
      work.resolver.resolve(new SymbolRequest(names, weak, work), wrapped);
    } catch (RuntimeException e) {
      wrapped.failed(e);
    } finally {
      wrapped.returned();
    }
  }

  /** Runs an answer on the caller's thread while it is in the call, otherwise as a task. */
  private final class InlineOrLater implements SymbolResolver.Answer {
    private final SymbolResolver.Answer answer;
    private final Runnable withdrawn;
    private @Nullable Thread caller = Thread.currentThread();
    private boolean answered;

    InlineOrLater(SymbolResolver.Answer answer, Runnable withdrawn) {
      this.answer = answer;
      this.withdrawn = withdrawn;
    }

    synchronized void returned() {
      caller = null;
    }

    private synchronized boolean isInline() {
      return caller == Thread.currentThread();
    }

    /** False if there was an answer before: a resolver that is not ours may not know better. */
    private boolean isFirst() {
      synchronized (this) {
        if (!answered) {
          answered = true;
          return true;
        }
      }
      session.report(new JitException("a resolver answered " + name() + " more than once"));
      return false;
    }

    @Override
    public void found(Map<String, ResolvedSymbol> symbols) {
      if (!isFirst()) {
        return;
      }
      boolean open =
          session.change(
              after -> {
                for (ResolvedSymbol symbol : symbols.values()) {
                  Dependency dependency = symbol.dependency();
                  if (dependency instanceof Work needed) {
                    DependencyGraph.depend(work, needed, after);
                  }
                }
                return work.isOpen();
              });
      run(open ? () -> answer.found(symbols) : withdrawn);
    }

    @Override
    public void failed(Throwable cause) {
      if (!isFirst()) {
        return;
      }
      run(isOpen() ? () -> answer.failed(cause) : withdrawn);
    }

    private void run(Runnable action) {
      if (isInline()) {
        session.runFor(work, action);
      } else {
        session.executeFor(work, action);
      }
    }
  }

  /**
   * Takes on definitions that the unit did not announce, such as stubs that it makes.
   *
   * @throws DuplicateDefinitionException if one is defined already
   */
  public void defineMore(Map<String, SymbolFlags> symbols) {
    session.locked(
        () -> {
          if (work.isOpen()) {
            work.library.enterMore(work, symbols);
          }
          return true;
        });
  }

  /**
   * Publishes addresses, of some or all of {@link #symbols()}: others may link against them.
   *
   * @return false if the responsibility was taken away
   */
  public boolean resolved(Map<String, Long> addresses) {
    return session.change(
        after -> {
          if (!work.isOpen()) {
            return false;
          }
          addresses.forEach(
              (name, address) -> {
                Entry entry = work.entries.get(name);
                checkArgument(entry != null, "%s is not owed by %s", name, name());
                checkState(!entry.resolved, "%s has an address already", name);
                entry.address = address;
                entry.resolved = true;
                DependencyGraph.tellWaiters(entry, after);
              });
          return true;
        });
  }

  /**
   * Hands over the functions to run at the beginning and at the end of the library's use, in the
   * order of running within one priority (initializers) and its reverse (finalizers).
   */
  public void initializers(List<InitFunction> initializers, List<InitFunction> finalizers) {
    session.locked(
        () -> {
          if (work.isOpen() && !(initializers.isEmpty() && finalizers.isEmpty())) {
            work.initializers = List.copyOf(initializers);
            work.finalizers = List.copyOf(finalizers);
            work.library.hasInitializers(work);
          }
          return true;
        });
  }

  /**
   * Settles: all owed symbols are in memory as published.
   *
   * @return false if the responsibility was taken away
   */
  public boolean emitted() {
    return session.change(
        after -> {
          if (!work.isOpen()) {
            return false;
          }
          for (Entry entry : work.entries.values()) {
            checkState(entry.resolved, "%s: emitted without an address of %s", name(), entry.name);
          }
          work.state = State.EMITTED;
          DependencyGraph.emitted(work, after);
          return true;
        });
  }

  /** Settles: the symbols cannot be made. Everybody who waits for them gets {@code cause}. */
  public void fail(Throwable cause) {
    session.fail(work, cause);
  }

  /** Divides: {@code names} become another responsibility, to be settled on its own. */
  public Responsibility split(Set<String> names) {
    return new Responsibility(session, session.locked(() -> part(names, null)));
  }

  /**
   * Gives definitions back to the library, to be made by {@code unit} when they are wanted; it must
   * define exactly symbols that are owed here.
   */
  public void delegate(MaterializationUnit unit) {
    Set<String> names = unit.symbols().keySet();
    session.update(
        after -> {
          // Under the same hold of the lock: what is lazy and waited for could be replaced, and
          // would not be made then.
          Work part = part(names, unit);
          boolean wanted = false;
          for (Entry entry : part.entries.values()) {
            wanted |= !entry.waiters.isEmpty();
          }
          if (wanted) {
            session.start(part, after);
          }
        });
  }

  /**
   * Moves {@code names} to a new work: a lazy one if {@code unit} is to make it. Call with the
   * session's lock held.
   */
  private Work part(Set<String> names, @Nullable MaterializationUnit unit) {
    String partName = unit == null ? work.name : unit.name();
    boolean hasInitializers = unit != null && unit.hasInitializers();
    Work part = new Work(work.library, work.tracker, partName, unit, work.resolver, work.order);
    part.state = unit == null ? State.STARTED : State.LAZY;
    if (!work.isOpen()) {
      part.state = State.FAILED;
      part.failure = work.failure;
      return part;
    }
    for (String name : names) {
      Entry entry = work.entries.get(name);
      checkArgument(entry != null, "%s is not owed by %s", name, name());
      checkArgument(!entry.resolved, "%s has an address already", name);
    }
    for (String name : names) {
      Entry entry = work.entries.remove(name);
      if (entry != null) {
        entry.work = part;
        part.entries.put(name, entry);
      }
    }
    work.tracker.works.add(part);
    if (hasInitializers) {
      work.library.hasInitializers(part);
    }
    return part;
  }

  @Override
  public String toString() {
    return "responsibility for " + name();
  }
}
