package dev.lamina.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** LLVM's own assembler and disassembler, which say what is valid and what it means. */
public final class LlvmTools {
  /** What a tool did. */
  public record Result(int status, String output, String errors) {}

  private LlvmTools() {}

  /**
   * What {@code llvm-as-19} and then {@code llvm-dis-19} make of a text; fails if it is refused.
   */
  public static String disassembled(Path directory, String text) {
    Path bitcode = assemble(directory, text);
    Result result = run(directory, "llvm-dis-19", "-o", "-", bitcode.toString());
    if (result.status() != 0) {
      throw new AssertionError("llvm-dis-19: " + result.errors());
    }
    StringBuilder out = new StringBuilder();
    for (String line : result.output().split("\n", -1)) {
      // The name of the file, and the summary index, which we leave out.
      if (!line.startsWith("; ModuleID") && !line.startsWith("^")) {
        out.append(line).append('\n');
      }
    }
    return out.toString().stripTrailing();
  }

  private static Path assemble(Path directory, String text) {
    try {
      Path file = Files.createTempFile(directory, "ir", ".ll");
      Files.writeString(file, text, ISO_8859_1);
      Path bitcode = Path.of(file + ".bc");
      Result result = run(directory, "llvm-as-19", "-o", bitcode.toString(), file.toString());
      if (result.status() != 0) {
        throw new AssertionError("llvm-as-19 refuses the text: " + result.errors());
      }
      return bitcode;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Runs a tool, its input empty. */
  public static Result run(Path directory, String... command) {
    try {
      Path out = Files.createTempFile(directory, "out", ".txt");
      Path errors = Files.createTempFile(directory, "err", ".txt");
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(errors.toFile())
              .start();
      process.getOutputStream().close();
      int status = process.waitFor();
      return new Result(
          status, Files.readString(out, ISO_8859_1), Files.readString(errors, ISO_8859_1));
    } catch (IOException e) {
      throw new AssertionError("this test needs " + List.of(command).get(0), e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
