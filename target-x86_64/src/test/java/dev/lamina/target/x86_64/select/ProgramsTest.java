package dev.lamina.target.x86_64.select;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.ir.Module;
import dev.lamina.ir.text.IRReader;
import dev.lamina.object.elf.ElfWriter;
import dev.lamina.target.x86_64.X86Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Programs of our own that go through every selection rule: clang writes the IR, we compile it, gcc
 * links it, and what it prints is held against the same IR compiled by clang. Needs clang-19 and
 * gcc.
 */
class ProgramsTest {
  private static final Path SOURCES = Path.of("src", "test", "c");

  @TempDir private Path work;

  @ParameterizedTest
  @CsvSource({
    "integers, O0",
    "integers, O1",
    "floats, O0",
    "floats, O1",
    "control, O0",
    "control, O1",
    "builtins, O0",
    "builtins, O1",
    "exceptions, O0",
    "exceptions, O1",
    "classes, O0",
    "classes, O1",
    "vectors, O0",
    "vectors, O1",
    "assembly, O0",
    "assembly, O1"
  })
  void printsWhatClangsCodePrints(String program, String level) throws Exception {
    compare(toIr(program, level));
  }

  @Test
  void printsWhatClangsCodePrintsForRareInstructions() throws Exception {
    compare(SOURCES.resolve("rare.ll"));
  }

  private void compare(Path ir) throws Exception {
    Path object = compile(ir);
    Path ours = work.resolve("ours");
    Path theirs = work.resolve("theirs");
    run(0, List.of("g++", "-no-pie", object.toString(), "-o", ours.toString(), "-lm"));
    run(
        0,
        List.of(
            "clang++-19",
            "-w",
            "-no-pie",
            "-mcx16",
            ir.toString(),
            "-o",
            theirs.toString(),
            "-lm"));
    String expected = run(-1, List.of(theirs.toString()));
    assertThat(expected).contains("\n");
    assertThat(run(-1, List.of(ours.toString()))).isEqualTo(expected);
  }

  @Test
  void everyRuleIsUsed() throws Exception {
    for (String program :
        List.of("integers", "floats", "control", "builtins", "exceptions", "vectors")) {
      compile(toIr(program, "O0"));
      compile(toIr(program, "O1"));
    }
    compile(SOURCES.resolve("rare.ll"));
    assertThat(X86MachineTarget.selectionRules().unfired()).isEmpty();
  }

  @Test
  void toolsReadTheObjectWithoutAWarning() throws Exception {
    Path object = compile(toIr("control", "O0"));
    String all = run(0, List.of("readelf", "-aW", object.toString()));
    assertThat(all).doesNotContainIgnoringCase("warning");
    run(0, List.of("objdump", "-drwC", object.toString()));
    String frames = run(0, List.of("readelf", "--debug-dump=frames", object.toString()));
    assertThat(frames).contains("DW_CFA_def_cfa_register").doesNotContainIgnoringCase("warning");
  }

  private Path toIr(String program, String level) throws Exception {
    Path ir = work.resolve(program + "." + level + ".ll");
    Path c = SOURCES.resolve(program + ".c");
    Path source = Files.exists(c) ? c : SOURCES.resolve(program + ".cpp");
    run(
        0,
        List.of(
            "clang-19",
            "-w",
            "-" + level,
            "-fno-vectorize",
            "-fno-slp-vectorize",
            "-S",
            "-emit-llvm",
            source.toString(),
            "-o",
            ir.toString()));
    return ir;
  }

  private Path compile(Path ir) throws IOException {
    Module module = IRReader.read(ir);
    Path object = work.resolve(ir.getFileName() + ".o");
    Files.write(object, ElfWriter.write(new X86Target().compile(module)));
    return object;
  }

  /** Runs a command; its output, with the status in the last line if none is expected. */
  private static String run(int expectedStatus, List<String> command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("lamina", ".out");
    try {
      Process process =
          new ProcessBuilder(new ArrayList<>(command))
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
      String text = Files.readString(out, StandardCharsets.ISO_8859_1);
      if (expectedStatus >= 0) {
        assertThat(process.exitValue()).as("%s: %s", command, text).isEqualTo(expectedStatus);
        return text;
      }
      return text + "\nstatus " + process.exitValue();
    } finally {
      Files.delete(out);
    }
  }
}
