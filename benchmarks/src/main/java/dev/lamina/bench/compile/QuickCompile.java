package dev.lamina.bench.compile;

import dev.lamina.bench.Table;
import dev.lamina.ir.Module;
import dev.lamina.jit.Jit;
import dev.lamina.object.ObjectFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Times all phases of both compilers in turn, in one VM, until they are warm and then some rounds
 * more. Good enough to see what a change did, in half a minute; {@link CompileSpeed} is the careful
 * one.
 */
final class QuickCompile {
  private static final long WARM_NANOSECONDS = 12_000_000_000L;
  private static final long MEASURE_NANOSECONDS = 6_000_000_000L;
  private static final int LEAST_ROUNDS = 7;

  private enum Phase {
    READ,
    VERIFY,
    COMPILE,
    LINK,
    TOTAL,
    LLVM_PARSE,
    LLVM_ADD_LOOKUP,
    LLVM_TOTAL
  }

  /** Times of one phase in nanoseconds, one for each round. */
  private static final class Times {
    private final List<long[]> rounds = new ArrayList<>();

    void add(long[] round) {
      rounds.add(round);
    }

    double median(Phase phase) {
      long[] sorted = sorted(phase);
      return sorted[sorted.length / 2];
    }

    double least(Phase phase) {
      return sorted(phase)[0];
    }

    private long[] sorted(Phase phase) {
      long[] sorted = rounds.stream().mapToLong(r -> r[phase.ordinal()]).toArray();
      Arrays.sort(sorted);
      return sorted;
    }
  }

  private long codeBytes;

  void run(List<Program> programs) throws Exception {
    for (Program program : programs) {
      run(program);
    }
  }

  private void run(Program program) throws Exception {
    String refusal = CompileBench.refusal(program);
    if (refusal != null) {
      System.out.println(program.title() + ": Lamina refuses it: " + refusal + "\n");
    }
    long began = System.nanoTime();
    int warm = 0;
    while (System.nanoTime() - began < WARM_NANOSECONDS || warm < LEAST_ROUNDS) {
      round(program, refusal);
      warm++;
    }
    Times times = new Times();
    began = System.nanoTime();
    while (System.nanoTime() - began < MEASURE_NANOSECONDS || times.rounds.size() < LEAST_ROUNDS) {
      times.add(round(program, refusal));
    }
    print(program, refusal, times);
  }

  private long[] round(Program program, @Nullable String refusal) throws Exception {
    long[] times = new long[Phase.values().length];
    ours(program, refusal != null, times);
    if (LlvmOrc.isAvailable()) {
      llvms(program, times);
    }
    return times;
  }

  private void ours(Program program, boolean refused, long[] times) {
    LaminaPhases phases = new LaminaPhases(program);
    long t0 = System.nanoTime();
    Module module = phases.read();
    long t1 = System.nanoTime();
    phases.verify(module);
    long t2 = System.nanoTime();
    times[Phase.READ.ordinal()] = t1 - t0;
    times[Phase.VERIFY.ordinal()] = t2 - t1;
    if (refused) {
      return;
    }
    long t3 = System.nanoTime();
    ObjectFile object = phases.compile(module);
    times[Phase.COMPILE.ordinal()] = System.nanoTime() - t3;
    codeBytes = LaminaPhases.codeBytes(object);
    try (Jit jit = Jit.create()) {
      long t4 = System.nanoTime();
      phases.link(jit, object);
      times[Phase.LINK.ordinal()] = System.nanoTime() - t4;
    }
    try (Jit jit = Jit.create()) {
      long t5 = System.nanoTime();
      phases.total(jit);
      times[Phase.TOTAL.ordinal()] = System.nanoTime() - t5;
    }
  }

  private static void llvms(Program program, long[] times) {
    try (LlvmOrc orc = new LlvmOrc(program)) {
      orc.prepare();
      long t0 = System.nanoTime();
      LlvmOrc.Parsed parsed = orc.parse();
      long t1 = System.nanoTime();
      orc.addAndLookup(parsed);
      long t2 = System.nanoTime();
      times[Phase.LLVM_PARSE.ordinal()] = t1 - t0;
      times[Phase.LLVM_ADD_LOOKUP.ordinal()] = t2 - t1;
      times[Phase.LLVM_TOTAL.ordinal()] = t2 - t0;
    }
  }

  private void print(Program program, @Nullable String refusal, Times times) throws Exception {
    Table table = new Table(program.title(), "least ms", "median ms", "MB/s", "M instr/s");
    for (Phase phase : Phase.values()) {
      double median = times.median(phase);
      if (median == 0) {
        continue;
      }
      table.row(
          phase.toString().toLowerCase(Locale.ROOT).replace('_', ' '),
          format(times.least(phase) * 1e-6),
          format(median * 1e-6),
          format(program.text().length / median * 1e3),
          format(program.instructions() / median * 1e3));
    }
    System.out.print(table);
    System.out.printf(
        Locale.ROOT,
        "%.1f MB of text, %d instructions%n",
        program.text().length * 1e-6,
        program.instructions());
    if (LlvmOrc.isAvailable()) {
      try (LlvmOrc orc = new LlvmOrc(program)) {
        long theirs = LaminaPhases.codeBytes(orc.object());
        System.out.printf("code: %s bytes, LLVM's %d%n", refusal == null ? codeBytes : "-", theirs);
      }
      if (refusal == null) {
        System.out.printf(
            Locale.ROOT,
            "total of LLVM's: %.2f; compile and link of LLVM's add and look-up: %.2f%n",
            times.median(Phase.TOTAL) / times.median(Phase.LLVM_TOTAL),
            (times.median(Phase.COMPILE) + times.median(Phase.LINK))
                / times.median(Phase.LLVM_ADD_LOOKUP));
      }
    }
    System.out.println();
  }

  private static String format(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
  }
}
