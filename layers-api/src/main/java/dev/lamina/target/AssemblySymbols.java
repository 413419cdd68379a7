package dev.lamina.target;

import dev.lamina.symbol.SymbolFlags;
import java.util.Map;
import java.util.Set;

/**
 * What a module's assembly has to do with symbols, by their names in objects.
 *
 * @param definitions what it defines for others, with what is known of each
 * @param commonSizes the sizes in bytes of those that are common
 * @param references what it uses and does not define; the module's own symbols among them
 * @param hasInitializers whether a loader has to run something that it contains
 */
public record AssemblySymbols(
    Map<String, SymbolFlags> definitions,
    Map<String, Long> commonSizes,
    Set<String> references,
    boolean hasInitializers) {
  /** Those of a module without assembly. */
  public static final AssemblySymbols NONE =
      new AssemblySymbols(Map.of(), Map.of(), Set.of(), false);
}
