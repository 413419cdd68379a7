package dev.lamina.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.cod.CompileOnDemandLayer;
import dev.lamina.ir.Function;
import dev.lamina.ir.Module;
import dev.lamina.jit.Jit;
import dev.lamina.jit.NativeFunction;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * First calls from threads, on small stacks, in signal handlers and where else they might go wrong.
 * Needs clang-19.
 */
class FirstCallsTest {
  private static final int SIGUSR1 = 10;

  @TempDir private static Path work;

  private static Path text = Path.of("");

  @BeforeAll
  static void compile() throws Exception {
    text = work.resolve("first-calls.ll");
    Path source = Path.of("src", "test", "c", "first-calls.c");
    List<String> clang =
        List.of("clang-19", "-O0", "-S", "-emit-llvm", source.toString(), "-o", text.toString());
    Process process = new ProcessBuilder(clang).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }

  /** A lazy stack with the scenes, which tells {@code compiled} of each body before it compiles. */
  private static Jit scenes(Consumer<? super String> compiled) throws Exception {
    Jit jit =
        Jit.builder()
            .lazy(CompileOnDemandLayer.Options.DEFAULT)
            .watch(module -> bodies(module).forEach(compiled))
            .build();
    jit.addModule(text);
    return jit;
  }

  private static List<String> bodies(Module module) {
    return module.functions().stream()
        .filter(Function::isDefinitionForLinker)
        .map(f -> String.valueOf(f.name()).replaceAll("[.$].*", ""))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "environment, environment_target",
    "thread, thread_target",
    "small_thread, small_thread_target",
    "context, context_target",
    "stack, stack_target",
    "callback, callback_target",
    "signal_handler, signal_target",
    "alternate_stack, alternate_target",
    "fault, fault_target",
    "fork_and_exec, fork_target",
    "forked_first_call, forked_target",
  })
  void behavesAsASecondCallDoes(String scene, String target) throws Exception {
    ConcurrentLinkedQueue<String> compiled = new ConcurrentLinkedQueue<>();
    try (Jit jit = scenes(compiled::add)) {
      NativeFunction function = jit.lookup(scene);
      assertThat(compiled).doesNotContain(scene, target);
      assertThat((int) function.call()).as("line of first-calls.c that failed").isZero();
      assertThat(compiled).containsOnlyOnce(scene).containsOnlyOnce(target);
    }
  }

  @Test
  void aHandlerThatJumpsOutHasToWaitUntilTheFunctionIsCompiled() throws Exception {
    CompletableFuture<NativeFunction> interrupt = new CompletableFuture<>();
    try (Jit jit =
        scenes(
            name -> {
              if (name.equals("jump_target")) {
                interrupt.join().call(SIGUSR1);
              }
            })) {
      interrupt.complete(jit.lookup("interrupt"));
      jit.lookup("prepare").call();
      assertThat((int) jit.lookup("jump_out").call())
          .as("line of first-calls.c that failed")
          .isZero();
    }
  }
}
