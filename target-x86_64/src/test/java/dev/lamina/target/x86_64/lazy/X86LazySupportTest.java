package dev.lamina.target.x86_64.lazy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ir.Module;
import dev.lamina.ir.text.IRReader;
import dev.lamina.lazy.CompileAction;
import dev.lamina.lazy.CompileCallbackManager;
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
class X86LazySupportTest {
  @TempDir private Path work;

  /** Where the linker is told to put the program's entry. */
  private static final long ENTRY = 0x20000000;

  /** Where the linker is told to put a jump to the resolver block. */
  private static final long TO_RESOLVER = 0x30000000;

  private static final long HANDLE = 0x123456789abcdefL;

  private final X86LazySupport support = new X86LazySupport();

  /** A manager that is only there to be called by the block. */
  private static final class Manager implements CompileCallbackManager {
    @Override
    public long entry() {
      return ENTRY;
    }

    @Override
    public long handle() {
      return HANDLE;
    }

    @Override
    public long[] newCallbacks(List<? extends CompileAction> actions) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void release(long[] trampolines) {
      throw new UnsupportedOperationException();
    }
  }

  private Module module() {
    Module module = IRReader.read("callbacks", "");
    support.insertResolverBlock(module, new Manager());
    support.insertCompileCallbackTrampolines(module, TO_RESOLVER, 6, 5);
    support.insertCompileCallbackTrampoline(module, TO_RESOLVER, 11);
    support.insertIndirectStubs(module, 3, 2);
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
            "-Wl,--section-start=.entry=0x%x".formatted(ENTRY),
            "-Wl,--section-start=.to_resolver=0x%x".formatted(TO_RESOLVER),
            "-DHANDLE=0x%xUL".formatted(HANDLE),
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
  void trampolinesAndStubsLieAsTheySay() throws Exception {
    Module module = IRReader.read("trampolines", "");
    support.insertCompileCallbackTrampolines(module, 0x123456789abcL, 1000, 0);
    support.insertIndirectStubs(module, 1000, 0);
    Path object = work.resolve("trampolines.o");
    Files.write(object, ElfWriter.write(new X86Target().compile(module)));
    assertThat(support.trampolineSize()).isEqualTo(8);
    assertThat(run(List.of("nm", object.toString())))
        .contains("0000000000000008 T orc_jcc_0\n")
        .contains("0000000000001f40 t orc_jcc_999\n")
        .contains("T orc_stub_0\n")
        .contains("0000000000000000 D orc_stub_ptr_0\n");
    assertThat(new X86Target().assemblySymbols(module).definitions()).hasSize(3);
  }

  @Test
  void aStubIsOneIndirectJump() throws Exception {
    Module module = IRReader.read("stubs", "");
    support.insertIndirectStubs(module, 3, 0);
    Path object = work.resolve("stubs.o");
    Files.write(object, ElfWriter.write(new X86Target().compile(module)));
    List<String> jumps =
        run(List.of("objdump", "-drw", object.toString()))
            .lines()
            .filter(line -> line.contains("\t"))
            .map(line -> line.replaceFirst("^.*?\t", "").replaceAll("\\s+", " ").strip())
            .filter(line -> !line.startsWith("cc"))
            .toList();
    assertThat(jumps)
        .containsExactly(
            "ff 25 00 00 00 00 jmp *0x0(%rip) # 6 <orc_stub_0+0x6> 2: R_X86_64_PC32 orc_stub_ptr_0-0x4",
            "ff 25 00 00 00 00 jmp *0x0(%rip) # e <orc_stub_0+0xe> a: R_X86_64_PC32 orc_stub_ptr_0+0x4",
            "ff 25 00 00 00 00 jmp *0x0(%rip) # 16 <orc_stub_0+0x16> 12: R_X86_64_PC32 orc_stub_ptr_0+0xc");
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    Module module = IRReader.read("m", "");
    assertThatThrownBy(() -> support.insertCompileCallbackTrampolines(module, 1, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("0 trampolines");
    assertThatThrownBy(() -> support.insertCompileCallbackTrampolines(module, 1, 1, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("trampolines from number -1 on");
    assertThatThrownBy(() -> support.insertIndirectStubs(module, -1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("-1 stubs");
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
