package dev.lamina.layer;

import dev.lamina.ir.Module;
import dev.lamina.session.ResourceTracker;
import dev.lamina.symbol.SymbolResolver;

/**
 * A layer that takes IR: a compiler, or a transform in front of one. A module that was added
 * belongs to the layer, which may change it.
 */
public interface IRLayer extends Layer<Module> {
  @Override
  default void add(ResourceTracker tracker, Module module, SymbolResolver resolver) {
    tracker.library().define(tracker, new IRUnit(this, module), resolver);
  }
}
