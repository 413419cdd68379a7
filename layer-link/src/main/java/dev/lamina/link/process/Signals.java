package dev.lamina.link.process;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.PrintStream;

/** {@code signal} and {@code sigaction} for a program that lives beside a Java VM. */
final class Signals {
  private static final long SIG_DFL = 0;
  private static final long SIG_ERR = -1;
  private static final int EINVAL = 22;

  // Linux's numbers, which are those of all our machines.
  private static final int SIGQUIT = 3;
  private static final int SIGILL = 4;
  private static final int SIGTRAP = 5;
  private static final int SIGBUS = 7;
  private static final int SIGFPE = 8;
  private static final int SIGSEGV = 11;
  private static final int SIGUSR2 = 12;

  /** {@code sizeof(struct sigaction)} of glibc: handler, mask, flags, restorer. */
  private static final int SIGACTION_SIZE = 152;

  private final PrintStream errors;

  Signals(PrintStream errors) {
    this.errors = errors;
  }

  /** The name of a signal that the Java VM needs, or "" if the program may have it. */
  static String reservedName(int signal) {
    return switch (signal) {
      case SIGQUIT -> "SIGQUIT";
      case SIGILL -> "SIGILL";
      case SIGTRAP -> "SIGTRAP";
      case SIGBUS -> "SIGBUS";
      case SIGFPE -> "SIGFPE";
      case SIGSEGV -> "SIGSEGV";
      case SIGUSR2 -> "SIGUSR2";
      default -> "";
    };
  }

  /** {@code name(signal, handler)}, where {@code name} is {@code signal} or one of its like. */
  long signal(String name, int signal, long handler) {
    String reserved = reservedName(signal);
    if (!reserved.isEmpty()) {
      if (handler == SIG_DFL) {
        return SIG_DFL;
      }
      refuse(name, reserved);
      return SIG_ERR;
    }
    long previous = function(name).invokeLong(new Object[] {signal, handler});
    if (previous == SIG_ERR) {
      setErrno(Native.getLastError());
    }
    return previous;
  }

  /** {@code sigaction(signal, action, old)}, the latter two addresses or 0. */
  long sigaction(int signal, long action, long old) {
    String reserved = reservedName(signal);
    if (reserved.isEmpty()) {
      int result = function("sigaction").invokeInt(new Object[] {signal, action, old});
      if (result != 0) {
        setErrno(Native.getLastError());
      }
      return result;
    }
    if (action != 0 && new Pointer(action).getLong(0) != SIG_DFL) {
      refuse("sigaction", reserved);
      return -1;
    }
    if (old != 0) {
      new Pointer(old).clear(SIGACTION_SIZE);
    }
    return 0;
  }

  private void refuse(String function, String signal) {
    errors.println(
        "lamina: warning: "
            + function
            + ": the Java VM needs "
            + signal
            + "; the program's handler was not installed");
    setErrno(EINVAL);
  }

  private static Function function(String name) {
    return NativeLibrary.getProcess().getFunction(name);
  }

  private static void setErrno(int errno) {
    function("__errno_location").invokePointer(new Object[0]).setInt(0, errno);
  }
}
