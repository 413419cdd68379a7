package dev.lamina.bench.kernels;

import dev.lamina.bench.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What clang makes of kernels, kept in a directory and made anew when the source has changed.
 *
 * <p>Products and sums are not contracted: with that, clang folds constants as if it were, at some
 * levels, and check values would differ.
 */
final class KernelBuilds {
  private final Path directory;

  KernelBuilds(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
  }

  /** LLVM IR of a kernel at a level, {@code 0} to {@code 3}. */
  Path ir(Kernel kernel, int level) throws IOException {
    return build(kernel, kernel.name() + ".O" + level + ".ll", level, List.of("-S", "-emit-llvm"));
  }

  /** A program. */
  Path program(Kernel kernel, int level) throws IOException {
    return build(kernel, kernel.name() + ".O" + level, level, List.of("-lm"));
  }

  private Path build(Kernel kernel, String name, int level, List<String> more) throws IOException {
    Path kernels = Tools.sources().resolve("kernels");
    Path source = kernels.resolve(kernel.name() + ".c");
    Path built = directory.resolve(name);
    if (isNewer(built, source) && isNewer(built, kernels.resolve("kernel.h"))) {
      return built;
    }
    List<String> arguments = new ArrayList<>(List.of("-O" + level, "-ffp-contract=off"));
    arguments.addAll(List.of(source.toString(), "-o", built.toString()));
    arguments.addAll(more);
    Tools.clang(arguments);
    return built;
  }

  private static boolean isNewer(Path built, Path source) throws IOException {
    return Files.exists(built)
        && Files.getLastModifiedTime(built).compareTo(Files.getLastModifiedTime(source)) > 0;
  }
}
