package dev.lamina.cod;

import dev.lamina.ir.BlockAddress;
import dev.lamina.ir.Constant;
import dev.lamina.ir.ConstantAggregate;
import dev.lamina.ir.ConstantExpr;
import dev.lamina.ir.Function;
import dev.lamina.ir.GlobalAlias;
import dev.lamina.ir.GlobalIFunc;
import dev.lamina.ir.GlobalReference;
import dev.lamina.ir.GlobalValue;
import dev.lamina.ir.GlobalVariable;
import dev.lamina.ir.Linkage;
import dev.lamina.ir.Module;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.UnnamedAddr;
import dev.lamina.layer.ModuleSymbols;
import dev.lamina.symbol.SymbolFlags;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How a module is split: what becomes of each global. Made once, then only read, by any thread.
 *
 * <ul>
 *   <li>A function becomes a stub, which has its name, and a body of another name in a partition.
 *   <li>What was private to the module is used by several partitions: it gets a name that is unique
 *       in the library, and stays hidden.
 *   <li>A small constant whose address does not matter goes into each partition that uses it.
 *   <li>A variable that holds addresses of a function's blocks goes with the function's body.
 *   <li>All other data is one partition. With it go functions that cannot do with a stub: those
 *       that something must lie beside (prefix data; an alias with an offset), those whose address
 *       is not a stub's (resolvers of ifuncs), and those that share a table of block addresses.
 * </ul>
 */
final class ModulePlan {
  private static final String BODY = "$body";

  /** In bytes. Larger constants, even if their address does not matter, exist once. */
  private static final long LARGEST_COPY = 1024;

  private final Module module;
  private final IdentityHashMap<GlobalValue, String> names = new IdentityHashMap<>();
  private final List<Function> functions = new ArrayList<>();
  private final IdentityHashMap<Function, String> bodies = new IdentityHashMap<>();
  private final IdentityHashMap<Function, List<GlobalAlias>> aliases = new IdentityHashMap<>();
  private final IdentityHashMap<Function, List<GlobalVariable>> owned = new IdentityHashMap<>(0);
  private final Set<GlobalVariable> copied = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Function> eager = Collections.newSetFromMap(new IdentityHashMap<>(0));
  private final List<GlobalValue> data = new ArrayList<>();
  private final Map<String, SymbolFlags> promoted = new HashMap<>();

  /** Makes names that no definition has: neither one of the module nor one of the library. */
  interface Names {
    /** For what was private to the module and is called {@code name} there. */
    String ofLocal(String name);

    /**
     * For the body of the function whose stub is {@code name}.
     *
     * @param replaceable whether there may be another body of a function of that name
     */
    String ofBody(String name, boolean replaceable);
  }

  ModulePlan(Module module, Names newNames) {
    this.module = module;
    findEager();
    IdentityHashMap<GlobalVariable, Function> owners = owners();
    for (GlobalVariable v : module.globals()) {
      if (!owners.containsKey(v) && mayBeCopied(v)) {
        copied.add(v);
      }
    }
    UnaryOperator<String> unique = name -> uniqueHere(name, newNames);
    for (Function f : module.functions()) {
      name(f, unique);
      if (eager.contains(f)) {
        data.add(f);
      } else if (f.isDefinitionForLinker()) {
        functions.add(f);
        bodies.put(f, newNames.ofBody(nameOf(f), ModuleSymbols.flagsOf(f).isWeak()) + BODY);
      }
    }
    for (GlobalVariable v : module.globals()) {
      name(v, unique);
      Function owner = owners.get(v);
      if (owner != null && !eager.contains(owner)) {
        owned.computeIfAbsent(owner, key -> new ArrayList<>(1)).add(v);
      } else if (v.isDefinitionForLinker() && !copied.contains(v) && !isOnlyForTools(v)) {
        data.add(v);
      }
    }
    for (GlobalAlias alias : module.aliases()) {
      name(alias, unique);
      if (base(alias.aliasee()) instanceof Function f && isLazy(f)) {
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

  private String uniqueHere(String name, Names newNames) {
    String candidate;
    do {
      candidate = newNames.ofLocal(name);
    } while (module.symbol(candidate) != null);
    return candidate;
  }

  // ---- What goes where.

  private void findEager() {
    for (Function f : module.functions()) {
      if (f.isDefinitionForLinker() && f.prefixData() != null) {
        eager.add(f);
      }
    }
    for (GlobalAlias alias : module.aliases()) {
      if (base(alias.aliasee()) == null) {
        globalsIn(alias.aliasee(), this::addEager);
      }
    }
    for (GlobalIFunc ifunc : module.ifuncs()) {
      globalsIn(ifunc.resolver(), this::addEager);
    }
  }

  private void addEager(GlobalValue g) {
    if (g instanceof GlobalAlias alias) {
      globalsIn(alias.aliasee(), this::addEager);
    } else if (g instanceof Function f && f.isDefinitionForLinker()) {
      eager.add(f);
    }
  }

  /** The variables that hold addresses of blocks, each with one function that they are of. */
  private IdentityHashMap<GlobalVariable, Function> owners() {
    IdentityHashMap<GlobalVariable, Function> owners = new IdentityHashMap<>(0);
    if (module.functions().stream().noneMatch(Function::isBlockAddressTaken)) {
      return owners;
    }
    boolean grown = true;
    while (grown) { // a function that becomes eager takes along those that it shares tables with
      int before = eager.size();
      for (GlobalVariable v : module.globals()) {
        Set<Function> of = Collections.newSetFromMap(new IdentityHashMap<>(2));
        Constant initializer = v.initializer();
        if (initializer == null) {
          continue;
        }
        functionsOfBlocksIn(initializer, of);
        of.forEach(f -> owners.put(v, f));
        if (of.size() > 1 || of.stream().anyMatch(eager::contains)) {
          eager.addAll(of);
        }
      }
      for (GlobalAlias alias : module.aliases()) { // which must lie beside the variable
        globalsIn(
            alias.aliasee(),
            g -> {
              if (g instanceof GlobalVariable v && owners.get(v) != null) {
                addEager(owners.get(v));
              }
            });
      }
      grown = eager.size() > before;
    }
    return owners;
  }

  private static void functionsOfBlocksIn(Constant c, Set<Function> found) {
    if (c instanceof BlockAddress b) {
      found.add(b.functionOf());
    } else if (c instanceof ConstantAggregate a) {
      a.elements().forEach(part -> functionsOfBlocksIn(part, found));
    } else if (c instanceof ConstantExpr e) {
      e.operands().forEach(part -> functionsOfBlocksIn(part, found));
    }
  }

  private static void globalsIn(Constant c, Consumer<GlobalValue> found) {
    if (c instanceof GlobalValue g) {
      found.accept(g);
    } else if (c instanceof GlobalReference r) {
      found.accept(r.global());
    } else if (c instanceof ConstantExpr e) {
      e.operands().forEach(part -> globalsIn(part, found));
    }
  }

  /** What an aliasee is another name of, or null if it is an address beside some global. */
  private static @Nullable GlobalValue base(Constant aliasee) {
    Constant c = aliasee;
    while (true) {
      if (c instanceof GlobalAlias next) {
        c = next.aliasee();
      } else if (c instanceof ConstantExpr e
          && (e.opcode() == Opcode.BITCAST || e.opcode() == Opcode.ADDRSPACECAST)) {
        c = e.operand(0);
      } else {
        return c instanceof GlobalValue g ? g : null;
      }
    }
  }

  private void name(GlobalValue g, UnaryOperator<String> unique) {
    String name = ModuleSymbols.nameOf(g);
    boolean defined = g.isDefinitionForLinker() && g.linkage() != Linkage.APPENDING;
    boolean needsName = defined && (g.linkage().isLocal() || name == null);
    if (needsName && !(g instanceof GlobalVariable v && copied.contains(v))) {
      String newName = unique.apply(name != null ? name : "unnamed");
      names.put(g, newName);
      promoted.put(newName, ModuleSymbols.flagsOf(g).hidden());
    } else if (name != null) {
      names.put(g, name);
    }
  }

  /** A string, say: each partition has one of its own. */
  private boolean mayBeCopied(GlobalVariable v) {
    return v.linkage().isLocal()
        && v.isConstant()
        && v.unnamedAddr() == UnnamedAddr.GLOBAL
        && v.initializer() != null
        && !v.isExternallyInitialized()
        && !v.isThreadLocal()
        && v.section() == null
        && v.comdat() == null
        && module.dataLayout().allocSize(v.valueType()) <= LARGEST_COPY;
  }

  /** Lists of globals that optimisers and linkers are to keep: nothing here drops one. */
  private static boolean isOnlyForTools(GlobalVariable v) {
    return "llvm.used".equals(v.name()) || "llvm.compiler.used".equals(v.name());
  }

  // ---- Answers.

  Module module() {
    return module;
  }

  /** The functions that get stubs. */
  List<Function> functions() {
    return functions;
  }

  /** Whether {@code f} is a function of this module that gets a stub. */
  boolean isLazy(Function f) {
    return bodies.containsKey(f);
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
    return owned.isEmpty() ? List.of() : owned.getOrDefault(f, List.of());
  }

  /** Whether each partition has its own. */
  boolean isCopied(GlobalVariable v) {
    return copied.contains(v);
  }

  /** Symbols that the module did not show before. */
  Map<String, SymbolFlags> promoted() {
    return promoted;
  }

  /** Whether the module did not show {@code g} before, and its library now does. */
  boolean isPromoted(GlobalValue g) {
    String name = names.get(g);
    return name != null && promoted.containsKey(name);
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

  /** What the body of a function is called in objects. */
  String bodyOf(Function f) {
    String name = bodies.get(f);
    if (name == null) {
      throw new IllegalStateException(f + " has no body of its own; please report");
    }
    return name;
  }
}
