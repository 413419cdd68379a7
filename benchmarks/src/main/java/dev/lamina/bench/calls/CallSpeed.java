package dev.lamina.bench.calls;

import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import dev.lamina.jit.Jit;
import dev.lamina.jit.NativeFunction;
import java.util.concurrent.TimeUnit;
import java.util.function.LongBinaryOperator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One call of {@code long f(long, long)}, each way that there is. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CallSpeed {
  /** How many calls to Java one call to native code makes, so that its own cost does not count. */
  static final int CALLS_BACK = 1000;

  /** {@code repeat} calls back, as compiled code does that was given a function's address. */
  private static final String CODE =
      """
      define i64 @add(i64 %a, i64 %b) {
        %sum = add i64 %a, %b
        ret i64 %sum
      }
      define i64 @repeat(ptr %f, i64 %count) {
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

  /** What JNA makes a function pointer of. */
  public interface Adder extends Callback {
    long call(long a, long b);
  }

  private static final Jit JIT = Jit.create();

  /** Constant, as functions that a program looks up once and for all should be. */
  private static final LongBinaryOperator ADD;

  private static final NativeFunction REPEAT;
  private static final long ADD_IN_JAVA;

  static {
    JIT.addModule("calls", CODE);
    JIT.addFunction("addInJava", LongBinaryOperator.class, Jni::addInJava);
    ADD = JIT.lookup("add").as(LongBinaryOperator.class);
    REPEAT = JIT.lookup("repeat");
    ADD_IN_JAVA = JIT.lookup("addInJava").address();
  }

  private final NativeFunction add = JIT.lookup("add");
  private final Function jnaFunction;
  private final Adder adder = Jni::addInJava;
  private final Pointer callback = CallbackReference.getFunctionPointer(adder);
  private long x = 3;

  public CallSpeed() {
    Jit other = Jit.create(); // has an "add" of its own
    Bound.bind(other);
    jnaFunction = NativeLibrary.getInstance(CallsLibrary.path().toString()).getFunction("add");
  }

  @Benchmark
  public long javaAlone() {
    return Jni.addInJava(x, 4);
  }

  @Benchmark
  public long jni() {
    return Jni.add(x, 4);
  }

  @Benchmark
  public long jnaDirect() {
    return Direct.add(x, 4);
  }

  @Benchmark
  public long jnaFunction() {
    return jnaFunction.invokeLong(new Object[] {x, 4L});
  }

  @Benchmark
  public long laminaNativeFunction() {
    return add.call(x, 4);
  }

  @Benchmark
  public long laminaAs() {
    return ADD.applyAsLong(x, 4);
  }

  /** What {@code as} comes down to, bound by hand. */
  @Benchmark
  public long laminaRegisterNatives() {
    return Bound.add(x, 4);
  }

  @Benchmark
  @OperationsPerInvocation(CALLS_BACK)
  public long backByJni() {
    return Jni.repeat(CALLS_BACK);
  }

  @Benchmark
  @OperationsPerInvocation(CALLS_BACK)
  public long backByJnaCallback() {
    return REPEAT.call(Pointer.nativeValue(callback), CALLS_BACK);
  }

  @Benchmark
  @OperationsPerInvocation(CALLS_BACK)
  public long backByAddFunction() {
    return REPEAT.call(ADD_IN_JAVA, CALLS_BACK);
  }
}
