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
      default -> throw new IllegalArgumentException("no hunt is called " + name);
    };
  }
}
