package dev.lamina.layer;

import dev.lamina.ir.Comdat;
import dev.lamina.ir.Function;
import dev.lamina.ir.GlobalAlias;
import dev.lamina.ir.GlobalIFunc;
import dev.lamina.ir.GlobalValue;
import dev.lamina.ir.GlobalVariable;
import dev.lamina.ir.Linkage;
import dev.lamina.ir.Module;
import dev.lamina.ir.Visibility;
import dev.lamina.symbol.SymbolFlags;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What linkers see of the globals of a module. */
public final class ModuleSymbols {
  /** The variables that name functions to run at the beginning and at the end (LangRef). */
  private static final List<String> INITIALIZER_LISTS =
      List.of("llvm.global_ctors", "llvm.global_dtors");

  private ModuleSymbols() {}

  /** The name in an object, or null for what has none: unnamed globals and LLVM's own lists. */
  public static @Nullable String nameOf(GlobalValue global) {
    String name = global.name();
    if (name == null || global.linkage() == Linkage.APPENDING || name.startsWith("llvm.")) {
      return null;
    }
    // Byte 1 in front means: as it is, without the platform's prefix. ELF has none to leave out.
    return name.startsWith("\1") ? name.substring(1) : name;
  }

  /** What is known of a definition before it is compiled. */
  public static SymbolFlags flagsOf(GlobalValue global) {
    SymbolFlags flags = SymbolFlags.NONE;
    if (global.visibility() != Visibility.HIDDEN && !global.linkage().isLocal()) {
      flags = flags.exported();
    }
    if (global instanceof Function
        || global instanceof GlobalIFunc
        || (global instanceof GlobalAlias alias && alias.aliasee() instanceof Function)) {
      flags = flags.callable();
    }
    if (global.linkage() == Linkage.COMMON) {
      return flags.common();
    }
    return global.linkage().isReplaceable() || isInSharedComdat(global) ? flags.weak() : flags;
  }

  /** Whether linkers keep one of several definitions because of the COMDAT they are in. */
  private static boolean isInSharedComdat(GlobalValue global) {
    Comdat comdat = global.comdat();
    return comdat != null && comdat.kind() != Comdat.SelectionKind.NODEDUPLICATE;
  }

  /** Whether variables of the module name functions that a loader runs. */
  public static boolean hasInitializers(Module module) {
    for (String list : INITIALIZER_LISTS) {
      GlobalVariable variable = module.global(list);
      if (variable != null && !variable.isDeclaration()) {
        return true;
      }
    }
    for (GlobalVariable variable : module.globals()) {
      String section = variable.section();
      if (section != null && isInitializerSection(section)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the loader runs what pointers in a section of this name point to. */
  private static boolean isInitializerSection(String section) {
    return section.startsWith(".init_array")
        || section.startsWith(".fini_array")
        || section.startsWith(".preinit_array")
        || section.startsWith(".ctors")
        || section.startsWith(".dtors");
  }
}
