package dev.lamina.session;

/** Something that was asked for could not be made; the message says what and why. */
public class JitException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public JitException(String message) {
    super(message);
  }

  public JitException(String message, Throwable cause) {
    super(message, cause);
  }
}
