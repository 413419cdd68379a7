package dev.lamina.cod;

import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.CallBase;
import dev.lamina.ir.Function;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.Module;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which functions of a module are compiled together when one of them is called. Asked by several
 * threads; the functions of a module may be read, and not changed.
 */
@FunctionalInterface
public interface Partitioning {
  /** Each function by itself. */
  Partitioning PER_FUNCTION = Set::of;

  /** All of the module. */
  Partitioning WHOLE_MODULE =
      function -> {
        Module module = function.module();
        return module == null ? Set.of(function) : Set.copyOf(module.functions());
      };

  /**
   * The functions to compile when {@code function} is called: it, and maybe others of its module.
   * Those that have been compiled before, or have no body, are left out by the caller.
   */
  Set<Function> partitionOf(Function function);

  /**
   * The function with those it calls, directly or not: the nearest first, {@code limit} together at
   * most. Reads the bodies it goes through.
   */
  static Partitioning neighbours(int limit) {
    return function -> {
      Set<Function> found = new LinkedHashSet<>();
      ArrayDeque<Function> next = new ArrayDeque<>();
      found.add(function);
      next.add(function);
      while (!next.isEmpty()) {
        for (BasicBlock block : next.remove().blocks()) {
          for (Instruction i = block.first(); i != null; i = i.next()) {
            if (i instanceof CallBase call
                && call.callee() instanceof Function callee
                && callee.isDefinitionForLinker()
                && found.size() < limit
                && found.add(callee)) {
              next.add(callee);
            }
          }
        }
      }
      return found;
    };
  }
}
