package dev.lamina.session;

import dev.lamina.symbol.ResolvedSymbol;
import dev.lamina.symbol.SymbolResolver;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** The answer to a look-up that a thread stands still for. */
final class Waiter implements SymbolResolver.Answer {
  // No monitor: the Java VM makes native memory of each that is waited on, and is slow to free it.
  private final Semaphore wakes = new Semaphore(0);
  private volatile @Nullable Map<String, ResolvedSymbol> symbols;
  private volatile @Nullable Throwable failure;

  @Override
  public void found(Map<String, ResolvedSymbol> found) {
    symbols = found;
    wakes.release();
  }

  @Override
  public void failed(Throwable cause) {
    failure = cause;
    wakes.release();
  }

  /** Wakes the thread to go on with its look-up itself. */
  void resume() {
    wakes.release();
  }

  boolean isAnswered() {
    return symbols != null || failure != null;
  }

  /**
   * Waits through interruptions, which are kept: half a look-up is of no use to anyone.
   *
   * @return true if the answer is there, false if the thread was woken by {@link #resume}
   */
  boolean await() {
    wakes.acquireUninterruptibly();
    return isAnswered();
  }

  /** What was found, or throws what went wrong. */
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
