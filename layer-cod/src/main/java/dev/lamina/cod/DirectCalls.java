package dev.lamina.cod;

import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.CallBase;
import dev.lamina.ir.Function;
import dev.lamina.ir.Instruction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which functions a function calls by name, the likeliest to be called first. */
final class DirectCalls {
  private DirectCalls() {}

  /** Those called in the entry block, then those in loops, then the others. */
  static Set<Function> of(Function f) {
    List<BasicBlock> blocks = f.blocks();
    boolean[] inLoop = loops(blocks);
    List<Set<Function>> byRank =
        List.of(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
    for (int b = 0; b < blocks.size(); b++) {
      Set<Function> rank = byRank.get(b == 0 ? 0 : inLoop[b] ? 1 : 2);
      for (Instruction i = blocks.get(b).first(); i != null; i = i.next()) {
        if (i instanceof CallBase call
            && call.callee() instanceof Function callee
            && callee.isDefinitionForLinker()) {
          rank.add(callee);
        }
      }
    }
    Set<Function> all = new LinkedHashSet<>();
    byRank.forEach(all::addAll);
    return all;
  }

  /** Blocks between a jump back and its target: near enough, for the order that compilers write. */
  private static boolean[] loops(List<BasicBlock> blocks) {
    Map<BasicBlock, Integer> places = new HashMap<>();
    List<int[]> jumpsBack = new ArrayList<>(0);
    for (int b = 0; b < blocks.size(); b++) {
      places.put(blocks.get(b), b);
      for (BasicBlock successor : blocks.get(b).successors()) {
        Integer place = places.get(successor);
        if (place != null) {
          jumpsBack.add(new int[] {place, b});
        }
      }
    }
    boolean[] inLoop = new boolean[blocks.size()];
    for (int[] jump : jumpsBack) {
      Arrays.fill(inLoop, jump[0], jump[1] + 1, true);
    }
    return inLoop;
  }
}
