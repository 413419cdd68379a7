package dev.lamina.jit.cli;

import java.io.PrintStream;

/**
 * Shows on a terminal what takes long before a program starts. It is written when there is
 * something to wait for, and is gone before the program writes anything.
 */
final class Progress implements AutoCloseable {
  private static final long FIRST_MILLISECONDS = 700;
  private static final long NEXT_MILLISECONDS = 500;
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream terminal;
  private final long start = System.nanoTime();

  // Guarded by this.
  private String phase = "starting";
  private boolean shown;
  private boolean closed;

  /** Writes to {@code terminal} from now on. */
  Progress(PrintStream terminal) {
    this.terminal = terminal;
    Thread thread = new Thread(this::show, "lamina-progress");
    thread.setDaemon(true);
    thread.start();
  }

  synchronized void phase(String newPhase) {
    phase = newPhase;
  }

  private synchronized void show() {
    try {
      long delay = FIRST_MILLISECONDS;
      while (!closed) {
        wait(delay);
        if (!closed) {
          long seconds = (System.nanoTime() - start) / 1_000_000_000;
          terminal.print(CLEAR_LINE + "lamina: " + phase + " (" + seconds + " s)");
          terminal.flush();
          shown = true;
          delay = NEXT_MILLISECONDS;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does that; the line stays as it is
    }
  }

  /** Clears the line; nothing is written from now on. */
  @Override
  public synchronized void close() {
    closed = true;
    if (shown) {
      terminal.print(CLEAR_LINE);
      terminal.flush();
      shown = false;
    }
    notifyAll();
  }
}
