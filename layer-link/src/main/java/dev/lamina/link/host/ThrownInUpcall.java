package dev.lamina.link.host;

import java.util.Iterator;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Exceptions on their way from a Java method that compiled code called to the Java method that
 * called the compiled code.
 *
 * <pre>
 *   Java ──▶ C ──▶ Java: throws          the exception is kept for the thread, C gets 0
 *            C ──▶ Java                  not called while one is kept, C gets 0
 *   Java ◀── C returns: thrown here
 * </pre>
 *
 * <p>JNI could keep it pending, too, but then nothing that is written in Java could run below,
 * {@code exit} included, and each upcall would have to ask.
 */
public final class ThrownInUpcall {
  private static final ThreadLocal<@Nullable Throwable> KEPT = new ThreadLocal<>();

  /**
   * How many threads have an exception kept. Not volatile, since a thread asks for its own sake
   * alone; whoever finds 0 is done. Written by this class only.
   */
  @SuppressWarnings("NonFinalStaticField")
  public static int count;

  /** The name of all native methods behind which is compiled code. */
  public static final String DOWNCALL = "callCompiled";

  private static final Object LOCK = new Object();

  private ThrownInUpcall() {}

  /** For generated code, after compiled code has returned: throws what was kept for this thread. */
  public static void rethrow() {
    Throwable thrown = KEPT.get();
    if (thrown != null) {
      KEPT.remove();
      add(-1);
      throw ThrownInUpcall.<RuntimeException>unchecked(thrown);
    }
  }

  /** As {@link #rethrow}, at little cost if nothing is kept. */
  static void check() {
    if (count != 0) {
      rethrow();
    }
  }

  /** For generated code, if {@link #count} is not 0: whether this thread has one kept. */
  public static boolean isKept() {
    return KEPT.get() != null;
  }

  private static void add(int n) {
    synchronized (LOCK) {
      count += n;
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> T unchecked(Throwable thrown) throws T {
    throw (T) thrown;
  }

  /**
   * Keeps {@code thrown} for the call beneath, if the Java frame beneath made one of ours, and has
   * it reported otherwise: then the thread was made by native code, or other native code called.
   *
   * @param upcall the class whose frame is the last one of the upcall's own
   */
  public static void keep(Throwable thrown, Class<?> upcall, Consumer<? super Throwable> reporter) {
    if (callerWillThrow(upcall)) {
      if (KEPT.get() == null) {
        add(1);
        KEPT.set(thrown);
      }
    } else {
      reporter.accept(thrown);
    }
  }

  /**
   * Takes away what is kept, for the time that Java code runs which is called all the same; it is
   * for another call than those that such code makes.
   */
  public static @Nullable Throwable suspend() {
    if (count == 0) {
      return null;
    }
    Throwable kept = KEPT.get();
    if (kept != null) {
      KEPT.remove();
      add(-1);
    }
    return kept;
  }

  /** Puts back what {@link #suspend} took. */
  public static void resume(@Nullable Throwable suspended) {
    if (suspended != null) {
      if (KEPT.get() == null) {
        add(1);
      }
      KEPT.set(suspended);
    }
  }

  private static final class Frames {
    static final StackWalker WALKER =
        StackWalker.getInstance(
            Set.of(
                StackWalker.Option.RETAIN_CLASS_REFERENCE, StackWalker.Option.SHOW_HIDDEN_FRAMES));
  }

  private static boolean callerWillThrow(Class<?> upcall) {
    return Frames.WALKER.walk(
        frames -> {
          Iterator<StackWalker.StackFrame> i =
              frames.dropWhile(f -> f.getDeclaringClass() != upcall).skip(1).iterator();
          while (i.hasNext()) {
            StackWalker.StackFrame frame = i.next();
            String name = frame.getClassName();
            // What JNA's calls and callbacks are made of is between the frames that count.
            if (frame.getDeclaringClass() != upcall
                && !name.startsWith("com.sun.jna.")
                && !name.startsWith("java.lang.reflect.")
                && !name.startsWith("jdk.internal.reflect.")) {
              return frame.getDeclaringClass() == NativeCalls.class
                  || frame.isNativeMethod() && frame.getMethodName().equals(DOWNCALL);
            }
          }
          return false;
        });
  }
}
