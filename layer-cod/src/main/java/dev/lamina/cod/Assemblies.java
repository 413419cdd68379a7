package dev.lamina.cod;

import dev.lamina.ir.GlobalValue;
import dev.lamina.ir.Module;
import dev.lamina.layer.ModuleSymbols;
import dev.lamina.target.AssemblySymbols;

/** Which modules with assembly can be split. */
final class Assemblies {
  private Assemblies() {}

  /**
   * Assembly goes with the data, so it must not share symbols with the rest that only an object
   * sees as a whole: local ones of the module, which it would have to call by new names, and local
   * ones of its own that the module uses.
   */
  static boolean mayBeSplit(Module module, AssemblySymbols assembly) {
    if (module.moduleAsm().isEmpty()) {
      return true;
    }
    String text = String.join("\n", module.moduleAsm());
    for (GlobalValue g : module.globalValues()) {
      String name = ModuleSymbols.nameOf(g);
      if (name == null || assembly.definitions().containsKey(name)) {
        continue;
      }
      boolean local =
          g.isDefinitionForLinker() ? g.linkage().isLocal() : !assembly.references().contains(name);
      if (local && mentions(text, name)) {
        return false;
      }
    }
    return true;
  }

  /** Whether {@code name} may stand in the text as a whole symbol. */
  private static boolean mentions(String text, String name) {
    for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      int end = at + name.length();
      boolean begins = at == 0 || !isPartOfSymbol(text.charAt(at - 1));
      boolean ends = end == text.length() || !isPartOfSymbol(text.charAt(end));
      if (begins && ends) {
        return true;
      }
    }
    return false;
  }

  /** '$' and '@' stand before and behind symbols. */
  private static boolean isPartOfSymbol(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '.';
  }
}
