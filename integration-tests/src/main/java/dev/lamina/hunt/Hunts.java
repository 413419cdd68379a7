package dev.lamina.hunt;

import java.nio.file.Path;
import java.util.List;

/** All hunts by name. */
final class Hunts {
  private Hunts() {}

  /** The hunt of that name, which keeps its files in {@code directory}. */
  static Hunt named(String name, Path directory) {
    return switch (name) {
      case "csmith" -> new CsmithHunt(directory);
      case "signatures" -> new SignatureHunt(directory);
      case "vectors" -> new VectorHunt(directory);
      case "lazy-signatures" -> new LazySignatureHunt(directory);
      case "roundtrip" -> new RoundTripHunt(directory);
      case "mutants" -> new MutantHunt(directory);
      case "partitions" -> new PartitionHunt(directory);
      case "lazy-threads" -> new LazyThreadsHunt();
      case "soak" -> new SoakHunt();
      case "trial" -> Hunts::trial;
      default -> throw new IllegalArgumentException("no hunt is called " + name);
    };
  }

  /** What the worker's VM needs besides what it gets for every hunt. */
  static List<String> vmOptions(String name) {
    return name.equals("soak")
        // The heap is all resident from the beginning, so what grows is something else.
        ? List.of("-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch")
        : List.of();
  }

  /** No hunt at all: does what the item says, so that the runner can be tested. */
  private static String trial(String item) throws InterruptedException {
    switch (item) {
      case "crash" -> Runtime.getRuntime().halt(3);
      case "hang" -> Thread.sleep(Long.MAX_VALUE);
      case "throw" -> throw new IllegalStateException("thrown");
      default -> {}
    }
    return item;
  }
}
