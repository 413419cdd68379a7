package dev.lamina.link.process;

import dev.lamina.link.host.NativeCalls;
import dev.lamina.session.SymbolLibrary;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** What programs registered to be run at the end, newest first. */
final class ExitHandlers {
  /** How a handler is called. */
  enum Kind {
    /** {@code atexit}: {@code void f(void)}. */
    PLAIN,
    /** {@code __cxa_atexit}: {@code void f(void *argument)}. */
    WITH_ARGUMENT,
    /** {@code on_exit}: {@code void f(int status, void *argument)}. */
    WITH_STATUS
  }

  private record Handler(Kind kind, long function, long argument, SymbolLibrary library) {}

  private final ArrayDeque<Handler> handlers = new ArrayDeque<>();

  synchronized void add(Kind kind, long function, long argument, SymbolLibrary library) {
    handlers.push(new Handler(kind, function, argument, library));
  }

  /** Runs those of {@code library}, or all if it is null, those that are added meanwhile too. */
  void run(@Nullable SymbolLibrary library, int status) {
    Handler handler;
    while ((handler = take(library)) != null) {
      switch (handler.kind) {
        case PLAIN -> NativeCalls.call(handler.function);
        case WITH_ARGUMENT -> NativeCalls.call(handler.function, handler.argument);
        case WITH_STATUS -> NativeCalls.call(handler.function, status, handler.argument);
      }
    }
  }

  /** Drops those of {@code library}, whose code is gone. */
  synchronized void forget(SymbolLibrary library) {
    handlers.removeIf(handler -> handler.library == library);
  }

  private synchronized @Nullable Handler take(@Nullable SymbolLibrary library) {
    for (Iterator<Handler> i = handlers.iterator(); i.hasNext(); ) {
      Handler handler = i.next();
      if (library == null || handler.library == library) {
        i.remove();
        return handler;
      }
    }
    return null;
  }
}
