package dev.lamina.object.elf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The compilers and binary tools that these tests hold our files against. */
final class Tools {
  /** What a tool did. */
  record Result(int status, String output) {}

  private Tools() {}

  static Result run(Path directory, String... command) {
    try {
      Path log = Files.createTempFile(directory, "out", ".log");
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      int status = process.waitFor();
      return new Result(status, Files.readString(log, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new AssertionError("this test needs " + command[0], e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static String runOk(Path directory, String... command) {
    Result result = run(directory, command);
    if (result.status() != 0) {
      throw new AssertionError(List.of(command) + " failed:\n" + result.output());
    }
    return result.output();
  }

  /** Compiles {@code source} and returns the object's bytes. */
  static byte[] compile(Path directory, String fileName, String source, String... command)
      throws IOException {
    Path file = directory.resolve(fileName);
    Files.writeString(file, source);
    String[] all = new String[command.length + 4];
    System.arraycopy(command, 0, all, 0, command.length);
    all[command.length] = "-c";
    all[command.length + 1] = "-o";
    all[command.length + 2] = fileName + ".o";
    all[command.length + 3] = fileName;
    runOk(directory, all);
    return Files.readAllBytes(directory.resolve(fileName + ".o"));
  }
}
