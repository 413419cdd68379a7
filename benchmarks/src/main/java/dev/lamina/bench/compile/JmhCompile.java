package dev.lamina.bench.compile;

import dev.lamina.bench.Table;
import dev.lamina.object.ObjectFile;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs {@link CompileSpeed} for programs, and prints tables of speeds and of ratios. */
final class JmhCompile {
  private static final String[] PHASES = {
    "laminaRead",
    "laminaVerify",
    "laminaCompile",
    "laminaLink",
    "laminaTotal",
    "llvmParse",
    "llvmAddLookup",
    "llvmTotal"
  };

  private final Table times =
      new Table(
          "program",
          "read",
          "verify",
          "compile",
          "link",
          "total",
          "LLVM parse",
          "LLVM add + look-up",
          "LLVM total",
          "total of LLVM's",
          "compile + link of add + look-up");
  private final Table speeds =
      new Table(
          "program",
          "text MB",
          "instructions",
          "total MB/s",
          "total M instr/s",
          "compile M instr/s",
          "LLVM total M instr/s",
          "code bytes",
          "LLVM code bytes");
  private final StringBuilder refusals = new StringBuilder();

  /**
   * Measures and prints.
   *
   * @throws RunnerException if JMH fails
   */
  void run(List<Program> programs) throws Exception {
    for (Program program : programs) {
      measure(program);
    }
    System.out.println("\nMedians in milliseconds:\n\n" + times + "\n" + speeds + refusals);
  }

  private void measure(Program program) throws Exception {
    String refusal = CompileBench.refusal(program);
    if (refusal != null) {
      refusals.append("\nrefused: ").append(program.title()).append(": ").append(refusal);
    }
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .param("program", program.name())
            .param("level", program.level())
            .jvmArgsAppend("-Dlamina.root=" + System.getProperty("lamina.root"))
            .shouldFailOnError(true);
    for (String phase : PHASES) {
      boolean theirs = phase.startsWith("llvm");
      boolean early = phase.equals("laminaRead") || phase.equals("laminaVerify");
      if (theirs ? LlvmOrc.isAvailable() : refusal == null || early) {
        options.include(CompileSpeed.class.getName() + "." + phase + "$");
      }
    }
    Map<String, Double> milliseconds = new LinkedHashMap<>();
    Collection<RunResult> results = new Runner(options.build()).run();
    for (RunResult result : results) {
      Result<?> primary = result.getPrimaryResult();
      milliseconds.put(primary.getLabel(), primary.getStatistics().getPercentile(50) * 1e-3);
    }
    addRows(program, refusal == null, milliseconds);
  }

  private void addRows(Program program, boolean accepted, Map<String, Double> ms) throws Exception {
    String[] row = new String[1 + PHASES.length + 2];
    row[0] = program.title();
    for (int i = 0; i < PHASES.length; i++) {
      row[1 + i] = cell(ms.get(PHASES[i]));
    }
    double total = ms.getOrDefault("laminaTotal", Double.NaN);
    double llvmTotal = ms.getOrDefault("llvmTotal", Double.NaN);
    double code =
        ms.getOrDefault("laminaCompile", Double.NaN) + ms.getOrDefault("laminaLink", Double.NaN);
    row[9] = cell(total / llvmTotal);
    row[10] = cell(code / ms.getOrDefault("llvmAddLookup", Double.NaN));
    times.row(row);
    speeds.row(
        program.title(),
        cell(program.text().length * 1e-6),
        Long.toString(program.instructions()),
        cell(program.text().length * 1e-3 / total),
        cell(program.instructions() * 1e-3 / total),
        cell(program.instructions() * 1e-3 / ms.getOrDefault("laminaCompile", Double.NaN)),
        cell(program.instructions() * 1e-3 / llvmTotal),
        accepted ? Long.toString(codeBytes(program)) : "",
        LlvmOrc.isAvailable() ? Long.toString(llvmCodeBytes(program)) : "");
  }

  private static long codeBytes(Program program) {
    LaminaPhases phases = new LaminaPhases(program);
    ObjectFile object = phases.compile(phases.read());
    return LaminaPhases.codeBytes(object);
  }

  private static long llvmCodeBytes(Program program) throws Exception {
    try (LlvmOrc orc = new LlvmOrc(program)) {
      return LaminaPhases.codeBytes(orc.object());
    }
  }

  /** A figure with three digits, or nothing if it was not measured. */
  private static String cell(@Nullable Double value) {
    if (value == null || value.isNaN()) {
      return "";
    }
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
  }
}
