package dev.lamina.bench.compile;

import static com.google.common.base.Preconditions.checkNotNull;

import dev.lamina.ir.Module;
import dev.lamina.jit.Jit;
import dev.lamina.object.ObjectFile;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Phases of both compilers under JMH. Each invocation gets what the phase before made, fresh:
 * nothing is compiled or linked twice. Making that takes milliseconds and is not measured; {@link
 * Level#Invocation} costs two readings of the clock. Every invocation is a sample: its median is
 * what other work on the machine moves least. Java code this large takes the VM 15 seconds to
 * compile where the machine is busy; LLVM's is compiled already.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 4)
@Measurement(iterations = 5, time = 2)
public class CompileSpeed {
  /** The program. */
  @State(Scope.Benchmark)
  public static class Input {
    @Param("k20")
    public String program = "k20";

    @Param("O0")
    public String level = "O0";

    private @Nullable Program loaded;

    @Setup
    public void load() throws IOException {
      loaded = Program.load(program, level);
    }

    Program program() {
      return checkNotNull(loaded);
    }

    LaminaPhases lamina() {
      return new LaminaPhases(program());
    }
  }

  /** A module whose bodies have been read. */
  @State(Scope.Thread)
  public static class Read {
    private @Nullable Module module;

    @Setup(Level.Invocation)
    public void read(Input input) {
      module = input.lamina().read();
    }

    Module module() {
      return checkNotNull(module);
    }
  }

  /** An object that has not been linked. */
  @State(Scope.Thread)
  public static class Compiled {
    private @Nullable ObjectFile object;

    @Setup(Level.Invocation)
    public void compile(Input input) {
      LaminaPhases lamina = input.lamina();
      object = lamina.compile(lamina.read());
    }

    ObjectFile object() {
      return checkNotNull(object);
    }
  }

  /** An empty stack. */
  @State(Scope.Thread)
  public static class Stack {
    private @Nullable Jit jit;

    @Setup(Level.Invocation)
    public void make() {
      jit = Jit.create();
    }

    @TearDown(Level.Invocation)
    public void close() {
      jit().close();
    }

    Jit jit() {
      return checkNotNull(jit);
    }
  }

  /** LLVM's stack, also empty. */
  @State(Scope.Thread)
  public static class Orc {
    private @Nullable LlvmOrc orc;

    @Setup(Level.Invocation)
    public void make(Input input) {
      orc = new LlvmOrc(input.program());
      orc.prepare();
    }

    @TearDown(Level.Invocation)
    public void close() {
      orc().close();
    }

    LlvmOrc orc() {
      return checkNotNull(orc);
    }
  }

  /** What LLVM parsed, on a stack that takes it. */
  @State(Scope.Thread)
  public static class Parsed extends Orc {
    private LlvmOrc.@Nullable Parsed parsed;

    @Setup(Level.Invocation)
    public void parse() {
      parsed = orc().parse();
    }

    LlvmOrc.Parsed parsed() {
      return checkNotNull(parsed);
    }
  }

  /** Frees what LLVM parsed, when that is measured alone. */
  @State(Scope.Thread)
  public static class Parsing {
    private LlvmOrc.@Nullable Parsed parsed;

    @TearDown(Level.Invocation)
    public void dispose() {
      LlvmOrc.dispose(checkNotNull(parsed));
    }
  }

  @Benchmark
  public Module laminaRead(Input input) {
    return input.lamina().read();
  }

  @Benchmark
  public void laminaVerify(Input input, Read read) {
    input.lamina().verify(read.module());
  }

  @Benchmark
  public ObjectFile laminaCompile(Input input, Read read) {
    return input.lamina().compile(read.module());
  }

  @Benchmark
  public long laminaLink(Input input, Compiled compiled, Stack stack) {
    return input.lamina().link(stack.jit(), compiled.object());
  }

  @Benchmark
  public long laminaTotal(Input input, Stack stack) {
    return input.lamina().total(stack.jit());
  }

  @Benchmark
  @Warmup(iterations = 2, time = 2)
  public void llvmParse(Orc orc, Parsing parsing) {
    parsing.parsed = orc.orc().parse();
  }

  @Benchmark
  @Warmup(iterations = 2, time = 2)
  public long llvmAddLookup(Parsed parsed) {
    return parsed.orc().addAndLookup(parsed.parsed());
  }

  @Benchmark
  @Warmup(iterations = 2, time = 2)
  public long llvmTotal(Orc orc) {
    return orc.orc().total();
  }
}
