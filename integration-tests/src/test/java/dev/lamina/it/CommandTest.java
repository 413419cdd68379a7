package dev.lamina.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./lamina} as a user types it, each time in a process of its own. */
class CommandTest {
  private static final Path LAMINA = Run.root().resolve("lamina");
  private static final String EXAMPLES = Run.root().resolve("examples") + "/";

  private final Path directory;

  CommandTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    assertThat(Run.of(Run.root(), Map.of(), "", List.of(LAMINA.toString(), "--version")).status())
        .isZero();
  }

  private Run lamina(String input, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(LAMINA.toString()));
    command.addAll(Arrays.asList(arguments));
    return Run.of(directory, Map.of(), input, command);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private void compile(String... command) throws IOException, InterruptedException {
    Run run = Run.of(directory, Map.of(), "", Arrays.asList(command));
    assertThat(run.errors()).isEmpty();
    assertThat(run.status()).isZero();
  }

  /** C source as LLVM IR; gives the file's name. */
  private String ir(String name, String source) throws IOException, InterruptedException {
    file(name + ".c", source);
    compile("clang-19", "-O0", "-S", "-emit-llvm", name + ".c", "-o", name + ".ll");
    return name + ".ll";
  }

  @Test
  void theExamplesRun() throws Exception {
    assertThat(lamina("", EXAMPLES + "hello.ll")).isEqualTo(new Run(0, "Hello, Lamina!\n", ""));
    assertThat(lamina("", EXAMPLES + "queens.ll", "6"))
        .isEqualTo(new Run(0, "6 queens: 4 ways to place them\n", ""));
    assertThat(lamina("", EXAMPLES + "queens.ll", "17"))
        .isEqualTo(new Run(2, "usage: queens [1 to 16]\n", ""));
    assertThat(lamina("3\n1\n2\n10\n", EXAMPLES + "statistics.ll"))
        .isEqualTo(new Run(0, "4 numbers, mean 4, standard deviation 3.53553, median 2.5\n", ""));
  }

  @Test
  void theStatisticsExampleIsWhatItsSourceGives() throws Exception {
    compile("clang-19", "-O0", "-S", "-emit-llvm", EXAMPLES + "statistics.c", "-o", "now.ll");
    assertThat(code(directory.resolve("now.ll")))
        .isEqualTo(code(Path.of(EXAMPLES, "statistics.ll")));
  }

  /** Without the lines that name files and the compiler. */
  private static List<String> code(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> !line.contains("ModuleID") && !line.contains("source_filename"))
        .filter(line -> !line.contains("clang version"))
        .toList();
  }

  @Test
  void programsGetTheirArgumentsInputAndStatus() throws Exception {
    String echo =
        ir(
            "echo",
            """
            #include <stdio.h>
            int main(int argc, char **argv) {
              for (int i = 0; i < argc; i++) printf("[%s]", argv[i]);
              int c;
              while ((c = getchar()) != EOF) putchar(c);
              fprintf(stderr, "to stderr");
              return 40 + argc;
            }
            """);
    assertThat(lamina("in\n", echo, "-O2", "a b", "", "ä"))
        .isEqualTo(new Run(45, "[echo.ll][-O2][a b][][ä]in\n", "to stderr"));
    assertThat(lamina("", "-fake-argv0=other", echo))
        .isEqualTo(new Run(41, "[other]", "to stderr"));
  }

  @Test
  void aModuleMayComeFromStandardInput() throws Exception {
    String hello = Files.readString(Path.of(EXAMPLES, "hello.ll"));
    assertThat(lamina(hello, "-")).isEqualTo(new Run(0, "Hello, Lamina!\n", ""));
    assertThat(lamina(hello)).isEqualTo(new Run(0, "Hello, Lamina!\n", ""));
    assertThat(lamina("nonsense", "-").errors()).startsWith("lamina: error: <stdin>:1:1: ");
  }

  @Test
  void modulesObjectsArchivesAndLibrariesAreLinked() throws Exception {
    String main =
        ir(
            "main",
            """
            #include <stdio.h>
            int module(int), object(int), member(int), library(int);
            int other(int argc, char **argv) {
              printf("%d %s\\n", member(library(object(module(1)))), argv[0]);
              return 7;
            }
            """);
    String module = ir("module", "int module(int a) { return a * 2; }");
    file("object.c", "int member(int); int object(int a) { return member(a) + 1; }");
    file("member.c", "int member(int a) { return a * 10; }");
    file("unused.c", "int nowhere(void); int unused(void) { return nowhere(); }");
    file("library.c", "int library(int a) { return a + 3; }");
    compile("gcc", "-fPIC", "-c", "object.c", "member.c", "unused.c");
    compile("ar", "rcs", "libmember.a", "member.o", "unused.o");
    compile("gcc", "-fPIC", "-shared", "library.c", "-o", "liblibrary.so");
    assertThat(
            lamina(
                "",
                "-extra-module=" + module,
                "--extra-object",
                "object.o",
                "-extra-archive=libmember.a",
                "--dlopen=./liblibrary.so",
                "-entry-function=other",
                main))
        .isEqualTo(new Run(7, "240 main.ll\n", ""));
  }

  @Test
  void exitRunsHandlersAndFlushes() throws Exception {
    String program =
        ir(
            "exit",
            """
            #include <stdio.h>
            #include <stdlib.h>
            static void last(void) { printf("last\\n"); }
            static int compare(const void *a, const void *b) { exit(3); }
            int main(void) {
              int pair[2] = {1, 0};
              atexit(last);
              printf("not flushed yet, ");
              qsort(pair, 2, sizeof *pair, compare);
              return 0;
            }
            """);
    assertThat(lamina("", program)).isEqualTo(new Run(3, "not flushed yet, last\n", ""));
  }

  @Test
  void abortAndSignalsEndAProgramAsTheyDoElsewhere() throws Exception {
    String abort = ir("abort", "#include <stdlib.h>\nint main(void) { abort(); }");
    assertThat(lamina("", abort).status()).isEqualTo(128 + 6);
    String terminated =
        ir("term", "#include <signal.h>\nint main(void) { raise(SIGTERM); return 0; }");
    assertThat(lamina("", terminated).status()).isEqualTo(128 + 15);
    String endless = ir("endless", "#include <stdio.h>\nint main(void) { for (;;) puts(\"y\"); }");
    Run piped =
        Run.of(
            directory,
            Map.of(),
            "",
            List.of("bash", "-c", LAMINA + " " + endless + " | head -n 1; echo ${PIPESTATUS[0]}"));
    assertThat(piped).isEqualTo(new Run(0, "y\n" + (128 + 13) + "\n", ""));
  }

  @Test
  void mistakesAreToldOnStandardError() throws Exception {
    file("bad.ll", "define i32 @main() {\n  ret i32 %x\n}\n");
    Run bad = lamina("", "bad.ll");
    assertThat(bad.status()).isEqualTo(1);
    assertThat(bad.output()).isEmpty();
    assertThat(bad.errors()).startsWith("lamina: error: bad.ll:2:11: ").contains("ret i32 %x");
    assertThat(lamina("", "none.ll"))
        .isEqualTo(new Run(1, "", "lamina: error: none.ll: no such file\n"));
    assertThat(lamina("", "-jit-kind=orc-lazy", "none.ll"))
        .isEqualTo(new Run(1, "", "lamina: error: none.ll: no such file\n"));
    assertThat(lamina("", "-jit-kind=mcjit", "none.ll").errors())
        .startsWith("lamina: error: not supported: --jit-kind=mcjit; ");
    assertThat(lamina("", "-extramodule=a").errors())
        .isEqualTo(
            """
            lamina: error: Unknown command line argument '-extramodule=a'.  Try: 'lamina --help'
            lamina: Did you mean '--extra-module=a'?
            """);
  }

  @Test
  void theScriptRunsThroughLinksAndFromAnywhere() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("first"), LAMINA);
    Files.createDirectory(directory.resolve("deep"));
    Files.createSymbolicLink(directory.resolve("deep/second"), Path.of("../first"));
    Run expected = new Run(0, "Hello, Lamina!\n", "");
    String hello = EXAMPLES + "hello.ll";
    assertThat(Run.of(directory, Map.of(), "", List.of(link.toString(), hello)))
        .isEqualTo(expected);
    assertThat(Run.of(directory, Map.of(), "", List.of("deep/second", hello))).isEqualTo(expected);
    Map<String, String> path = Map.of("PATH", directory + ":" + System.getenv("PATH"));
    assertThat(Run.of(directory, path, "", List.of("bash", "-c", "first " + hello)))
        .isEqualTo(expected);
    assertThat(Run.of(Run.root(), Map.of(), "", List.of("bash", "lamina", "examples/hello.ll")))
        .isEqualTo(expected);
  }

  @Test
  void withoutJavaThePackageIsNamed() throws Exception {
    // A copy of the scripts without anything built, and a path with nothing but the shell's tools.
    Path copy = Files.createDirectory(directory.resolve("copy"));
    Files.createDirectory(copy.resolve("scripts"));
    for (String script : List.of("lamina", "scripts/build.sh", "scripts/needs.sh")) {
      Files.copy(Run.root().resolve(script), copy.resolve(script));
    }
    Path tools = Files.createDirectory(directory.resolve("tools"));
    for (String tool : List.of("bash", "env", "find", "mkdir", "flock", "readlink", "sed")) {
      Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin", tool));
    }
    Path id = file("tools/id", "#!/usr/bin/env bash\necho 1000\n");
    assertThat(id.toFile().setExecutable(true)).isTrue();
    Run run =
        Run.of(
            directory,
            Map.of("PATH", tools.toString(), "JAVA_HOME", ""),
            "",
            List.of("/bin/bash", copy.resolve("lamina").toString(), "p.ll"));
    assertThat(run)
        .isEqualTo(
            new Run(
                2,
                "",
                """
                lamina: error: needed and not installed: openjdk-17-jdk-headless maven
                lamina: on Debian or Ubuntu: sudo apt-get install openjdk-17-jdk-headless maven
                """));
  }
}
