package dev.lamina.link.call;

import dev.lamina.link.host.ProcessSymbols;
import dev.lamina.target.CallAdapters.Scalar;
import dev.lamina.target.CallAdapters.Shape;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code longjmp} for programs that call Java and are called by it. A jump to a frame beneath that
 * of a Java method would leave the Java VM with a stack that it does not understand; it ends the
 * process, with a message that shows the Java methods. All other jumps are libc's.
 */
public final class LongjmpGuard {
  private static final Map<String, Long> GUARDS = new HashMap<>();

  private LongjmpGuard() {}

  /** What the process calls when a jump is refused; it lasts as long as the process. */
  private static final class Refusal {
    static final long ADDRESS =
        Adapters.upcall(
                Shape.of(Scalar.VOID, List.of()),
                LongjmpGuard.class,
                "refuse",
                "(Ljava/lang/Object;)V",
                System.err)
            .address();
  }

  /**
   * The guarded function of that name.
   *
   * @param name {@code longjmp} or one of its like
   * @return its address, 0 if the process has no such function
   */
  public static long address(String name) {
    synchronized (GUARDS) {
      Long known = GUARDS.get(name);
      if (known != null) {
        return known;
      }
      long longjmp = ProcessSymbols.address(name);
      long guard = longjmp == 0 ? 0 : Adapters.longjmpGuard(longjmp, Refusal.ADDRESS);
      GUARDS.put(name, guard);
      return guard;
    }
  }

  /** Called by native code, which aborts when it returns. */
  @SuppressWarnings("unused")
  private static void refuse(Object errors) {
    PrintStream stream = (PrintStream) errors;
    stream.println(
        "lamina: error: longjmp out of a function that Java called, to one that called Java; the"
            + " Java methods in between cannot be left:");
    StackWalker.getInstance()
        .forEach(
            frame -> {
              if (!frame.getClassName().equals(LongjmpGuard.class.getName())) {
                stream.println("  at " + frame);
              }
            });
    stream.flush();
  }
}
