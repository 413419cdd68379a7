package dev.lamina.link.process;

import dev.lamina.link.call.LongjmpGuard;
import dev.lamina.link.call.NativeCallback;
import dev.lamina.link.host.NativeCalls;
import dev.lamina.link.host.ProcessSymbols;
import dev.lamina.session.DefinitionGenerator;
import dev.lamina.session.InitFunction;
import dev.lamina.session.JitException;
import dev.lamina.session.SymbolLibrary;
import dev.lamina.symbol.ResolvedSymbol;
import dev.lamina.symbol.SymbolFlags;
import dev.lamina.symbol.SymbolRequest;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Beginning and end of one program's libraries, and the functions of libc that have to behave
 * differently inside a Java VM; the package documentation lists them.
 *
 * <pre>
 *   runtime.install(library);                           // first, so that it comes before libc
 *   library.addGenerator(ProcessSymbols.all());
 *   …
 *   runtime.initialize(library, argc, argv, envp);      // constructors
 *   …calls…
 *   runtime.end(library);                               // its atexit handlers, destructors
 * </pre>
 */
public final class ProcessRuntime {
  private final ExitHandlers handlers = new ExitHandlers();
  private final Signals signals;
  private final PrintStream errors;

  /** Function pointers given out; they stay valid as long as this object. */
  private final Map<String, NativeCallback> shared = new HashMap<>();

  private final List<Installed> installed = new ArrayList<>();
  private final List<Object> kept = new ArrayList<>();
  private volatile IntConsumer onExit = System::exit;

  // Guarded by this.
  private @Nullable Thread exiting;

  /** Prints what it has to say on standard error. */
  public ProcessRuntime() {
    this(System.err);
  }

  public ProcessRuntime(PrintStream errors) {
    this.errors = errors;
    this.signals = new Signals(errors);
  }

  /**
   * Sets what happens after a program has called {@code exit} and its handlers have run; {@code
   * System.exit} if nothing else is said. When it returns, the thread stands still for ever: the
   * program is not to go on after {@code exit}.
   */
  public void onExit(IntConsumer action) {
    onExit = action;
  }

  /** Keeps what native code holds the address of alive as long as this object. */
  synchronized void keep(Object object) {
    kept.add(object);
  }

  /** Makes the functions of this runtime known in {@code library}. */
  public void install(SymbolLibrary library) {
    Installed own = new Installed(library);
    synchronized (this) {
      installed.add(own);
    }
    library.addGenerator(own);
  }

  /** The runtime's symbols in one library, made when they are wanted. */
  private final class Installed implements DefinitionGenerator {
    private final SymbolLibrary library;
    private final Map<String, NativeCallback> own = new HashMap<>();

    Installed(SymbolLibrary library) {
      this.library = library;
    }

    @Override
    public void generate(SymbolLibrary wanting, SymbolRequest request) {
      Map<String, ResolvedSymbol> found = new HashMap<>();
      for (String name : request.names()) {
        long address = address(name);
        if (address != 0) {
          // Hidden: another library that searches this one is to get its own.
          found.put(name, new ResolvedSymbol(address, SymbolFlags.NONE.callable()));
        }
      }
      if (!found.isEmpty()) {
        library.defineAbsolute(library.defaultTracker(), found);
      }
    }

    private long address(String name) {
      return switch (name) {
        case "atexit" -> callback(name, a -> add(ExitHandlers.Kind.PLAIN, a[0], 0));
        case "on_exit" -> callback(name, a -> add(ExitHandlers.Kind.WITH_STATUS, a[0], a[1]));
        case "__cxa_atexit" ->
            callback(name, a -> add(ExitHandlers.Kind.WITH_ARGUMENT, a[0], a[1]));
        case "exit" -> shared(name, a -> exitAndStop((int) a[0]));
        case "at_quick_exit" -> shared(name, a -> atQuickExit(a[0]));
        case "signal", "bsd_signal", "ssignal", "sysv_signal", "__sysv_signal", "sigset" ->
            shared(name, a -> signals.signal(name, (int) a[0], a[1]));
        case "sigaction", "__sigaction" ->
            shared(name, a -> signals.sigaction((int) a[0], a[1], a[2]));
        case "longjmp", "_longjmp", "siglongjmp", "__longjmp_chk" -> LongjmpGuard.address(name);
        default -> 0;
      };
    }

    private long add(ExitHandlers.Kind kind, long function, long argument) {
      handlers.add(kind, function, argument, library);
      return 0;
    }

    private long callback(String name, NativeCallback.Handler handler) {
      return own.computeIfAbsent(name, n -> guarded(n, handler)).address();
    }
  }

  private synchronized long shared(String name, NativeCallback.Handler handler) {
    return shared.computeIfAbsent(name, n -> guarded(n, handler)).address();
  }

  private NativeCallback guarded(String name, NativeCallback.Handler handler) {
    return NativeCallback.of(
        arguments -> {
          try {
            return handler.call(arguments);
          } catch (RuntimeException e) {
            errors.println("lamina: error: " + name + ": " + e.getMessage());
            return -1;
          }
        });
  }

  private static long atQuickExit(long function) {
    long libc = ProcessSymbols.address("__cxa_at_quick_exit");
    if (libc == 0) {
      throw new JitException("this libc has no __cxa_at_quick_exit");
    }
    return NativeCalls.callInt(libc, function, 0);
  }

  /**
   * Makes everything in {@code library} that has constructors, and runs those that did not run
   * before, by priority and order of adding, on this thread.
   *
   * @param argv address of the arguments, which constructors get as {@code main} does
   */
  public void initialize(SymbolLibrary library, int argc, long argv, long envp) {
    for (InitFunction function : library.takeInitializers()) {
      NativeCalls.call(function.address(), argc, argv, envp);
    }
  }

  /** Runs the exit handlers of {@code library} and its destructors, on this thread. */
  public void end(SymbolLibrary library) {
    handlers.run(library, 0);
    for (InitFunction function : library.takeFinalizers()) {
      NativeCalls.call(function.address());
    }
  }

  /**
   * What the program's {@code exit} does: handlers, destructors of all libraries from the last to
   * the first, {@code fflush(NULL)}, {@link #onExit}. Returns when that does. If another thread is
   * here already, it never returns.
   */
  public void exit(int status) {
    synchronized (this) {
      if (exiting != null && exiting != Thread.currentThread()) {
        stop();
      }
      exiting = Thread.currentThread();
    }
    handlers.run(null, status);
    List<Installed> libraries;
    synchronized (this) {
      libraries = new ArrayList<>(installed);
    }
    for (int i = libraries.size() - 1; i >= 0; i--) {
      end(libraries.get(i).library);
    }
    NativeCalls.callInt(ProcessSymbols.address("fflush"), 0);
    onExit.accept(status);
  }

  private long exitAndStop(int status) {
    exit(status);
    stop();
    return 0;
  }

  /** Lets the current thread stand still for ever. */
  private static void stop() {
    while (true) {
      LockSupport.park();
    }
  }
}
