package dev.lamina.session;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The work of a session in the order it came up, done on the composer's executor. The queue is the
 * session's own so that a spare thread can go on with it while a thread of the executor stands
 * still in a look-up: with one compile thread nothing would move otherwise.
 */
final class TaskQueue {
  private final Executor executor;
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

  /** Done when there are no {@link #tasks}. */
  private final ArrayDeque<Runnable> idleTasks = new ArrayDeque<>(0);

  private final ThreadLocal<Boolean> draining = ThreadLocal.withInitial(() -> false);
  private int spares;

  TaskQueue(Executor executor) {
    this.executor = executor;
  }

  /** Has {@code task}, which throws nothing, run soon. */
  void add(Runnable task) {
    synchronized (tasks) {
      tasks.add(task);
      if (spares > 0) {
        tasks.notifyAll();
      }
    }
    try {
      executor.execute(this::drain);
    } catch (RuntimeException | Error e) {
      // The executor was ended, since the session is being closed, or there is no thread to be had:
      // what waits would hang if it were not done, or told, on this thread.
      drain();
    }
  }

  /** Has {@code task} run when there is nothing else; false if there are no threads any more. */
  boolean addIdle(Runnable task) {
    synchronized (tasks) {
      idleTasks.add(task);
    }
    try {
      executor.execute(this::drain);
      return true;
    } catch (RuntimeException e) { // the executor was ended
      synchronized (tasks) {
        return !idleTasks.remove(task);
      }
    }
  }

  /** Runs what is in the queue. */
  private void drain() {
    if (draining.get()) {
      return; // an executor that runs tasks on the caller's thread: the loop below us goes on
    }
    draining.set(true);
    try {
      Runnable task;
      while ((task = poll()) != null) {
        task.run();
      }
    } finally {
      draining.set(false);
    }
  }

  private @Nullable Runnable poll() {
    synchronized (tasks) {
      Runnable task = tasks.poll();
      return task != null ? task : idleTasks.poll();
    }
  }

  /** True on a thread that runs a task of this queue. */
  boolean isRunningTask() {
    return draining.get();
  }

  /** Starts a thread that works on the queue until {@code over}; {@link #wake} makes it look. */
  void startSpare(BooleanSupplier over) {
    synchronized (tasks) {
      spares++;
    }
    Thread spare =
        new Thread(null, () -> runSpare(over), "lamina-compile-spare", CompileThreads.STACK_SIZE);
    spare.setDaemon(true);
    try {
      spare.start();
    } catch (Error e) {
      spareEnded();
      throw e;
    }
  }

  private void runSpare(BooleanSupplier over) {
    try {
      while (!over.getAsBoolean()) {
        drain();
        synchronized (tasks) {
          while (tasks.isEmpty() && !over.getAsBoolean()) {
            tasks.wait();
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      spareEnded();
    }
  }

  private void spareEnded() {
    synchronized (tasks) {
      spares--;
    }
  }

  void wake() {
    synchronized (tasks) {
      tasks.notifyAll();
    }
  }
}
