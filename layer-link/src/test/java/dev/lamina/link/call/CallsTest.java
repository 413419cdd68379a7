package dev.lamina.link.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import dev.lamina.session.ResourceTracker;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CallsTest {
  private final CompiledC c;

  CallsTest(@TempDir Path directory) {
    c = new CompiledC(directory);
  }

  @AfterEach
  void close() {
    c.close();
    assertThat(c.reported).isEmpty();
  }

  @Test
  void interfacesAndMethodHandlesCall() throws Throwable {
    c.add(
        """
        long sum(long a, long b) { return a + b; }
        double scale(double a, double b) { return a * b; }
        """);
    LongBinaryOperator sum = c.as("sum", LongBinaryOperator.class);
    assertThat(sum.applyAsLong(40, 2)).isEqualTo(42);
    assertThat(sum.applyAsLong(Long.MAX_VALUE, 1)).isEqualTo(Long.MIN_VALUE);
    assertThat(sum.toString()).startsWith("sum@");
    assertThat(c.as("scale", DoubleBinaryOperator.class).applyAsDouble(1.5, 3)).isEqualTo(4.5);
    MethodHandle handle = c.as("sum", MethodType.methodType(long.class, long.class, long.class));
    assertThat((long) handle.invokeExact(1L, 2L)).isEqualTo(3);
    assertThat(Downcalls.call(c.target("sum"), 5, 6)).isEqualTo(11);
  }

  /** Not public: implemented in its own package. */
  interface Strings {
    @Nullable String repeat(@Nullable String text, int times);
  }

  /** Generic, but its types are clear. */
  interface Length extends ToLongFunction<String> {}

  /** Boxes are opened. */
  interface Boxed extends BinaryOperator<Long> {}

  interface Find {
    Pointer find(Pointer text, int character);
  }

  @Test
  void stringsAndPointersArePassed() {
    c.add(
        """
        #include <string.h>
        char *repeat(const char *text, int times) {
          static char buffer[100];
          buffer[0] = 0;
          if (!text) return NULL;
          while (times--) strcat(buffer, text);
          return buffer;
        }
        long sum(long a, long b) { return a + b; }
        """);
    Strings repeat = c.as("repeat", Strings.class);
    assertThat(repeat.repeat("äb€", 3)).isEqualTo("äb€äb€äb€");
    assertThat(repeat.repeat("", 3)).isEmpty();
    assertThat(repeat.repeat(null, 3)).isNull();
    assertThatThrownBy(() -> repeat.repeat("a\0b", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a string for C has a zero at index 1, where it would end");
    assertThat(c.as("strlen", Length.class).applyAsLong("four")).isEqualTo(4);
    assertThat(c.as("sum", Boxed.class).apply(4L, 5L)).isEqualTo(9);
    try (Memory text = new Memory(10)) {
      text.setString(0, "hello");
      Find find = c.as("strchr", Find.class);
      assertThat(find.find(text, 'l')).isEqualTo(text.share(2));
      assertThat(find.find(text, 'x')).isNull();
    }
  }

  /** {@code struct { int x; double y; }}. */
  @Structure.FieldOrder({"x", "y"})
  public static class Point extends Structure {
    public int x;
    public double y;

    public static class Value extends Point implements Structure.ByValue {}
  }

  interface Norm {
    double norm(Point point);
  }

  interface Mirror {
    Point.Value mirror(Point.Value point);
  }

  interface Format {
    int format(Pointer buffer, long size, String format, Object... arguments);

    default int one(Pointer buffer, double value) {
      return format(buffer, buffer instanceof Memory m ? m.size() : 0, "%.1f", value);
    }
  }

  @Test
  void structuresAndVariadicArgumentsArePassed() throws Throwable {
    c.add(
        """
        struct point { int x; double y; };
        double norm(struct point *p) { double n = p->x * p->x + p->y * p->y; p->x = -1; return n; }
        struct point mirror(struct point p) { struct point q = {(int) p.y, p.x}; return q; }
        """);
    Point point = new Point();
    point.x = 3;
    point.y = 4;
    assertThat(c.as("norm", Norm.class).norm(point)).isEqualTo(25);
    assertThat(point.x).isEqualTo(-1);
    Point.Value value = new Point.Value();
    value.x = 3;
    value.y = 4;
    Point mirrored = c.as("mirror", Mirror.class).mirror(value);
    assertThat(mirrored.x).isEqualTo(4);
    assertThat(mirrored.y).isEqualTo(3);
    MethodHandle handle =
        c.as("mirror", MethodType.methodType(Point.Value.class, Point.Value.class));
    assertThat(((Point.Value) handle.invokeExact(value)).x).isEqualTo(4);
    try (Memory buffer = new Memory(100)) {
      Format format = c.as("snprintf", Format.class);
      format.format(buffer, 100, "%s %d %.2f %ld %c", "text", (byte) -7, 1.5f, 1L << 40, 'x');
      assertThat(buffer.getString(0)).isEqualTo("text -7 1.50 1099511627776 x");
      assertThat(format.one(buffer, 2.25)).isEqualTo(3);
      assertThat(format.toString()).startsWith("snprintf@");
      assertThat(Set.of(format)).contains(format);
    }
  }

  interface NoFunction {
    int a();

    int b();
  }

  interface WrongParameter {
    int f(List<String> list);
  }

  @Test
  void whatCannotBeCalledIsRefused() {
    c.add("long sum(long a, long b) { return a + b; }");
    CallTarget sum = c.target("sum");
    assertThatThrownBy(() -> Downcalls.as(sum, BinaryOperator.class, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "java.util.function.BinaryOperator leaves its type T open; extend it with types that C"
                + " has");
    assertThatThrownBy(() -> Downcalls.as(sum, String.class, null))
        .hasMessage("java.lang.String is not an interface");
    assertThatThrownBy(() -> Downcalls.as(sum, java.io.Serializable.class, null))
        .hasMessage("java.io.Serializable has no abstract method");
    assertThatThrownBy(() -> Downcalls.as(sum, NoFunction.class, null))
        .hasMessageMatching(".*NoFunction has several abstract methods: [ab] and [ab]");
    assertThatThrownBy(() -> Downcalls.as(sum, WrongParameter.class, null))
        .hasMessageStartingWith(
            "int f(List) of " + WrongParameter.class.getName() + ": a C function cannot have");
    assertThatThrownBy(() -> Upcall.of("f", Strings.class, (text, times) -> "", c.reported::add))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nobody would free the string");
    assertThatThrownBy(() -> Upcall.of("f", Norm.class, point -> 1, c.reported::add))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("structures cannot be passed to Java");
  }

  @Test
  void aCallAfterRemovalIsAnError() {
    ResourceTracker tracker = c.add("long sum(long a, long b) { return a + b; }");
    LongBinaryOperator sum = c.as("sum", LongBinaryOperator.class);
    CallTarget target = c.target("sum");
    MethodHandle handle = c.as("sum", MethodType.methodType(long.class, long.class, long.class));
    Find find = c.as("strchr", Find.class);
    assertThat(sum.applyAsLong(1, 2)).isEqualTo(3);
    long address = c.library.lookup("sum").address();
    tracker.remove();
    String message = "sum was removed, with " + tracker + "; look it up again";
    assertThatThrownBy(() -> sum.applyAsLong(1, 2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> Downcalls.call(target, 1, 2)).hasMessage(message);
    assertThatThrownBy(() -> handle.invoke(1L, 2L)).hasMessage(message);
    assertThat(new CallTargets().get(c.library, "sum", address).address).isZero();
    c.add("long sum(long a, long b) { return a * b; }");
    assertThat(c.as("sum", LongBinaryOperator.class).applyAsLong(3, 5)).isEqualTo(15);
    assertThatThrownBy(() -> sum.applyAsLong(1, 2)).hasMessage(message);
    c.close();
    try (Memory text = new Memory(1)) {
      assertThatThrownBy(() -> find.find(text, 1)).isInstanceOf(IllegalStateException.class);
    }
  }

  interface Compare {
    int compare(Pointer a, Pointer b);
  }

  interface Sort {
    void sort(Pointer array, long count, long size, Pointer compare);
  }

  @Test
  void javaFunctionsAreCalledByC() throws Throwable {
    try (Memory array = new Memory(40);
        Upcall compare =
            Upcall.of(
                "compare",
                Compare.class,
                (a, b) -> Integer.compare(a.getInt(0), b.getInt(0)),
                c.reported::add)) {
      array.write(0, new int[] {5, 3, 9, 1, 7, 2, 8, 6, 4, 0}, 0, 10);
      c.as("qsort", Sort.class).sort(array, 10, 4, new Pointer(compare.address()));
      assertThat(array.getIntArray(0, 10)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }
    List<String> seen = new ArrayList<>();
    c.define("note", Note.class, text -> seen.add(text));
    c.add("_Bool note(const char *); int f(void) { return note(\"from C\") + note(0); }");
    assertThat((int) Downcalls.call(c.target("f"))).isEqualTo(2);
    assertThat(seen).containsExactly("from C", null);
    Upcall closed = Upcall.of("closed", LongUnaryOperator.class, x -> x, c.reported::add);
    closed.close();
    closed.close();
    assertThatThrownBy(closed::address).hasMessage("closed was removed");
  }

  interface Note {
    boolean note(String text);
  }

  @Test
  void methodHandlesAreCalledByC() throws Throwable {
    MethodType type = MethodType.methodType(int.class, String.class, Pointer.class, double.class);
    MethodHandle target =
        MethodHandles.lookup()
            .findStatic(
                CallsTest.class,
                "target",
                MethodType.methodType(int.class, Object.class, Object.class, double.class));
    ResourceTracker tracker = c.library.newTracker();
    c.define(tracker, "target", Upcall.of("target", target, type, c.reported::add));
    c.add(
        """
        int target(const char *, void *, double);
        int f(void *p) { return target("seven", p, 2.5); }
        """);
    assertThat((int) Downcalls.call(c.target("f"), 0)).isEqualTo(5 * 1000 + 25);
    assertThat((int) Downcalls.call(c.target("f"), 4)).isEqualTo(5 * 1000 + 25 + 4);
  }

  @SuppressWarnings("unused") // found by name
  private static int target(Object text, Object pointer, double factor) {
    return ((String) text).length() * 1000
        + (pointer == null ? 0 : (int) Pointer.nativeValue((Pointer) pointer))
        + (int) (factor * 10);
  }

  @Test
  void callsNestAcrossLanguages() {
    c.add(
        """
        long java_step(long n);
        long c_step(long n) { return n <= 0 ? 0 : 1 + java_step(n - 1); }
        """);
    LongUnaryOperator[] down = new LongUnaryOperator[1];
    c.define(
        "java_step", LongUnaryOperator.class, n -> n <= 0 ? 0 : 1 + down[0].applyAsLong(n - 1));
    down[0] = c.as("c_step", LongUnaryOperator.class);
    assertThat(down[0].applyAsLong(300)).isEqualTo(300);
  }

  private static final class Expected extends RuntimeException {
    private static final long serialVersionUID = 1;

    Expected(String message) {
      super(message);
    }
  }

  @Test
  void exceptionsAreThrownWhenCReturns() throws Throwable {
    List<Long> calls = new ArrayList<>();
    c.define(
        "up",
        LongUnaryOperator.class,
        n -> {
          calls.add(n);
          if (n == 2) {
            throw new Expected("at " + n);
          }
          return n + 1;
        });
    c.add(
        """
        long up(long);
        long last;
        long get_last(void) { return last; }
        long loop(long n) { long s = 0; for (long i = 0; i < n; i++) { last = up(i); s += last; } return s; }
        """);
    LongUnaryOperator loop = c.as("loop", LongUnaryOperator.class);
    CallTarget target = c.target("loop");
    MethodHandle handle = c.as("loop", MethodType.methodType(long.class, long.class));
    assertThat(loop.applyAsLong(2)).isEqualTo(3);
    for (int i = 0; i < 3; i++) {
      calls.clear();
      int kind = i;
      assertThatThrownBy(
              () -> {
                switch (kind) {
                  case 0 -> assertThat(loop.applyAsLong(5)).isZero();
                  case 1 -> Downcalls.call(target, 5);
                  default -> handle.invoke(5L);
                }
              })
          .isInstanceOf(Expected.class)
          .hasMessage("at 2");
      assertThat(calls).containsExactly(0L, 1L, 2L); // not called again while one is kept
      assertThat(Downcalls.call(c.target("get_last"))).isZero();
      assertThat(loop.applyAsLong(2)).isEqualTo(3); // nothing is left over
    }
    assertThatThrownBy(() -> dev.lamina.link.host.NativeCalls.call(target.address, 5))
        .isInstanceOf(Expected.class);
    // Seven arguments go through JNA.
    assertThatThrownBy(() -> Downcalls.call(target, 5, 0, 0, 0, 0, 0, 0))
        .isInstanceOf(Expected.class);
  }

  @Test
  void exceptionsCrossSeveralLanguages() {
    LongUnaryOperator[] down = new LongUnaryOperator[1];
    List<String> events = new ArrayList<>();
    c.define(
        "up",
        LongUnaryOperator.class,
        n -> {
          if (n == 0) {
            throw new Expected("bottom");
          }
          try {
            return down[0].applyAsLong(n - 1);
          } catch (Expected e) {
            events.add(e.getMessage() + " seen at " + n);
            if (n == 2) {
              return 77; // caught: all goes on above
            }
            throw e;
          }
        });
    c.add("long up(long); long down(long n) { return up(n); }");
    down[0] = c.as("down", LongUnaryOperator.class);
    assertThat(down[0].applyAsLong(4)).isEqualTo(77);
    assertThat(events).containsExactly("bottom seen at 1", "bottom seen at 2");
  }

  private static final String THREADS =
      """
      #include <pthread.h>
      long up(long);
      static void *run(void *n) { up((long) n); return (void *) up((long) n); }
      long threads(long count) {
        pthread_t t[64];
        long sum = 0;
        for (long i = 0; i < count; i++) pthread_create(&t[i], 0, run, (void *) i);
        for (long i = 0; i < count; i++) { void *r; pthread_join(t[i], &r); sum += (long) r; }
        return sum;
      }
      """;

  @Test
  void threadsOfNativeCodeCallAndEnd() throws Exception {
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    c.define(
        "up",
        LongUnaryOperator.class,
        n -> {
          assertThat(Thread.currentThread().isDaemon()).isTrue();
          seen.add(Thread.currentThread());
          return n * 2;
        });
    c.add(THREADS);
    LongUnaryOperator threads = c.as("threads", LongUnaryOperator.class);
    for (int round = 0; round < 5; round++) {
      assertThat(threads.applyAsLong(20)).isEqualTo(380);
    }
    // Each thread was attached once, for both of its calls, and detached at its end.
    assertThat(seen).hasSize(100);
    for (Thread thread : seen) {
      thread.join(10_000);
      assertThat(thread.isAlive()).isFalse();
    }
  }

  @Test
  void exceptionsOnThreadsOfNativeCodeAreReported() {
    c.define(
        "up",
        LongUnaryOperator.class,
        n -> {
          throw new Expected("on " + n);
        });
    c.add(THREADS);
    assertThat(c.as("threads", LongUnaryOperator.class).applyAsLong(1)).isZero();
    assertThat(c.reported).hasSize(2); // both calls were made: nothing is kept for the thread
    for (Throwable report : c.reported) {
      assertThat(report)
          .hasMessageStartingWith("up, called by native code with no call from Java beneath that could throw it,"
                  + " threw ")
          .hasCauseInstanceOf(Expected.class);
    }
    c.reported.clear();
  }

  @Test
  void whatIsClosedGivesItsMemoryBack() {
    c.add("long call(long (*f)(long), long n) { return f(n); }");
    Set<Long> addresses = new HashSet<>();
    for (int i = 0; i < 3000; i++) {
      int n = i;
      try (Upcall upcall = Upcall.of("up", LongUnaryOperator.class, x -> x + n, c.reported::add)) {
        addresses.add(upcall.address());
        assertThat(Downcalls.call(c.target("call"), upcall.address(), 1)).isEqualTo(n + 1);
      }
    }
    assertThat(addresses).hasSizeLessThan(100);
  }

  @Test
  void whatNobodyHoldsIsFreed() throws InterruptedException {
    Set<Long> addresses = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      NativeCallback callback = NativeCallback.of(arguments -> arguments[0]);
      if (!addresses.add(callback.address())) {
        return; // an address came again, so the memory of another one was given back
      }
      System.gc();
      Thread.sleep(5);
    }
    throw new AssertionError("200 callbacks that nobody holds are there still");
  }

  @Test
  void manyThreadsCallWhileGarbageIsCollected() throws Exception {
    c.define("up", IntUnaryOperator.class, n -> new int[] {n, n + 1}[1]);
    c.add(
        """
        int up(int);
        int both(int n, int m) { int s = 0; for (int i = 0; i < n; i++) s += up(i + m); return s; }
        """);
    IntBinaryOperator both = c.as("both", IntBinaryOperator.class);
    ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      int m = t;
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < 2000; i++) {
                  int result = both.applyAsInt(10, m);
                  if (result != 55 + 10 * m) {
                    failures.add(new AssertionError(m + ": " + result));
                  }
                }
              });
      thread.setUncaughtExceptionHandler((dead, thrown) -> failures.add(thrown));
      thread.start();
      threads.add(thread);
    }
    for (int i = 0; i < 10; i++) {
      System.gc();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
  }
}
