package dev.lamina.symbol;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Names that someone wants to know the addresses of.
 *
 * @param names all of them
 * @param weak those of {@code names} that may be missing: nothing is loaded for their sake (an
 *     archive's member, for instance), but a definition that is there counts
 * @param requester what they are wanted for, or null; parts of a request keep it
 */
public record SymbolRequest(Set<String> names, Set<String> weak, @Nullable Dependency requester) {
  public SymbolRequest {
    checkArgument(names.containsAll(weak), "weak names %s are not all among %s", weak, names);
  }

  /** All of them wanted, for nobody in particular. */
  public static SymbolRequest of(Set<String> names) {
    return new SymbolRequest(names, Set.of(), null);
  }

  /** The part of this request whose names satisfy {@code wanted}. */
  public SymbolRequest only(Predicate<String> wanted) {
    Set<String> some = new LinkedHashSet<>();
    Set<String> someWeak = new LinkedHashSet<>();
    for (String name : names) {
      if (wanted.test(name)) {
        some.add(name);
        if (weak.contains(name)) {
          someWeak.add(name);
        }
      }
    }
    return new SymbolRequest(some, someWeak, requester);
  }

  /** The names that are wanted and may not be missing. */
  public Set<String> required() {
    if (weak.isEmpty()) {
      return names;
    }
    Set<String> required = new LinkedHashSet<>(names);
    required.removeAll(weak);
    return required;
  }
}
