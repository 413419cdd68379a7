package dev.lamina.bench.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.bench.Tools;
import dev.lamina.jit.Jit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kernels compute what the list says; each benchmark checks clang's programs, too. */
class KernelTest {
  @TempDir static Path directory;

  static List<Kernel> kernels() {
    return Kernel.ALL;
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void givesItsCheckValue(Kernel kernel) throws IOException {
    KernelBuilds builds = new KernelBuilds(directory);
    try (Jit jit = Jit.create()) {
      jit.addModule(builds.ir(kernel, 0));
      long check = jit.lookup("kernel").call(kernel.tinySize());
      assertThat(check).isEqualTo(kernel.tinyCheck());
      assertThat(jit.lookup("kernel_time").call(kernel.tinySize(), 2, check)).isNotNegative();
      assertThat(jit.lookup("kernel_time").call(kernel.tinySize(), 2, check + 1)).isEqualTo(-1);
    }
  }

  @Test
  void allFilesAreListed() throws IOException {
    try (Stream<Path> files = Files.list(Tools.sources().resolve("kernels"))) {
      assertThat(files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".c")))
          .containsExactlyInAnyOrderElementsOf(
              Kernel.ALL.stream().map(k -> k.name() + ".c").toList());
    }
  }
}
