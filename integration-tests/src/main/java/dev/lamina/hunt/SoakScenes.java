package dev.lamina.hunt;

import com.google.errorprone.annotations.FormatMethod;
import dev.lamina.ir.text.IRReader;
import dev.lamina.jit.Jit;
import dev.lamina.link.call.NativeCallback;
import dev.lamina.object.ObjectFile;
import dev.lamina.session.JitException;
import dev.lamina.session.MissingSymbolsException;
import dev.lamina.session.ResourceTracker;
import dev.lamina.session.SymbolLibrary;
import dev.lamina.session.SymbolLibrary.Redefinition;
import dev.lamina.symbol.ResolvedSymbol;
import dev.lamina.symbol.SymbolFlags;
import dev.lamina.symbol.SymbolRequest;
import dev.lamina.symbol.SymbolResolver;
import dev.lamina.target.Targets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/** What the threads of {@link SoakThreads} do, each scene for itself; all use one stack. */
final class SoakScenes {
  /** How many definitions threads share. */
  private static final int SLOTS = 24;

  private static final String[] NAMES = {
    "cycle",
    "two libraries",
    "share",
    "exchange",
    "race",
    "redefine",
    "fail",
    "call back",
    "object",
    "remove at work"
  };

  private final Jit jit;
  private final SymbolLibrary patched;
  private final ObjectFile object;
  private final int libraries;
  private final List<Slot> slots = new ArrayList<>();
  private final AtomicLong serial = new AtomicLong();
  private final AtomicLong[] counts = new AtomicLong[NAMES.length];

  /** A definition that threads look up, link against and exchange. */
  private static final class Slot {
    final String name;

    /** Held for reading by who uses it, for writing by who takes it away. */
    final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    @Nullable ResourceTracker tracker;
    long value;

    Slot(String name) {
      this.name = name;
    }
  }

  SoakScenes(Jit jit) {
    this.jit = jit;
    this.patched = jit.createLibrary("patched", Redefinition.REPLACES);
    this.object =
        Targets.forTriple(Targets.hostTriple())
            .compile(
                IRReader.read(
                    "object", "@v = global i64 5\n" + returning("constant", "load i64, ptr @v")));
    this.libraries = jit.session().libraries().size();
    for (int i = 0; i < SLOTS; i++) {
      slots.add(new Slot("slot_" + i));
    }
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new AtomicLong();
    }
  }

  private static String returning(String name, String instruction) {
    return "define i64 @%s() uwtable {\n  %%r = %s\n  ret i64 %%r\n}\n"
        .formatted(name, instruction);
  }

  private static String calling(String name, String other) {
    return "declare i64 @%s()\n".formatted(other) + returning(name, "call i64 @" + other + "()");
  }

  private ResourceTracker add(SymbolLibrary library, String text) {
    return add(library.newTracker(), text);
  }

  private ResourceTracker add(ResourceTracker tracker, String text) {
    return jit.addModule(tracker, IRReader.read("soak", text));
  }

  @FormatMethod
  private static void check(boolean holds, String what, Object... arguments) {
    if (!holds) {
      throw new IllegalStateException(what.formatted(arguments));
    }
  }

  private static void checkEqual(long actual, long expected, String what) {
    check(actual == expected, "%s is %d and not %d", what, actual, expected);
  }

  void play(Random random) throws InterruptedException {
    int scene = random.nextInt(NAMES.length);
    String id = "s" + serial.incrementAndGet();
    switch (scene) {
      case 0 -> cycle(random, id);
      case 1 -> twoLibraries(random, id);
      case 2 -> share(random, id);
      case 3 -> exchange(random);
      case 4 -> race(random, id);
      case 5 -> redefine(id);
      case 6 -> fail(random, id);
      case 7 -> callBack(id);
      case 8 -> object(id);
      default -> removeAtWork(random, id);
    }
    counts[scene].incrementAndGet();
  }

  /** A function that counts down, calling {@code next}, and ends with the sum of {@code add}s. */
  private static String link(String name, String next, String nextData, long add) {
    return """
        @%1$s.data = global i64 %4$d
        @%3$s.data = external global i64
        declare i64 @%2$s(i64)
        define i64 @%1$s(i64 %%n) uwtable {
          %%more = icmp sgt i64 %%n, 0
          br i1 %%more, label %%go, label %%end
        go:
          %%m = sub i64 %%n, 1
          %%s = call i64 @%2$s(i64 %%m)
          %%d = load i64, ptr @%3$s.data
          %%r = add i64 %%s, %%d
          ret i64 %%r
        end:
          ret i64 0
        }
        """
        .formatted(name, next, nextData, add);
  }

  private void cycle(Random random, String id) {
    int count = 2 + random.nextInt(4);
    List<ResourceTracker> trackers = new ArrayList<>();
    ResourceTracker one = random.nextBoolean() ? jit.library().newTracker() : null;
    for (int i = 0; i < count; i++) {
      String next = id + "_" + (i + 1) % count;
      ResourceTracker tracker = one != null ? one : jit.library().newTracker();
      trackers.add(add(tracker, link(id + "_" + i, next, next, i + 1)));
    }
    int first = random.nextInt(count);
    int steps = 1 + random.nextInt(50);
    long expected = 0;
    for (int i = 0; i < steps; i++) {
      expected += (first + i + 1) % count + 1;
    }
    checkEqual(jit.lookup(id + "_" + first).call(steps), expected, id + "'s sum");
    Collections.shuffle(trackers, random);
    trackers.forEach(ResourceTracker::remove);
    check(!jit.library().isDefined(id + "_0"), "%s_0 is still defined", id);
  }

  private void twoLibraries(Random random, String id) {
    SymbolLibrary a = jit.createLibrary(id + "a", Redefinition.REFUSED);
    SymbolLibrary b = jit.createLibrary(id + "b", Redefinition.REFUSED);
    jit.setSearchOrder(a, b);
    jit.setSearchOrder(b, a);
    add(a, link("ping", "pong", "pong", 1));
    add(b, link("pong", "ping", "ping", 100));
    int steps = random.nextInt(20);
    long expected = (steps + 1L) / 2 * 100 + steps / 2;
    checkEqual(jit.lookup(a, "ping").call(steps), expected, "ping");
    checkEqual(jit.lookup(b, "ping").call(steps), expected, "ping from the other library");
    boolean swap = random.nextBoolean();
    jit.session().removeLibrary(swap ? b : a);
    jit.session().removeLibrary(swap ? a : b);
    try {
      a.lookup("ping");
      throw new AssertionError("a library that was removed answers");
    } catch (IllegalStateException e) {
      check(String.valueOf(e.getMessage()).endsWith(" was removed"), "%s", e);
    }
  }

  private void share(Random random, String id) {
    Slot slot = slots.get(random.nextInt(SLOTS));
    slot.lock.readLock().lock();
    try {
      if (slot.tracker == null) {
        return;
      }
      checkEqual(jit.lookup(slot.name).call(), slot.value, slot.name);
      ResourceTracker user = add(jit.library(), calling(id, slot.name));
      checkEqual(jit.lookup(id).call(), slot.value, "what uses " + slot.name);
      user.remove();
    } finally {
      slot.lock.readLock().unlock();
    }
  }

  private void exchange(Random random) {
    Slot slot = slots.get(random.nextInt(SLOTS));
    slot.lock.writeLock().lock();
    try {
      if (slot.tracker != null) {
        slot.tracker.remove();
      }
      slot.value = serial.incrementAndGet();
      slot.tracker = add(jit.library(), returning(slot.name, "add i64 0, " + slot.value));
    } finally {
      slot.lock.writeLock().unlock();
    }
  }

  /** Looks up, and links against, what may go at any moment; so nothing is called. */
  private void race(Random random, String id) {
    Slot slot = slots.get(random.nextInt(SLOTS));
    ResourceTracker user = add(jit.library(), calling(id, slot.name));
    try {
      jit.library().lookup(List.of(slot.name, id));
    } catch (MissingSymbolsException e) {
      check(e.names().equals(Set.of(slot.name)), "%s", e);
    } catch (JitException e) {
      check(String.valueOf(e.getMessage()).contains(" was removed, with tracker #"), "%s", e);
    } finally {
      user.remove();
    }
  }

  private void redefine(String id) {
    String name = "patch_" + Thread.currentThread().getName();
    ResourceTracker before = add(patched, returning(name, "add i64 0, 1"));
    long old = jit.lookup(patched, name).address();
    ResourceTracker after = add(patched, returning(name, "add i64 0, 2"));
    checkEqual(jit.lookup(patched, name).call(), 2, name + " of " + id);
    check(jit.lookup(patched, name).address() != old, "%s is where the old one is", name);
    before.remove();
    checkEqual(jit.lookup(patched, name).call(), 2, name + " without the old one");
    after.remove();
    check(!patched.isDefined(name), "%s is still defined", name);
  }

  private void fail(Random random, String id) {
    boolean missing = random.nextBoolean();
    ResourceTracker bad =
        add(
            jit.library(),
            missing
                ? "declare i64 @%1$s.x()\ndeclare i64 @%1$s.y()\n".formatted(id)
                    + returning(id + ".1", "call i64 @" + id + ".x()")
                    + returning(id, "call i64 @" + id + ".y()")
                : returning(id, "add i64 %nothing, 1"));
    ResourceTracker user = add(jit.library(), calling(id + ".user", id));
    try {
      jit.lookup(id + ".user");
      throw new AssertionError(id + " has a mistake and is found");
    } catch (JitException e) {
      String expected = missing ? "soak: undefined: %1$s.x, %1$s.y".formatted(id) : "soak:2:16: ";
      check(String.valueOf(e.getMessage()).contains(expected), "%s", e);
    }
    bad.remove();
    user.remove();
  }

  private void callBack(String id) {
    ResourceTracker tracker = jit.library().newTracker();
    NativeCallback callback = NativeCallback.of(arguments -> 77).keptBy(tracker);
    SymbolFlags function = SymbolFlags.EXPORTED.callable();
    jit.library().define(tracker, id + ".java", callback.address(), function);
    add(tracker, calling(id, id + ".java"));
    checkEqual(jit.lookup(id).call(), 77, "what Java returns");
    tracker.remove();
  }

  private void object(String id) {
    SymbolLibrary own = jit.createLibrary(id, Redefinition.REFUSED);
    jit.addObject(own.newTracker(), object);
    checkEqual(jit.lookup(own, "constant").call(), 5, "the object's constant");
    jit.session().removeLibrary(own);
  }

  private void removeAtWork(Random random, String id) throws InterruptedException {
    ResourceTracker tracker = jit.library().newTracker();
    add(tracker, link(id + "_0", id + "_1", id + "_1", 1));
    add(tracker, link(id + "_1", id + "_0", id + "_0", 1));
    CountDownLatch answered = new CountDownLatch(1);
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    jit.library()
        .lookupLater(
            SymbolRequest.of(Set.of(id + "_0")),
            new SymbolResolver.Answer() {
              @Override
              public void found(Map<String, ResolvedSymbol> symbols) {
                answered.countDown();
              }

              @Override
              public void failed(Throwable cause) {
                failure.set(cause);
                answered.countDown();
              }
            });
    long until = System.nanoTime() + random.nextInt(500_000);
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    tracker.remove();
    answered.await();
    Throwable cause = failure.get();
    if (cause != null) {
      String message = String.valueOf(cause.getMessage());
      check(message.contains(" was removed, with tracker #"), "%s", cause);
    }
  }

  /** Takes away what threads share; empty, or what is left of all the rest. */
  String end() {
    for (Slot slot : slots) {
      if (slot.tracker != null) {
        slot.tracker.remove();
      }
    }
    for (SymbolLibrary library : List.of(jit.library(), patched)) {
      if (library.trackers().size() != 1) {
        return "%s has trackers left: %s".formatted(library, library.trackers());
      }
    }
    return jit.session().libraries().size() == libraries
        ? ""
        : "libraries are left: " + jit.session().libraries();
  }

  long played() {
    long sum = 0;
    for (AtomicLong count : counts) {
      sum += count.get();
    }
    return sum;
  }

  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ");
    for (int i = 0; i < NAMES.length; i++) {
      text.add(NAMES[i] + " " + counts[i]);
    }
    return text.toString();
  }
}
