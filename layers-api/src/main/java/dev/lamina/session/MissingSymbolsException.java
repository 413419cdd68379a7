package dev.lamina.session;

import com.google.common.collect.ImmutableSortedSet;
import java.util.Collection;

/** Symbols that are needed and that nobody defines. */
public final class MissingSymbolsException extends JitException {
  private static final long serialVersionUID = 1;

  private final ImmutableSortedSet<String> names;

  /**
   * @param who what needs them: {@code hello.o}, {@code look-up in library "main"}
   */
  public MissingSymbolsException(String who, Collection<String> names) {
    super(who + ": undefined: " + String.join(", ", ImmutableSortedSet.copyOf(names)));
    this.names = ImmutableSortedSet.copyOf(names);
  }

  /** All that are missing, in alphabetical order. */
  public ImmutableSortedSet<String> names() {
    return names;
  }
}
