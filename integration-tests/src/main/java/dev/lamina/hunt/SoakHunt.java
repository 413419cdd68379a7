package dev.lamina.hunt;

import java.io.IOException;

/** Long use of one stack: an item is {@code threads SECONDS} or {@code rounds COUNT}. */
final class SoakHunt implements Hunt {
  @Override
  public String check(String item) throws IOException, InterruptedException {
    String[] words = item.split(" ", -1);
    int amount = Integer.parseInt(words[1]);
    return switch (words[0]) {
      case "threads" -> SoakThreads.run(amount);
      case "rounds" -> SoakRounds.run(amount);
      default -> throw new IllegalArgumentException("no part of the soak is called " + words[0]);
    };
  }
}
