package dev.lamina.target.x86_64.asm;

/** A line of assembly that does not mean anything; the message needs no context but the line. */
public final class AssemblyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int column;

  AssemblyException(int column, String message) {
    super(message);
    this.column = column;
  }

  /** Where in the line the trouble is, from 1. */
  public int column() {
    return column;
  }
}
