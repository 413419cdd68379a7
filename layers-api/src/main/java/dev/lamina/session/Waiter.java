package dev.lamina.session;

import dev.lamina.symbol.ResolvedSymbol;
import dev.lamina.symbol.SymbolResolver;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answer to a look-up that a thread stands still for. */
final class Waiter implements SymbolResolver.Answer {
  // Guarded by this.
  private @Nullable Map<String, ResolvedSymbol> symbols;
  private @Nullable Throwable failure;
  private boolean resumed;

  @Override
  public synchronized void found(Map<String, ResolvedSymbol> found) {
    symbols = found;
    notifyAll();
  }

  @Override
  public synchronized void failed(Throwable cause) {
    failure = cause;
    notifyAll();
  }

  /** Wakes the thread to go on with its look-up itself. */
  synchronized void resume() {
    resumed = true;
    notifyAll();
  }

  synchronized boolean isAnswered() {
    return symbols != null || failure != null;
  }

  /**
   * Waits through interruptions, which are kept: half a look-up is of no use to anyone.
   *
   * @return true if the answer is there, false if the thread was woken by {@link #resume}
   */
  synchronized boolean await() {
    boolean interrupted = false;
    while (!isAnswered() && !resumed) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    resumed = false;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return isAnswered();
  }

  /** What was found, or throws what went wrong. */
  synchronized Map<String, ResolvedSymbol> get() throws Throwable {
    if (failure != null) {
      throw failure;
    }
    if (symbols == null) {
      throw new IllegalStateException("a look-up ended without an answer; please report");
    }
    return symbols;
  }
}
