package dev.lamina.jit;

/** What becomes of a call of a function that cannot be compiled; see {@link Jit.Builder#lazy}. */
public enum FailedCalls {
  /**
   * As if a Java function had been called that throws: the call gives 0 (or, in a register for
   * floating-point numbers, anything), further Java functions are not called, and when compiled
   * code returns to the Java method that called it, a {@link dev.lamina.session.JitException} is
   * thrown from there. On a thread that native code made it is reported to the session.
   */
  THROW,

  /** The program ends as by {@code exit(1)}: its handlers run, its streams are flushed. */
  EXIT
}
