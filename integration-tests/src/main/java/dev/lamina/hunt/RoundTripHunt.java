package dev.lamina.hunt;

import dev.lamina.ir.Module;
import dev.lamina.ir.text.IRPrinter;
import dev.lamina.ir.text.IRReader;
import dev.lamina.ir.verify.Verifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Files of LLVM IR: what is read and printed again, llvm-as accepts, and reads and prints the same.
 */
final class RoundTripHunt implements Hunt {
  private final Path directory;

  RoundTripHunt(Path directory) {
    this.directory = directory;
  }

  @Override
  public String check(String file) throws IOException, InterruptedException {
    byte[] text = Files.readAllBytes(Path.of(file));
    Module module = IRReader.readAll(file, text);
    var violations = Verifier.verify(module);
    if (!violations.isEmpty()) {
      return "does not verify: " + violations.get(0);
    }
    String printed = IRPrinter.print(module);
    String again = IRPrinter.print(IRReader.readAll("printed", utf8(printed)));
    if (!again.equals(printed)) {
      return "prints differently the second time: " + firstDifference(printed, again);
    }
    Files.createDirectories(directory);
    Path out = Files.createTempFile(directory, "roundtrip", ".ll");
    try {
      Files.writeString(out, printed);
      Commands.Outcome outcome =
          Commands.run(Commands.LONG, List.of("llvm-as-19", out.toString(), "-o", "/dev/null"));
      return outcome.status() == 0 ? "" : "llvm-as-19: " + outcome.output();
    } finally {
      Files.delete(out);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String firstDifference(String a, String b) {
    List<String> first = a.lines().toList();
    List<String> second = b.lines().toList();
    for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
      if (!first.get(i).equals(second.get(i))) {
        return "line " + (i + 1) + ": " + first.get(i) + "\n  then: " + second.get(i);
      }
    }
    return first.size() + " lines, then " + second.size();
  }
}
