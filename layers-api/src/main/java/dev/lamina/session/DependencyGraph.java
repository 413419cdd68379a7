package dev.lamina.session;

import dev.lamina.session.Work.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What works wait for. A work is ready when it and all that it depends on, directly or not, are
 * emitted; those of a cycle become ready together.
 *
 * <p>To find this out without walking the graph at every step, an emitted work that is not ready
 * remembers one work that is not emitted and that it needs, its <em>blocker</em>. When the blocker
 * is emitted and blocked in turn, the chain {@code blocker → blocker} leads on to what both wait
 * for. Only when a chain ends at something that is complete is the work looked at again.
 *
 * <p>All methods are called with the session's lock held; what must happen without it is added to
 * {@code afterUnlock}.
 */
final class DependencyGraph {
  private DependencyGraph() {}

  /** {@code work} will not be ready before {@code needed} is. */
  static void depend(Work work, Work needed, List<Runnable> afterUnlock) {
    if (needed == work || !work.isOpen() || needed.state == State.READY) {
      return;
    }
    if (needed.state == State.FAILED) {
      fail(work, causeOf(needed), afterUnlock);
    } else if (work.dependencies.add(needed)) {
      needed.dependents.add(work);
      work.library.session().waitsGrew = true;
    }
  }

  static Throwable causeOf(Work failed) {
    if (failed.failure == null) {
      throw new IllegalStateException(failed + " failed without a cause; please report");
    }
    return failed.failure;
  }

  /** {@code work} has been emitted just now: it, and others that waited for it, may be ready. */
  static void emitted(Work work, List<Runnable> afterUnlock) {
    ArrayDeque<Work> toLookAt = new ArrayDeque<>();
    toLookAt.add(work);
    Work next;
    while ((next = toLookAt.poll()) != null) {
      if (next.state != State.EMITTED) {
        continue;
      }
      Set<Work> closure = new HashSet<>();
      Work blocker = findBlocker(next, closure);
      next.blocker = blocker;
      if (blocker != null) {
        blocker.blocked.add(next);
        continue;
      }
      for (Work complete : closure) {
        complete.state = State.READY;
      }
      for (Work complete : closure) {
        toLookAt.addAll(complete.blocked);
        becomeReady(complete, afterUnlock);
      }
    }
  }

  /** Fills {@code closure} with what {@code work} needs and is emitted, until something is not. */
  private static @Nullable Work findBlocker(Work work, Set<Work> closure) {
    ArrayDeque<Work> stack = new ArrayDeque<>();
    work.blocker = null;
    closure.add(work);
    stack.push(work);
    while (!stack.isEmpty()) {
      for (Work needed : stack.pop().dependencies) {
        if (needed.state == State.READY || closure.contains(needed)) {
          continue;
        }
        Work end = endOfChain(needed);
        if (end.state == State.LAZY || end.state == State.STARTED) {
          return end;
        }
        closure.add(needed);
        stack.push(needed);
      }
    }
    return null;
  }

  private static Work endOfChain(Work work) {
    Work end = work;
    while (end.state == State.EMITTED && end.blocker != null) {
      end = end.blocker;
    }
    for (Work w = work; w != end && w.blocker != null; ) {
      Work next = w.blocker;
      w.blocker = end;
      w = next;
    }
    return end;
  }

  private static void becomeReady(Work work, List<Runnable> afterUnlock) {
    // All that it depends on becomes ready with it or is so already; what depends on it need not
    // look at it again, however many others it waits for.
    work.dependencies.clear();
    for (Work dependent : work.dependents) {
      dependent.dependencies.remove(work);
    }
    work.dependents.clear();
    work.blocked = new ArrayList<>(0);
    work.blocker = null;
    for (Entry entry : work.entries.values()) {
      tellWaiters(entry, afterUnlock);
    }
    tellWaiters(work.self, afterUnlock);
  }

  /** Tells those who wait for {@code entry} and need not any more. */
  static void tellWaiters(Entry entry, List<Runnable> afterUnlock) {
    if (entry.waiters.isEmpty()) {
      return;
    }
    List<Query> still = new ArrayList<>(0);
    for (Query query : entry.waiters) {
      if (entry.satisfies(query.ready)) {
        query.arrived(entry, afterUnlock);
      } else {
        still.add(query);
      }
    }
    entry.waiters = still;
  }

  /** Fails {@code work} and all that depends on it; a work that is ready stays so. */
  static void fail(Work work, Throwable cause, List<Runnable> afterUnlock) {
    ArrayDeque<Work> failing = new ArrayDeque<>();
    failing.add(work);
    Work next;
    while ((next = failing.poll()) != null) {
      if (next.state == State.READY || next.state == State.FAILED) {
        continue;
      }
      next.state = State.FAILED;
      next.failure = cause;
      failing.addAll(next.dependents);
      next.dependents.clear();
      for (Work needed : next.dependencies) {
        needed.dependents.remove(next);
      }
      next.dependencies.clear();
      for (Entry entry : next.entries.values()) {
        failWaiters(entry, cause, afterUnlock);
      }
      failWaiters(next.self, cause, afterUnlock);
      failPending(next, cause, afterUnlock);
    }
  }

  /**
   * Takes {@code work} away, whatever its state. If it is not ready, all that depends on it fails;
   * what is ready and uses it is linked against it for good, and its owner's concern.
   */
  static void remove(Work work, Throwable cause, List<Runnable> afterUnlock) {
    if (work.state == State.READY) {
      work.state = State.FAILED;
      work.failure = cause;
      failPending(work, cause, afterUnlock);
    } else {
      fail(work, cause, afterUnlock);
    }
  }

  /** Look-ups made for the sake of {@code work} are in vain. */
  private static void failPending(Work work, Throwable cause, List<Runnable> afterUnlock) {
    for (Query query : List.copyOf(work.pending)) {
      query.fail(cause, afterUnlock);
    }
  }

  private static void failWaiters(Entry entry, Throwable cause, List<Runnable> afterUnlock) {
    List<Query> waiters = entry.waiters;
    entry.waiters = new ArrayList<>(0);
    for (Query query : waiters) {
      query.fail(cause, afterUnlock);
    }
  }

  /**
   * True if {@code query}, for which its requester's thread stands still, can only be answered when
   * the requester has come further.
   */
  static boolean waitsForItself(Query query) {
    Work requester = query.requester;
    if (requester == null) {
      return false;
    }
    Set<Work> seen = new HashSet<>();
    ArrayDeque<Work> stack = new ArrayDeque<>();
    pushAll(query, seen, stack);
    while (!stack.isEmpty()) {
      Work work = stack.pop();
      if (work == requester) {
        return true;
      }
      for (Work needed : work.dependencies) {
        if (seen.add(needed)) {
          stack.push(needed);
        }
      }
      for (Query pending : work.pending) {
        pushAll(pending, seen, stack);
      }
    }
    return false;
  }

  private static void pushAll(Query query, Set<Work> seen, ArrayDeque<Work> stack) {
    for (Entry entry : query.outstanding) {
      if (seen.add(entry.work)) {
        stack.push(entry.work);
      }
    }
  }
}
