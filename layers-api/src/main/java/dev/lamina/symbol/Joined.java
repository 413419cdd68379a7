package dev.lamina.symbol;

import java.util.HashMap;
import java.util.Map;

/** Adds what the first of two resolvers found to the answer of the second. */
final class Joined implements SymbolResolver.Answer {
  private final Map<String, ResolvedSymbol> first;
  private final SymbolResolver.Answer answer;
  private volatile boolean answered;

  Joined(Map<String, ResolvedSymbol> first, SymbolResolver.Answer answer) {
    this.first = first;
    this.answer = answer;
  }

  boolean isAnswered() {
    return answered;
  }

  @Override
  public void found(Map<String, ResolvedSymbol> second) {
    answered = true;
    Map<String, ResolvedSymbol> both = new HashMap<>(first);
    both.putAll(second);
    answer.found(both);
  }

  @Override
  public void failed(Throwable cause) {
    answered = true;
    answer.failed(cause);
  }
}
