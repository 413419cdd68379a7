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
              Thread thread = new Thread(null, task, name, STACK_SIZE);
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
  }

  Executor executor() {
    return pool;
  }

  void shutdown() {
    pool.shutdown();
  }
}
