package dev.lamina.link.call;

import dev.lamina.link.host.ThrownInUpcall;
import dev.lamina.session.JitException;
import java.util.function.Consumer;

/** For generated code: what an upcall calls, with what becomes of its exceptions. */
public final class CallbackReceiver {
  /** An object of the interface that the generated class calls, or a {@code MethodHandle}. */
  public final Object function;

  private final String name;
  private final Consumer<? super Throwable> reporter;

  CallbackReceiver(String name, Object function, Consumer<? super Throwable> reporter) {
    this.name = name;
    this.function = function;
    this.reporter = reporter;
  }

  /**
   * Called when {@link #function} has thrown.
   *
   * @param upcall the class that called it
   */
  public void failed(Throwable thrown, Class<?> upcall) {
    ThrownInUpcall.keep(thrown, upcall, this::report);
  }

  private void report(Throwable thrown) {
    reporter.accept(
        new JitException(
            name
                + ", called by native code with no call from Java beneath that could throw it,"
                + " threw "
                + thrown,
            thrown));
  }
}
