package dev.lamina.session;

import dev.lamina.symbol.SymbolRequest;

/**
 * Adds definitions to a library at the moment they are looked for: the process's symbols, an
 * archive's members. Called by one thread at a time per library. It must not wait for look-ups.
 */
@FunctionalInterface
public interface DefinitionGenerator {
  /**
   * Defines in {@code library} what it can of {@code request}; what it does not know it leaves
   * alone. Names that are weak in the request do not justify loading anything.
   */
  void generate(SymbolLibrary library, SymbolRequest request);
}
