package dev.lamina.codegen;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.Opcode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The selection rules of a target by the opcode they apply to.
 *
 * <p>Rules come in groups, and a group is made when one of its opcodes is met first: a start of a
 * short program needs few of some two hundred rules, and each is two lambdas to link.
 *
 * @param <S> the target's selector
 */
public final class RuleTable<S extends Selector> {
  /** The rules of an opcode, in the order they are tried. */
  private static final class Candidates<S extends Selector> {
    final Opcode opcode;
    final SelectionRule<S>[] rules;

    /** By rule. Threads may write at once: what they write is the same. */
    final boolean[] fired;

    @SuppressWarnings({"unchecked", "rawtypes"})
    Candidates(Opcode opcode, List<SelectionRule<S>> list) {
      this.opcode = opcode;
      rules = list.toArray(new SelectionRule[0]);
      fired = new boolean[rules.length];
    }

    String name(int i) {
      return opcode.text() + ": " + rules[i].name();
    }
  }

  /** Where the candidates of an opcode are kept once they are made. */
  private static final class Place<S extends Selector> {
    volatile @Nullable Candidates<S> candidates;
  }

  private final List<Group<S>> groups;
  private final List<Place<S>> places = new ArrayList<>();

  private RuleTable(List<Group<S>> groups) {
    this.groups = List.copyOf(groups);
    for (int i = 0; i < Opcode.values().length; i++) {
      places.add(new Place<>());
    }
  }

  /** Emits the instruction by the first rule that applies; false if none does. */
  public boolean select(S selector, Instruction instruction) {
    Candidates<S> candidates = candidates(instruction.opcode());
    SelectionRule<S>[] rules = candidates.rules;
    for (int i = 0; i < rules.length; i++) {
      SelectionRule<S> rule = rules[i];
      if (rule.applies(selector, instruction)) {
        candidates.fired[i] = true;
        rule.emit(selector, instruction);
        return true;
      }
    }
    return false;
  }

  private Candidates<S> candidates(Opcode opcode) {
    Candidates<S> known = places.get(opcode.ordinal()).candidates;
    return known != null ? known : make(opcode);
  }

  private synchronized Candidates<S> make(Opcode opcode) {
    Place<S> place = places.get(opcode.ordinal());
    Candidates<S> candidates = place.candidates;
    if (candidates == null) {
      List<SelectionRule<S>> rules = new ArrayList<>();
      for (Group<S> group : groups) {
        rules.addAll(group.rules(opcode));
      }
      candidates = new Candidates<>(opcode, rules);
      place.candidates = candidates;
    }
    return candidates;
  }

  /** The names of all rules. */
  public List<String> names() {
    return list(false);
  }

  /** The names of rules that have not emitted anything since the program started. */
  public List<String> unfired() {
    return list(true);
  }

  private List<String> list(boolean onlyUnfired) {
    List<String> names = new ArrayList<>();
    for (Opcode opcode : Opcode.values()) {
      Candidates<S> candidates = candidates(opcode);
      for (int i = 0; i < candidates.rules.length; i++) {
        if (!onlyUnfired || !candidates.fired[i]) {
          names.add(candidates.name(i));
        }
      }
    }
    return names;
  }

  public static <S extends Selector> Builder<S> builder() {
    return new Builder<>();
  }

  /** Collects groups of rules; for each opcode they are tried in the order of adding. */
  public static final class Builder<S extends Selector> {
    private final List<Group<S>> groups = new ArrayList<>();

    private Builder() {}

    /**
     * @param rules adds the rules of the group
     * @param opcodes those that there are rules for, and maybe others
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    @CanIgnoreReturnValue
    public final Builder<S> group(Consumer<Rules<S>> rules, Set<Opcode>... opcodes) {
      Set<Opcode> all = EnumSet.noneOf(Opcode.class);
      for (Set<Opcode> some : opcodes) {
        all.addAll(some);
      }
      groups.add(new Group<>(rules, all));
      return this;
    }

    public RuleTable<S> build() {
      return new RuleTable<>(groups);
    }
  }

  /** What a group adds its rules to. */
  public static final class Rules<S extends Selector> {
    private final Set<Opcode> opcodes;
    private final Map<Opcode, List<SelectionRule<S>>> byOpcode = new EnumMap<>(Opcode.class);

    private Rules(Set<Opcode> opcodes) {
      this.opcodes = opcodes;
    }

    @CanIgnoreReturnValue
    public Rules<S> add(Opcode opcode, SelectionRule<S> rule) {
      checkArgument(opcodes.contains(opcode), "the group does not say that it is for %s", opcode);
      byOpcode.computeIfAbsent(opcode, o -> new ArrayList<>()).add(rule);
      return this;
    }

    /** The rule applies to each of the opcodes. */
    @CanIgnoreReturnValue
    public Rules<S> add(List<Opcode> several, SelectionRule<S> rule) {
      for (Opcode opcode : several) {
        add(opcode, rule);
      }
      return this;
    }
  }

  /** Rules that are made together. Used under the lock of the table. */
  private static final class Group<S extends Selector> {
    private final Consumer<Rules<S>> source;
    private final Set<Opcode> opcodes;
    private @Nullable Rules<S> made;

    Group(Consumer<Rules<S>> source, Set<Opcode> opcodes) {
      this.source = source;
      this.opcodes = opcodes;
    }

    List<SelectionRule<S>> rules(Opcode opcode) {
      if (!opcodes.contains(opcode)) {
        return List.of();
      }
      Rules<S> rules = made;
      if (rules == null) {
        rules = new Rules<>(opcodes);
        source.accept(rules);
        made = rules;
      }
      return rules.byOpcode.getOrDefault(opcode, List.of());
    }
  }
}
