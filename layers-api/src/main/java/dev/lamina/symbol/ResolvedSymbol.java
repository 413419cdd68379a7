package dev.lamina.symbol;

import org.jspecify.annotations.Nullable;

/**
 * A symbol with its place in memory.
 *
 * @param address where it is
 * @param flags what is known of it
 * @param dependency what must be complete before it may be used, or null if it is. Resolvers that
 *     wrap others hand this on untouched.
 */
public record ResolvedSymbol(long address, SymbolFlags flags, @Nullable Dependency dependency) {
  /** A symbol that is complete. */
  public ResolvedSymbol(long address, SymbolFlags flags) {
    this(address, flags, null);
  }
}
