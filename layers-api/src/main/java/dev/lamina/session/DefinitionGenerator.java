package dev.lamina.session;

import dev.lamina.symbol.SymbolRequest;
import java.util.function.Predicate;

/**
 * Adds definitions to a library at the moment they are looked for: the process's symbols, an
 * archive's members, or what a user's own makes up.
 *
 * <pre>
 *   library.addGenerator((lib, request) -> {
 *     for (String name : request.required()) {
 *       if (name.startsWith("square_")) layer.add(lib.defaultTracker(), squareFunction(name));
 *     }
 *   });
 * </pre>
 *
 * <p>It is asked in bulk, once for each look-up that does not find everything, by one thread at a
 * time per library. Names that the library defines, hidden ones too, it is not asked for. Other
 * look-ups that need it wait meanwhile, so it must not wait for look-ups itself; that is refused.
 * An exception that it throws fails the look-up.
 */
@FunctionalInterface
public interface DefinitionGenerator {
  /**
   * Defines in {@code library} what it can of {@code request}; what it does not know it leaves
   * alone. Names that are weak in the request do not justify loading anything.
   */
  void generate(SymbolLibrary library, SymbolRequest request);

  /** This generator, asked only for names that {@code visible} accepts. */
  default DefinitionGenerator filter(Predicate<String> visible) {
    return (library, request) -> {
      SymbolRequest some = request.only(visible);
      if (!some.names().isEmpty()) {
        generate(library, some);
      }
    };
  }
}
