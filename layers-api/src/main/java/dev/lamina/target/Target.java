package dev.lamina.target;

import dev.lamina.ir.Function;
import dev.lamina.ir.Module;
import dev.lamina.object.ObjectFile;
import java.util.function.Consumer;
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
   * Compiles a module to a relocatable object, one function after the other. A body that was not
   * made yet is made, checked, compiled and released again, so that never more than one is in
   * memory, and each is in the processor's caches from its reading to its code.
   *
   * @param check called with each function before it is compiled; what it throws ends the
   *     compilation
   * @throws UnsupportedConstructException if the module contains what this target cannot compile
   */
  ObjectFile compile(Module module, Consumer<? super Function> check);

  /** As {@link #compile(Module, Consumer)}, without checks. */
  default ObjectFile compile(Module module) {
    return compile(module, function -> {});
  }

  /** What linking objects of this machine takes. */
  LinkSupport linkSupport();

  /** The code between Java and C, or null if this target does not run beside a Java VM. */
  default @Nullable CallAdapters callAdapters() {
    return null;
  }
}
