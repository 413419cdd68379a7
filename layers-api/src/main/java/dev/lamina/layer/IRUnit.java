package dev.lamina.layer;

import dev.lamina.ir.GlobalValue;
import dev.lamina.ir.Linkage;
import dev.lamina.ir.Module;
import dev.lamina.ir.Visibility;
import dev.lamina.session.MaterializationUnit;
import dev.lamina.session.Responsibility;
import dev.lamina.symbol.SymbolFlags;
import dev.lamina.target.AssemblySymbols;
import java.util.HashMap;
import java.util.Map;

/**
 * A module that was added to a layer and is emitted by it when needed. What it defines is read off
 * its symbols and its assembly, so that no body is made before it is wanted.
 */
final class IRUnit implements MaterializationUnit {
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
    String symbol = ModuleSymbols.nameOf(global);
    if (symbol == null || !global.isDefinitionForLinker() || global.linkage().isLocal()) {
      return;
    }
    symbols.put(symbol, ModuleSymbols.flagsOf(global));
    if (global.linkage() == Linkage.COMMON) {
      commonSizes.put(symbol, module.dataLayout().allocSize(global.valueType()));
    }
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
    return assembly.hasInitializers() || ModuleSymbols.hasInitializers(module);
  }

  @Override
  public void materialize(Responsibility responsibility) {
    layer.emit(responsibility, module);
  }
}
