package dev.lamina.layer;

import dev.lamina.object.ObjectFile;
import dev.lamina.object.Section;
import dev.lamina.object.Symbol;
import dev.lamina.session.MaterializationUnit;
import dev.lamina.session.Responsibility;
import dev.lamina.symbol.SymbolFlags;
import java.util.HashMap;
import java.util.Map;

/** An object that was added to a layer and is emitted by it when needed. */
final class ObjectUnit implements MaterializationUnit {
  private final ObjectLayer layer;
  private final ObjectFile object;
  private final Map<String, SymbolFlags> symbols = new HashMap<>();
  private final Map<String, Long> commonSizes = new HashMap<>(0);

  ObjectUnit(ObjectLayer layer, ObjectFile object) {
    this.layer = layer;
    this.object = object;
    for (Symbol symbol : object.symbols()) {
      if (!symbol.isLocal() && !symbol.isUndefined()) {
        symbols.put(symbol.name(), flags(symbol));
        if (symbol.place() == Symbol.Place.COMMON) {
          commonSizes.put(symbol.name(), symbol.size());
        }
      }
    }
  }

  /** What a global definition in an object looks like to its library. */
  private static SymbolFlags flags(Symbol symbol) {
    SymbolFlags flags = SymbolFlags.NONE;
    if (symbol.visibility() == Symbol.Visibility.DEFAULT
        || symbol.visibility() == Symbol.Visibility.PROTECTED) {
      flags = flags.exported();
    }
    if (symbol.type() == Symbol.Type.FUNC || symbol.type() == Symbol.Type.IFUNC) {
      flags = flags.callable();
    }
    if (symbol.place() == Symbol.Place.COMMON) {
      flags = flags.common();
    } else if (symbol.place() == Symbol.Place.ABSOLUTE) {
      flags = flags.absolute();
    }
    return symbol.binding() == Symbol.Binding.GLOBAL ? flags : flags.weak();
  }

  @Override
  public String name() {
    return object.name();
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
    for (Section section : object.sections()) {
      switch (section.kind()) {
        case PREINIT_ARRAY, INIT_ARRAY, FINI_ARRAY -> {
          return true;
        }
        default -> {}
      }
    }
    return false;
  }

  @Override
  public void materialize(Responsibility responsibility) {
    layer.emit(responsibility, object);
  }
}
