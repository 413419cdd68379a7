package dev.lamina.codegen;

import dev.lamina.ir.Function;
import dev.lamina.ir.GlobalIFunc;
import dev.lamina.ir.GlobalValue;
import dev.lamina.ir.GlobalVariable;
import dev.lamina.ir.Linkage;
import dev.lamina.ir.Module;
import dev.lamina.object.Machine;
import dev.lamina.object.ObjectFile;
import dev.lamina.object.Section;
import dev.lamina.object.Symbol;
import java.util.HashMap;
import java.util.Map;

/**
 * The object that a module becomes, while it is being filled: which symbol a global has, where code
 * goes, and the pool of constants that code loads.
 */
public final class ObjectBuilder {
  private final Module module;
  private final ObjectFile object;
  private final CodeBuffer code = new CodeBuffer(1 << 14);
  private final Section text;
  private final Map<GlobalValue, Symbol> symbols = new HashMap<>();
  private final Map<String, Symbol> runtimeSymbols = new HashMap<>();
  private final CodeBuffer pool = new CodeBuffer(64);
  private final Map<PoolKey, Integer> poolOffsets = new HashMap<>();
  private int poolSymbol = -1;
  private int unnamed;

  private record PoolKey(long low, long high, int bytes) {}

  ObjectBuilder(Module module, Machine machine, int codeAlignment) {
    this.module = module;
    object = new ObjectFile(module.name(), machine);
    text = object.addSection(".text", Section.Kind.TEXT, codeAlignment);
  }

  public Module module() {
    return module;
  }

  ObjectFile object() {
    return object;
  }

  /** The code of all functions. */
  public CodeBuffer code() {
    return code;
  }

  /** The section that the code becomes. */
  public Section text() {
    return text;
  }

  /**
   * The number of a global's symbol. The symbol is made when first asked for, so that what a module
   * only declares leaves no trace.
   */
  public int symbol(GlobalValue global) {
    Symbol known = symbols.get(global);
    if (known != null) {
      return known.index();
    }
    Symbol symbol = object.addSymbol(nameOf(global));
    symbols.put(global, symbol);
    setKind(symbol, global);
    return symbol.index();
  }

  private String nameOf(GlobalValue global) {
    String name = global.name();
    if (name == null) {
      return ".Lunnamed." + unnamed++;
    }
    // Byte 1 in front means: as it is, without the platform's prefix. ELF has none to leave out.
    return name.startsWith("\1") ? name.substring(1) : name;
  }

  private static void setKind(Symbol symbol, GlobalValue global) {
    Linkage linkage = global.linkage();
    if (linkage.isLocal() && !global.isDeclaration()) {
      symbol.binding(Symbol.Binding.LOCAL);
    } else {
      boolean weak = linkage.isReplaceable() && linkage != Linkage.COMMON;
      symbol.binding(weak ? Symbol.Binding.WEAK : Symbol.Binding.GLOBAL);
    }
    switch (global.visibility()) {
      case HIDDEN -> symbol.visibility(Symbol.Visibility.HIDDEN);
      case PROTECTED -> symbol.visibility(Symbol.Visibility.PROTECTED);
      case DEFAULT -> {}
    }
    if (!global.isDeclaration()) {
      symbol.type(
          global instanceof GlobalVariable v
              ? v.isThreadLocal() ? Symbol.Type.TLS : Symbol.Type.OBJECT
              : global instanceof Function ? Symbol.Type.FUNC : Symbol.Type.NOTYPE);
    }
  }

  /**
   * The one symbol that assembly means by a name: that of the module's global if there is one, else
   * one of its own. In assembly {@code .L} stands before the names of private globals.
   */
  Symbol symbolNamed(String name) {
    GlobalValue own = module.symbol(name);
    if (own == null || own.linkage() == Linkage.PRIVATE) {
      own = name.startsWith(".L") ? module.symbol(name.substring(2)) : null;
      own = own != null && own.linkage() == Linkage.PRIVATE ? own : module.symbol("\1" + name);
    }
    if (own != null) {
      return object.symbol(symbol(own));
    }
    Symbol known = runtimeSymbols.get(name);
    if (known == null) {
      known = object.addSymbol(name);
      runtimeSymbols.put(name, known);
    }
    return known;
  }

  /** The symbol of a function that the platform supplies, such as {@code memcpy}. */
  public int runtimeSymbol(String name) {
    GlobalValue own = module.symbol(name);
    if (own != null && !own.linkage().isLocal()) {
      return symbol(own);
    }
    Symbol known = runtimeSymbols.get(name);
    if (known == null) {
      known = object.addSymbol(name).binding(Symbol.Binding.GLOBAL);
      runtimeSymbols.put(name, known);
    }
    return known.index();
  }

  /**
   * Whether code can reach the global at a fixed distance: it is defined here and no other
   * definition can take its place.
   */
  public static boolean isDirect(GlobalValue global) {
    return global.isDefinitionForLinker()
        && !global.linkage().isReplaceable()
        && !(global instanceof GlobalIFunc);
  }

  /** The symbol of the constant pool; the constant's offset in it is from {@link #poolOffset}. */
  public int poolSymbol() {
    if (poolSymbol < 0) {
      Section section = object.addSection(".rodata.pool", Section.Kind.RODATA, 16);
      poolSymbol = section.symbol().index();
    }
    return poolSymbol;
  }

  /** Where 4, 8 or 16 bytes of these bits, aligned to their size, lie in the pool. */
  public int poolOffset(long low, long high, int bytes) {
    PoolKey key = new PoolKey(low, high, bytes);
    Integer known = poolOffsets.get(key);
    if (known != null) {
      return known;
    }
    pool.fill(-pool.size() & bytes - 1, 0);
    int offset = pool.size();
    if (bytes == 4) {
      pool.put4((int) low);
    } else {
      pool.put8(low);
      if (bytes == 16) {
        pool.put8(high);
      }
    }
    poolOffsets.put(key, offset);
    return offset;
  }

  /** Closes the code and the pool. */
  void finish() {
    text.setContent(code.array(), code.size());
    if (poolSymbol >= 0) {
      Section section = object.symbol(poolSymbol).section();
      if (section != null) {
        section.setContent(pool.array(), pool.size());
      }
    }
  }
}
