package dev.lamina.session;

import com.google.common.collect.ImmutableList;
import dev.lamina.session.Work.State;
import dev.lamina.symbol.SymbolRequest;
import dev.lamina.symbol.SymbolResolver;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A look-up on its way along a search order, up to the {@link Query} that waits for what it found.
 *
 * <pre>
 *   step ── a library's generators are to be asked ──▶ generators run, without the lock ──▶ step
 *     │ └── another look-up has them at work ──▶ suspended, until they are done ──▶ step
 *     └── all found or known to be nowhere ──▶ Query
 * </pre>
 *
 * <p>Each step goes through all tables anew and makes the query under the same hold of the lock, so
 * what the query waits for is what the tables say: definitions may be replaced and removed while
 * generators run. Nobody stands still for the generators of a library, but for a thread that waits
 * for the answer anyway; so generators of two libraries that look into each other cannot deadlock.
 */
final class Lookup {
  final SymbolRequest request;
  private final Session session;
  private final ImmutableList<SymbolLibrary> order;
  private final boolean ready;
  private final @Nullable Work requester;
  private final SymbolResolver.Answer answer;

  /** Of a blocking look-up: who misses symbols if there are some. Others leave them out. */
  private final @Nullable String who;

  /** Goes on after {@link #step} has suspended it. */
  private final Runnable resume;

  /** By place in the order: for which names generators were asked. */
  private final List<@Nullable Set<String>> asked;

  /** After a {@link #step} that returned true: whose generators are to be asked, and for what. */
  private SymbolLibrary generating;

  private SymbolRequest wanted;

  /**
   * @param ready whether to wait until symbols may be used, or until addresses are known
   * @param requester what it is made for, if for a work
   */
  Lookup(
      Session session,
      ImmutableList<SymbolLibrary> order,
      SymbolRequest request,
      boolean ready,
      @Nullable Work requester,
      SymbolResolver.Answer answer) {
    this.session = session;
    this.order = order;
    this.request = request;
    this.ready = ready;
    this.requester = requester;
    this.answer = answer;
    this.who = null;
    this.resume = () -> session.continueLater(this);
    this.asked = new ArrayList<>(order.size());
    this.generating = order.get(0);
    this.wanted = request;
  }

  /**
   * A look-up that the current thread waits for; it goes on with it itself.
   *
   * @param maker the work that the thread is making, if it is
   */
  Lookup(
      Session session,
      String who,
      ImmutableList<SymbolLibrary> order,
      SymbolRequest request,
      @Nullable Work maker,
      Waiter waiter) {
    this.session = session;
    this.order = order;
    this.request = request;
    this.ready = true;
    this.requester = maker;
    this.answer = waiter;
    this.who = who;
    this.resume = waiter::resume;
    this.asked = new ArrayList<>(order.size());
    this.generating = order.get(0);
    this.wanted = request;
  }

  SymbolLibrary generating() {
    return generating;
  }

  SymbolRequest wanted() {
    return wanted;
  }

  /**
   * Goes on; call with the session's lock held.
   *
   * @return true if the generators of {@link #generating}, which are marked as at work, are to be
   *     asked now for {@link #wanted}; false if the look-up is answered, suspended, or a query
   */
  boolean step(List<Runnable> afterUnlock) {
    if (requester != null && requester.state == State.FAILED) {
      fail(DependencyGraph.causeOf(requester), afterUnlock);
      return false;
    }
    SymbolLibrary first = order.get(0);
    if (first.isRemoved()) {
      fail(new JitException(first + " was removed"), afterUnlock);
      return false;
    }
    List<Entry> found = new ArrayList<>();
    Set<String> missing = new LinkedHashSet<>(request.names());
    for (int i = 0; i < order.size() && !missing.isEmpty(); i++) {
      SymbolLibrary library = order.get(i);
      // The first library shows all its symbols, others what they export.
      library.findDefined(missing, i == 0, found);
      Set<String> unasked = library.namesForGenerators(missing, asked(i));
      if (unasked.isEmpty()) {
        continue;
      }
      if (!library.beginGenerating(resume)) {
        return false;
      }
      asked(i).addAll(unasked);
      wanted = request.only(unasked::contains);
      generating = library;
      return true;
    }
    if (who != null) {
      missing.removeAll(request.weak());
      if (!missing.isEmpty()) {
        fail(new MissingSymbolsException(who, missing), afterUnlock);
        return false;
      }
    }
    session.begin(query(), found, afterUnlock);
    return false;
  }

  private Set<String> asked(int place) {
    while (asked.size() <= place) {
      asked.add(null);
    }
    Set<String> names = asked.get(place);
    if (names == null) {
      names = new HashSet<>(0);
      asked.set(place, names);
    }
    return names;
  }

  private Query query() {
    String blocking = who == null ? null : String.join(", ", request.names());
    return new Query(ready, requester, blocking, answer);
  }

  /** Answers that it failed; it goes no further then. */
  void fail(Throwable cause, List<Runnable> afterUnlock) {
    afterUnlock.add(() -> answer.failed(cause));
  }
}
