package dev.lamina.ir.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.ir.Module;
import dev.lamina.ir.verify.Verifier;
import dev.lamina.testing.LlvmTools;
import dev.lamina.testing.Resources;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each text in {@code roundtrip/} and {@code legacy/} is read, printed as its golden file says, and
 * read again. The former are LLVM 19's own, and LLVM must see the same in the print as in the text;
 * the latter are LLVM 14's or newer, and LLVM 19 must accept the print.
 */
class RoundTripTest {
  private static final String HERE = "dev/lamina/ir/text/";

  static List<Path> ours() {
    return Resources.list(Resources.path(HERE + "roundtrip"), ".ll");
  }

  static List<Path> others() {
    return Resources.list(Resources.path(HERE + "legacy"), ".ll");
  }

  private static String checkPrint(String kind, Path file) {
    String text = Resources.read(file);
    Module module = IRReader.read(file.getFileName().toString(), text.getBytes(ISO_8859_1));
    assertThat(Verifier.verify(module)).isEmpty();
    String printed = IRPrinter.print(module);
    Resources.checkGolden(HERE + kind + "/" + file.getFileName() + ".golden", printed);
    Module again = IRReader.read("again", printed.getBytes(ISO_8859_1));
    assertThat(IRPrinter.print(again)).isEqualTo(printed);
    return printed;
  }

  @ParameterizedTest
  @MethodSource("ours")
  void sameAsLlvmSees(Path file, @TempDir Path directory) {
    String printed = checkPrint("roundtrip", file);
    assertThat(LlvmTools.disassembled(directory, printed))
        .isEqualTo(LlvmTools.disassembled(directory, Resources.read(file)));
  }

  @ParameterizedTest
  @MethodSource("others")
  void upgraded(Path file, @TempDir Path directory) {
    assertThat(LlvmTools.disassembled(directory, checkPrint("legacy", file))).isNotEmpty();
  }
}
