package dev.lamina.lazy;

import java.util.List;

/**
 * Hands out trampolines: addresses to call that have an action run first. Any number of threads may
 * call one at the same time, the action runs once, and all go on where it says. Safe for threads.
 */
public interface CompileCallbackManager {
  /**
   * The native function that a resolver block calls: {@code void *(void *handle, void
   * *trampoline)}. It returns where to go on, always. It runs no Java, needs less than 1 KiB of
   * stack, may be entered on any thread, and leaves {@code errno} as it was.
   */
  long entry();

  /** The first argument of {@link #entry}. */
  long handle();

  /**
   * Makes a trampoline for each action, and returns their addresses.
   *
   * @throws dev.lamina.session.JitException if they cannot be made
   */
  long[] newCallbacks(List<? extends CompileAction> actions);

  /**
   * Takes trampolines back; they are handed out again. Nothing may call them any more, as nothing
   * may call code that is removed: a call that comes by one now may be taken for one of whatever
   * has it next. Calls that came before this are not: they still get their answer, if the action
   * runs, and go to the error handler otherwise.
   */
  void release(long[] trampolines);
}
