package dev.lamina.jit;

import dev.lamina.cod.CompileOnDemandLayer;
import dev.lamina.cod.LocalCompileCallbackManager;
import dev.lamina.cod.LocalIndirectStubsManager;
import dev.lamina.layer.IRLayer;
import dev.lamina.lazy.LazySupport;
import dev.lamina.link.call.Upcall;
import dev.lamina.link.host.HostAccess;
import dev.lamina.link.host.NativeCalls;
import dev.lamina.link.host.ProcessSymbols;
import dev.lamina.link.process.ProcessRuntime;
import dev.lamina.session.JitException;
import dev.lamina.session.Session;
import dev.lamina.session.SymbolLibrary;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What compiling on demand needs beside the layer: a library of its own, which holds trampolines,
 * stubs and the code behind them, the managers of those, and an end for calls that fail.
 */
final class LazyStack implements AutoCloseable {
  private final SymbolLibrary library;
  private final LocalCompileCallbackManager callbacks;
  private final LocalIndirectStubsManager stubs;

  /** Made when a call has failed: most programs need none. Guarded by this. */
  private @Nullable Upcall handler;

  /**
   * @param compiling takes the modules of the stack's own, which no transform is to see
   */
  LazyStack(
      Session session,
      IRLayer compiling,
      LazySupport target,
      ProcessRuntime runtime,
      FailedCalls failedCalls) {
    library = session.createLibrary("first calls");
    runtime.install(library);
    library.addGenerator(ProcessSymbols.all()); // whatever the program may see of the process
    HostAccess host = new HostAccess();
    callbacks =
        new LocalCompileCallbackManager(
            compiling, library, target, host, () -> handler(failedCalls).address());
    stubs = new LocalIndirectStubsManager(compiling, library, target, host);
  }

  CompileOnDemandLayer layer(IRLayer below, CompileOnDemandLayer.Options options) {
    return new CompileOnDemandLayer(below, callbacks, stubs, options);
  }

  private synchronized Upcall handler(FailedCalls failedCalls) {
    Upcall known = handler;
    if (known == null) {
      LongSupplier end =
          switch (failedCalls) {
            case THROW -> LazyStack::fail;
            case EXIT -> this::exit;
          };
      known =
          Upcall.of(
              "a call that could not be compiled",
              LongSupplier.class,
              end,
              library.session()::report);
      handler = known;
    }
    return known;
  }

  private static long fail() {
    throw new JitException(
        "a function was called that cannot be compiled; the session's error reporter was told why");
  }

  /** By the function that programs find: handlers run on this thread, before the process ends. */
  private long exit() {
    return NativeCalls.call(library.lookup("exit").address(), 1, 0);
  }

  /** Before the library goes: the end of first calls runs code that is in it. */
  @Override
  public void close() {
    callbacks.close();
  }
}
