package dev.lamina.cod;

import dev.lamina.ir.Module;
import dev.lamina.layer.IRLayer;
import dev.lamina.lazy.CompileCallbackManager;
import dev.lamina.lazy.IndirectStubsManager;
import dev.lamina.session.Responsibility;
import dev.lamina.session.SymbolLibrary;
import dev.lamina.target.AssemblySymbols;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Compiles functions when they are first called. A module that comes here is split: each function
 * becomes a stub, which is its address for the whole program, and a body, which the layer below
 * compiles when the stub is first run through. Bodies of functions that are never called are not
 * even read.
 *
 * <pre>
 *   new CompileOnDemandLayer(
 *       new IRCompileLayer(target, new ObjectLinkingLayer(…)), callbacks, stubs, Options.DEFAULT)
 * </pre>
 *
 * <p>To look a function up makes its stub and compiles nothing. A body that cannot be compiled is
 * found out at the call: see {@link CompileCallbackManager}. In a library in which definitions may
 * replace others, a new definition of a function takes over the stub of the old one, so that those
 * who have its address call the new one from then on.
 */
public final class CompileOnDemandLayer implements IRLayer {
  /**
   * @param partitioning which functions are compiled together
   * @param speculate whether the functions that a compiled one calls are compiled in advance, on
   *     compile threads that have nothing else to do
   */
  public record Options(Partitioning partitioning, boolean speculate) {
    /** Each function by itself, when it is called. */
    public static final Options DEFAULT = new Options(Partitioning.PER_FUNCTION, false);

    public Options partitioning(Partitioning newPartitioning) {
      return new Options(newPartitioning, speculate);
    }

    public Options speculate(boolean newSpeculate) {
      return new Options(partitioning, newSpeculate);
    }
  }

  private final IRLayer below;
  private final CompileCallbackManager callbacks;
  private final Options options;
  private final LiveStubs live;
  private final @Nullable Speculator speculator;
  private final AtomicInteger names = new AtomicInteger();

  public CompileOnDemandLayer(
      IRLayer below,
      CompileCallbackManager callbacks,
      IndirectStubsManager stubs,
      Options options) {
    this.below = below;
    this.callbacks = callbacks;
    this.options = options;
    live = new LiveStubs(callbacks, stubs);
    speculator = options.speculate() ? new Speculator() : null;
  }

  @Override
  public AssemblySymbols assemblySymbols(Module module) {
    return below.assemblySymbols(module);
  }

  @Override
  public void emit(Responsibility responsibility, Module module) {
    if (!responsibility.isOpen()) {
      return; // removed meanwhile
    }
    try {
      AssemblySymbols assembly =
          module.moduleAsm().isEmpty() ? AssemblySymbols.NONE : below.assemblySymbols(module);
      if (!Assemblies.mayBeSplit(module, assembly)) {
        below.emit(responsibility, module);
        return;
      }
      ModulePlan plan = new ModulePlan(module, new LibraryNames(responsibility.library()));
      new LazyModule(this, plan, assembly, responsibility).delegate();
    } catch (RuntimeException e) {
      responsibility.fail(e);
    }
  }

  /** Names that the library does not know. */
  private final class LibraryNames implements ModulePlan.Names {
    private final SymbolLibrary library;

    LibraryNames(SymbolLibrary library) {
      this.library = library;
    }

    @Override
    public String ofLocal(String name) {
      while (true) {
        String candidate = name + "." + names.incrementAndGet();
        if (!library.isDefined(candidate)) {
          return candidate;
        }
      }
    }

    @Override
    public String ofBody(String name, boolean replaceable) {
      boolean one = !replaceable && library.redefinition() == SymbolLibrary.Redefinition.REFUSED;
      return one ? name : name + "." + names.incrementAndGet();
    }
  }

  IRLayer below() {
    return below;
  }

  CompileCallbackManager callbacks() {
    return callbacks;
  }

  /** Null if nothing is to be compiled in advance. */
  @Nullable Speculator speculator() {
    return speculator;
  }

  Options options() {
    return options;
  }

  LiveStubs live() {
    return live;
  }
}
