package dev.lamina.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The compilers that inputs are made with, and where things are. */
public final class Tools {
  private static final String CLANG = "clang-19";

  private Tools() {}

  /** The project's directory, which the system property {@code lamina.root} names. */
  public static Path root() {
    String root = System.getProperty("lamina.root");
    if (root == null) {
      throw new IllegalArgumentException("-Dlamina.root must name the project's directory");
    }
    return Path.of(root);
  }

  /** Where C sources of benchmarks are. */
  public static Path sources() {
    return root().resolve("benchmarks/src/main/c");
  }

  /** Compiles C with clang. */
  public static void clang(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(CLANG));
    command.addAll(arguments);
    output(command);
  }

  /**
   * Runs a command to its end.
   *
   * @return what it wrote to standard output
   * @throws IOException if it cannot be run or fails; the message has what it wrote
   */
  public static String output(List<String> command) throws IOException {
    Path log = Files.createTempFile("lamina-bench", ".log");
    try {
      Process process =
          new ProcessBuilder(command).redirectError(log.toFile()).redirectInput(NOTHING).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      if (status != 0) {
        throw new IOException(
            String.join(" ", command)
                + ": status "
                + status
                + "\n"
                + output
                + Files.readString(log));
      }
      return output;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted in " + String.join(" ", command), e);
    } finally {
      Files.delete(log);
    }
  }

  private static final ProcessBuilder.Redirect NOTHING =
      ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile());
}
