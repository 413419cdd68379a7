package dev.lamina.jit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command says when it does not come to run anything. */
class MainTest {
  private final Path directory;
  private String out = "";
  private String err = "";

  MainTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private int run(String... arguments) {
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    int status =
        Main.run(
            arguments,
            new PrintStream(outBytes, true, StandardCharsets.UTF_8),
            new PrintStream(errBytes, true, StandardCharsets.UTF_8));
    out = outBytes.toString(StandardCharsets.UTF_8);
    err = errBytes.toString(StandardCharsets.UTF_8).replace(directory + "/", "");
    return status;
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  private void checkError(String expected, String... arguments) {
    assertThat(run(arguments)).isEqualTo(1);
    assertThat(out).isEmpty();
    assertThat(err).isEqualTo(expected);
  }

  @Test
  void helpAndVersionGoToStandardOutput() {
    assertThat(run("--help")).isZero();
    assertThat(out).startsWith("Runs a program in LLVM IR.\n").contains("--extra-object=<file>");
    assertThat(err).isEmpty();
    assertThat(run("--version")).isZero();
    assertThat(out).startsWith("lamina ").contains("target x86-64");
  }

  @Test
  void usageErrorsHaveAHint() {
    checkError(
        """
        lamina: error: Unknown command line argument '-dlopn=x'.  Try: 'lamina --help'
        lamina: Did you mean '--dlopen=x'?
        """,
        "-dlopn=x",
        "p.ll");
  }

  @Test
  void mistakesInTheTextHaveTheirPlace() throws IOException {
    checkError(
        """
        lamina: error: bad.ll:1:19: expected type, found '!'
        define i32 @main( ! {
                          ^
        """,
        file("bad.ll", "define i32 @main( ! {\n"));
    checkError(
        """
        lamina: error: body.ll:2:3: expected instruction, found 'retreat'
          retreat i32 0
          ^
        """,
        file("body.ll", "define i32 @main() {\n  retreat i32 0\n}\n"));
  }

  @Test
  void allBrokenRulesAreReported() throws IOException {
    checkError(
        """
        lamina: error: broken.ll:2: in @main: '%c' does not dominate this use
            %b = add i32 %c, 1
        lamina: error: broken.ll:7: in @f: '%b' does not dominate this use
            %b = add i32 %b, 1
        """,
        file(
            "broken.ll",
            """
            define i32 @main(i32 %a) {
              %b = add i32 %c, 1
              %c = add i32 %a, 1
              ret i32 %b
            }
            define i32 @f(i32 %a) {
              %b = add i32 %b, 1
              ret i32 %b
            }
            """));
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    checkError("lamina: error: none.ll: no such file\n", directory.resolve("none.ll").toString());
    checkError(
        "lamina: error: look-up in library \"main\": undefined: main\n",
        file("empty.ll", "define void @f() { ret void }"));
    checkError(
        "lamina: error: undefined.ll: undefined: lamina_test_a, lamina_test_b\n",
        file(
            "undefined.ll",
            """
            declare void @lamina_test_a()
            declare void @lamina_test_b()
            define i32 @main() {
              call void @lamina_test_a()
              call void @lamina_test_b()
              ret i32 0
            }
            """));
    checkError(
        "lamina: error: dlopen: libnone.so.7: cannot open shared object file: No such file or"
            + " directory\n",
        "-dlopen=libnone.so.7",
        "p.ll");
  }

  @Test
  void otherFormatsAreNamed() throws IOException {
    Path bitcode =
        Files.write(directory.resolve("p.bc"), new byte[] {'B', 'C', (byte) 0xc0, (byte) 0xde});
    checkError(
        "lamina: error: p.bc: not supported: LLVM bitcode; llvm-dis turns it into text\n",
        bitcode.toString());
    Path elf = Files.write(directory.resolve("p.o"), new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0});
    checkError("lamina: error: p.o is an ELF file; pass it with --extra-object\n", elf.toString());
    String main = file("main.ll", "define i32 @main() { ret i32 0 }");
    checkError(
        "lamina: error: no.o: at byte 0x0: not an ELF file: it does not begin with 7f 45 4c 46\n",
        "-extra-object=" + file("no.o", "text"),
        main);
    checkError(
        "lamina: error: no.a: at byte 0x0: not an archive: it does not begin with !<arch>\n",
        "-extra-archive=" + file("no.a", "text"),
        main);
  }

  @Test
  void aModuleOfAnotherMachineIsRefused() throws IOException {
    checkError(
        "lamina: error: arm.ll is for aarch64-linux-gnu; this stack compiles for x86-64\n",
        file("arm.ll", "target triple = \"aarch64-linux-gnu\"\ndefine i32 @main() { ret i32 0 }"));
  }

  @Test
  void aSecondDefinitionIsRefused() throws IOException {
    checkError(
        "lamina: error: library \"main\": main is defined in a.ll and in b.ll\n",
        "-extra-module=" + file("b.ll", "define i32 @main() { ret i32 0 }"),
        file("a.ll", "define i32 @main() { ret i32 0 }"));
  }
}
