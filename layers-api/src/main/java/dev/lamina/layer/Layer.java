package dev.lamina.layer;

import dev.lamina.session.ResourceTracker;
import dev.lamina.session.Responsibility;
import dev.lamina.symbol.SymbolResolver;

/**
 * A step on the way of modules to memory.
 *
 * @param <M> the form that it takes them in
 */
public interface Layer<M> {
  /**
   * Registers what {@code module} defines in the tracker's library. It is made when one of its
   * symbols is first looked up.
   *
   * @param resolver where the module finds what it uses and does not define; {@code
   *     tracker.library().resolver()} in most cases
   * @throws dev.lamina.session.DuplicateDefinitionException if the library defines one of its
   *     symbols already
   */
  void add(ResourceTracker tracker, M module, SymbolResolver resolver);

  /** As {@link #add(ResourceTracker, Object, SymbolResolver)}, with the library's own resolver. */
  default void add(ResourceTracker tracker, M module) {
    add(tracker, module, tracker.library().resolver());
  }

  /**
   * Makes the symbols that {@code responsibility} owes from {@code module}, or fails it; neither
   * need have happened when this returns.
   */
  void emit(Responsibility responsibility, M module);
}
