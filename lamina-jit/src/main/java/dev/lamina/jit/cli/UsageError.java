package dev.lamina.jit.cli;

import org.jspecify.annotations.Nullable;

/** A command line that makes no sense, or asks for what there is not. */
final class UsageError extends Exception {
  private static final long serialVersionUID = 1;

  private final @Nullable String hint;

  UsageError(String message) {
    this(message, null);
  }

  /** {@code hint} is a second line, such as the option that may have been meant. */
  UsageError(String message, @Nullable String hint) {
    super(message);
    this.hint = hint;
  }

  @Nullable String hint() {
    return hint;
  }
}
