package dev.lamina.target;

import dev.lamina.ir.Module;
import dev.lamina.object.ObjectFile;
import org.jspecify.annotations.Nullable;

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
   */
  ObjectFile compile(Module module);

  /** What linking objects of this machine takes. */
  LinkSupport linkSupport();

  /** The code between Java and C, or null if this target does not run beside a Java VM. */
  default @Nullable CallAdapters callAdapters() {
    return null;
  }
}
