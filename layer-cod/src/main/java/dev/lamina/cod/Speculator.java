package dev.lamina.cod;

import dev.lamina.lazy.CompileAction;
import dev.lamina.session.Session;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compiles functions before they are called, one at a time, when a compile thread has nothing else
 * to do. What cannot be compiled is told to nobody: the call, if there is one, will find out.
 */
final class Speculator {
  /** A program that calls more than this at once has other things to wait for. */
  private static final int MOST = 4096;

  /** The likeliest first: what the function calls that was compiled last. Guarded by this. */
  private final ArrayDeque<LazyFunction> likely = new ArrayDeque<>();

  private boolean busy;

  /** {@code functions} may be called soon, the first ones soonest. */
  void suggest(List<LazyFunction> functions) {
    if (functions.isEmpty()) {
      return;
    }
    synchronized (this) {
      for (int i = functions.size() - 1; i >= 0; i--) {
        likely.push(functions.get(i));
      }
      while (likely.size() > MOST) {
        likely.removeLast();
      }
      if (busy) {
        return;
      }
      busy = true;
    }
    next(functions.get(0).library().session());
  }

  private void next(Session session) {
    if (!session.executeWhenIdle("speculation", this::compileOne)) {
      stop();
    }
  }

  private synchronized void stop() {
    likely.clear();
    busy = false;
  }

  private void compileOne() {
    LazyFunction function = take();
    if (function == null) {
      return;
    }
    Session session = function.library().session();
    try {
      function.compile(
          new CompileAction.Answer() {
            @Override
            public void ready(long address) {
              next(session);
            }

            @Override
            public void failed(Throwable cause) {
              next(session);
            }
          });
    } catch (RuntimeException | Error e) {
      next(session);
      if (function.mayBeSpeculatedOn()) {
        throw e; // otherwise it was removed at this moment
      }
    }
  }

  private synchronized @Nullable LazyFunction take() {
    LazyFunction function;
    do {
      function = likely.poll();
    } while (function != null && !function.mayBeSpeculatedOn());
    busy = function != null;
    return function;
  }
}
