package dev.lamina.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What must not be noticed when a module is split: each program prints by {@code
 * -jit-kind=orc-lazy} what its native build prints.
 */
class LazyProgramsTest {
  private static final String LAMINA = Run.root().resolve("lamina").toString();

  @TempDir private Path directory;

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    assertThat(Run.of(Run.root(), Map.of(), "", List.of(LAMINA, "--version")).status()).isZero();
  }

  private Run run(String... command) throws IOException, InterruptedException {
    return Run.of(directory, Map.of(), "", Arrays.asList(command));
  }

  private void compile(String... command) throws IOException, InterruptedException {
    Run run = run(command);
    assertThat(run.errors()).isEmpty();
    assertThat(run.status()).isZero();
  }

  /** Runs the program of some C files, of which the first has {@code main}. */
  private void check(String expected, String... sources) throws Exception {
    List<String> link = new ArrayList<>(List.of("clang-19", "-w", "-fcommon", "-o", "native"));
    List<String> options = new ArrayList<>();
    for (int i = 0; i < sources.length; i++) {
      Files.writeString(directory.resolve("m" + i + ".c"), "#include <stdio.h>\n" + sources[i]);
      compile("clang-19", "-w", "-fcommon", "-S", "-emit-llvm", "m" + i + ".c");
      link.add("m" + i + ".c");
      if (i > 0) {
        options.add("-extra-module=m" + i + ".ll");
      }
    }
    compile(link.toArray(new String[0]));
    assertThat(run("./native")).isEqualTo(new Run(0, expected, ""));
    options.add("m0.ll");
    check(expected, options);
    if (sources.length > 1) { // others differ in nothing that these ways of compiling look at
      check(expected, options, "-per-module-lazy");
      check(expected, options, "-lazy-speculation", "-compile-threads=2");
    }
  }

  private void check(String expected, List<String> options, String... kind) throws Exception {
    List<String> command = new ArrayList<>(List.of(LAMINA, "-jit-kind=orc-lazy"));
    command.addAll(Arrays.asList(kind));
    command.addAll(options);
    assertThat(run(command.toArray(new String[0])))
        .as("%s", command)
        .isEqualTo(new Run(0, expected, ""));
  }

  @Test
  void aFunctionHasOneAddress() throws Exception {
    check(
        "1 1 1 1 9\n",
        """
        typedef int f(int);
        extern f *theirs(void), *const table[];
        int twice(int x) { return x + x; }
        static int own(int x) { return x + 1; }
        static f *const mine[] = { twice, own };
        static f *address(void) { return own; }
        int main(void) {
          f *before = own;
          int r = before(2) + twice(3);
          printf("%d %d %d %d %d\\n", theirs() == twice, table[0] == mine[0], address() == before,
                 address() == mine[1], r);
        }
        """,
        """
        typedef int f(int);
        extern int twice(int);
        f *const table[] = { twice };
        f *theirs(void) { return twice; }
        """);
  }

  @Test
  void aStrongDefinitionStandsForAWeakOne() throws Exception {
    check(
        "strong 7 none\n",
        """
        __attribute__((weak)) const char *which(void) { return "weak"; }
        __attribute__((weak)) int number = 3;
        extern void nobody(void) __attribute__((weak));
        int main(void) { printf("%s %d %s\\n", which(), number, nobody ? "some" : "none"); }
        """,
        """
        const char *which(void) { return "strong"; }
        int number = 7;
        """);
  }

  @Test
  void commonVariablesAreOne() throws Exception {
    check(
        "5 1 9 40\n",
        """
        int shared;
        int large[10];
        extern void set(void);
        extern int *where(void);
        int main(void) {
          set();
          printf("%d %d %d %d\\n", shared, where() == &shared, large[9], (int) sizeof large);
        }
        """,
        """
        int shared;
        int large[10];
        void set(void) { shared = 5; large[9] = 9; }
        int *where(void) { return &shared; }
        """);
  }

  @Test
  void hiddenFunctionsAndVariablesAreReached() throws Exception {
    check(
        "42\n",
        """
        __attribute__((visibility("hidden"))) int value = 40;
        __attribute__((visibility("hidden"))) int get(void) { return value; }
        static int two = 2;
        static int more(void) { return two; }
        int main(void) { printf("%d\\n", get() + more()); }
        """);
  }

  @Test
  void privateNamesOfModulesAreTheirOwn() throws Exception {
    check(
        "1 2 10 20\n",
        """
        static int counter = 0;
        static int step(void) { return ++counter; }
        extern int other(void);
        int main(void) {
          int a = step(), b = step(), c = other(), d = other();
          printf("%d %d %d %d\\n", a, b, c, d);
        }
        """,
        """
        static int counter = 0;
        static int step(void) { return counter += 10; }
        int other(void) { return step(); }
        """);
  }

  @Test
  void aliasesAreOtherNamesOfTheSame() throws Exception {
    check(
        "3 1 8 1\n",
        """
        int real(int x) { return x + 1; }
        extern int also(int) __attribute__((alias("real")));
        int data = 8;
        extern int same __attribute__((alias("data")));
        extern int (*theirs(void))(int);
        int main(void) {
          printf("%d %d %d %d\\n", also(2), theirs() == real, same, &same == &data);
        }
        """,
        """
        extern int also(int);
        int (*theirs(void))(int) { return also; }
        """);
  }

  @Test
  void initializersRunInTheirOrder() throws Exception {
    check(
        "a b c main z\n",
        """
        __attribute__((constructor(201))) static void b(void) { printf("b "); }
        __attribute__((constructor)) static void c(void) { printf("c "); }
        __attribute__((constructor(200))) static void a(void) { printf("a "); }
        __attribute__((destructor)) static void z(void) { printf("z\\n"); }
        int main(void) { printf("main "); }
        """);
  }

  @Test
  void tablesOfBlocksGoWithTheirFunction() throws Exception {
    check(
        "11 11\n",
        """
        static int run(const char *code) {
          static const void *const table[] = { &&add, &&twice, &&end };
          int x = 1;
          goto *table[*code - '0'];
        add: x += 4; code++; goto *table[*code - '0'];
        twice: x += x; code++; goto *table[*code - '0'];
        end: return x + 1;
        }
        int main(void) { printf("%d %d\\n", run("012"), run("012")); }
        """);
  }

  @Test
  void localStaticVariablesAreSingle() throws Exception {
    check(
        "1 2 3 3\n",
        """
        static inline int *place(void) { static int n; return &n; }
        __attribute__((noinline)) int up(void) { return ++*place(); }
        int also(void) { return ++*place(); }
        int main(void) {
          int a = up(), b = also(), c = up();
          printf("%d %d %d %d\\n", a, b, c, *place());
        }
        """);
  }

  @Test
  void stringsThatAreComparedAreShared() throws Exception {
    check(
        "1\n",
        """
        static const char text[] = "text";
        static const char *give(void) { return text; }
        int main(void) { printf("%d\\n", give() == text); }
        """);
  }

  private String file(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
    return name;
  }

  /** What is never called may be wrong or not supported. */
  @Test
  void whatIsNotCalledIsNotCompiled() throws Exception {
    String file =
        file(
            "p.ll",
            """
            define i32 @bad(<vscale x 4 x i32> %a) {
              ret i32 0
            }
            define i32 @worse() {
              retreat
            }
            define i32 @main(i32 %n, ptr %v) {
              %more = icmp sgt i32 %n, 1
              br i1 %more, label %call, label %end
            call:
              %r = call i32 @worse()
              ret i32 %r
            end:
              ret i32 7
            }
            """);
    assertThat(run(LAMINA, "-jit-kind=orc-lazy", file)).isEqualTo(new Run(7, "", ""));
    Run called = run(LAMINA, "-jit-kind=orc-lazy", file, "x");
    assertThat(called.errors())
        .startsWith("lamina: error: p.ll:5:3: ")
        .doesNotContain("\tat ", "Exception");
    assertThat(called.status()).isEqualTo(1);
  }

  /** A failing call ends the program as {@code exit(1)} does, inside of {@code main}'s callees. */
  @Test
  void aCallThatFailsEndsTheProgram() throws Exception {
    String file =
        file(
            "p.ll",
            """
            @text = private constant [8 x i8] c"before\\0A\\00"
            @last = private constant [9 x i8] c"handler\\0A\\00"
            declare i32 @printf(ptr, ...)
            declare i32 @atexit(ptr)
            declare void @nowhere()
            define void @handler() {
              call i32 (ptr, ...) @printf(ptr @last)
              ret void
            }
            define void @f() {
              call void @nowhere()
              ret void
            }
            define i32 @main() {
              call i32 @atexit(ptr @handler)
              call i32 (ptr, ...) @printf(ptr @text)
              call void @f()
              ret i32 0
            }
            """);
    Run run = run(LAMINA, "-jit-kind=orc-lazy", file);
    assertThat(run.errors())
        .startsWith("lamina: error: ")
        .endsWith("undefined: nowhere\n")
        .hasLineCount(1);
    assertThat(run.output()).isEqualTo("before\nhandler\n");
    assertThat(run.status()).isEqualTo(1);
  }

  /** The modules that are shown are those of first calls, then the parts; all are valid IR. */
  @Test
  void modulesAreShownAsTheyAreCompiled() throws Exception {
    String hello = Run.root().resolve("examples/hello.ll").toString();
    Run shown = run(LAMINA, "-jit-kind=orc-lazy", "-orc-lazy-debug=mods-to-stdout", hello);
    assertThat(shown.status()).isZero();
    assertThat(shown.errors()).isEmpty();
    List<String> modules = new ArrayList<>();
    for (String part : shown.output().split("----- Module Start -----\n", -1)) {
      int end = part.indexOf("----- Module End -----\n");
      if (end >= 0) {
        modules.add(part.substring(0, end));
      }
    }
    assertThat(modules.get(1)).contains("orc_resolver_block:");
    assertThat(String.join("", modules)).contains("orc_jcc_0:", "call i32 @puts");
    for (String module : modules) {
      file("shown.ll", module);
      compile("llvm-as-19", "shown.ll", "-o", "shown.bc");
    }
    assertThat(shown.output()).contains("Hello, Lamina!\n");

    Run onError = run(LAMINA, "-jit-kind=orc-lazy", "-orc-lazy-debug=mods-to-stderr", hello);
    assertThat(onError.output()).isEqualTo("Hello, Lamina!\n");
    assertThat(onError.errors()).contains("orc_resolver_block:");

    Run functions = run(LAMINA, "-jit-kind=orc-lazy", "-orc-lazy-debug=funcs-to-stdout", hello);
    assertThat(functions.output()).contains("[ main").endsWith("Hello, Lamina!\n");

    Run toDisk = run(LAMINA, "-jit-kind=orc-lazy", "-orc-lazy-debug=mods-to-disk", hello);
    assertThat(toDisk).isEqualTo(new Run(0, "Hello, Lamina!\n", ""));
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .contains("hello.ll_main.ll", "resolver_block_.ll");
    }
  }
}
