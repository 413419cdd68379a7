package dev.lamina.hunt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The compilers and tools that ours are compared with. */
final class Commands {
  /** What the exit status of a command is that did not end in time. */
  static final int TIMED_OUT = -1;

  /** For compilers. */
  static final Duration LONG = Duration.ofSeconds(60);

  private Commands() {}

  /**
   * How a command ended.
   *
   * @param status {@link #TIMED_OUT} if it was stopped
   */
  record Outcome(int status, String output) {}

  /** Runs a command; its output, errors included, is kept. */
  static Outcome run(Duration limit, List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("lamina-hunt", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      process.getOutputStream().close();
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      return new Outcome(ended ? process.exitValue() : TIMED_OUT, Files.readString(output));
    } finally {
      Files.delete(output);
    }
  }

  /** Runs a command that has to succeed. */
  static void check(String... command) throws IOException, InterruptedException {
    Outcome outcome = run(LONG, List.of(command));
    if (outcome.status() != 0) {
      throw new IOException(
          String.join(" ", command) + ": status " + outcome.status() + "\n" + outcome.output());
    }
  }

  /** Has gcc make position-independent code, moderately optimised. */
  static void gcc(Path source, Path object, List<String> options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("gcc", "-O1", "-w", "-fPIC"));
    command.addAll(options);
    command.addAll(List.of("-c", source.toString(), "-o", object.toString()));
    check(command.toArray(String[]::new));
  }
}
