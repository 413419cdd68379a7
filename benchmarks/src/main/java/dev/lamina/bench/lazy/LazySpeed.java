package dev.lamina.bench.lazy;

import dev.lamina.cod.LocalCompileCallbackManager;
import dev.lamina.cod.LocalIndirectStubsManager;
import dev.lamina.jit.Jit;
import dev.lamina.jit.NativeFunction;
import dev.lamina.lazy.CompileAction;
import dev.lamina.lazy.LazySupport;
import dev.lamina.link.host.HostAccess;
import dev.lamina.session.SymbolLibrary;
import dev.lamina.session.SymbolLibrary.Redefinition;
import dev.lamina.target.Targets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One call of {@code long f(long, long)} from compiled code, on its different ways. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LazySpeed {
  /** Calls of compiled code that a call from Java makes, so that its own cost does not count. */
  static final int CALLS = 1000;

  /** {@code again} calls one function over and over. */
  private static final String CODE =
      """
      define i64 @add(i64 %a, i64 %b) {
        %sum = add i64 %a, %b
        ret i64 %sum
      }
      define i64 @again(ptr %f, i64 %count) {
        br label %loop
      loop:
        %i = phi i64 [ 0, %0 ], [ %next, %loop ]
        %sum = phi i64 [ 0, %0 ], [ %more, %loop ]
        %more = call i64 %f(i64 %sum, i64 %i)
        %next = add i64 %i, 1
        %again = icmp slt i64 %next, %count
        br i1 %again, label %loop, label %done
      done:
        ret i64 %more
      }
      """;

  /** A stack with a manager of callbacks, and the function that all calls end in. */
  @State(Scope.Thread)
  public static class Stack {
    private final Jit jit = Jit.create();
    private final LazySupport support = Targets.forTriple(Targets.hostTriple()).lazySupport();
    private final HostAccess host = new HostAccess();
    private final SymbolLibrary own = jit.createLibrary("first calls", Redefinition.REFUSED);
    private final LocalCompileCallbackManager callbacks =
        new LocalCompileCallbackManager(jit.irLayer(), own, support, host, () -> 0);
    private final NativeFunction again;
    private final long add;
    private final long stub;
    private final AtomicLong actions = new AtomicLong();

    public Stack() {
      jit.addModule("calls", CODE);
      add = jit.lookup("add").address();
      again = jit.lookup("again");
      stub =
          new LocalIndirectStubsManager(jit.irLayer(), own, support, host)
              .create(List.of("add"), new long[] {add})
              .get(0)
              .address();
    }

    /** How many first calls there have been. */
    long actions() {
      return actions.get();
    }

    /** Counts a first call, and tells where it leads. */
    private long target() {
      actions.incrementAndGet();
      return add;
    }

    @TearDown
    public void close() {
      callbacks.close();
      jit.close();
    }
  }

  /** New trampolines before each round. */
  private abstract static class Trampolines {
    private long[] trampolines = {};

    void renew(Stack stack, CompileAction action) {
      stack.callbacks.release(trampolines);
      trampolines = stack.callbacks.newCallbacks(Collections.nCopies(FIRST_CALLS, action));
    }

    long callAll(Stack stack) {
      long sum = 0;
      for (long trampoline : trampolines) {
        sum = stack.host.call(trampoline, sum, 1);
      }
      return sum;
    }
  }

  /** First calls in a round. */
  static final int FIRST_CALLS = 100;

  /** Their action answers at once, on the dispatcher's thread. */
  @State(Scope.Thread)
  public static class AtOnce extends Trampolines {
    @Setup(Level.Invocation)
    public void renew(Stack stack) {
      renew(stack, answer -> answer.ready(stack.target()));
    }
  }

  /** Their action answers on a compile thread, as one does that has something compiled. */
  @State(Scope.Thread)
  public static class OnCompileThread extends Trampolines {
    @Setup(Level.Invocation)
    public void renew(Stack stack) {
      renew(
          stack,
          answer -> stack.jit.session().execute("nothing", () -> answer.ready(stack.target())));
    }
  }

  @Benchmark
  @OperationsPerInvocation(FIRST_CALLS)
  public long firstCallAnsweredAtOnce(Stack stack, AtOnce trampolines) {
    return trampolines.callAll(stack);
  }

  @Benchmark
  @OperationsPerInvocation(FIRST_CALLS)
  public long firstCallAnsweredOnCompileThread(Stack stack, OnCompileThread trampolines) {
    return trampolines.callAll(stack);
  }

  @Benchmark
  @OperationsPerInvocation(CALLS)
  public long direct(Stack stack) {
    return stack.again.call(stack.add, CALLS);
  }

  @Benchmark
  @OperationsPerInvocation(CALLS)
  public long throughStub(Stack stack) {
    return stack.again.call(stack.stub, CALLS);
  }
}
