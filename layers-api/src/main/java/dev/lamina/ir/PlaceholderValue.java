package dev.lamina.ir;

import org.jspecify.annotations.Nullable;

/**
 * Stands for a local value that is not there yet, while a body is being read or linked together;
 * whoever makes one replaces all its uses before the function is handed on.
 */
public final class PlaceholderValue extends LocalValue {
  public PlaceholderValue(Type type) {
    super(type);
  }

  @Override
  public @Nullable Function function() {
    return null;
  }
}
