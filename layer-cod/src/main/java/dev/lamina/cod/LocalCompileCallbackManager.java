package dev.lamina.cod;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import dev.lamina.ir.Module;
import dev.lamina.layer.IRLayer;
import dev.lamina.lazy.CompileAction;
import dev.lamina.lazy.CompileCallbackManager;
import dev.lamina.lazy.LazySupport;
import dev.lamina.lazy.NativeAccess;
import dev.lamina.session.JitException;
import dev.lamina.session.SymbolLibrary;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.eclipse.collections.impl.list.mutable.primitive.LongArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Callbacks within this process. Trampolines are made in blocks, each a module of assembly in
 * {@code library}; a thread of its own takes the requests of first calls and has their actions run.
 *
 * <p>To be closed before its session is, which takes away the code that callers wait in.
 */
public final class LocalCompileCallbackManager implements CompileCallbackManager, AutoCloseable {
  private static final int FIRST_BLOCK = 64;
  private static final int LARGEST_BLOCK = 1024;

  /** How often the dispatcher of a closed manager looks whether it may end: 1 ms. */
  private static final long CLOSING_NANOS = 1_000_000;

  private final IRLayer stack;
  private final SymbolLibrary library;
  private final LazySupport target;
  private final LazyGate gate;
  private final LongSupplier errorHandler;
  private final long resolver;
  private final Thread dispatcher;

  /**
   * Fetches the dispatcher out of native code when the Java VM ends: HotSpot waits 300 ms for
   * threads that are there.
   */
  private final Thread atExit = new Thread(this::leaveNative, "lamina-first-calls-end");

  private volatile boolean vmEnds;

  // Guarded by this.
  private final TreeMap<Long, Block> blocks = new TreeMap<>();
  private final ArrayDeque<Long> free = new ArrayDeque<>();
  private ArrayDeque<FirstCall> arrived = new ArrayDeque<>();
  private int made;
  private boolean closed;

  /** Consecutive trampolines. */
  private static final class Block {
    final long base;
    final @Nullable Callback[] callbacks;

    Block(long base, int count) {
      this.base = base;
      callbacks = new Callback[count];
    }
  }

  /**
   * @param stack compiles assembly and what the manager consists of
   * @param library where that is defined; it must find libc, and should serve nothing else
   * @param errorHandler gives, when it is needed, the address of a function where calls go on that
   *     cannot be made, with their arguments and on their stack; 0 stands for one that aborts. It
   *     is asked on any thread, after the cause was reported
   */
  public LocalCompileCallbackManager(
      IRLayer stack,
      SymbolLibrary library,
      LazySupport target,
      NativeAccess host,
      LongSupplier errorHandler) {
    this.stack = stack;
    this.library = library;
    this.target = target;
    gate = new LazyGate(stack, library, host);
    this.errorHandler = errorHandler;
    Module module = new Module("<resolver block>");
    target.insertResolverBlock(module, this);
    stack.add(library.defaultTracker(), module);
    resolver = library.lookup(LazySupport.RESOLVER).address();
    dispatcher = new Thread(this::dispatchAll, "lamina-first-calls");
    dispatcher.setDaemon(true);
    dispatcher.start();
    try {
      Runtime.getRuntime().addShutdownHook(atExit);
    } catch (IllegalStateException e) {
      leaveNative(); // made while the Java VM ends
    }
  }

  @Override
  public long entry() {
    return gate.enter();
  }

  @Override
  public long handle() {
    return gate.queue();
  }

  @Override
  public long[] newCallbacks(List<? extends CompileAction> actions) {
    while (true) {
      int missing;
      synchronized (this) {
        checkState(!closed, "the manager of callbacks is closed");
        missing = actions.size() - free.size();
        if (missing <= 0) {
          return take(actions);
        }
      }
      // Without the lock: the compile thread that makes the block may come here before it does.
      addBlock(missing);
    }
  }

  private long[] take(List<? extends CompileAction> actions) {
    long[] trampolines = new long[actions.size()];
    for (int i = 0; i < trampolines.length; i++) {
      long trampoline = free.remove();
      set(trampoline, new Callback(actions.get(i)));
      trampolines[i] = trampoline;
    }
    return trampolines;
  }

  @Override
  public synchronized void release(long[] trampolines) {
    collect(); // those who came by them are theirs, not of whoever has them next
    for (long trampoline : trampolines) {
      checkArgument(
          callback(trampoline) != null, "0x%s is not in use", Long.toHexString(trampoline));
      set(trampoline, null);
      free.add(trampoline);
    }
  }

  /** Blocks grow with the number of trampolines there are. */
  private void addBlock(int needed) {
    int first;
    int count;
    synchronized (this) {
      first = made;
      count = Math.max(needed, Math.min(LARGEST_BLOCK, Math.max(FIRST_BLOCK, made)));
      made += count;
    }
    Module module = new Module("<trampolines " + first + " to " + (first + count - 1) + ">");
    target.insertCompileCallbackTrampolines(module, resolver, count, first);
    String symbol = LazySupport.TRAMPOLINE + first;
    long base = AssemblyBlock.addresses(stack, library, module, List.of(symbol))[0];
    synchronized (this) {
      blocks.put(base, new Block(base, count));
      for (int i = 0; i < count; i++) {
        free.add(base + (long) i * target.trampolineSize());
      }
    }
  }

  private void set(long trampoline, @Nullable Callback callback) {
    Block block = block(trampoline);
    if (block == null) {
      throw new IllegalStateException(
          "0x" + Long.toHexString(trampoline) + " is no trampoline; please report");
    }
    block.callbacks[(int) ((trampoline - block.base) / target.trampolineSize())] = callback;
  }

  private @Nullable Block block(long trampoline) {
    Map.Entry<Long, Block> entry = blocks.floorEntry(trampoline);
    if (entry == null) {
      return null;
    }
    Block block = entry.getValue();
    long offset = trampoline - block.base;
    boolean inside = offset < (long) block.callbacks.length * target.trampolineSize();
    return inside && offset % target.trampolineSize() == 0 ? block : null;
  }

  private @Nullable Callback callback(long trampoline) {
    Block block = block(trampoline);
    return block == null
        ? null
        : block.callbacks[(int) ((trampoline - block.base) / target.trampolineSize())];
  }

  // ---- First calls.

  /**
   * A request with the callback that its trampoline had when it was taken, or null if it had none.
   */
  private record FirstCall(long request, long trampoline, @Nullable Callback callback) {}

  /** Takes the requests that there are; call with the lock held. */
  private void collect() {
    LongArrayList requests = new LongArrayList(4);
    for (long request = gate.poll(); request != 0; request = gate.next(request)) {
      requests.add(request);
    }
    for (int i = requests.size() - 1; i >= 0; i--) { // the older ones came first
      long request = requests.get(i);
      long trampoline = gate.trampoline(request);
      arrived.add(new FirstCall(request, trampoline, callback(trampoline)));
    }
  }

  /** Until it is closed and nobody waits for an answer any more. */
  private void dispatchAll() {
    boolean ending = false;
    while (!(ending && !gate.isEntered())) {
      if (ending || vmEnds) {
        // Those who leave do not say so; it is a matter of the compilations that are under way.
        LockSupport.parkNanos(CLOSING_NANOS);
      } else {
        gate.await();
      }
      ArrayDeque<FirstCall> calls;
      synchronized (this) {
        collect();
        calls = arrived;
        arrived = new ArrayDeque<>();
        ending = closed;
      }
      for (FirstCall call : calls) {
        try {
          dispatch(call);
        } catch (Error e) { // of whoever is told of errors; those who wait must not hang for it
          dispatcher.getUncaughtExceptionHandler().uncaughtException(dispatcher, e);
        }
      }
    }
  }

  private synchronized void leaveNative() {
    vmEnds = true;
    if (!closed) { // the code may be gone otherwise
      gate.wake();
    }
  }

  private void dispatch(FirstCall call) {
    if (call.callback != null) {
      call.callback.add(call.request);
      return;
    }
    try {
      library
          .session()
          .report(
              new JitException(
                  "a call by way of the trampoline at 0x%x, which was removed with its function"
                      .formatted(call.trampoline)));
    } finally {
      gate.answer(call.request, errorHandler());
    }
  }

  private long errorHandler() {
    long address = 0;
    try {
      address = errorHandler.getAsLong();
    } catch (RuntimeException | Error e) {
      library.session().report(e);
    }
    return address != 0 ? address : gate.failed();
  }

  /** A trampoline's action with the calls that wait for it. */
  private final class Callback implements CompileAction.Answer {
    private final CompileAction action;
    private LongArrayList waiting = new LongArrayList(1);
    private boolean running;
    private long address;

    Callback(CompileAction action) {
      this.action = action;
    }

    void add(long request) {
      long known;
      boolean start = false;
      synchronized (this) {
        known = address;
        if (known == 0) {
          waiting.add(request);
          start = !running;
          running = true;
        }
      }
      if (known != 0) {
        gate.answer(request, known);
      } else if (start) {
        try {
          action.compile(this);
        } catch (RuntimeException | Error e) {
          failed(e);
        }
      }
    }

    @Override
    public void ready(long newAddress) {
      LongArrayList requests = settle(newAddress);
      for (int i = 0; i < requests.size(); i++) {
        gate.answer(requests.get(i), newAddress);
      }
    }

    /** Those who come later try again: what was missing may have been added meanwhile. */
    @Override
    public void failed(Throwable cause) {
      try {
        library.session().report(cause);
      } finally {
        long handler = errorHandler();
        LongArrayList requests = settle(0);
        for (int i = 0; i < requests.size(); i++) {
          gate.answer(requests.get(i), handler);
        }
      }
    }

    private synchronized LongArrayList settle(long newAddress) {
      LongArrayList requests = waiting;
      address = newAddress;
      running = false;
      waiting = new LongArrayList(1);
      return requests;
    }
  }

  /**
   * Ends the manager's thread, once those who are in a first call have their answer. Who makes one
   * from now on ends the process, with a message, since its code is about to go. Not to be called
   * by a thread that compiles, or that tells of an error of that, since somebody may wait for it.
   */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      vmEnds = true; // as the hook says, which has seen that this is closed, or not yet run
    }
    gate.close();
    if (Thread.currentThread() == dispatcher) {
      return; // an action, or who is told of errors, closes all: it ends when they return
    }
    boolean interrupted = false;
    while (dispatcher.isAlive()) {
      try {
        dispatcher.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
