package dev.lamina.cod;

import dev.lamina.ir.BlockAddress;
import dev.lamina.ir.Constant;
import dev.lamina.ir.ConstantAggregate;
import dev.lamina.ir.ConstantExpr;
import dev.lamina.ir.Function;
import dev.lamina.ir.GlobalAlias;
import dev.lamina.ir.GlobalIFunc;
import dev.lamina.ir.GlobalValue;
import dev.lamina.ir.GlobalVariable;
import dev.lamina.ir.Linkage;
import dev.lamina.ir.Module;
import dev.lamina.ir.UnnamedAddr;
import dev.lamina.layer.ModuleSymbols;
import dev.lamina.symbol.SymbolFlags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How a module is split: what becomes of each global. Made once, then only read, by any thread.
 *
 * <ul>
 *   <li>A function becomes a stub, which has its name, and a body of another name in a partition.
 *   <li>What was private to the module is used by several partitions: it gets a name that is unique
 *       in the library, and stays hidden.
 *   <li>A constant whose address does not matter goes into each partition that uses it.
 *   <li>A variable that holds addresses of a function's blocks goes with the function's body.
 *   <li>All other data is one partition.
 * </ul>
 */
final class ModulePlan {
  private static final String BODY = "$body";

  private final Module module;
  private final IdentityHashMap<GlobalValue, String> names = new IdentityHashMap<>();
  private final List<Function> functions = new ArrayList<>();
  private final IdentityHashMap<Function, List<GlobalAlias>> aliases = new IdentityHashMap<>();
  private final IdentityHashMap<GlobalVariable, Function> owners = new IdentityHashMap<>();
  private final List<GlobalValue> data = new ArrayList<>();
  private final Map<String, SymbolFlags> promoted = new HashMap<>();

  /** {@code unique} makes a name that the library does not know from one that may not be unique. */
  ModulePlan(Module module, UnaryOperator<String> unique) {
    this.module = module;
    boolean addresses = false;
    for (Function f : module.functions()) {
      name(f, unique);
      addresses |= f.isBlockAddressTaken();
      if (f.isDefinitionForLinker()) {
        functions.add(f);
      }
    }
    for (GlobalVariable v : module.globals()) {
      name(v, unique);
      Function owner = addresses && v.initializer() != null ? ownerIn(v.initializer()) : null;
      if (owner != null) {
        owners.put(v, owner);
      } else if (v.isDefinitionForLinker() && !isCopied(v) && !isOnlyForTools(v)) {
        data.add(v);
      }
    }
    for (GlobalAlias alias : module.aliases()) {
      name(alias, unique);
      Function f = functionOf(alias);
      if (f != null) {
        aliases.computeIfAbsent(f, key -> new ArrayList<>(1)).add(alias);
      } else {
        data.add(alias);
      }
    }
    for (GlobalIFunc ifunc : module.ifuncs()) {
      name(ifunc, unique);
      data.add(ifunc);
    }
  }

  private void name(GlobalValue g, UnaryOperator<String> unique) {
    boolean local = g.isDefinitionForLinker() && g.linkage().isLocal();
    boolean copied = g instanceof GlobalVariable v && isCopied(v);
    String name = ModuleSymbols.nameOf(g);
    if (local && !copied && g.linkage() != Linkage.APPENDING) {
      String newName = unique.apply(name != null ? name : "unnamed");
      names.put(g, newName);
      promoted.put(newName, ModuleSymbols.flagsOf(g).hidden());
    } else if (name != null) {
      names.put(g, name);
    }
  }

  /** A string, say: each partition has one of its own. */
  static boolean isCopied(GlobalVariable v) {
    return v.linkage().isLocal()
        && v.isConstant()
        && v.unnamedAddr() == UnnamedAddr.GLOBAL
        && v.initializer() != null
        && !v.isThreadLocal()
        && v.section() == null;
  }

  /** Lists of globals that optimisers and linkers are to keep: nothing here drops one. */
  private static boolean isOnlyForTools(GlobalVariable v) {
    return "llvm.used".equals(v.name()) || "llvm.compiler.used".equals(v.name());
  }

  /** The function of whose blocks there are addresses in the constant, or null. */
  private static @Nullable Function ownerIn(Constant c) {
    if (c instanceof BlockAddress b) {
      return b.functionOf();
    }
    List<Constant> parts;
    if (c instanceof ConstantAggregate a) {
      parts = a.elements();
    } else if (c instanceof ConstantExpr e) {
      parts = e.operands();
    } else {
      return null;
    }
    for (Constant part : parts) {
      Function owner = ownerIn(part);
      if (owner != null) {
        return owner;
      }
    }
    return null;
  }

  /** The function of this module that an alias is another name of, or null if it is of data. */
  static @Nullable Function functionOf(GlobalAlias alias) {
    Constant aliasee = alias.aliasee();
    for (int depth = 0; aliasee instanceof GlobalAlias next && depth < 100; depth++) {
      aliasee = next.aliasee();
    }
    return aliasee instanceof Function f && f.isDefinitionForLinker() ? f : null;
  }

  Module module() {
    return module;
  }

  /** The functions with bodies. */
  List<Function> functions() {
    return functions;
  }

  /** Other names of a function. */
  List<GlobalAlias> aliasesOf(Function f) {
    return aliases.getOrDefault(f, List.of());
  }

  /** What the partition of data defines. */
  List<GlobalValue> data() {
    return data;
  }

  /** The variables that go with the body of a function. */
  List<GlobalVariable> ownedBy(Function f) {
    if (owners.isEmpty()) {
      return List.of();
    }
    List<GlobalVariable> owned = new ArrayList<>();
    for (GlobalVariable v : module.globals()) {
      if (owners.get(v) == f) {
        owned.add(v);
      }
    }
    return owned;
  }

  /** Symbols that the module did not show before. */
  Map<String, SymbolFlags> promoted() {
    return promoted;
  }

  /** What a global is called in objects; of a function, its stub. */
  String nameOf(GlobalValue g) {
    String name = names.get(g);
    if (name == null) {
      throw new IllegalStateException(g + " has no name in objects; please report");
    }
    return name;
  }

  /** What a global is called in IR that refers to it. */
  @Nullable String nameInIR(GlobalValue g) {
    String symbol = names.get(g);
    return symbol == null || symbol.equals(ModuleSymbols.nameOf(g)) ? g.name() : symbol;
  }

  String bodyOf(Function f) {
    return nameOf(f) + BODY;
  }
}
