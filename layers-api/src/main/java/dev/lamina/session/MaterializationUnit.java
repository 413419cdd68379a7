package dev.lamina.session;

import dev.lamina.symbol.SymbolFlags;
import java.util.Map;

/**
 * Definitions that can be made when they are needed: a module, an object, or anything else that can
 * say which symbols it would define.
 */
public interface MaterializationUnit {
  /** For messages: what it is and where it comes from. */
  String name();

  /** What it defines. Constant. */
  Map<String, SymbolFlags> symbols();

  /**
   * Makes the definitions, or has them made later and elsewhere. Called once at most, on a compile
   * thread. {@code responsibility.symbols()} tells which of {@link #symbols()} are wanted: those
   * that lost to other definitions are not. An exception thrown fails the responsibility.
   */
  void materialize(Responsibility responsibility);

  /** True if it has functions to be run before the library's others, such as constructors. */
  default boolean hasInitializers() {
    return false;
  }

  /** The size in bytes of a common symbol that it defines. */
  default long commonSize(String symbol) {
    return 0;
  }
}
