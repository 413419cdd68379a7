package dev.lamina.transform;

import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.BlockAddress;
import dev.lamina.ir.CallBase;
import dev.lamina.ir.Constant;
import dev.lamina.ir.ConstantAggregate;
import dev.lamina.ir.ConstantExpr;
import dev.lamina.ir.Function;
import dev.lamina.ir.GlobalAlias;
import dev.lamina.ir.GlobalIFunc;
import dev.lamina.ir.GlobalReference;
import dev.lamina.ir.GlobalValue;
import dev.lamina.ir.GlobalVariable;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.Module;
import dev.lamina.ir.OperandBundle;
import dev.lamina.ir.Value;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Drops local functions and variables that nothing refers to which others can see, so that they are
 * neither read nor compiled. Bodies of functions that stay are read, others are not.
 */
public final class DropUnreachable implements UnaryOperator<Module> {
  @Override
  public Module apply(Module module) {
    Reached reached = new Reached();
    for (GlobalValue global : module.globalValues()) {
      if (!global.linkage().isLocal()) {
        reached.add(global);
      }
    }
    reached.follow();
    for (GlobalValue global : module.globalValues()) {
      if (!reached.seen.contains(global)) {
        module.remove(global);
      }
    }
    return module;
  }

  /** What is referred to, followed from symbol to symbol. */
  private static final class Reached {
    final Set<Value> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Constant> open = new ArrayDeque<>();

    /** Adds a constant that may refer to symbols; others come in great numbers and are left out. */
    void add(@Nullable Value value) {
      if ((value instanceof GlobalValue
              || value instanceof ConstantExpr
              || value instanceof ConstantAggregate
              || value instanceof GlobalReference
              || value instanceof BlockAddress)
          && seen.add(value)) {
        open.push((Constant) value);
      }
    }

    void follow() {
      Constant next;
      while ((next = open.poll()) != null) {
        if (next instanceof Function f) {
          addFunction(f);
        } else if (next instanceof GlobalVariable v) {
          add(v.initializer());
        } else if (next instanceof GlobalAlias a) {
          add(a.aliasee());
        } else if (next instanceof GlobalIFunc i) {
          add(i.resolver());
        } else if (next instanceof ConstantExpr e) {
          e.operands().forEach(this::add);
        } else if (next instanceof ConstantAggregate c) {
          c.elements().forEach(this::add);
        } else if (next instanceof GlobalReference r) {
          add(r.global());
        } else if (next instanceof BlockAddress b) {
          add(b.functionOf());
        }
      }
    }

    private void addFunction(Function f) {
      add(f.personality());
      add(f.prefixData());
      add(f.prologueData());
      for (BasicBlock block : f.blocks()) {
        for (Instruction instruction : block) {
          for (int i = 0; i < instruction.operandCount(); i++) {
            add(instruction.operand(i));
          }
          if (instruction instanceof CallBase call) {
            for (OperandBundle bundle : call.bundles()) {
              bundle.inputs().forEach(this::add);
            }
          }
        }
      }
    }
  }
}
