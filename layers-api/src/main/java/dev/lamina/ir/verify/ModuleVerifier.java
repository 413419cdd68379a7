package dev.lamina.ir.verify;

import dev.lamina.ir.ArrayType;
import dev.lamina.ir.BlockAddress;
import dev.lamina.ir.Constant;
import dev.lamina.ir.ConstantAggregate;
import dev.lamina.ir.ConstantDataSequence;
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
import dev.lamina.ir.StructType;
import dev.lamina.ir.Type;
import dev.lamina.ir.Types;
import dev.lamina.ir.Visibility;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of symbols (LangRef, "High Level Structure"). */
final class ModuleVerifier {
  private static final long MAX_ALIGNMENT = 1L << 32;

  /** No address space that exists has room for more. */
  private static final long MAX_SIZE = 1L << 47;

  private final Module module;
  private final Report report;

  ModuleVerifier(Module module, Report report) {
    this.module = module;
    this.report = report;
  }

  void verify() {
    for (GlobalVariable v : module.globals()) {
      symbol(v);
      variable(v);
    }
    for (GlobalAlias a : module.aliases()) {
      symbol(a);
      alias(a);
    }
    for (GlobalIFunc i : module.ifuncs()) {
      symbol(i);
      ifunc(i);
    }
    FunctionAttributes attributes = new FunctionAttributes(report);
    for (Function f : module.functions()) {
      symbol(f);
      function(f);
      attributes.verify(f);
    }
  }

  private void symbol(GlobalValue g) {
    if (g.isDeclaration()
        && g.linkage() != Linkage.EXTERNAL
        && g.linkage() != Linkage.EXTERN_WEAK) {
      report.add(g, "a declaration is external or extern_weak, not '" + g.linkage().text() + "'");
    }
    if (!g.isDeclaration() && g.linkage() == Linkage.EXTERN_WEAK) {
      report.add(g, "a definition cannot be extern_weak");
    }
    if (g.linkage().isLocal() && g.visibility() != Visibility.DEFAULT) {
      report.add(g, "a symbol that only its module sees has default visibility");
    }
    if (g.isDeclaration() && g.comdat() != null) {
      report.add(g, "a declaration cannot be in a comdat");
    }
    if (g.linkage() == Linkage.APPENDING
        && !(g instanceof GlobalVariable v && v.valueType() instanceof ArrayType)) {
      report.add(g, "only variables that are arrays can be appending");
    }
    if (g.linkage() == Linkage.COMMON && !(g instanceof GlobalVariable)) {
      report.add(g, "only variables can be common");
    }
  }

  // ---- Variables ----

  private void variable(GlobalVariable v) {
    alignment(v, v.alignment());
    Type type = v.valueType();
    Constant initializer = v.initializer();
    if (initializer == null) {
      return;
    }
    if (!type.isSized()) {
      report.add(v, "a variable of type '" + type + "', which has no size, is defined");
    } else {
      size(v, type);
    }
    if (!initializer.type().equals(type)) {
      report.add(v, "the initializer is of type '" + initializer.type() + "', not '" + type + "'");
    }
    if (v.linkage() == Linkage.COMMON) {
      common(v, initializer);
    }
    constant(v, initializer);
    String name = v.name();
    if (name != null && name.startsWith("llvm.")) {
      special(v, name);
    }
  }

  private void size(GlobalVariable v, Type type) {
    try {
      module.dataLayout().objectSize(type, MAX_SIZE);
    } catch (IllegalArgumentException e) {
      report.add(v, String.valueOf(e.getMessage()));
    }
  }

  private void common(GlobalVariable v, Constant initializer) {
    if (!initializer.isZero()) {
      report.add(v, "a common variable is initialized with zero");
    }
    if (v.isConstant()) {
      report.add(v, "a common variable cannot be constant");
    }
    if (v.comdat() != null) {
      report.add(v, "a common variable cannot be in a comdat");
    }
  }

  private void alignment(GlobalValue g, long alignment) {
    if (alignment != 0 && (alignment < 0 || Long.bitCount(alignment) != 1)) {
      report.add(g, "an alignment of " + alignment + " is no power of two");
    } else if (alignment > MAX_ALIGNMENT) {
      report.add(g, "an alignment of " + alignment + " is more than 4294967296");
    }
  }

  /** The variables that mean something to the linker or to whoever starts the program. */
  private void special(GlobalVariable v, String name) {
    Type element = v.valueType() instanceof ArrayType a ? a.element() : null;
    switch (name) {
      case "llvm.global_ctors", "llvm.global_dtors" -> {
        boolean fits =
            element instanceof StructType s
                && (s.elements().size() == 2 || s.elements().size() == 3)
                && s.elements().get(0) == Types.I32
                && s.elements().get(1).isPointer()
                && (s.elements().size() == 2 || s.elements().get(2).isPointer());
        if (!fits) {
          report.add(v, "this is an array of { i32, ptr, ptr }, not '" + v.valueType() + "'");
        }
        appending(v);
      }
      case "llvm.used", "llvm.compiler.used" -> {
        if (element == null || !element.isPointer()) {
          report.add(v, "this is an array of ptr, not '" + v.valueType() + "'");
        }
        appending(v);
      }
      default -> {}
    }
  }

  private void appending(GlobalVariable v) {
    if (v.linkage() != Linkage.APPENDING) {
      report.add(v, "this has appending linkage, not '" + v.linkage().text() + "'");
    }
  }

  // ---- Constants ----

  /** Checks what a constant that belongs to {@code owner} refers to. */
  private void constant(GlobalValue owner, Constant root) {
    if (root instanceof ConstantDataSequence || root.isZero()) {
      return; // most are; there is nothing in them
    }
    Set<Constant> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    ArrayDeque<Constant> open = new ArrayDeque<>();
    open.push(root);
    while (!open.isEmpty()) {
      Constant c = open.pop();
      if (c instanceof GlobalValue g) {
        if (g.module() != module) {
          report.add(owner, "'" + g + "' is in another module");
        }
      } else if (c instanceof GlobalReference r) {
        open.push(r.global());
      } else if (c instanceof BlockAddress b) {
        if (b.functionOf().module() == module && b.block() == null) {
          report.add(owner, "'" + b.functionOf() + "' has no block '" + b.blockText() + "'");
        }
      } else if ((c instanceof ConstantAggregate || c instanceof ConstantExpr) && seen.add(c)) {
        for (Constant inner : partsOf(c)) {
          open.push(inner);
        }
      }
    }
  }

  private static Iterable<Constant> partsOf(Constant c) {
    return c instanceof ConstantAggregate a ? a.elements() : ((ConstantExpr) c).operands();
  }

  // ---- Aliases and ifuncs ----

  private void alias(GlobalAlias a) {
    switch (a.linkage()) {
      case EXTERNAL,
          PRIVATE,
          INTERNAL,
          WEAK,
          WEAK_ODR,
          LINKONCE,
          LINKONCE_ODR,
          AVAILABLE_EXTERNALLY -> {}
      default -> report.add(a, "an alias cannot be '" + a.linkage().text() + "'");
    }
    if (!a.aliasee().type().equals(a.type())) {
      report.add(
          a,
          "the alias is of type '"
              + a.type()
              + "', what it stands for of type '"
              + a.aliasee().type()
              + "'");
    }
    constant(a, a.aliasee());
    target(a, a.aliasee());
  }

  private void ifunc(GlobalIFunc i) {
    GlobalValue base = target(i, i.resolver());
    if (base != null && !(base instanceof Function)) {
      report.add(i, "the resolver of an ifunc is a function");
    }
  }

  /** The symbol that an alias or ifunc comes down to; reports if that is none of this module. */
  private @Nullable GlobalValue target(GlobalValue from, Constant first) {
    Set<GlobalValue> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    seen.add(from);
    Constant c = first;
    for (; ; ) {
      GlobalValue base = baseOf(c);
      if (base == null) {
        return null; // a plain address, which is possible if pointless
      }
      if (!seen.add(base)) {
        report.add(from, "this stands for itself, by way of '" + base + "'");
        return null;
      }
      if (!(base instanceof GlobalAlias alias)) {
        if (base.isDeclaration() || base.linkage() == Linkage.AVAILABLE_EXTERNALLY) {
          report.add(from, "this stands for '" + base + "', which is not defined here");
        }
        return base;
      }
      if (alias.linkage().isReplaceable()) {
        report.add(from, "this stands for '" + base + "', which another module may replace");
      }
      c = alias.aliasee();
    }
  }

  /** The symbol whose address a constant is computed from, or null. */
  private static @Nullable GlobalValue baseOf(Constant first) {
    Constant c = first;
    while (c instanceof ConstantExpr e) {
      if (e.opcode() == Opcode.SUB) {
        return null;
      }
      c = e.operand(0);
    }
    return c instanceof GlobalValue g ? g : null;
  }

  // ---- Functions ----

  private void function(Function f) {
    alignment(f, f.alignment());
    switch (f.linkage()) {
      case APPENDING, COMMON -> {} // told of already
      default -> {
        if (f.isThreadLocal()) {
          report.add(f, "a function cannot be thread_local");
        }
      }
    }
    if (f.isIntrinsic()) {
      if (!f.isDeclaration()) {
        report.add(f, "an intrinsic cannot be defined");
      }
      report.check(f, IntrinsicSignatures.problem(f));
    }
    if (f.personality() != null) {
      constant(f, f.personality());
    }
    if (f.prefixData() != null) {
      constant(f, f.prefixData());
    }
    if (f.prologueData() != null) {
      constant(f, f.prologueData());
    }
  }
}
