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
import dev.lamina.session.MaterializationUnit;
import dev.lamina.session.Responsibility;
import dev.lamina.symbol.SymbolFlags;
import dev.lamina.target.AssemblySymbols;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A module that was added to a layer and is emitted by it when needed. What it defines is read off
 * its symbols and its assembly, so that no body is made before it is wanted.
 */
final class IRUnit implements MaterializationUnit {
  /** The variables that name functions to run at the beginning and at the end (LangRef). */
  private static final List<String> INITIALIZER_LISTS =
      List.of("llvm.global_ctors", "llvm.global_dtors");

  private final IRLayer layer;
  private final Module module;
  private final AssemblySymbols assembly;
  private final Map<String, SymbolFlags> symbols = new HashMap<>();
  private final Map<String, Long> commonSizes = new HashMap<>(0);

  IRUnit(IRLayer layer, Module module) {
    this.layer = layer;
    this.module = module;
    module.globals().forEach(this::enter);
    module.functions().forEach(this::enter);
    module.aliases().forEach(this::enter);
    module.ifuncs().forEach(this::enter);
    assembly = module.moduleAsm().isEmpty() ? AssemblySymbols.NONE : layer.assemblySymbols(module);
    for (Map.Entry<String, SymbolFlags> definition : assembly.definitions().entrySet()) {
      enterAssembled(definition.getKey(), definition.getValue());
    }
    commonSizes.putAll(assembly.commonSizes());
  }

  /** Enters what assembly defines; a declaration of it in the module may have hidden it. */
  private void enterAssembled(String symbol, SymbolFlags flags) {
    GlobalValue declared = module.symbol(symbol);
    boolean hidden = declared != null && declared.visibility() == Visibility.HIDDEN;
    symbols.putIfAbsent(symbol, hidden ? flags.hidden() : flags);
  }

  private void enter(GlobalValue global) {
    String symbol = symbolName(global);
    if (symbol == null || !global.isDefinitionForLinker() || global.linkage().isLocal()) {
      return;
    }
    symbols.put(symbol, flags(global));
    if (global.linkage() == Linkage.COMMON) {
      commonSizes.put(symbol, module.dataLayout().allocSize(global.valueType()));
    }
  }

  /** The name in an object, or null for what has none: unnamed globals and LLVM's own lists. */
  private static @Nullable String symbolName(GlobalValue global) {
    String name = global.name();
    if (name == null || global.linkage() == Linkage.APPENDING || name.startsWith("llvm.")) {
      return null;
    }
    // Byte 1 in front means: as it is, without the platform's prefix. ELF has none to leave out.
    return name.startsWith("\1") ? name.substring(1) : name;
  }

  private static SymbolFlags flags(GlobalValue global) {
    SymbolFlags flags = SymbolFlags.NONE;
    if (global.visibility() != Visibility.HIDDEN) {
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

  @Override
  public String name() {
    return module.name();
  }

  @Override
  public Map<String, SymbolFlags> symbols() {
    return symbols;
  }

  @Override
  public long commonSize(String symbol) {
    return commonSizes.getOrDefault(symbol, 0L);
  }

  @Override
  public boolean hasInitializers() {
    if (assembly.hasInitializers()) {
      return true;
    }
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

  @Override
  public void materialize(Responsibility responsibility) {
    layer.emit(responsibility, module);
  }
}
