package dev.lamina.hunt;

import dev.lamina.jit.Jit;
import dev.lamina.link.call.NativeCallback;
import dev.lamina.symbol.ResolvedSymbol;
import dev.lamina.symbol.SymbolFlags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Random programs of csmith, each named by its seed: what clang makes of one at -O0 must print the
 * same checksum here as under lli.
 */
final class CsmithHunt implements Hunt {
  /** Programs that take longer tell no more than others. */
  private static final Duration REFERENCE_LIMIT = Duration.ofSeconds(4);

  private final Path directory;

  CsmithHunt(Path directory) {
    this.directory = directory;
  }

  @Override
  public String check(String seed) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Path source = directory.resolve("csmith-" + seed + ".c");
    Path text = directory.resolve("csmith-" + seed + ".ll");
    Path expected = directory.resolve("csmith-" + seed + ".expected");
    if (!Files.exists(expected)) {
      Commands.check("csmith", "--seed", seed, "--output", source.toString());
      Commands.check(
          "clang-19",
          "-O0",
          "-w",
          "-I/usr/include/csmith",
          "-S",
          "-emit-llvm",
          source.toString(),
          "-o",
          text.toString());
      Commands.Outcome reference =
          Commands.run(REFERENCE_LIMIT, List.of("lli-19", text.toString()));
      Files.writeString(expected, reference.status() == 0 ? reference.output() : "");
    }
    String wanted = Files.readString(expected).strip();
    if (!wanted.startsWith("checksum = ")) {
      return SKIPPED + "lli does not run it to its end";
    }
    String found =
        "checksum = " + Integer.toHexString(checksum(text)).toUpperCase(java.util.Locale.ROOT);
    return found.equals(wanted) ? "" : found + ", lli has " + wanted;
  }

  /** Runs the program in this process; instead of printing, it tells us. */
  private static int checksum(Path text) throws IOException {
    AtomicInteger checksum = new AtomicInteger();
    NativeCallback print =
        NativeCallback.of(
            arguments -> {
              checksum.set((int) arguments[1]); // printf("checksum = %X\n", sum) and nothing else
              return 0;
            });
    try (Jit jit = Jit.create()) {
      jit.library()
          .defineAbsolute(
              jit.library().defaultTracker(),
              Map.of("printf", new ResolvedSymbol(print.address(), SymbolFlags.EXPORTED)));
      jit.addModule(text);
      jit.lookup("main").call(1, 0);
    }
    return checksum.get();
  }
}
