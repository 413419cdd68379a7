package dev.lamina.link;

import dev.lamina.object.ObjectFile;
import dev.lamina.object.ObjectFormatException;
import dev.lamina.object.elf.ElfReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compiles C and C++ with the system's compilers, which these tests need. */
public final class Compiler {
  /** What a command did. */
  public record Result(int status, String output) {}

  private Compiler() {}

  public static Result run(Path directory, List<String> command) {
    try {
      Path log = Files.createTempFile(directory, "out", ".log");
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      int status = process.waitFor();
      return new Result(status, Files.readString(log, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError("this test needs " + command.get(0), e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public static byte[] bytes(Path directory, String file, String source, String... command) {
    try {
      Files.writeString(directory.resolve(file), source);
      List<String> all = new ArrayList<>(List.of(command));
      all.addAll(List.of("-c", "-o", file + ".o", file));
      Result result = run(directory, all);
      if (result.status() != 0) {
        throw new AssertionError(all + " failed:\n" + result.output());
      }
      return Files.readAllBytes(directory.resolve(file + ".o"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public static ObjectFile object(Path directory, String file, String source, String... command) {
    try {
      return ElfReader.read(file + ".o", bytes(directory, file, source, command));
    } catch (ObjectFormatException e) {
      throw new AssertionError(e);
    }
  }
}
