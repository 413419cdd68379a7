package dev.lamina.target.x86_64.asm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.codegen.assembly.Assembler;
import dev.lamina.object.ObjectFile;
import dev.lamina.object.elf.ElfWriter;
import dev.lamina.target.ModuleAssemblyException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole files give the sections, bytes, relocations and symbols that GNU as gives: those of {@code
 * files.txt}, and random ones. Needs as and readelf.
 */
class AssemblerAgainstGnuAsTest {
  /** Random files for each seed, each of some dozens of statements. */
  private static final int FILES = 40;

  @TempDir private Path work;

  private final List<String> wrong = new ArrayList<>();

  @Test
  void filesAreAssembledAlike() throws Exception {
    int count = 0;
    for (String file : files("files.txt")) {
      int end = file.indexOf('\n');
      compare(file.substring(0, end).strip(), file.substring(end + 1));
      count++;
    }
    assertThat(count).isGreaterThan(100);
    assertThat(wrong).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void randomFilesAreAssembledAlike(long seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < FILES; i++) {
      compare("random " + seed + "." + i, new RandomAssembly(random).text());
    }
    assertThat(wrong).isEmpty();
  }

  private void compare(String name, String text) throws Exception {
    GnuAs as = new GnuAs(work);
    ObjectFile theirs = as.assemble("theirs", text);
    String expected = theirs == null ? "refused" : ObjectText.of(theirs);
    String got;
    try {
      ObjectFile ours = Assembler.assemble(name, text, X86InstructionSet.FACTORY);
      got = ObjectText.of(ours);
      if (text.contains(".cfi_startproc")) {
        Files.write(work.resolve("ours.o"), ElfWriter.write(ours));
        expected += frames(as, "theirs.o");
        got += frames(as, "ours.o");
      }
    } catch (ModuleAssemblyException e) {
      got = String.valueOf(e.getMessage());
    }
    if (!got.equals(expected)) {
      wrong.add("== " + name + "\n" + text + difference(expected, got));
    }
  }

  /** What unwinds, without the places of the entries in the table. */
  private static String frames(GnuAs as, String object) throws Exception {
    String all = as.run(List.of("readelf", "-wNF", as.directory().resolve(object).toString()));
    return all.replaceAll("(?m)^[0-9a-f]{8} [0-9a-f]{16} ([0-9a-f]{8} )?", "")
        .replaceAll("cie=[0-9a-f]+ ", "");
  }

  private static String difference(String expected, String got) {
    List<String> theirs = new ArrayList<>(List.of(expected.split("\n", -1)));
    List<String> ours = new ArrayList<>(List.of(got.split("\n", -1)));
    for (String line : expected.split("\n", -1)) {
      if (ours.remove(line)) {
        theirs.remove(line);
      }
    }
    return "\n  as:   "
        + String.join("\n        ", theirs)
        + "\n  ours: "
        + String.join("\n        ", ours);
  }

  /** The parts of a resource that {@code ====} separates. */
  static List<String> files(String resource) throws IOException {
    try (InputStream in = AssemblerAgainstGnuAsTest.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("no resource " + resource);
      }
      String all = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      List<String> files = new ArrayList<>(List.of(all.split("(?m)^==== ")));
      files.remove(0);
      return files;
    }
  }
}
