package dev.lamina.target.x86_64.lazy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ir.Module;
import dev.lamina.ir.text.IRReader;
import dev.lamina.object.elf.ElfWriter;
import dev.lamina.target.x86_64.X86Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The resolver block and trampolines in a program that gcc made, whose entry spoils every register
 * that it may; and their text against GNU as. Needs gcc and binutils.
 */
class CompileCallbacksTest {
  @TempDir private Path work;

  private static Module module() {
    Module module = IRReader.read("callbacks", "");
    CompileCallbacks.insertResolverBlock(module);
    CompileCallbacks.insertCompileCallbackTrampolines(module, CompileCallbacks.RESOLVER, 6, 5);
    return module;
  }

  @Test
  void firstCallsSeeWhatTheirCallersPass() throws Exception {
    Path object = work.resolve("callbacks.o");
    Files.write(object, ElfWriter.write(new X86Target().compile(module())));
    Path program = work.resolve("program");
    run(
        List.of(
            "gcc",
            "-w",
            "-O1",
            "-frounding-math",
            "-Wl,--defsym=orc_resolver_manager=0x1234",
            "-no-pie",
            Path.of("src", "test", "c", "callbacks.c").toString(),
            object.toString(),
            "-o",
            program.toString(),
            "-lm"));
    String[] parts = run(List.of(program.toString())).split("-\n", -1);
    assertThat(parts).hasSize(3);
    assertThat(parts[0]).startsWith("204\n385.000000\n7 1\n").endsWith("5555 7\n");
    assertThat(parts[1]).isEqualTo(parts[0]);
    assertThat(parts[2]).isEqualTo("0 1\n");
  }

  @Test
  void theTextIsTheSameToGnuAs() throws Exception {
    Path source = work.resolve("callbacks.s");
    Files.writeString(source, String.join("\n", module().moduleAsm()) + "\n");
    Path theirs = work.resolve("theirs.o");
    run(List.of("as", "-mx86-used-note=no", source.toString(), "-o", theirs.toString()));
    Path ours = work.resolve("ours.o");
    Files.write(ours, ElfWriter.write(new X86Target().compile(module())));
    for (String section : List.of(".text", ".data")) {
      assertThat(dump(ours, section)).contains("<").isEqualTo(dump(theirs, section));
    }
    List<String> frames = List.of("readelf", "-wNF");
    assertThat(run(List.of(frames.get(0), frames.get(1), ours.toString())))
        .contains("rbp+24")
        .doesNotContainIgnoringCase("warning");
  }

  /** Instructions and relocations, without the file's name. */
  private static String dump(Path object, String section) throws Exception {
    String all = run(List.of("objdump", "-Drw", "-j", section, object.toString()));
    return all.substring(all.indexOf("Disassembly"));
  }

  @Test
  void trampolinesLieEightBytesApart() throws Exception {
    Module module = IRReader.read("trampolines", "");
    CompileCallbacks.insertCompileCallbackTrampolines(module, "0x123456789abc", 1000, 0);
    Path object = work.resolve("trampolines.o");
    Files.write(object, ElfWriter.write(new X86Target().compile(module)));
    String symbols = run(List.of("nm", object.toString()));
    assertThat(symbols).contains("0000000000000008 T orc_jcc_0\n");
    assertThat(symbols).contains("0000000000001f40 T orc_jcc_999\n");
    assertThat(new X86Target().assemblySymbols(module).definitions()).hasSize(1000);
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    Module module = IRReader.read("m", "");
    assertThatThrownBy(() -> CompileCallbacks.insertCompileCallbackTrampolines(module, "r", 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("0 trampolines");
    assertThatThrownBy(() -> CompileCallbacks.insertCompileCallbackTrampolines(module, "r", 1, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("trampolines from number -1 on");
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Path out = Files.createTempFile("lamina", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
      String text = Files.readString(out, StandardCharsets.ISO_8859_1);
      assertThat(process.exitValue()).as("%s: %s", command, text).isZero();
      return text;
    } finally {
      Files.delete(out);
    }
  }
}
