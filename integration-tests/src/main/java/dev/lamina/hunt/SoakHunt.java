package dev.lamina.hunt;

import dev.lamina.cod.CompileOnDemandLayer;
import dev.lamina.jit.Jit;
import java.io.IOException;

/**
 * Long use of one stack: an item is {@code threads SECONDS}, {@code rounds COUNT} or {@code lazy
 * COUNT}.
 */
final class SoakHunt implements Hunt {
  private static final CompileOnDemandLayer.Options LAZY = CompileOnDemandLayer.Options.DEFAULT;

  @Override
  public String check(String item) throws IOException, InterruptedException {
    String[] words = item.split(" ", -1);
    int amount = Integer.parseInt(words[1]);
    return switch (words[0]) {
      case "threads" -> SoakThreads.run(amount);
      case "rounds" -> SoakRounds.run(Jit.builder(), amount);
      case "lazy" -> SoakRounds.run(Jit.builder().lazy(LAZY), amount);
      default -> throw new IllegalArgumentException("no part of the soak is called " + words[0]);
    };
  }
}
