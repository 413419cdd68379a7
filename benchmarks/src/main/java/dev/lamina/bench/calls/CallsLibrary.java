package dev.lamina.bench.calls;

import dev.lamina.bench.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The shared library that clang makes of {@code calls.c}. */
final class CallsLibrary {
  private CallsLibrary() {}

  static Path path() {
    return Tools.root().resolve("benchmarks/target/calls/libcalls.so");
  }

  /** Makes it, with the headers of the JDK that runs this. */
  static void build() throws IOException {
    Path include = Path.of(System.getProperty("java.home"), "include");
    Files.createDirectories(path().getParent());
    Tools.clang(
        List.of(
            "-O2",
            "-shared",
            "-fPIC",
            "-I" + include,
            "-I" + include.resolve("linux"),
            Tools.sources().resolve("calls/calls.c").toString(),
            "-o",
            path().toString()));
  }
}
