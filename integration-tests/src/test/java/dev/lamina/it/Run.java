package dev.lamina.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command that was run to its end.
 *
 * @param status as a shell sees it
 */
record Run(int status, String output, String errors) {
  private static final long LIMIT_SECONDS = 120;

  /** The project's directory. */
  static Path root() {
    return Path.of(System.getProperty("lamina.root"));
  }

  /** Runs {@code command} in {@code directory} with {@code input} as its standard input. */
  static Run of(Path directory, Map<String, String> environment, String input, List<String> command)
      throws IOException, InterruptedException {
    Path place = Files.createTempDirectory("lamina-run");
    Path in = Files.writeString(place.resolve("in"), input);
    Path out = place.resolve("out");
    Path err = place.resolve("err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command + " hangs; so far: " + Files.readString(out));
      }
      return new Run(process.exitValue(), text(out), text(err));
    } finally {
      for (Path file : List.of(in, out, err, place)) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
