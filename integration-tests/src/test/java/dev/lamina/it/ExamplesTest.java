package dev.lamina.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples in Java: compiled without a warning, and each run in a process of its own. */
class ExamplesTest {
  @TempDir private static Path classes;

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.list(Run.root().resolve("examples"))) {
      return files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
    }
  }

  @BeforeAll
  static void compileThem() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    List<String> options =
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "-d",
            classes.toString(),
            "-Xlint:all,-classfile,-processing,-path",
            "-Xdoclint:all,-missing",
            "-Werror");
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  options,
                  null,
                  files.getJavaFileObjectsFromPaths(sources()))
              .call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
  }

  private static Run run(String input, String... example) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(List.of("-cp", classes + ":" + System.getProperty("java.class.path")));
    command.addAll(Arrays.asList(example));
    return Run.of(Run.root(), Map.of(), input, command);
  }

  /** Each says how it is run, and README.md lists it. */
  @Test
  void eachIsDocumented() throws IOException {
    String readme = Files.readString(Run.root().resolve("README.md"));
    for (Path source : sources()) {
      String name = source.getFileName().toString().replace(".java", "");
      assertThat(readme).contains("`examples/run " + name);
      assertThat(Files.readString(source).replaceAll("\\s+(\\* )?", " "))
          .contains("examples/run " + name);
    }
  }

  /** One by the script that README.md names, from its source. */
  @Test
  void theScriptRunsThem() throws Exception {
    String script = Run.root().resolve("examples/run").toString();
    Run hello = Run.of(classes, Map.of(), "", List.of(script, "Hello"));
    assertThat(hello).isEqualTo(run("", "Hello"));
    assertThat(hello.output()).startsWith("Hello, Lamina!\n").endsWith("}\nHello, builder!\n");
    // Interfaces of its own are of another class loader than Lamina then.
    Run callbacks = Run.of(classes, Map.of(), "", List.of(script, "Callbacks"));
    assertThat(callbacks).isEqualTo(run("", "Callbacks"));
    Run unknown = Run.of(classes, Map.of(), "", List.of(script, "NoSuch"));
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.errors()).contains("  Kaleidoscope\n");
  }

  @Test
  void calculator() throws Exception {
    String input =
        "1 + 2\n(1 + 2) * sqrt(2)\n-pow(2, 10) / 4\n1 +\nnosuch(1)\nsin(1, 2) + sin(1)\n";
    assertThat(run(input, "Calculator"))
        .isEqualTo(
            new Run(
                0,
                """
                3.0
                4.242640687119286
                -256.0
                error: column 4: expected a number, a function or '('
                error: line: undefined: nosuch
                error: @sin is in module line already, as 'double (double, double)', not 'double \
                (double)'
                """,
                ""));
  }

  @Test
  void functionsMadeAtRunTime() throws Exception {
    assertThat(run("", "Embedded"))
        .isEqualTo(
            new Run(
                0,
                """
                distance(3, 45) = 42
                define i64 @multiply(i64 %0) {
                entry:
                  %1 = mul i64 %0, 2
                  ret i64 %1
                }
                multiply(14) = 28
                multiply(14) = 42
                multiply(14) = 56
                """,
                ""));
  }

  @Test
  void filterOverAColumn() throws Exception {
    Run run = run("", "Filter");
    assertThat(run.output().replaceAll(" in +[0-9,]+ µs", ""))
        .isEqualTo("compiled   249,773 rows\nJava       249,773 rows\nthe same rows\n");
    assertThat(run.errors()).isEmpty();
  }

  @Test
  void aTransformOfOnesOwn() throws Exception {
    assertThat(run("", "CountCalls"))
        .isEqualTo(new Run(0, "fibonacci(20) = 6765\ncalls: 21891\n", ""));
  }

  @Test
  void aLayerThatCountsInstructions() throws Exception {
    assertThat(run("", "CountInstructions", "examples/queens.ll", "5"))
        .isEqualTo(
            new Run(0, "5 queens: 10 ways to place them\n1,369 instructions executed\n", ""));
  }

  @Test
  void aLazyStackByHand() throws Exception {
    Run run = run("", "LazyStack");
    assertThat(run.errors()).isEmpty();
    assertThat(run.output().replaceAll("(compiling [a-z]+).*", "$1"))
        .isEqualTo(
            """
            looked up
              compiling even
            even(0) = 1
              compiling odd
            even(7) = 0
            """);
  }

  @Test
  void aProgramThatIsUpdatedWhileItRuns() throws Exception {
    assertThat(run("", "LiveUpdate"))
        .isEqualTo(
            new Run(
                0,
                """
                ten items cost 100
                ten items cost 90
                ten items cost 85
                the last price is 85
                refused: library "strict": f is defined in first and in second
                """,
                ""));
  }

  @Test
  void functionsInJava() throws Exception {
    assertThat(run("", "Callbacks")).isEqualTo(new Run(0, "Lamina says 144\n", ""));
  }

  @Test
  void codeGeneratorsAtTwoLevels() throws Exception {
    Run run = run("", "TwoTiers");
    assertThat(run.output().replaceAll(" in +[0-9,]+ µs", ""))
        .isEqualTo("quick: 9,884,992 ones\ntuned: 9,884,992 ones\n");
    assertThat(run.errors()).isEmpty();
  }

  @Test
  void aLanguage() throws Exception {
    assertThat(
            run(
                """
                def fib(n) if n < 3 then 1 else fib(n - 1) + fib(n - 2);
                fib(20);                    # a comment; to its end
                extern cos(x);
                cos(0) + 1;
                def binary : 1 (x y) y;
                def unary ! (v) if v then 0 else 1;
                !0 - !5;
                def sum(n) var s = 0 in (for i = 1, i < n + 1 in s = s + i) : s;
                sum(100);
                extern printd(x);
                extern putchard(x);
                for i = 0, i < 3, 2 in printd(i) : putchard(42 + i) : putchard(10);
                def binary > 10 (a b) b < a;
                3 > 2; 2 > 3; 1 - 2 - 3; 2 + 3 * 4 / 8;
                var a = 1, b = a + 1 in (a = b * 5) : a + b;
                """,
                "Kaleidoscope"))
        .isEqualTo(
            new Run(
                0,
                """
                = 6765.0
                = 2.0
                = 1.0
                = 5050.0
                0.0
                *
                2.0
                ,
                = 0.0
                = 1.0
                = 0.0
                = -4.0
                = 3.5
                = 12.0
                """,
                ""));
  }

  @Test
  void aLanguageWhoseFunctionsAreRedefined() throws Exception {
    assertThat(
            run(
                """
                def twice(x) x + x;
                def four(x) twice(twice(x));
                four(3);
                def twice(x) x * x;
                four(3);
                def odd(n) 0;
                def even(n) if n < 1 then 1 else odd(n - 1);
                def odd(n) if n < 1 then 0 else even(n - 1);
                even(10) * 10 + odd(10);
                """,
                "Kaleidoscope"))
        .isEqualTo(new Run(0, "= 12.0\n= 81.0\n= 10.0\n", ""));
  }

  @Test
  void aLanguageThatSaysWhatIsWrong() throws Exception {
    assertThat(
            run(
                """
                def twice(x) x + x;
                def twice(x y) x;
                twice(1, 2);
                undefined(1);
                x;
                1 + ;
                1 = 2;
                extern nosuch(x);
                nosuch(1);
                def twice(x) nosuch(x);
                twice(4)
                """,
                "Kaleidoscope"))
        .isEqualTo(
            new Run(
                0,
                """
                error: twice takes 1 arguments; others call it so
                error: twice takes 1 arguments
                error: there is no function undefined
                error: there is no variable x
                error: expected a name, found ';'
                error: only a variable stands left of =
                error: expression.6: undefined: nosuch
                error: twice.7: undefined: nosuch
                error: expected ';', found the end
                """,
                ""));
  }
}
