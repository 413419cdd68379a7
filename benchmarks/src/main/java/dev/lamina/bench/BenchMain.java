package dev.lamina.bench;

import dev.lamina.bench.calls.CallBench;
import dev.lamina.bench.compile.CompileBench;
import dev.lamina.bench.kernels.KernelBench;
import dev.lamina.bench.lazy.LazyBench;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a benchmark: {@code BenchMain kernels|compile|calls|first-calls ARGUMENTS}, as {@code
 * scripts/bench} does.
 */
public final class BenchMain {
  private BenchMain() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 0) {
      fail("which benchmark? kernels, compile, calls, first-calls");
    }
    List<String> rest = Arrays.asList(arguments).subList(1, arguments.length);
    try {
      switch (arguments[0]) {
        case "kernels" -> KernelBench.run(rest);
        case "calls" -> CallBench.run(rest);
        case "first-calls" -> LazyBench.run(rest);
        case "compile" -> CompileBench.run(rest);
        default -> fail("no benchmark is called " + arguments[0]);
      }
    } catch (IllegalArgumentException | IOException e) {
      fail(String.valueOf(e.getMessage()));
    }
  }

  private static void fail(String message) {
    System.err.println("bench: error: " + message);
    System.exit(2);
  }
}
