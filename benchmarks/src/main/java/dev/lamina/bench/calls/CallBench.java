package dev.lamina.bench.calls;

import dev.lamina.bench.Table;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** The command {@code scripts/bench calls}. */
public final class CallBench {
  private CallBench() {}

  /**
   * Runs and prints to standard output.
   *
   * @param names of benchmarks in {@link CallSpeed}, all if there are none
   * @throws IOException if clang cannot compile what is compared with
   * @throws RunnerException if JMH fails
   */
  public static void run(List<String> names) throws IOException, RunnerException {
    CallsLibrary.build();
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .jvmArgsAppend("-Dlamina.root=" + System.getProperty("lamina.root"))
            .shouldFailOnError(true);
    String all = CallSpeed.class.getName() + ".";
    if (names.isEmpty()) {
      options.include(all);
    }
    names.forEach(name -> options.include(all + name + "$"));
    Map<String, Double> scores = new HashMap<>();
    Table table = new Table("call", "ns", "± ns", "of JNI");
    Collection<RunResult> runs = new Runner(options.build()).run();
    for (RunResult run : runs) {
      Result<?> result = run.getPrimaryResult();
      scores.put(result.getLabel(), result.getScore());
    }
    for (RunResult run : runs) {
      Result<?> result = run.getPrimaryResult();
      double jni =
          scores.getOrDefault(
              result.getLabel().startsWith("back") ? "backByJni" : "jni", Double.NaN);
      table.row(
          result.getLabel(),
          String.format(Locale.ROOT, "%.1f", result.getScore()),
          String.format(Locale.ROOT, "%.1f", result.getScoreError()),
          Double.isNaN(jni) ? "" : String.format(Locale.ROOT, "%.2f", result.getScore() / jni));
    }
    System.out.print("\n" + table);
  }
}
