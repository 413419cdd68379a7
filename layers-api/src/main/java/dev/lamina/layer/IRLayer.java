package dev.lamina.layer;

import dev.lamina.ir.Module;
import dev.lamina.session.ResourceTracker;
import dev.lamina.symbol.SymbolResolver;
import dev.lamina.target.AssemblySymbols;
import dev.lamina.target.Target;
import dev.lamina.target.Targets;

/**
 * A layer that takes IR: a compiler, or a transform in front of one. A module that was added
 * belongs to the layer, which may change it.
 */
public interface IRLayer extends Layer<Module> {
  /**
   * The symbols of the assembly of a module that is added, if it has any. A layer in front of
   * another asks that one, a compiler its target; here the target that is installed for the
   * module's triple is asked.
   */
  default AssemblySymbols assemblySymbols(Module module) {
    String triple = module.targetTriple().isEmpty() ? Targets.hostTriple() : module.targetTriple();
    for (Target target : Targets.all()) {
      if (target.supports(triple)) {
        return target.assemblySymbols(module);
      }
    }
    return AssemblySymbols.NONE; // the compiler will say that it cannot compile the module
  }

  @Override
  default void add(ResourceTracker tracker, Module module, SymbolResolver resolver) {
    tracker.library().define(tracker, new IRUnit(this, module), resolver);
  }
}
