package dev.lamina.target;

import dev.lamina.ir.Module;
import dev.lamina.object.ObjectFile;

/**
 * A machine that code can be generated for. Targets are found by {@link java.util.ServiceLoader};
 * see {@link Targets}. An object of this type serves any number of threads.
 */
public interface Target {
  /** The name that people use: {@code x86-64}. */
  String name();

  /** Whether this target compiles modules of that target triple. */
  boolean supports(String triple);

  /** The data layout of modules that name none, in LLVM's notation. */
  String defaultDataLayout();

  /**
   * Compiles a module to a relocatable object. Bodies of functions are made as they are needed.
   *
   * @throws UnsupportedConstructException if the module contains what this target cannot compile
   * @throws ModuleAssemblyException if its assembly does not assemble
   */
  ObjectFile compile(Module module);

  /**
   * The symbols of the module's assembly. What does not assemble is passed over here, since {@link
   * #compile} complains of it.
   */
  default AssemblySymbols assemblySymbols(Module module) {
    return AssemblySymbols.NONE;
  }

  /** What linking objects of this machine takes. */
  LinkSupport linkSupport();
}
