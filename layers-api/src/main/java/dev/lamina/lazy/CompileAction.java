package dev.lamina.lazy;

/** What is to be done when a function is called first. */
@FunctionalInterface
public interface CompileAction {
  /** What the action has come to. Called once, from any thread. */
  interface Answer {
    /** The calls that wait go on at {@code address}. */
    void ready(long address);

    /** The calls that wait go on in the error handler, and {@code cause} is reported. */
    void failed(Throwable cause);
  }

  /**
   * Has the function compiled and answers, at once or later. It does not wait: other functions'
   * first calls wait behind it.
   */
  void compile(Answer answer);
}
