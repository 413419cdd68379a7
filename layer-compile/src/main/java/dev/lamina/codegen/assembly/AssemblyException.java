package dev.lamina.codegen.assembly;

/** A statement of assembly that does not mean anything; the message needs no context but it. */
public final class AssemblyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int column;

  public AssemblyException(int column, String message) {
    super(message);
    this.column = column;
  }

  /** Where in the statement the trouble is, from 1. */
  public int column() {
    return column;
  }
}
