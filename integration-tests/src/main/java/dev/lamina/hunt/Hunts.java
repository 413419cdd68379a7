package dev.lamina.hunt;

import java.nio.file.Path;

/** All hunts by name. */
final class Hunts {
  private Hunts() {}

  /** The hunt of that name, which keeps its files in {@code directory}. */
  static Hunt named(String name, Path directory) {
    return switch (name) {
      case "csmith" -> new CsmithHunt(directory);
      case "signatures" -> new SignatureHunt(directory);
      case "roundtrip" -> new RoundTripHunt(directory);
      case "mutants" -> new MutantHunt(directory);
      case "trial" -> Hunts::trial;
      default -> throw new IllegalArgumentException("no hunt is called " + name);
    };
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
