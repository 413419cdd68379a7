package dev.lamina.session;

import dev.lamina.symbol.ResolvedSymbol;
import dev.lamina.symbol.SymbolResolver;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The last part of a look-up: the entries it still waits for, and whom to tell. Guarded by the
 * session's lock; the answer is given without it, through the list of what to do after unlocking.
 */
final class Query {
  /** True to wait until symbols may be used, false until their addresses are known. */
  final boolean ready;

  /** What it is made for, if for a work. */
  final @Nullable Work requester;

  /** If a thread stands still meanwhile: the names it waits for, for messages. */
  final @Nullable String blocking;

  final Set<Entry> outstanding = new HashSet<>();
  private final Map<String, Entry> entries = new HashMap<>();
  private final SymbolResolver.Answer answer;
  private boolean done;

  Query(
      boolean ready,
      @Nullable Work requester,
      @Nullable String blocking,
      SymbolResolver.Answer answer) {
    this.ready = ready;
    this.requester = requester;
    this.blocking = blocking;
    this.answer = answer;
  }

  /** Adds what was found; it is waited for if need be. */
  void add(Entry entry) {
    entries.put(entry.name, entry);
    if (!entry.satisfies(ready)) {
      outstanding.add(entry);
      entry.waiters.add(this);
    }
  }

  /** To be called when all entries are added: answers if nothing is to be waited for. */
  void start(List<Runnable> afterUnlock) {
    if (!done && !outstanding.isEmpty() && requester != null) {
      requester.pending.add(this);
      Session session = requester.library.session();
      if (blocking != null) {
        session.blockedMakers.add(this);
      }
      session.waitsGrew = true;
    }
    finishIfComplete(afterUnlock);
  }

  void arrived(Entry entry, List<Runnable> afterUnlock) {
    if (outstanding.remove(entry)) {
      finishIfComplete(afterUnlock);
    }
  }

  private void finishIfComplete(List<Runnable> afterUnlock) {
    if (!done && outstanding.isEmpty()) {
      finish();
      Map<String, ResolvedSymbol> symbols = new HashMap<>();
      for (Entry entry : entries.values()) {
        if (!entry.name.isEmpty()) {
          symbols.put(entry.name, entry.symbol());
        }
      }
      afterUnlock.add(() -> answer.found(symbols));
    }
  }

  void fail(Throwable cause, List<Runnable> afterUnlock) {
    if (!done) {
      for (Entry entry : outstanding) {
        entry.waiters.remove(this);
      }
      outstanding.clear();
      finish();
      afterUnlock.add(() -> answer.failed(cause));
    }
  }

  private void finish() {
    done = true;
    if (requester != null) {
      requester.pending.remove(this);
      if (blocking != null) {
        requester.library.session().blockedMakers.remove(this);
      }
    }
  }
}
