package dev.lamina.hunt;

import dev.lamina.jit.Jit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Many threads that add, look up, call and remove in one stack at once, and a look at whether they
 * get on, whether memory grows, and whether anything stays behind.
 */
final class SoakThreads {
  private static final int THREADS = 16;
  private static final int SAMPLES = 12;
  private static final long TOLERANCE_KILOBYTES = 12 << 10;

  /** A thread that has not come further for so long is stuck. */
  private static final int PATIENCE_SECONDS = 30;

  private final int seconds;
  private final ConcurrentLinkedQueue<Throwable> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicLongArray done = new AtomicLongArray(THREADS);
  private volatile boolean over;

  private SoakThreads(int seconds) {
    this.seconds = seconds;
  }

  /** Empty, or what is wrong. */
  static String run(int seconds) throws IOException, InterruptedException {
    return new SoakThreads(seconds).run();
  }

  private String run() throws IOException, InterruptedException {
    try (Jit jit = Jit.builder().compileThreads(2).errorReporter(wrong::add).build()) {
      SoakScenes scenes = new SoakScenes(jit);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int number = i;
        Thread thread = new Thread(() -> work(number, scenes), "soak-" + i);
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
      }
      Residence residence = new Residence(TOLERANCE_KILOBYTES);
      String stuck = watch(residence);
      over = true;
      if (!stuck.isEmpty()) {
        return stuck; // closing might stand still, too
      }
      for (Thread thread : threads) {
        thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        if (thread.isAlive()) {
          return "stuck at the end: " + dump();
        }
      }
      String left = scenes.end();
      if (!wrong.isEmpty()) {
        return HuntWorker.trace(wrong.element()) + "\nand " + (wrong.size() - 1) + " more";
      }
      HuntWorker.say("%,d scenes: %s".formatted(scenes.played(), scenes));
      return left.isEmpty() ? residence.verdict() : left;
    }
  }

  private void work(int number, SoakScenes scenes) {
    Random random = new Random(number);
    try {
      while (!over) {
        scenes.play(random);
        done.incrementAndGet(number);
      }
    } catch (Throwable e) { // whatever it is, it is what the hunt is after
      wrong.add(e);
      over = true;
    }
  }

  /** Looks on until the end; empty, or who is stuck. */
  private String watch(Residence residence) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    long[] last = new long[THREADS];
    long[] since = new long[THREADS];
    int sampled = 0;
    while (!over) {
      Thread.sleep(Math.min(500, seconds * 1000L / SAMPLES / 2));
      long now = System.nanoTime() - begun;
      for (int i = 0; i < THREADS; i++) {
        if (done.get(i) != last[i]) {
          last[i] = done.get(i);
          since[i] = now;
        } else if (now - since[i] > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
          return "soak-%d is stuck after %d scenes: %s".formatted(i, last[i], dump());
        }
      }
      long elapsed = TimeUnit.NANOSECONDS.toMillis(now);
      if (elapsed >= (sampled + 1) * 1000L * seconds / SAMPLES) {
        residence.sample("%d s".formatted(elapsed / 1000));
        sampled++;
      }
      if (sampled == SAMPLES) {
        return "";
      }
    }
    return "";
  }

  private static String dump() {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<Thread, StackTraceElement[]> thread : Thread.getAllStackTraces().entrySet()) {
      text.append('\n').append(thread.getKey());
      text.append(' ').append(thread.getKey().getState());
      for (StackTraceElement frame : thread.getValue()) {
        text.append("\n    at ").append(frame);
      }
    }
    return text.toString();
  }
}
