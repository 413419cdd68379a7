package dev.lamina.cod;

import dev.lamina.ir.Module;
import dev.lamina.ir.text.IRPrinter;
import dev.lamina.ir.text.IRReader;
import dev.lamina.ir.verify.Verifier;
import dev.lamina.layer.IRLayer;
import dev.lamina.lazy.CompileAction;
import dev.lamina.lazy.CompileCallbackManager;
import dev.lamina.lazy.IndirectStubsManager;
import dev.lamina.session.JitException;
import dev.lamina.session.ResourceTracker;
import dev.lamina.session.Responsibility;
import dev.lamina.session.Session;
import dev.lamina.session.SymbolLibrary;
import dev.lamina.symbol.SymbolFlags;
import dev.lamina.target.AssemblySymbols;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A layer with nothing native around it: addresses are numbers, and a call goes along them. */
final class FakeStack implements AutoCloseable {
  final ConcurrentLinkedQueue<Throwable> errors = new ConcurrentLinkedQueue<>();
  final Session session;
  final SymbolLibrary library;
  final CompileOnDemandLayer layer;

  /** What came to the layer below, by the modules' names. */
  final Map<String, String> emitted = new ConcurrentHashMap<>();

  /** How often each symbol was made by the layer below. */
  final Map<String, Integer> made = new ConcurrentHashMap<>();

  /** Symbols that the layer below cannot make. */
  final Set<String> broken = ConcurrentHashMap.newKeySet();

  /** Done once, in the middle of the making of stubs. */
  @Nullable Runnable whileStubsAreMade;

  AssemblySymbols assembly = AssemblySymbols.NONE;

  private final AtomicLong addresses = new AtomicLong(0x1000);
  private final Map<Long, CompileAction> trampolines = new ConcurrentHashMap<>();
  private final Map<Long, FakeStub> stubs = new ConcurrentHashMap<>();
  private final Map<Long, String> code = new ConcurrentHashMap<>();

  FakeStack(SymbolLibrary.Redefinition redefinition) {
    this(redefinition, CompileOnDemandLayer.Options.DEFAULT, 1);
  }

  FakeStack(
      SymbolLibrary.Redefinition redefinition, CompileOnDemandLayer.Options options, int threads) {
    session = Session.builder().errorReporter(errors::add).compileThreads(threads).build();
    library = session.createLibrary("main", redefinition);
    layer = new CompileOnDemandLayer(new Below(), new Callbacks(), new Stubs(), options);
  }

  /** Assigns addresses to what is to be defined. */
  private final class Below implements IRLayer {
    @Override
    public AssemblySymbols assemblySymbols(Module module) {
      return assembly;
    }

    @Override
    public void emit(Responsibility responsibility, Module module) {
      Verifier.verifyOrThrow(module);
      emitted.put(module.name(), IRPrinter.print(module));
      Map<String, Long> defined = new HashMap<>();
      for (String symbol : responsibility.symbols()) {
        if (broken.contains(symbol)) {
          responsibility.fail(new JitException(symbol + " is broken"));
          return;
        }
        made.merge(symbol, 1, Integer::sum);
        long address = addresses.addAndGet(16);
        code.put(address, symbol);
        defined.put(symbol, address);
      }
      if (responsibility.resolved(defined)) {
        responsibility.emitted();
      }
    }
  }

  private final class Callbacks implements CompileCallbackManager {
    @Override
    public long entry() {
      return 0;
    }

    @Override
    public long handle() {
      return 0;
    }

    @Override
    public long[] newCallbacks(List<? extends CompileAction> actions) {
      Runnable hook = whileStubsAreMade;
      whileStubsAreMade = null;
      if (hook != null) {
        hook.run();
      }
      return actions.stream()
          .mapToLong(
              action -> {
                long address = addresses.addAndGet(16);
                trampolines.put(address, action);
                return address;
              })
          .toArray();
    }

    @Override
    public void release(long[] released) {
      for (long trampoline : released) {
        if (trampolines.remove(trampoline) == null) {
          errors.add(new AssertionError("a trampoline was released twice"));
        }
      }
    }
  }

  private static final class FakeStub implements IndirectStubsManager.Stub {
    private final String name;
    private final long address;
    private volatile long target;

    FakeStub(String name, long address, long target) {
      this.name = name;
      this.address = address;
      this.target = target;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long address() {
      return address;
    }

    @Override
    public long target() {
      return target;
    }

    @Override
    public void setTarget(long newTarget) {
      target = newTarget;
    }
  }

  private final class Stubs implements IndirectStubsManager {
    @Override
    public List<Stub> create(List<String> names, long[] targets) {
      List<Stub> made = new ArrayList<>();
      for (int i = 0; i < targets.length; i++) {
        FakeStub stub = new FakeStub(names.get(i), addresses.addAndGet(16), targets[i]);
        stubs.put(stub.address(), stub);
        made.add(stub);
      }
      return made;
    }

    @Override
    public void release(List<Stub> released) {
      for (Stub stub : released) {
        if (stubs.remove(stub.address()) == null) {
          errors.add(new AssertionError("the stub of " + stub.name() + " was released twice"));
        }
      }
    }
  }

  ResourceTracker add(String name, String text) {
    ResourceTracker tracker = library.newTracker();
    layer.add(tracker, IRReader.read(name, text));
    return tracker;
  }

  ResourceTracker define(String symbol, long address) {
    ResourceTracker tracker = library.newTracker();
    library.define(tracker, symbol, address, SymbolFlags.EXPORTED.callable());
    code.put(address, symbol + " elsewhere");
    return tracker;
  }

  long address(String symbol) {
    return library.lookup(symbol).address();
  }

  /** The symbol of the code that a call of {@code address} comes to. */
  String call(long address) {
    long at = address;
    for (int hops = 0; hops < 100; hops++) {
      FakeStub stub = stubs.get(at);
      CompileAction action = trampolines.get(at);
      if (stub != null) {
        at = stub.target();
      } else if (action != null) {
        at = compile(action);
      } else {
        String symbol = code.get(at);
        if (symbol == null) {
          throw new IllegalStateException("a call of nothing at 0x" + Long.toHexString(at));
        }
        return symbol;
      }
    }
    throw new IllegalStateException("a call that goes round in circles");
  }

  private static long compile(CompileAction action) {
    CompletableFuture<Long> future = new CompletableFuture<>();
    action.compile(
        new CompileAction.Answer() {
          @Override
          public void ready(long address) {
            future.complete(address);
          }

          @Override
          public void failed(Throwable cause) {
            future.completeExceptionally(cause);
          }
        });
    return future.join();
  }

  String call(String symbol) {
    return call(address(symbol));
  }

  /** Where the stub at {@code address} leads. */
  boolean leadsToTrampoline(long address) {
    FakeStub stub = stubs.get(address);
    return stub != null && trampolines.containsKey(stub.target());
  }

  boolean isStub(long address) {
    return stubs.containsKey(address);
  }

  int stubCount() {
    return stubs.size();
  }

  int trampolineCount() {
    return trampolines.size();
  }

  /** What modules were emitted, without the common beginning of their names. */
  Set<String> partitions() {
    Set<String> names = new HashSet<>();
    emitted.keySet().forEach(name -> names.add(name.substring(name.indexOf(", ") + 2)));
    return names;
  }

  String partition(String name) {
    for (Map.Entry<String, String> module : emitted.entrySet()) {
      if (module.getKey().endsWith(", " + name)) {
        return module.getValue();
      }
    }
    throw new AssertionError("no partition " + name + " in " + emitted.keySet());
  }

  @Override
  public void close() {
    session.close();
    if (!errors.isEmpty()) {
      throw new AssertionError("reported: " + errors, errors.element());
    }
  }
}
