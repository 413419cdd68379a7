package dev.lamina.hunt;

import dev.lamina.cod.CompileOnDemandLayer;
import dev.lamina.ir.text.IRReader;
import dev.lamina.jit.Jit;
import dev.lamina.jit.NativeFunction;
import dev.lamina.session.ResourceTracker;
import dev.lamina.session.SymbolLibrary;
import dev.lamina.session.SymbolLibrary.Redefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * First calls by many threads at once, an item being {@code THREADS FUNCTIONS ROUNDS}: each
 * function gives what it should and is compiled exactly once, while other threads redefine
 * functions that are being called, and make and remove libraries.
 */
final class LazyThreadsHunt implements Hunt {
  /** How many functions are redefined while they are called. */
  private static final int REDEFINED = 16;

  private static final int PATIENCE_SECONDS = 120;

  private final ConcurrentLinkedQueue<Throwable> wrong = new ConcurrentLinkedQueue<>();
  private final Map<String, Integer> compiled = new ConcurrentHashMap<>();

  @Override
  public String check(String item) throws InterruptedException {
    String[] words = item.split(" ", -1);
    int threads = Integer.parseInt(words[0]);
    int functions = Integer.parseInt(words[1]);
    int rounds = Integer.parseInt(words[2]);
    try (Jit jit =
        Jit.builder()
            .lazy(CompileOnDemandLayer.Options.DEFAULT)
            .compileThreads(2)
            .errorReporter(wrong::add)
            .watch(module -> compiled.merge(module.name(), 1, Integer::sum))
            .build()) {
      Others others = new Others(jit);
      for (int round = 0; round < rounds && wrong.isEmpty(); round++) {
        round(jit, round, threads, functions);
        if (round % 10 == 9) {
          HuntWorker.say("%d rounds; %s".formatted(round + 1, others));
        }
      }
      others.end();
      HuntWorker.say("%d rounds; %s".formatted(rounds, others));
    }
    return wrong.isEmpty() ? "" : HuntWorker.trace(wrong.element()) + "\nand " + (wrong.size() - 1);
  }

  /** {@code f_i(n)} is {@code i} and what the functions give that it calls, to a depth of n. */
  private static String text(int functions) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < functions; i++) {
      text.append(
          """
          define i64 @f%1$d(i64 %%n) uwtable {
            %%more = icmp sgt i64 %%n, 0
            br i1 %%more, label %%go, label %%end
          go:
            %%m = sub i64 %%n, 1
            %%s = call i64 @f%2$d(i64 %%m)
            %%r = add i64 %%s, %1$d
            ret i64 %%r
          end:
            ret i64 %1$d
          }
          """
              .formatted(i, next(i, functions)));
    }
    return text.toString();
  }

  private static int next(int i, int functions) {
    return (int) ((i * 7919L + 1) % functions);
  }

  private void round(Jit jit, int round, int threads, int functions) throws InterruptedException {
    compiled.clear();
    SymbolLibrary library = jit.createLibrary("round " + round, Redefinition.REFUSED);
    String name = "module of round " + round;
    jit.addModule(library.newTracker(), IRReader.read(name, text(functions)));
    NativeFunction[] all = new NativeFunction[functions];
    for (int i = 0; i < functions; i++) {
      all[i] = jit.lookup(library, "f" + i);
    }
    CyclicBarrier barrier = new CyclicBarrier(threads);
    List<Thread> callers = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int thread = t;
      callers.add(start("caller-" + t, () -> callAll(all, thread, round, barrier)));
    }
    join(callers);
    jit.session().removeLibrary(library);
    int count = 0;
    for (Map.Entry<String, Integer> module : compiled.entrySet()) {
      if (module.getKey().startsWith(name + ", ")) {
        count++;
        if (module.getValue() != 1) {
          wrong.add(
              new IllegalStateException(
                  module.getKey() + " was compiled " + module.getValue() + " times"));
        }
      }
    }
    if (count != functions && wrong.isEmpty()) {
      wrong.add(new IllegalStateException(count + " of " + functions + " functions were compiled"));
    }
  }

  /** Half of the threads go the same way, to meet at each function; the others go about. */
  private static void callAll(NativeFunction[] all, int thread, int round, CyclicBarrier barrier)
      throws InterruptedException, BrokenBarrierException {
    Random random = new Random(round * 1000L + thread);
    barrier.await();
    for (int i = 0; i < all.length; i++) {
      int f = thread % 2 == 0 ? i : random.nextInt(all.length);
      int depth = random.nextInt(4);
      long expected = 0;
      for (int d = 0, at = f; d <= depth; d++, at = next(at, all.length)) {
        expected += at;
      }
      long actual = all[f].call(depth);
      if (actual != expected) {
        throw new IllegalStateException(
            "f%d(%d) gives %d and not %d".formatted(f, depth, actual, expected));
      }
    }
  }

  /** A thread's work, of which what it throws is what the hunt is after. */
  private interface Work {
    void run() throws Exception;
  }

  private Thread start(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (Throwable e) {
                wrong.add(e);
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void join(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
      if (thread.isAlive()) {
        wrong.add(new IllegalStateException(thread.getName() + " is stuck"));
        return;
      }
    }
  }

  /** Threads that redefine functions, call these, and remove libraries, until the end. */
  private final class Others {
    private final Jit jit;
    private final SymbolLibrary patched;
    private final Slot[] slots = new Slot[REDEFINED];
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;
    private final AtomicLong redefinitions = new AtomicLong();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong libraries = new AtomicLong();

    /** A function whose definitions return 1, 2, 3… */
    private final class Slot {
      final String name;
      final NativeFunction function;

      /** Held for reading by callers, for writing to remove what they may be in. */
      final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

      ResourceTracker newest;
      volatile long added = 1;
      volatile long announced = 1;

      Slot(String name) {
        this.name = name;
        newest = add(1);
        // By the address alone: what a look-up gives goes with the definition that it found.
        function = new NativeFunction(name, patched.lookup(name).address());
      }

      private ResourceTracker add(long value) {
        ResourceTracker tracker = patched.newTracker();
        jit.addModule(
            tracker,
            IRReader.read(
                name,
                "define i64 @%1$s() uwtable {\n  %%r = call i64 @%1$s.value()\n  ret i64 %%r\n}\n"
                        .formatted(name)
                    + "define internal i64 @%s.value() uwtable {\n  ret i64 %d\n}\n"
                        .formatted(name, value)));
        return tracker;
      }

      void redefine(boolean keep) {
        long value = added + 1; // one thread redefines
        announced = value;
        ResourceTracker old = newest;
        newest = add(value);
        added = value;
        if (!keep) {
          lock.writeLock().lock();
          try {
            old.remove();
          } finally {
            lock.writeLock().unlock();
          }
        }
      }

      void call() {
        lock.readLock().lock();
        try {
          long least = added;
          long value = function.call();
          long most = announced;
          if (value < least || value > most) {
            throw new IllegalStateException(
                "%s gives %d, where %d to %d are defined".formatted(name, value, least, most));
          }
        } finally {
          lock.readLock().unlock();
        }
      }
    }

    Others(Jit jit) {
      this.jit = jit;
      patched = jit.createLibrary("patched", Redefinition.REPLACES);
      for (int i = 0; i < REDEFINED; i++) {
        slots[i] = new Slot("patched" + i);
      }
      threads.add(start("redefining", this::redefine));
      threads.add(start("calling", () -> call(1)));
      threads.add(start("calling too", () -> call(2)));
      threads.add(start("removing libraries", this::removeLibraries));
    }

    private void redefine() {
      Random random = new Random(0);
      while (!over) {
        slots[random.nextInt(REDEFINED)].redefine(random.nextInt(50) == 0);
        redefinitions.incrementAndGet();
      }
    }

    private void call(int seed) {
      Random random = new Random(seed);
      while (!over) {
        slots[random.nextInt(REDEFINED)].call();
        calls.incrementAndGet();
      }
    }

    private void removeLibraries() {
      while (!over) {
        SymbolLibrary library = jit.createLibrary("short-lived", Redefinition.REFUSED);
        jit.addModule(library.newTracker(), IRReader.read("short-lived", text(5)));
        if (libraries.get() % 3 != 0) {
          long sum = jit.lookup(library, "f1").call(2);
          if (sum != 1 + next(1, 5) + next(next(1, 5), 5)) {
            throw new IllegalStateException("a library's function gives " + sum);
          }
        }
        jit.session().removeLibrary(library);
        libraries.incrementAndGet();
      }
    }

    void end() throws InterruptedException {
      over = true;
      join(threads);
    }

    @Override
    public String toString() {
      return "%,d redefinitions, %,d calls of these, %,d libraries"
          .formatted(redefinitions.get(), calls.get(), libraries.get());
    }
  }
}
