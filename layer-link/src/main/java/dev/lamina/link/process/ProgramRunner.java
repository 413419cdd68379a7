package dev.lamina.link.process;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import dev.lamina.link.host.NativeCalls;
import dev.lamina.link.host.ProcessSymbols;
import dev.lamina.session.SymbolLibrary;
import java.nio.charset.Charset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Runs a program: constructors, {@code main}, and the end, on a thread with a C program's stack.
 *
 * <pre>
 *   int status = new ProgramRunner(runtime, library).run("main", List.of("hello", "world"));
 * </pre>
 */
public final class ProgramRunner {
  private static final int RLIMIT_STACK = 3;
  private static final int LC_ALL = 6;
  private static final long DEFAULT_STACK_SIZE = 8L << 20;

  /** What "unlimited" means: address space that is not touched costs nothing. */
  private static final long UNLIMITED_STACK_SIZE = 64L << 20;

  /** More than this the Java VM does not give to a thread. */
  private static final long MAX_STACK_SIZE = 1L << 30;

  private final ProcessRuntime runtime;
  private final SymbolLibrary library;
  private final long stackSize;

  /** With the stack size that the system's limit ({@code ulimit -s}) gives to programs. */
  public ProgramRunner(ProcessRuntime runtime, SymbolLibrary library) {
    this(runtime, library, systemStackSize());
  }

  /**
   * @param runtime installed in {@code library}; serves one run
   * @param stackSize in bytes
   */
  public ProgramRunner(ProcessRuntime runtime, SymbolLibrary library, long stackSize) {
    this.runtime = runtime;
    this.library = library;
    this.stackSize = stackSize;
  }

  /** The size in bytes that the main thread of a program started now would have. */
  public static long systemStackSize() {
    try (Memory limits = new Memory(16)) {
      int result =
          NativeLibrary.getProcess()
              .getFunction("getrlimit")
              .invokeInt(new Object[] {RLIMIT_STACK, limits});
      long soft = limits.getLong(0);
      return result != 0 || soft < 0
          ? UNLIMITED_STACK_SIZE
          : Math.min(MAX_STACK_SIZE, Math.max(DEFAULT_STACK_SIZE, soft));
    }
  }

  /**
   * Calls {@code int entry(int argc, char **argv, char **envp)}.
   *
   * @param arguments {@code argv}, the program's name first
   * @return the status, of eight bits, with which a process would have ended: what {@code entry}
   *     returned or what was given to {@code exit}, after the program's handlers have run and its
   *     streams are flushed
   */
  public int run(String entry, List<String> arguments) {
    long address = library.lookup(entry).address();
    System.out.flush(); // what Java printed before comes before what the program prints
    System.err.flush();
    CompletableFuture<Integer> status = new CompletableFuture<>();
    runtime.onExit(status::complete);
    Memory argv = argumentBlock(arguments);
    runtime.keep(argv); // other threads of the program may use it after main has ended
    Thread thread =
        new Thread(null, () -> runHere(address, arguments.size(), argv, status), "main", stackSize);
    thread.setDaemon(true); // after exit() it stands still where it called it
    thread.start();
    return join(status) & 0xff;
  }

  private void runHere(long entry, int argc, Memory argv, CompletableFuture<Integer> status) {
    try {
      // A C program begins in the "C" locale, but the Java VM has set that of the environment.
      NativeLibrary.getProcess().getFunction("setlocale").invokePointer(new Object[] {LC_ALL, "C"});
      long arguments = Pointer.nativeValue(argv);
      long environment = new Pointer(ProcessSymbols.address("environ")).getLong(0);
      runtime.initialize(library, argc, arguments, environment);
      runtime.exit(NativeCalls.callInt(entry, argc, arguments, environment));
    } catch (Throwable e) {
      status.completeExceptionally(e);
    }
  }

  private static int join(CompletableFuture<Integer> status) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return status.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("the program could not be run", e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The pointers, a null pointer, and the strings behind them. */
  private static Memory argumentBlock(List<String> arguments) {
    Charset charset = Charset.forName(Native.getDefaultStringEncoding());
    byte[][] encoded = new byte[arguments.size()][];
    long size = 8L * (arguments.size() + 1);
    for (int i = 0; i < encoded.length; i++) {
      encoded[i] = arguments.get(i).getBytes(charset);
      size += encoded[i].length + 1;
    }
    Memory block = new Memory(size);
    block.clear();
    long at = 8L * (arguments.size() + 1);
    for (int i = 0; i < encoded.length; i++) {
      block.setPointer(8L * i, block.share(at));
      block.write(at, encoded[i], 0, encoded[i].length);
      at += encoded[i].length + 1;
    }
    return block;
  }
}
