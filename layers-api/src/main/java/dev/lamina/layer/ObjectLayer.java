package dev.lamina.layer;

import dev.lamina.object.ObjectFile;
import dev.lamina.session.ResourceTracker;
import dev.lamina.symbol.SymbolResolver;

/** A layer that takes objects: a linker, or a cache in front of one. */
public interface ObjectLayer extends Layer<ObjectFile> {
  @Override
  default void add(ResourceTracker tracker, ObjectFile object, SymbolResolver resolver) {
    tracker.library().define(tracker, new ObjectUnit(this, object), resolver);
  }
}
