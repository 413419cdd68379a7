package dev.lamina.ir.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.ir.Module;
import dev.lamina.ir.verify.Verifier;
import dev.lamina.testing.LlvmTools;
import dev.lamina.testing.Resources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/**
 * Every {@code .ll} of a directory that {@code -Dlamina.corpus=DIR} names: round trip, acceptance
 * by LLVM 19 (with {@code -Dlamina.corpus.llvm=19}: and that LLVM sees the same), damaged texts
 * ({@code -Dlamina.corpus.mutants=N} of each kind from each small file, by default 20). Not asked
 * for by default.
 */
class CorpusTest {
  /** Damaging larger files is slow and finds nothing that small ones do not. */
  private static final int SMALL = 60_000;

  private static List<Path> corpus() {
    String corpus = System.getProperty("lamina.corpus", "");
    if (corpus.isEmpty()) {
      System.err.println("CorpusTest: NOT RUN, since no -Dlamina.corpus=DIRECTORY was given");
      throw new TestAbortedException("no -Dlamina.corpus=DIRECTORY was given");
    }
    List<Path> files = Resources.list(Path.of(corpus), ".ll");
    assertThat(files).as("files in " + corpus).isNotEmpty();
    return files;
  }

  @Test
  void roundTrips() {
    List<Path> files = corpus();
    for (Path file : files) {
      byte[] text = Resources.read(file).getBytes(ISO_8859_1);
      Module module = IRReader.read(file.toString(), text);
      String printed = IRPrinter.print(module);
      assertThat(Verifier.verify(module)).as(file.toString()).isEmpty();
      Module again = IRReader.read("print of " + file, printed.getBytes(ISO_8859_1));
      if (!IRPrinter.print(again).equals(printed)) {
        throw new AssertionError("the print of " + file + " prints otherwise when read again");
      }
    }
    System.err.println("CorpusTest: " + files.size() + " files make the round trip");
  }

  @Test
  void isAcceptedByLlvm(@TempDir Path directory) {
    List<Path> files = corpus();
    boolean compare = System.getProperty("lamina.corpus.llvm", "").equals("19");
    for (Path file : files) {
      String original = Resources.read(file);
      String printed = IRPrinter.print(IRReader.read("x", original.getBytes(ISO_8859_1)));
      String seen = LlvmTools.disassembled(directory, printed);
      if (compare && !seen.equals(LlvmTools.disassembled(directory, original))) {
        throw new AssertionError("LLVM sees something else in the print of " + file);
      }
    }
    System.err.println(
        "CorpusTest: LLVM 19 accepts " + files.size() + (compare ? " files as equal" : " files"));
  }

  @Test
  void damagedFilesAreDiagnosed() throws Exception {
    List<Path> files = corpus();
    int count = Integer.getInteger("lamina.corpus.mutants", 20);
    try (Mutants mutants = new Mutants()) {
      for (Path file : files) {
        if (Files.size(file) <= SMALL) {
          mutants.tryAll(
              String.valueOf(file.getFileName()),
              Resources.read(file).getBytes(ISO_8859_1),
              count,
              count);
        }
      }
      assertThat(mutants.diagnosed())
          .as("small files in the corpus that were damaged")
          .isPositive();
      System.err.println(
          "CorpusTest: of the mutants, "
              + mutants.diagnosed()
              + " are diagnosed and "
              + mutants.accepted()
              + " accepted");
    }
  }
}
