package dev.lamina.object.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.object.Machine;
import dev.lamina.object.ObjectFile;
import dev.lamina.object.ObjectFormatException;
import dev.lamina.object.Relocations;
import dev.lamina.object.Section;
import dev.lamina.object.SectionGroup;
import dev.lamina.object.Symbol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElfTest {
  private static final String C_SOURCE =
      """
      #include <stdio.h>
      #include <stdlib.h>
      static int counter = 3;
      int shared_zero[100];
      __thread int per_thread = 7;
      __thread int per_thread_zero;
      const char *names[] = {"one", "two", "three"};
      int common_one __attribute__((common));
      extern int missing __attribute__((weak));
      __attribute__((weak)) int weak_function(int x) { return x + 1; }
      __attribute__((visibility("hidden"))) int hidden(int x) { return x * counter; }
      __attribute__((constructor(101))) static void early(void) { counter++; }
      __attribute__((constructor)) static void late(void) { counter *= 2; }
      __attribute__((destructor)) static void at_end(void) { printf("end %d\\n", counter); }
      int pick(int x) {
        switch (x) {
          case 0: return hidden(1); case 1: return weak_function(2); case 2: return 77;
          case 3: return rand(); case 4: return counter; case 5: return 12; case 6: return 4;
        }
        return per_thread + per_thread_zero;
      }
      int main(int argc, char **argv) {
        printf("%s %d %d %d\\n", names[argc], pick(0), pick(2), &missing == 0);
        return pick(9);
      }
      """;

  private static final String CPP_SOURCE =
      """
      #include <string>
      #include <vector>
      #include <cstdio>
      inline int &once() { static int value = 5; return value; }
      template <class T> struct Holder { static T value; };
      template <class T> T Holder<T>::value = T(42);
      struct Base { virtual ~Base() {} virtual int f() { return 1; } };
      struct Derived : Base { int f() override { return 2 + once(); } };
      int main() {
        std::vector<std::string> v{"a", "b"};
        Base *b = new Derived;
        try { throw std::string("caught"); }
        catch (const std::string &s) { std::printf("%s %d %d\\n", s.c_str(), b->f(), Holder<int>::value); }
        delete b;
        return (int) v.size();
      }
      """;

  private final Path directory;

  ElfTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gcc -O0 -g",
        "gcc -O2 -ffunction-sections -fdata-sections",
        "gcc -O2 -fPIC -fcommon",
        "clang-19 -O0 -g",
        "clang-19 -O2 -fPIC -faddrsig",
        "clang-19 -O2 -fno-pic -mcmodel=large"
      })
  void whatAToolLinksFromOurCopyOfACObjectRunsAsTheOriginal(String compiler) throws Exception {
    checkCopy("c.c", C_SOURCE, compiler.split(" "), "gcc", 7, "two 8 77 1\nend 8\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"g++ -O0 -g", "g++ -O2", "clang++-19 -O0", "clang++-19 -O2 -g"})
  void whatAToolLinksFromOurCopyOfACppObjectRunsAsTheOriginal(String compiler) throws Exception {
    checkCopy("cpp.cc", CPP_SOURCE, compiler.split(" "), "g++", 2, "caught 7 42\n");
  }

  private void checkCopy(
      String file, String source, String[] compiler, String linker, int status, String output)
      throws Exception {
    byte[] original = Tools.compile(directory, file, source, compiler);
    ObjectFile read = ElfReader.read(file, original);
    byte[] copy = ElfWriter.write(read);
    Files.write(directory.resolve("copy.o"), copy);
    assertNoWarnings("copy.o");
    assertSame(read, ElfReader.read("copy.o", copy));
    assertThat(ElfWriter.write(ElfReader.read("copy.o", copy))).isEqualTo(copy);
    boolean noPie = Arrays.asList(compiler).contains("-fno-pic");
    Tools.runOk(directory, linker, noPie ? "-no-pie" : "-pie", "copy.o", "-o", "program");
    assertThat(Tools.run(directory, "./program")).isEqualTo(new Tools.Result(status, output));
  }

  private void assertNoWarnings(String file) {
    assertThat(Tools.runOk(directory, "readelf", "-aW", file))
        .doesNotContainIgnoringCase("readelf: warning")
        .doesNotContainIgnoringCase("readelf: error");
    assertThat(Tools.runOk(directory, "objdump", "-dr", file))
        .doesNotContainIgnoringCase("objdump: warning")
        .contains("Disassembly of section");
  }

  private static void assertSame(ObjectFile a, ObjectFile b) {
    assertThat(describe(b)).isEqualTo(describe(a));
  }

  /** All that a model says, independent of the numbers that its symbols have. */
  private static String describe(ObjectFile object) {
    StringBuilder text = new StringBuilder();
    text.append(object.machine()).append(object.executableStack()).append('\n');
    for (Section s : object.sections()) {
      text.append(
          "%s %s %x %x %x %x %x %s\n"
              .formatted(
                  s.name(),
                  s.kind(),
                  s.elfType(),
                  s.elfFlags(),
                  s.entrySize(),
                  s.alignment(),
                  s.size(),
                  s.linkedTo()));
      if (!s.kind().isZeroFill()) {
        int from = s.contentOffset();
        text.append(Arrays.hashCode(Arrays.copyOfRange(s.content(), from, from + (int) s.size())));
      }
      Relocations r = s.relocations();
      for (int i = 0; i < r.count(); i++) {
        text.append(
            "  %x %d %s %d\n"
                .formatted(
                    r.offset(i), r.type(i), describe(object.symbol(r.symbol(i))), r.addend(i)));
      }
    }
    for (SectionGroup group : object.groups()) {
      text.append(describe(group.signature())).append(group.isComdat()).append(group.sections());
    }
    object.symbols().stream().map(ElfTest::describe).sorted().forEach(text::append);
    return text.toString().replaceAll("(copy\\.o|c\\.c|cpp\\.cc):", "");
  }

  private static String describe(Symbol s) {
    return "%s %s %s %x %x %s %s %s %x\n"
        .formatted(
            s.name(),
            s.place(),
            s.section(),
            s.value(),
            s.size(),
            s.binding(),
            s.visibility(),
            s.type(),
            s.otherBits());
  }

  @Test
  void anObjectMadeByHandLinksAndRuns() throws Exception {
    ObjectFile object = new ObjectFile("hand.o", Machine.X86_64);
    Section text = object.addSection(".text", Section.Kind.TEXT, 16);
    // main: sub rsp,8; lea rdi,[rip+message]; call puts; mov eax,[rip+zero]; add eax,5; add rsp,8
    byte[] code = {
      0x48,
      (byte) 0x83,
      (byte) 0xec,
      8,
      0x48,
      (byte) 0x8d,
      0x3d,
      0,
      0,
      0,
      0,
      (byte) 0xe8,
      0,
      0,
      0,
      0,
      (byte) 0x8b,
      0x05,
      0,
      0,
      0,
      0,
      (byte) 0x83,
      (byte) 0xc0,
      5,
      0x48,
      (byte) 0x83,
      (byte) 0xc4,
      8,
      (byte) 0xc3,
      0,
      0,
      0
    };
    text.setContent(code, code.length - 3);
    Section rodata = object.addSection(".rodata", Section.Kind.RODATA, 1);
    rodata.setContent("by hand\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 8);
    Section bss = object.addSection(".bss", Section.Kind.BSS, 64).setZeroFill(1 << 20);
    object.addSymbol("main").define(text, 0, code.length - 3).type(Symbol.Type.FUNC);
    Symbol puts = object.addSymbol("puts");
    text.relocations().add(7, 2, rodata.symbol().index(), -4);
    text.relocations().add(12, 4, puts.index(), -4);
    text.relocations().add(18, 2, bss.symbol().index(), -4);
    Files.write(directory.resolve("hand.o"), ElfWriter.write(object));
    assertNoWarnings("hand.o");
    assertThat(Tools.runOk(directory, "gcc", "hand.o", "-o", "program")).isEmpty();
    assertThat(Tools.run(directory, "./program")).isEqualTo(new Tools.Result(5, "by hand\n"));
  }

  @Test
  void moreSectionsThanSixteenBitsCount() throws Exception {
    ObjectFile object = new ObjectFile("many.o", Machine.X86_64);
    byte[] ret = {(byte) 0xc3};
    for (int i = 0; i < 66_000; i++) {
      Section section = object.addSection(".text.f" + i, Section.Kind.TEXT, 1).setContent(ret, 1);
      object.addSymbol("f" + i).define(section, 0, 1).type(Symbol.Type.FUNC);
    }
    Section data = object.addSection(".data", Section.Kind.DATA, 8).setContent(new byte[8], 8);
    data.relocations().add(0, 1, 65_999, 0);
    byte[] file = ElfWriter.write(object);
    assertSame(object, ElfReader.read("many.o", file));
    Files.write(directory.resolve("many.o"), file);
    assertThat(Tools.runOk(directory, "readelf", "-hsW", "many.o"))
        .contains("f65999")
        .doesNotContainIgnoringCase("readelf: warning");
  }

  @Test
  void readsBigEndianAndOtherMachines() throws Exception {
    ObjectFile object = new ObjectFile("be.o", Machine.PPC64);
    Section text = object.addSection(".text", Section.Kind.TEXT, 4).setContent(new byte[4], 4);
    object.addSymbol("f").define(text, 0, 4).otherBits(0x60).type(Symbol.Type.FUNC);
    text.relocations().add(0, 10, 0, 1L << 40);
    assertSame(object, ElfReader.read("be.o", ElfWriter.write(object)));
  }

  @Test
  void refusesByNameWhatItDoesNotSupport() throws Exception {
    Files.writeString(directory.resolve("x.c"), "int f(void) { return 1; }");
    Tools.runOk(directory, "gcc", "-shared", "-fPIC", "x.c", "-o", "x.so");
    Tools.runOk(directory, "clang-19", "-c", "-emit-llvm", "x.c", "-o", "x.bc");
    Tools.runOk(directory, "clang-19", "-c", "--target=i386-linux-gnu", "x.c", "-o", "x32.o");
    assertRefused("x.so", "a shared library");
    assertRefused("x.bc", "LLVM bitcode");
    assertRefused("x32.o", "a 32-bit object");
    assertRefused("x.c", "not an ELF file");
    byte[] good = Tools.compile(directory, "x.c", "int f(void) { return 1; }", "gcc");
    assertThat(ElfReader.read("x.o", good).machine()).isSameAs(Machine.X86_64);
  }

  private void assertRefused(String file, String why) throws IOException {
    byte[] bytes = Files.readAllBytes(directory.resolve(file));
    assertThatThrownBy(() -> ElfReader.read(file, bytes))
        .isInstanceOf(ObjectFormatException.class)
        .hasMessageContaining(file + ": at byte 0x")
        .hasMessageContaining(why);
  }

  @Test
  void truncatedAndDamagedObjectsGiveDiagnosticsOnly() throws Exception {
    byte[] c = Tools.compile(directory, "c.c", C_SOURCE, "gcc", "-O1", "-g");
    byte[] cpp = Tools.compile(directory, "cpp.cc", CPP_SOURCE, "clang++-19", "-O1");
    int refused = 0;
    for (byte[] object : new byte[][] {c, cpp}) {
      for (int i = 0; i < 50; i++) {
        refused += survive(Arrays.copyOf(object, (int) ((long) object.length * i / 50)));
      }
    }
    assertThat(refused).isEqualTo(100);
    Random random = new Random(4);
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = (i % 2 == 0 ? c : cpp).clone();
      for (int k = 0; k < 20; k++) {
        // Half of the damage goes where the structure is: the file's header and section headers.
        int at =
            k % 2 == 0
                ? random.nextInt(damaged.length)
                : damaged.length - 1 - random.nextInt(damaged.length / 4);
        damaged[i % 5 == 0 && k < 2 ? random.nextInt(64) : at] = (byte) random.nextInt(256);
      }
      refused += survive(damaged);
    }
    assertThat(refused).isGreaterThan(500);
  }

  private static int survive(byte[] bytes) {
    ObjectFile read;
    try {
      read = ElfReader.read("damaged.o", bytes);
    } catch (ObjectFormatException e) {
      assertThat(e).hasMessageStartingWith("damaged.o: at byte 0x");
      return 1;
    }
    assertThat(ElfWriter.write(read)).isNotEmpty(); // what was accepted is whole
    return 0;
  }
}
