package dev.lamina.bench.compile;

import dev.lamina.bench.Table;
import dev.lamina.ir.Module;
import dev.lamina.jit.Jit;
import dev.lamina.object.ObjectFile;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
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
  private static final long STEP_NANOSECONDS = 3_000_000_000L;
  private static final long MEASURE_NANOSECONDS = 6_000_000_000L;

  /** The VM is warm when its compilers worked less than this in a step. */
  private static final long WARM_MILLISECONDS = 300;

  private static final int MOST_STEPS = 8;
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

  /** What the phases of one round took, in nanoseconds, by their ordinals; 0 for those left out. */
  private static final class Round {
    final long[] elapsed = new long[Phase.values().length];

    /** Of the threads that did it, without the VM's own. */
    final long[] processor = new long[Phase.values().length];

    private long processorBegin;
    private long begin;

    void begin() {
      processorBegin = processorTime();
      begin = System.nanoTime();
    }

    void end(Phase phase) {
      elapsed[phase.ordinal()] = System.nanoTime() - begin;
      processor[phase.ordinal()] = processorTime() - processorBegin;
    }

    /** Of all Java threads, since a stack compiles on a thread of its own. */
    private static long processorTime() {
      long sum = 0;
      for (long id : THREADS.getAllThreadIds()) {
        sum += Math.max(0, THREADS.getThreadCpuTime(id));
      }
      return sum;
    }
  }

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();

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
    long compiled = -WARM_MILLISECONDS; // so that there is one step at least
    for (int i = 0;
        i < MOST_STEPS && COMPILER.getTotalCompilationTime() - compiled >= WARM_MILLISECONDS;
        i++) {
      compiled = COMPILER.getTotalCompilationTime();
      rounds(program, refusal != null, STEP_NANOSECONDS, 1);
    }
    print(program, refusal, rounds(program, refusal != null, MEASURE_NANOSECONDS, LEAST_ROUNDS));
  }

  private List<Round> rounds(Program program, boolean refused, long nanoseconds, int least)
      throws Exception {
    List<Round> rounds = new ArrayList<>();
    long began = System.nanoTime();
    while (System.nanoTime() - began < nanoseconds || rounds.size() < least) {
      Round round = new Round();
      ours(program, refused, round);
      if (LlvmOrc.isAvailable()) {
        llvms(program, round);
      }
      rounds.add(round);
    }
    return rounds;
  }

  private void ours(Program program, boolean refused, Round round) {
    LaminaPhases phases = new LaminaPhases(program);
    round.begin();
    Module module = phases.read();
    round.end(Phase.READ);
    round.begin();
    phases.verify(module);
    round.end(Phase.VERIFY);
    if (refused) {
      return;
    }
    round.begin();
    ObjectFile object = phases.compile(module);
    round.end(Phase.COMPILE);
    codeBytes = LaminaPhases.codeBytes(object);
    try (Jit jit = Jit.create()) {
      round.begin();
      phases.link(jit, object);
      round.end(Phase.LINK);
    }
    try (Jit jit = Jit.create()) {
      round.begin();
      phases.total(jit);
      round.end(Phase.TOTAL);
    }
  }

  private static void llvms(Program program, Round round) {
    try (LlvmOrc orc = new LlvmOrc(program)) {
      orc.prepare();
      round.begin();
      LlvmOrc.Parsed parsed = orc.parse();
      round.end(Phase.LLVM_PARSE);
      round.begin();
      orc.addAndLookup(parsed);
      round.end(Phase.LLVM_ADD_LOOKUP);
    }
    add(round.elapsed);
    add(round.processor);
  }

  private static void add(long[] times) {
    times[Phase.LLVM_TOTAL.ordinal()] =
        times[Phase.LLVM_PARSE.ordinal()] + times[Phase.LLVM_ADD_LOOKUP.ordinal()];
  }

  /** A column of the rounds, in order. */
  private static double[] sorted(List<Round> rounds, Phase phase, boolean elapsed) {
    double[] sorted = new double[rounds.size()];
    for (int i = 0; i < sorted.length; i++) {
      Round round = rounds.get(i);
      sorted[i] = (elapsed ? round.elapsed : round.processor)[phase.ordinal()];
    }
    Arrays.sort(sorted);
    return sorted;
  }

  private static double median(List<Round> rounds, Phase phase, boolean elapsed) {
    return sorted(rounds, phase, elapsed)[rounds.size() / 2];
  }

  private void print(Program program, @Nullable String refusal, List<Round> rounds)
      throws Exception {
    Table table =
        new Table(program.title(), "least ms", "median ms", "processor ms", "MB/s", "M instr/s");
    for (Phase phase : Phase.values()) {
      double[] elapsed = sorted(rounds, phase, true);
      if (elapsed[0] == 0) {
        continue;
      }
      double processor = median(rounds, phase, false);
      table.row(
          phase.toString().toLowerCase(Locale.ROOT).replace('_', ' '),
          format(elapsed[0] * 1e-6),
          format(elapsed[elapsed.length / 2] * 1e-6),
          format(processor * 1e-6),
          format(program.text().length / processor * 1e3),
          format(program.instructions() / processor * 1e3));
    }
    System.out.print(table);
    System.out.printf(
        Locale.ROOT,
        "%.2f MB of text, %d instructions; speeds are by the median of processor times%n",
        program.text().length * 1e-6,
        program.instructions());
    if (LlvmOrc.isAvailable()) {
      compare(program, refusal == null, rounds);
    }
    System.out.println();
  }

  private void compare(Program program, boolean accepted, List<Round> rounds) throws Exception {
    try (LlvmOrc orc = new LlvmOrc(program)) {
      long theirs = LaminaPhases.codeBytes(orc.object());
      System.out.printf("code: %s bytes, LLVM's %d%n", accepted ? codeBytes : "-", theirs);
    }
    if (!accepted) {
      return;
    }
    for (boolean elapsed : new boolean[] {true, false}) {
      double code = median(rounds, Phase.COMPILE, elapsed) + median(rounds, Phase.LINK, elapsed);
      System.out.printf(
          Locale.ROOT,
          "of LLVM's %s time: total %.2f, compile and link %.2f of add and look-up%n",
          elapsed ? "elapsed" : "processor",
          median(rounds, Phase.TOTAL, elapsed) / median(rounds, Phase.LLVM_TOTAL, elapsed),
          code / median(rounds, Phase.LLVM_ADD_LOOKUP, elapsed));
    }
  }

  private static String format(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
  }
}
