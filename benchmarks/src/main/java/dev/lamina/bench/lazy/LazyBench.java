package dev.lamina.bench.lazy;

import dev.lamina.bench.Table;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** The command {@code scripts/bench first-calls}. */
public final class LazyBench {
  private LazyBench() {}

  /**
   * Runs and prints to standard output.
   *
   * @param names of benchmarks in {@link LazySpeed}, all if there are none
   * @throws RunnerException if JMH fails
   */
  public static void run(List<String> names) throws RunnerException {
    ChainedOptionsBuilder options = new OptionsBuilder().shouldFailOnError(true);
    String all = LazySpeed.class.getName() + ".";
    if (names.isEmpty()) {
      options.include(all);
    }
    names.forEach(name -> options.include(all + name + "$"));
    Table table = new Table("call", "ns", "± ns");
    for (RunResult run : new Runner(options.build()).run()) {
      Result<?> result = run.getPrimaryResult();
      table.row(
          result.getLabel(),
          String.format(Locale.ROOT, "%.1f", result.getScore()),
          String.format(Locale.ROOT, "%.1f", result.getScoreError()));
    }
    System.out.print("\n" + table);
  }
}
