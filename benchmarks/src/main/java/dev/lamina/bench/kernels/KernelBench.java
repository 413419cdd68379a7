package dev.lamina.bench.kernels;

import com.google.common.base.Splitter;
import dev.lamina.bench.Table;
import dev.lamina.bench.Tools;
import dev.lamina.jit.Jit;
import dev.lamina.jit.NativeFunction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Runs kernels in turn with all tools, several rounds of it, so that what disturbs the machine
 * disturbs all alike, and prints the least times and the geometric means of their ratios.
 */
public final class KernelBench {
  /** In each round, a tool runs a kernel so often. */
  private static final int REPETITIONS = 4;

  private static final int[] LEVELS = {0, 1, 2};

  private KernelBench() {}

  /**
   * Runs and prints to standard output.
   *
   * @param arguments {@code --rounds=N}; kernels' names, all if there are none
   * @throws IOException if a kernel cannot be built, or one of the programs fails
   */
  public static void run(List<String> arguments) throws IOException {
    int rounds = 6;
    List<Kernel> chosen = new ArrayList<>();
    for (String argument : arguments) {
      if (argument.startsWith("--rounds=")) {
        rounds = Integer.parseInt(argument.substring("--rounds=".length()));
      } else {
        chosen.add(named(argument));
      }
    }
    if (chosen.isEmpty()) {
      chosen.addAll(Kernel.ALL);
    }
    KernelBuilds builds = new KernelBuilds(Tools.root().resolve("benchmarks/target/kernels"));
    Table table =
        new Table(
            "kernel", "Lamina ms", "-O0 ms", "-O1 ms", "-O2 ms", "of -O0", "of -O1", "of -O2");
    double[] logarithms = new double[LEVELS.length];
    for (Kernel kernel : chosen) {
      long[] times = measure(builds, kernel, rounds);
      String[] row = new String[1 + times.length + LEVELS.length];
      row[0] = kernel.name();
      for (int i = 0; i < times.length; i++) {
        row[1 + i] = String.format(Locale.ROOT, "%.2f", times[i] * 1e-6);
      }
      for (int i = 0; i < LEVELS.length; i++) {
        double ratio = (double) times[0] / times[1 + i];
        logarithms[i] += Math.log(ratio);
        row[1 + times.length + i] = ratio(ratio);
      }
      table.row(row);
      System.err.println("bench: " + kernel.name() + " " + row[row.length - LEVELS.length]);
    }
    String[] means = new String[1 + 1 + 2 * LEVELS.length];
    Arrays.fill(means, "");
    means[0] = "geometric mean";
    for (int i = 0; i < LEVELS.length; i++) {
      means[2 + LEVELS.length + i] = ratio(Math.exp(logarithms[i] / chosen.size()));
    }
    table.row(means);
    System.out.print(table);
  }

  private static String ratio(double ratio) {
    return String.format(Locale.ROOT, "%.2f", ratio);
  }

  private static Kernel named(String name) {
    return Kernel.ALL.stream()
        .filter(k -> k.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no kernel is called "
                        + name
                        + "; there are "
                        + String.join(", ", Kernel.ALL.stream().map(Kernel::name).toList())));
  }

  /** The least times in nanoseconds: Lamina's, then those of clang's levels. */
  private static long[] measure(KernelBuilds builds, Kernel kernel, int rounds) throws IOException {
    long[] least = new long[1 + LEVELS.length];
    Arrays.fill(least, Long.MAX_VALUE);
    try (Jit jit = Jit.create()) {
      jit.addModule(builds.ir(kernel, 0));
      NativeFunction time = jit.lookup("kernel_time");
      for (int round = 0; round < rounds; round++) {
        long ours = time.call(kernel.size(), REPETITIONS, kernel.check());
        if (ours < 0) {
          throw new IOException(kernel.name() + ": Lamina's code gives another check value");
        }
        least[0] = Math.min(least[0], ours);
        for (int i = 0; i < LEVELS.length; i++) {
          long theirs = runProgram(builds.program(kernel, LEVELS[i]), kernel);
          least[1 + i] = Math.min(least[1 + i], theirs);
        }
      }
    }
    return least;
  }

  /** Runs clang's program of a kernel; the least time that it measured. */
  private static long runProgram(Path program, Kernel kernel) throws IOException {
    String output =
        Tools.output(
            List.of(
                program.toString(), Long.toString(kernel.size()), Integer.toString(REPETITIONS)));
    List<String> words = Splitter.on(' ').splitToList(output.trim());
    if (words.size() != 2 || Long.parseLong(words.get(0)) != kernel.check()) {
      throw new IOException(program + " printed \"" + output + "\", not " + kernel.check());
    }
    return Long.parseLong(words.get(1));
  }
}
