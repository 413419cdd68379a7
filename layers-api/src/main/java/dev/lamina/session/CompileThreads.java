package dev.lamina.session;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The executor that a session has if its composer gives none: daemon threads that start late. */
final class CompileThreads {
  /** In bytes. Deeply nested input is read and compiled by recursion. */
  static final long STACK_SIZE = 64L << 20;

  private static final int IDLE_SECONDS = 10;

  private final ThreadGroup group = new ThreadGroup("lamina-compile");
  private final ThreadPoolExecutor pool;

  CompileThreads(int count) {
    AtomicInteger number = new AtomicInteger();
    pool =
        new ThreadPoolExecutor(
            count,
            count,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              String name = "lamina-compile-" + number.incrementAndGet();
              Thread thread = new Thread(group, task, name, STACK_SIZE);
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
  }

  int count() {
    return pool.getMaximumPoolSize();
  }

  Executor executor() {
    return pool;
  }

  /**
   * Ends the threads and waits for what they are at, since whoever closes a session takes away what
   * it works on. A compile thread that closes its own session does not wait for itself.
   */
  void shutdown() {
    pool.shutdown();
    if (Thread.currentThread().getThreadGroup() == group) {
      return;
    }
    boolean interrupted = false;
    while (true) {
      try {
        if (pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
