package dev.lamina.codegen;

import dev.lamina.ir.Instruction;
import dev.lamina.ir.Opcode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The selection rules of a target by the opcode they apply to.
 *
 * @param <S> the target's selector
 */
public final class RuleTable<S extends Selector> {
  private final SelectionRule<S>[][] rules;
  private final int[][] numbers;
  private final List<String> names = new ArrayList<>();
  private final AtomicLongArray fired;

  private RuleTable(Map<Opcode, List<SelectionRule<S>>> byOpcode) {
    Opcode[] opcodes = Opcode.values();
    rules = newTable(opcodes.length);
    numbers = new int[opcodes.length][];
    for (Opcode opcode : opcodes) {
      List<SelectionRule<S>> list = byOpcode.getOrDefault(opcode, List.of());
      rules[opcode.ordinal()] = toArray(list);
      numbers[opcode.ordinal()] = new int[list.size()];
      for (int i = 0; i < list.size(); i++) {
        numbers[opcode.ordinal()][i] = names.size();
        names.add(opcode.text() + ": " + list.get(i).name());
      }
    }
    fired = new AtomicLongArray((names.size() + 63) / 64);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <S extends Selector> SelectionRule<S>[][] newTable(int n) {
    return new SelectionRule[n][];
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <S extends Selector> SelectionRule<S>[] toArray(List<SelectionRule<S>> list) {
    return list.toArray(new SelectionRule[0]);
  }

  /** Emits the instruction by the first rule that applies; false if none does. */
  public boolean select(S selector, Instruction instruction) {
    int opcode = instruction.opcode().ordinal();
    SelectionRule<S>[] candidates = rules[opcode];
    for (int i = 0; i < candidates.length; i++) {
      SelectionRule<S> rule = candidates[i];
      if (rule.applies(selector, instruction)) {
        noteFired(numbers[opcode][i]);
        rule.emit(selector, instruction);
        return true;
      }
    }
    return false;
  }

  private void noteFired(int number) {
    long bit = 1L << number;
    int word = number >> 6;
    long old = fired.getPlain(word);
    if ((old & bit) == 0) {
      fired.accumulateAndGet(word, bit, (x, y) -> x | y);
    }
  }

  /** The names of all rules. */
  public List<String> names() {
    return List.copyOf(names);
  }

  /** The names of rules that have not emitted anything since the program started. */
  public List<String> unfired() {
    List<String> result = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if ((fired.get(i >> 6) >>> i & 1) == 0) {
        result.add(names.get(i));
      }
    }
    return result;
  }

  public static <S extends Selector> Builder<S> builder() {
    return new Builder<>();
  }

  /** Collects rules in the order they are tried. */
  public static final class Builder<S extends Selector> {
    private final Map<Opcode, List<SelectionRule<S>>> byOpcode = new EnumMap<>(Opcode.class);

    private Builder() {}

    public Builder<S> add(Opcode opcode, SelectionRule<S> rule) {
      byOpcode.computeIfAbsent(opcode, o -> new ArrayList<>()).add(rule);
      return this;
    }

    /** The rule applies to each of the opcodes. */
    public Builder<S> add(List<Opcode> opcodes, SelectionRule<S> rule) {
      for (Opcode opcode : opcodes) {
        add(opcode, rule);
      }
      return this;
    }

    public RuleTable<S> build() {
      return new RuleTable<>(byOpcode);
    }
  }
}
