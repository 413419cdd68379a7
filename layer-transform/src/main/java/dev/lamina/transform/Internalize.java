package dev.lamina.transform;

import com.google.common.collect.ImmutableSet;
import dev.lamina.ir.GlobalValue;
import dev.lamina.ir.Linkage;
import dev.lamina.ir.Module;
import dev.lamina.ir.Visibility;
import java.util.Collection;
import java.util.function.UnaryOperator;

/**
 * Makes all definitions local to their module but those that are named, as if each were {@code
 * static} in C. What others can no longer see, {@link DropUnreachable} may drop.
 *
 * <p>It changes what a module defines, so it is applied before a module is added to a layer:
 *
 * <pre>
 *   layer.add(tracker, new Internalize(Set.of("main")).apply(module));
 * </pre>
 */
public final class Internalize implements UnaryOperator<Module> {
  private final ImmutableSet<String> kept;

  /** {@code kept} stays as it is. */
  public Internalize(Collection<String> kept) {
    this.kept = ImmutableSet.copyOf(kept);
  }

  @Override
  public Module apply(Module module) {
    for (GlobalValue global : module.globalValues()) {
      if (global.isDefinitionForLinker() && isOwn(global) && !kept.contains(global.name())) {
        global.setLinkage(Linkage.INTERNAL);
        global.setVisibility(Visibility.DEFAULT); // a local symbol has no other
        global.setComdat(null);
      }
    }
    return module;
  }

  /**
   * LLVM's own lists ({@code llvm.used}, {@code llvm.global_ctors}) mean something by their name.
   */
  private static boolean isOwn(GlobalValue global) {
    String name = global.name();
    return global.linkage() != Linkage.APPENDING
        && !global.linkage().isLocal()
        && name != null
        && !name.startsWith("llvm.");
  }
}
