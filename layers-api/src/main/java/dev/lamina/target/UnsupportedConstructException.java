package dev.lamina.target;

import org.jspecify.annotations.Nullable;

/**
 * Something that LLVM IR has and a target cannot compile (yet). The message names the construct
 * and, once known, the function and line it stands in.
 */
public final class UnsupportedConstructException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String construct;

  public UnsupportedConstructException(String construct) {
    super("not supported: " + construct);
    this.construct = construct;
  }

  private UnsupportedConstructException(String construct, String where, Throwable cause) {
    super(where + ": not supported: " + construct, cause);
    this.construct = construct;
  }

  /** What is not supported, without its place. */
  public String construct() {
    return construct;
  }

  /** The same, with the place it stands in; {@code line} is 0 where the text is not known. */
  public UnsupportedConstructException in(String module, @Nullable String function, int line) {
    String where = module + (line > 0 ? ":" + line : "");
    return new UnsupportedConstructException(
        construct, function == null ? where : where + ": in function " + function, this);
  }
}
