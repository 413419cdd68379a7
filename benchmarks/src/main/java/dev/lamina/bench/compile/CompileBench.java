package dev.lamina.bench.compile;

import dev.lamina.target.UnsupportedConstructException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command {@code scripts/bench compile}: which programs, and which of the two harnesses. */
public final class CompileBench {
  private CompileBench() {}

  /**
   * Runs and prints to standard output.
   *
   * @param arguments programs, as {@code sqlite3} or {@code sqlite3.O0}, all if there are none;
   *     with {@code --quick} both run in turn in this VM
   */
  public static void run(List<String> arguments) throws Exception {
    boolean quick = false;
    List<Program> programs = new ArrayList<>();
    for (String argument : arguments) {
      if (argument.equals("--quick")) {
        quick = true;
      } else {
        add(programs, argument);
      }
    }
    if (programs.isEmpty()) {
      for (String name : Program.NAMES) {
        add(programs, name);
      }
    }
    if (!LlvmOrc.isAvailable()) {
      System.err.println("bench: LLVM is not on the class path (Maven's -Ppeers): ours alone");
    }
    if (quick) {
      new QuickCompile().run(programs);
    } else {
      new JmhCompile().run(programs);
    }
  }

  private static void add(List<Program> programs, String argument) throws IOException {
    int dot = argument.indexOf('.');
    if (dot >= 0) {
      programs.add(Program.load(argument.substring(0, dot), argument.substring(dot + 1)));
      return;
    }
    for (String level : Program.LEVELS) {
      programs.add(Program.load(argument, level));
    }
  }

  /** Why Lamina refuses a program, or null if it compiles it. */
  static @Nullable String refusal(Program program) {
    LaminaPhases phases = new LaminaPhases(program);
    try {
      phases.compile(phases.read());
      return null;
    } catch (UnsupportedConstructException e) {
      return e.getMessage();
    }
  }
}
