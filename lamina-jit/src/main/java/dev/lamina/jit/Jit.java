package dev.lamina.jit;

import static com.google.common.base.Preconditions.checkState;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.lamina.cod.CompileOnDemandLayer;
import dev.lamina.compile.IRCompileLayer;
import dev.lamina.ir.Module;
import dev.lamina.ir.text.IRReader;
import dev.lamina.layer.ArchiveDefinitions;
import dev.lamina.layer.IRLayer;
import dev.lamina.layer.ObjectLayer;
import dev.lamina.link.ObjectLinkingLayer;
import dev.lamina.link.call.Upcall;
import dev.lamina.link.host.CodeMemory;
import dev.lamina.link.host.ProcessSymbols;
import dev.lamina.link.host.SharedLibrary;
import dev.lamina.link.process.ProcessRuntime;
import dev.lamina.link.process.ProgramRunner;
import dev.lamina.object.ObjectFile;
import dev.lamina.object.ObjectFormatException;
import dev.lamina.object.elf.Archive;
import dev.lamina.object.elf.ElfReader;
import dev.lamina.session.JitException;
import dev.lamina.session.ResourceTracker;
import dev.lamina.session.Session;
import dev.lamina.session.SymbolLibrary;
import dev.lamina.session.SymbolLibrary.Redefinition;
import dev.lamina.symbol.ResolvedSymbol;
import dev.lamina.symbol.SymbolFlags;
import dev.lamina.target.Target;
import dev.lamina.target.Targets;
import dev.lamina.transform.IRTransformLayer;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A stack for the machine it runs on: IR and objects in, functions to call out.
 *
 * <pre>
 *   try (Jit jit = Jit.create()) {
 *     jit.addModule("sum", "define i64 @sum(i64 %a, i64 %b) { %c = add i64 %a, %b  ret i64 %c }");
 *     long five = jit.lookup("sum").call(2, 3);
 *   }
 * </pre>
 *
 * <p>Safe for use by several threads. What is added is compiled when it is first looked up; every
 * {@code add} returns the tracker that removes it again. Code that is still running or still called
 * is not to be removed.
 *
 * <p>There is one library to begin with. Each can have its own definitions of a name, and sees
 * those of others that it searches; the process's come last:
 *
 * <pre>
 *   SymbolLibrary plugin = jit.createLibrary("plugin", Redefinition.REFUSED);
 *   jit.setSearchOrder(plugin, jit.library());
 *   jit.addModule(plugin.newTracker(), module);
 *   jit.lookup(plugin, "start").call();
 *   jit.session().removeLibrary(plugin);
 * </pre>
 */
public final class Jit implements AutoCloseable {
  private final Session session;
  private final SymbolLibrary process;
  private final SymbolLibrary library;
  private final CodeMemory memory;
  private final ObjectLayer objectLayer;
  private final IRLayer irLayer;
  private final @Nullable LazyStack lazy;
  private final ProcessRuntime runtime = new ProcessRuntime();
  private final FunctionTable functions = new FunctionTable();

  /** Guarded by this. */
  private boolean ran;

  private Jit(Builder builder) {
    Target target = builder.target != null ? builder.target : hostTarget();
    session = builder.session.build();
    memory = new CodeMemory(ByteOrder.nativeOrder());
    objectLayer = new ObjectLinkingLayer(target.linkSupport(), memory);
    IRCompileLayer.Options compiling = IRCompileLayer.Options.DEFAULT.verify(builder.verify);
    IRLayer layer = new IRCompileLayer(target, objectLayer, compiling);
    Consumer<? super Module> watcher = builder.watcher;
    if (watcher != null) {
      layer =
          new IRTransformLayer(
              "watch",
              module -> {
                watcher.accept(module);
                return module;
              },
              layer);
    }
    CompileOnDemandLayer.Options onDemand = builder.lazy;
    lazy =
        onDemand == null
            ? null
            : new LazyStack(session, layer, target.lazySupport(), runtime, builder.failedCalls);
    for (int i = builder.transforms.size() - 1; i >= 0; i--) { // the first one is to be on top
      Named named = builder.transforms.get(i);
      layer = new IRTransformLayer(named.name, named.transform, layer);
    }
    irLayer = lazy == null || onDemand == null ? layer : lazy.layer(layer, onDemand);
    process = session.createLibrary("process");
    if (builder.processSymbols) {
      process.addGenerator(ProcessSymbols.all());
    }
    library = createLibrary("main", builder.redefinition);
  }

  private static Target hostTarget() {
    return Targets.forTriple(Targets.hostTriple());
  }

  /** A stack with the default options. */
  public static Jit create() {
    return builder().build();
  }

  public static Builder builder() {
    return new Builder();
  }

  private record Named(String name, UnaryOperator<Module> transform) {}

  /** Options of the stack. */
  public static final class Builder {
    private final List<Named> transforms = new ArrayList<>();
    private final Session.Builder session = Session.builder();
    private Redefinition redefinition = Redefinition.REFUSED;
    private boolean processSymbols = true;
    private boolean verify = true;
    private @Nullable Target target;
    private CompileOnDemandLayer.@Nullable Options lazy;
    private FailedCalls failedCalls = FailedCalls.THROW;
    private @Nullable Consumer<? super Module> watcher;

    private Builder() {}

    /** How many threads compile; one if not said. */
    @CanIgnoreReturnValue
    public Builder compileThreads(int count) {
      session.compileThreads(count);
      return this;
    }

    /**
     * Compiles on {@code executor}, which is the caller's to end, and not on threads of its own.
     */
    @CanIgnoreReturnValue
    public Builder executor(Executor executor) {
      session.executor(executor);
      return this;
    }

    /** Told of errors that no caller is there to get; they are printed if nothing is said. */
    @CanIgnoreReturnValue
    public Builder errorReporter(Consumer<? super Throwable> reporter) {
      session.errorReporter(reporter);
      return this;
    }

    /** What becomes of a second definition of a name in {@link Jit#library()}; it is refused. */
    @CanIgnoreReturnValue
    public Builder redefinition(Redefinition newRedefinition) {
      redefinition = newRedefinition;
      return this;
    }

    /** Whether modules find what the process has, libc first of all; they do if not said. */
    @CanIgnoreReturnValue
    public Builder processSymbols(boolean visible) {
      processSymbols = visible;
      return this;
    }

    /**
     * Whether modules are verified before they are compiled; they are if not said. What a target
     * does with IR that breaks the rules is not defined.
     */
    @CanIgnoreReturnValue
    public Builder verify(boolean newVerify) {
      verify = newVerify;
      return this;
    }

    /** Compiles with {@code newTarget}; the one installed for this machine if not said. */
    @CanIgnoreReturnValue
    public Builder target(Target newTarget) {
      target = newTarget;
      return this;
    }

    /** Applies {@code transform} to modules, after those that were named before. */
    @CanIgnoreReturnValue
    public Builder transform(String name, UnaryOperator<Module> transform) {
      transforms.add(new Named(name, transform));
      return this;
    }

    /**
     * Compiles functions when they are called first: a module is split, a look-up gives a stub, and
     * what is never called is not even read. Transforms get the parts. A mistake in a body, or a
     * construct that is not supported, is found out by the call, which the session's error reporter
     * is told of; {@link #failedCalls} says how the call ends.
     */
    @CanIgnoreReturnValue
    public Builder lazy(CompileOnDemandLayer.Options options) {
      lazy = options;
      return this;
    }

    /** What becomes of a call of a function that cannot be compiled; it throws if not said. */
    @CanIgnoreReturnValue
    public Builder failedCalls(FailedCalls newFailedCalls) {
      failedCalls = newFailedCalls;
      return this;
    }

    /**
     * Shows each module to {@code newWatcher} just before it is compiled, those that a lazy stack
     * consists of itself included. It may print it, and is to leave it as it is; it is called on
     * compile threads, several at a time if there are several.
     */
    @CanIgnoreReturnValue
    public Builder watch(Consumer<? super Module> newWatcher) {
      watcher = newWatcher;
      return this;
    }

    public Jit build() {
      return new Jit(this);
    }
  }

  public Session session() {
    return session;
  }

  /** Where everything is added, and looked up, if nothing else is said. */
  public SymbolLibrary library() {
    return library;
  }

  /** Makes another library, which searches the process's symbols after its own. */
  public SymbolLibrary createLibrary(String name, Redefinition ofItsNames) {
    SymbolLibrary made = session.createLibrary(name, ofItsNames);
    made.setSearchOrder(List.of(process));
    runtime.install(made);
    return made;
  }

  /** Has {@code library} search {@code others} after itself, in this order, then the process. */
  public void setSearchOrder(SymbolLibrary library, SymbolLibrary... others) {
    List<SymbolLibrary> order = new ArrayList<>(List.of(others));
    order.add(process);
    library.setSearchOrder(order);
  }

  /** The layer that takes IR. */
  public IRLayer irLayer() {
    return irLayer;
  }

  /** The layer that takes objects. */
  public ObjectLayer objectLayer() {
    return objectLayer;
  }

  /**
   * Adds a module of LLVM IR text.
   *
   * @param name what messages call it
   * @throws dev.lamina.ir.text.IRReadException if the text has a mistake outside of functions; one
   *     inside is reported by the look-up that has it compiled
   */
  @CanIgnoreReturnValue
  public ResourceTracker addModule(String name, String text) {
    return addModule(IRReader.read(name, text));
  }

  /** As {@link #addModule(String, String)}, from a file. */
  @CanIgnoreReturnValue
  public ResourceTracker addModule(Path file) throws IOException {
    return addModule(IRReader.read(file));
  }

  /** Adds a module, which belongs to the stack from now on. */
  @CanIgnoreReturnValue
  public ResourceTracker addModule(Module module) {
    return addModule(library.newTracker(), module);
  }

  /** Adds a module to the tracker's library, to be removed with what else has that tracker. */
  @CanIgnoreReturnValue
  public ResourceTracker addModule(ResourceTracker tracker, Module module) {
    functions.enter(tracker, module); // before it belongs to the layer
    irLayer.add(tracker, module);
    return tracker;
  }

  /** Adds an ELF object file. */
  @CanIgnoreReturnValue
  public ResourceTracker addObject(Path file) throws IOException, ObjectFormatException {
    return addObject(ElfReader.read(file.toString(), Files.readAllBytes(file)));
  }

  /** Adds an object. */
  @CanIgnoreReturnValue
  public ResourceTracker addObject(ObjectFile object) {
    return addObject(library.newTracker(), object);
  }

  /** Adds an object to the tracker's library, to be removed with what else has that tracker. */
  @CanIgnoreReturnValue
  public ResourceTracker addObject(ResourceTracker tracker, ObjectFile object) {
    objectLayer.add(tracker, object);
    return tracker;
  }

  /** Adds an archive ({@code libx.a}), of which members are linked when they are needed. */
  public void addArchive(Path file) throws IOException, ObjectFormatException {
    addArchive(library, file);
  }

  /** As {@link #addArchive(Path)}, to another library; the file is closed when that is removed. */
  public void addArchive(SymbolLibrary toLibrary, Path file)
      throws IOException, ObjectFormatException {
    Archive archive = Archive.open(file);
    toLibrary.addGenerator(new ArchiveDefinitions(archive, objectLayer));
    if (!toLibrary.defaultTracker().onRemove(() -> close(archive))) {
      archive.close();
    }
  }

  private void close(Archive archive) {
    try {
      archive.close();
    } catch (IOException e) {
      session.report(new JitException("closing " + archive + ": " + e.getMessage(), e));
    }
  }

  /** Opens a shared library, a name that the dynamic linker understands, for its symbols. */
  public void addSharedLibrary(String nameOrPath) {
    addSharedLibrary(library, nameOrPath);
  }

  /** As {@link #addSharedLibrary(String)}, for another library of this stack. */
  public void addSharedLibrary(SymbolLibrary toLibrary, String nameOrPath) {
    toLibrary.addGenerator(SharedLibrary.open(nameOrPath).symbols());
  }

  /**
   * Makes a Java function known to modules under a C function's name.
   *
   * <pre>
   *   jit.addFunction("square", LongUnaryOperator.class, a → a * a);    // long square(long)
   * </pre>
   *
   * <p>It may be called from any thread, also from threads that compiled code makes. What can be
   * passed: primitive types, JNA's {@code Pointer}, and {@code String} as a parameter.
   *
   * <p>If it throws, compiled code gets 0. Until that returns to the Java method that called it,
   * further Java functions are not called, which gives 0, too; then the exception is thrown from
   * that method. If no Java method beneath called through this stack, as on a thread that compiled
   * code made, the session reports it.
   *
   * @param type an interface with one abstract method, which says what C passes
   * @return what removes it again; compiled code must not call it afterwards
   * @throws IllegalArgumentException if the method has types that C has not
   */
  @CanIgnoreReturnValue
  public <F> ResourceTracker addFunction(String name, Class<F> type, F function) {
    return addFunction(name, Upcall.of(name, type, function, session::report));
  }

  /** As {@link #addFunction(String, Class, Object)}; {@code type} says what C passes. */
  @CanIgnoreReturnValue
  public ResourceTracker addFunction(String name, MethodHandle function, MethodType type) {
    return addFunction(name, Upcall.of(name, function, type, session::report));
  }

  private ResourceTracker addFunction(String name, Upcall upcall) {
    try {
      ResourceTracker tracker = library.newTracker();
      library.defineAbsolute(
          tracker,
          Map.of(name, new ResolvedSymbol(upcall.address(), SymbolFlags.EXPORTED.callable())));
      upcall.keptBy(tracker);
      return tracker;
    } catch (RuntimeException e) {
      upcall.close();
      throw e;
    }
  }

  /**
   * Compiles what defines {@code symbol}, and all that this needs, unless that is done already.
   *
   * @throws dev.lamina.session.JitException if it is not defined, or could not be made
   */
  public NativeFunction lookup(String symbol) {
    return lookup(library, symbol);
  }

  /** As {@link #lookup(String)}, in {@code inLibrary} and along its search order. */
  public NativeFunction lookup(SymbolLibrary inLibrary, String symbol) {
    long address = inLibrary.lookup(symbol).address();
    ResourceTracker tracker = inLibrary.trackerOf(symbol, address);
    return new NativeFunction(new NativeFunction.Source(functions, tracker), symbol, address);
  }

  /** Runs {@code main}; see {@link #run}. */
  public int runMain(List<String> argv) {
    return run("main", argv);
  }

  /**
   * Runs what was added as a program: constructors, {@code int entry(int argc, char **argv, char
   * **envp)}, then exit handlers and destructors. Once in the life of a stack.
   *
   * @param argv the arguments, the program's name first
   * @return the exit status, of eight bits
   */
  public int run(String entry, List<String> argv) {
    synchronized (this) {
      checkState(!ran, "a stack runs one program; make another for the next");
      ran = true;
    }
    return new ProgramRunner(runtime, library).run(entry, argv);
  }

  /** Takes away everything that was added, code and data included. */
  @Override
  public void close() {
    if (lazy != null) {
      lazy.close();
    }
    session.close();
    memory.close();
  }
}
