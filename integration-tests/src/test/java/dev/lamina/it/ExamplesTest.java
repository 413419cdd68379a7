package dev.lamina.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples in Java, as single source files. */
class ExamplesTest {
  private static Run java(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(Arrays.asList(arguments));
    return Run.of(Run.root(), Map.of(), "", command);
  }

  @Test
  void aStackComposedByHand() throws Exception {
    assertThat(java("examples/ComposedStack.java", "examples/queens.ll", "5"))
        .isEqualTo(
            new Run(
                0,
                "examples/queens.ll defines 2 functions\n5 queens: 10 ways to place them\n",
                ""));
  }

  @Test
  void functionsMadeAtRunTime() throws Exception {
    assertThat(java("examples/Embedded.java"))
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
  void aTransformOfOnesOwn() throws Exception {
    assertThat(java("examples/CountCalls.java"))
        .isEqualTo(new Run(0, "fibonacci(20) = 6765\ncalls: 21891\n", ""));
  }
}
