package dev.lamina.ir.text;

/**
 * A mistake in LLVM IR text. The message has the form {@code file:line:column: error: problem},
 * then the line of text and a caret below the place.
 */
public final class IRReadException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String file;
  private final int line;
  private final int column;
  private final String problem;

  IRReadException(String file, int line, int column, String problem, String excerpt) {
    super(file + ":" + line + ":" + column + ": error: " + problem + "\n" + excerpt);
    this.file = file;
    this.line = line;
    this.column = column;
    this.problem = problem;
  }

  /** The name that the text was read under. */
  public String file() {
    return file;
  }

  /** From 1. */
  public int line() {
    return line;
  }

  /** In bytes, from 1. */
  public int column() {
    return column;
  }

  /** What is wrong, without the place. */
  public String problem() {
    return problem;
  }
}
