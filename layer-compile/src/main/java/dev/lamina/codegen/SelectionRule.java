package dev.lamina.codegen;

import dev.lamina.ir.Instruction;

/**
 * One way to turn an IR instruction into target instructions: when it applies, and what it emits.
 * Rules of an opcode are tried in order, so the most specific comes first.
 *
 * @param <S> the target's selector, which the rule emits through
 */
public final class SelectionRule<S extends Selector> {
  /** Whether a rule applies to an instruction. */
  @FunctionalInterface
  public interface Condition<S> {
    boolean test(S selector, Instruction instruction);
  }

  /** What a rule emits. */
  @FunctionalInterface
  public interface Emission<S> {
    void emit(S selector, Instruction instruction);
  }

  private final String name;
  private final Condition<S> condition;
  private final Emission<S> emission;

  private SelectionRule(String name, Condition<S> condition, Emission<S> emission) {
    this.name = name;
    this.condition = condition;
    this.emission = emission;
  }

  public static <S extends Selector> SelectionRule<S> rule(
      String name, Condition<S> condition, Emission<S> emission) {
    return new SelectionRule<>(name, condition, emission);
  }

  /** A rule that always applies. */
  public static <S extends Selector> SelectionRule<S> rule(String name, Emission<S> emission) {
    return new SelectionRule<>(name, (s, i) -> true, emission);
  }

  /** Says which rule it is in listings and in the test that every rule is used. */
  public String name() {
    return name;
  }

  boolean applies(S selector, Instruction instruction) {
    return condition.test(selector, instruction);
  }

  void emit(S selector, Instruction instruction) {
    emission.emit(selector, instruction);
  }
}
