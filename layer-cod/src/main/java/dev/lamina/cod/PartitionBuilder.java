package dev.lamina.cod;

import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.CallBase;
import dev.lamina.ir.Cloner;
import dev.lamina.ir.Comdat;
import dev.lamina.ir.Constant;
import dev.lamina.ir.Function;
import dev.lamina.ir.FunctionType;
import dev.lamina.ir.GlobalAlias;
import dev.lamina.ir.GlobalIFunc;
import dev.lamina.ir.GlobalValue;
import dev.lamina.ir.GlobalVariable;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.Linkage;
import dev.lamina.ir.Module;
import dev.lamina.ir.NamedMetadata;
import dev.lamina.ir.UnnamedAddr;
import dev.lamina.ir.Visibility;
import dev.lamina.layer.ModuleSymbols;
import dev.lamina.target.UnsupportedConstructException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the module of one partition: copies of what it defines, declarations of what that refers
 * to. The original is only read, so partitions of a module may be built at the same time.
 */
final class PartitionBuilder {
  /** What holds for each part of a module as it does for the whole. */
  private static final List<String> MODULE_WIDE_METADATA =
      List.of("llvm.module.flags", "llvm.dbg.cu");

  private final ModulePlan plan;
  private final Module original;
  private final Module out;
  private final Cloner cloner = new Cloner(this::standsFor, this::body);
  private final IdentityHashMap<GlobalValue, GlobalValue> copies = new IdentityHashMap<>();
  private final IdentityHashMap<Function, Function> bodies = new IdentityHashMap<>();

  /** What is to be defined here and is not yet: references to it are not to declare it. */
  private final Set<GlobalValue> undefined = Collections.newSetFromMap(new IdentityHashMap<>(0));

  /** Variables that still need their initializers. */
  private final ArrayDeque<GlobalVariable> unfinished = new ArrayDeque<>();

  private @Nullable Set<Function> calls;

  private PartitionBuilder(ModulePlan plan, String name) {
    this.plan = plan;
    original = plan.module();
    out = new Module(name);
    out.setSourceFileName(original.sourceFileName());
    out.setDataLayout(original.dataLayout());
    out.setTargetTriple(original.targetTriple());
    out.useTypesOf(original);
    for (String list : MODULE_WIDE_METADATA) {
      NamedMetadata metadata = original.namedMetadata(list);
      if (metadata != null) {
        metadata.nodes().forEach(out.getOrAddNamedMetadata(list)::add);
      }
    }
  }

  /**
   * The bodies of functions, with the variables that belong to them.
   *
   * @param directCalls whether calls among them may go to the bodies: nothing is to replace them
   * @param calls is added the functions that these call, the likeliest first, if they are asked for
   */
  static Module ofBodies(
      ModulePlan plan,
      Collection<Function> functions,
      boolean directCalls,
      @Nullable Set<Function> calls) {
    Function first = functions.iterator().next();
    PartitionBuilder builder =
        new PartitionBuilder(plan, original(plan) + ", " + plan.nameOf(first));
    builder.calls = calls;
    for (Function f : functions) {
      builder.defineHead(f);
      for (GlobalVariable owned : plan.ownedBy(f)) {
        builder.define(owned);
      }
    }
    for (Function f : functions) {
      builder.defineBody(f);
    }
    if (directCalls) {
      builder.callBodiesDirectly();
    }
    builder.finish();
    return builder.out;
  }

  /** All data that is in no other partition, with aliases and functions, and the assembly. */
  static Module ofData(ModulePlan plan) {
    PartitionBuilder builder = new PartitionBuilder(plan, original(plan) + ", data");
    builder.undefined.addAll(plan.data());
    for (GlobalValue g : plan.data()) {
      if (builder.undefined.contains(g)) {
        builder.define(g);
      }
    }
    for (GlobalValue g : plan.data()) {
      if (g instanceof Function f) {
        builder.defineBody(f);
      }
    }
    List<String> assembly = plan.module().moduleAsm();
    for (int i = 0; i < assembly.size(); i++) {
      builder.out.addModuleAsm(assembly.get(i), plan.module().moduleAsmLine(i));
    }
    builder.finish();
    return builder.out;
  }

  private static String original(ModulePlan plan) {
    return plan.module().name();
  }

  // ---- References.

  /** What stands for a global of the original in this module: made when it is first met. */
  private GlobalValue standsFor(GlobalValue g) {
    GlobalValue known = copies.get(g);
    if (known != null) {
      return known;
    }
    if (undefined.contains(g) || (g instanceof GlobalVariable v && plan.isCopied(v))) {
      return define(g);
    }
    GlobalValue copy = g.valueType() instanceof FunctionType ? function(g) : variable(g);
    copies.put(g, copy);
    out.add(copy);
    return copy;
  }

  private Function function(GlobalValue g) {
    Function copy = new Function(plan.nameInIR(g), (FunctionType) g.valueType(), g.addressSpace());
    if (g instanceof Function f) {
      copy.setAttributes(f.attributes());
      copy.setCallingConvention(f.callingConvention());
    }
    return declared(g, copy);
  }

  private GlobalVariable variable(GlobalValue g) {
    GlobalVariable copy = new GlobalVariable(plan.nameInIR(g), g.valueType(), g.addressSpace());
    if (g instanceof GlobalVariable v) {
      copy.setConstant(v.isConstant());
      copy.setAlignment(v.alignment());
      copy.setExternallyInitialized(v.isExternallyInitialized());
    }
    return declared(g, copy);
  }

  private static <T extends GlobalValue> T declared(GlobalValue g, T copy) {
    copy.setThreadLocalMode(g.threadLocalMode());
    if (g.isDeclaration() && g.linkage() == Linkage.EXTERN_WEAK) {
      copy.setLinkage(Linkage.EXTERN_WEAK);
    }
    return copy;
  }

  /** The function that has the blocks of {@code f} in this module. */
  private Function body(Function f) {
    Function body = bodies.get(f);
    if (body == null) {
      throw new UnsupportedConstructException(
          "the address of a block of %s outside of it, in a module that is split; fix: Partitioning.WHOLE_MODULE"
              .formatted(f));
    }
    return body;
  }

  // ---- Definitions.

  private void defineHead(Function f) {
    Function body = new Function(plan.bodyOf(f), f.functionType(), f.addressSpace());
    likeFunction(f, body);
    body.setVisibility(Visibility.HIDDEN);
    body.setUnnamedAddr(UnnamedAddr.GLOBAL); // the program's address of it is its stub
    bodies.put(f, body);
    out.add(body);
  }

  private void likeFunction(Function f, Function copy) {
    copy.setAttributes(f.attributes());
    copy.setCallingConvention(f.callingConvention());
    copy.setAlignment(f.alignment());
    copy.setSection(f.section());
    copy.setGc(f.gc());
    copy.setMetadata(cloner.attachments(f.metadata()));
    copy.setLine(f.line());
  }

  private void defineBody(Function f) {
    Function body = body(f);
    body.setPersonality(mapped(f.personality()));
    body.setPrefixData(mapped(f.prefixData()));
    body.setPrologueData(mapped(f.prologueData()));
    boolean readHere = !f.isMaterialized();
    cloner.body(f, body);
    if (calls != null) {
      calls.addAll(DirectCalls.of(f));
    }
    if (readHere) {
      f.releaseBody();
    }
  }

  private @Nullable Constant mapped(@Nullable Constant c) {
    return c == null ? null : cloner.constant(c);
  }

  private GlobalValue define(GlobalValue g) {
    undefined.remove(g);
    if (g instanceof GlobalVariable v) {
      return define(v);
    } else if (g instanceof Function f) {
      return define(f);
    } else if (g instanceof GlobalAlias alias) {
      return define(alias);
    } else {
      return define((GlobalIFunc) g);
    }
  }

  private GlobalVariable define(GlobalVariable v) {
    GlobalVariable copy = new GlobalVariable(plan.nameInIR(v), v.valueType(), v.addressSpace());
    likeOriginal(v, copy);
    copy.setConstant(v.isConstant());
    copy.setAlignment(v.alignment());
    copy.setExternallyInitialized(v.isExternallyInitialized());
    copy.setSection(v.section());
    copy.setCodeModel(v.codeModel());
    copy.setAttributes(v.attributes());
    if (plan.isCopied(v)) {
      copy.setLinkage(Linkage.PRIVATE);
      copy.setVisibility(Visibility.DEFAULT);
    }
    copies.put(v, copy);
    out.add(copy);
    copy.setMetadata(cloner.attachments(v.metadata()));
    unfinished.add(v);
    return copy;
  }

  /** A function that has no stub. */
  private Function define(Function f) {
    Function copy = new Function(plan.nameInIR(f), f.functionType(), f.addressSpace());
    likeOriginal(f, copy);
    likeFunction(f, copy);
    copies.put(f, copy);
    bodies.put(f, copy);
    out.add(copy);
    return copy;
  }

  private GlobalAlias define(GlobalAlias alias) {
    GlobalAlias copy =
        new GlobalAlias(plan.nameInIR(alias), alias.valueType(), alias.addressSpace());
    likeOriginal(alias, copy);
    copy.setAliasee(cloner.constant(alias.aliasee()));
    copies.put(alias, copy);
    out.add(copy);
    return copy;
  }

  private GlobalIFunc define(GlobalIFunc ifunc) {
    GlobalIFunc copy =
        new GlobalIFunc(plan.nameInIR(ifunc), ifunc.valueType(), ifunc.addressSpace());
    likeOriginal(ifunc, copy);
    copy.setResolver(cloner.constant(ifunc.resolver()));
    copies.put(ifunc, copy);
    out.add(copy);
    return copy;
  }

  /** What was seen by its module alone is now seen by its library alone. */
  private void likeOriginal(GlobalValue g, GlobalValue copy) {
    boolean local = g.linkage().isLocal() || plan.isPromoted(g);
    copy.setLinkage(local ? Linkage.EXTERNAL : g.linkage());
    copy.setVisibility(local ? Visibility.HIDDEN : g.visibility());
    copy.setUnnamedAddr(g.unnamedAddr());
    copy.setThreadLocalMode(g.threadLocalMode());
    copy.setDsoLocal(g.isDsoLocal());
    Comdat comdat = g.comdat();
    if (comdat != null && !local) {
      if (out.comdat(comdat.name()) == null) {
        out.addComdat(comdat);
      }
      copy.setComdat(comdat);
    }
  }

  private void callBodiesDirectly() {
    for (Function f : bodies.keySet()) {
      GlobalValue stub = copies.get(f);
      if (stub == null || stub == bodies.get(f) || ModuleSymbols.flagsOf(f).isWeak()) {
        continue;
      }
      for (Function body : bodies.values()) {
        for (BasicBlock block : body.blocks()) {
          for (Instruction i = block.first(); i != null; i = i.next()) {
            if (i instanceof CallBase call && call.callee() == stub) {
              call.setOperand(call.operandCount() - 1, body(f));
            }
          }
        }
      }
    }
  }

  private void finish() {
    for (GlobalVariable v = unfinished.poll(); v != null; v = unfinished.poll()) {
      Constant initializer = v.initializer();
      if (initializer != null) {
        ((GlobalVariable) standsFor(v)).setInitializer(cloner.constant(initializer));
      }
    }
  }
}
