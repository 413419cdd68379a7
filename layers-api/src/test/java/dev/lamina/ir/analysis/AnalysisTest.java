package dev.lamina.ir.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.Function;
import dev.lamina.ir.FunctionType;
import dev.lamina.ir.IRBuilder;
import dev.lamina.ir.Types;
import dev.lamina.ir.UndefValue;
import dev.lamina.ir.Value;
import dev.lamina.ir.text.IRReader;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnalysisTest {
  /** A function whose blocks jump at random. */
  private static Function random(Random random, int blocks) {
    Function f = new Function("f", FunctionType.get(Types.VOID));
    for (int i = 0; i < blocks; i++) {
      f.addBlock("b" + i);
    }
    Value condition = UndefValue.undef(Types.I1);
    for (int i = 0; i < blocks; i++) {
      IRBuilder b = new IRBuilder(f.blocks().get(i));
      int near = Math.max(1, Math.min(blocks - 1, i + random.nextInt(7) - 2));
      BasicBlock first = f.blocks().get(blocks == 1 ? 0 : near);
      BasicBlock second = f.blocks().get(blocks == 1 ? 0 : 1 + random.nextInt(blocks - 1));
      switch (random.nextInt(4)) {
        case 0 -> b.ret();
        case 1 -> b.br(first);
        default -> b.br(condition, first, random.nextInt(5) == 0 ? second : first);
      }
    }
    return f;
  }

  /** The blocks that can be reached without going through {@code avoided}. */
  private static BitSet reachable(ControlFlow flow, int avoided) {
    BitSet seen = new BitSet();
    if (avoided != 0) {
      visit(flow, 0, avoided, seen);
    }
    return seen;
  }

  private static void visit(ControlFlow flow, int b, int avoided, BitSet seen) {
    if (b == avoided || seen.get(b)) {
      return;
    }
    seen.set(b);
    for (int i = 0; i < flow.successorCount(b); i++) {
      visit(flow, flow.successor(b, i), avoided, seen);
    }
  }

  @Test
  void dominanceIsWhatItsDefinitionSays() {
    Random random = new Random(1);
    for (int round = 0; round < 400; round++) {
      Function f = random(random, 1 + random.nextInt(40));
      ControlFlow flow = ControlFlow.of(f);
      DominatorTree tree = DominatorTree.of(flow);
      BitSet all = reachable(flow, -1);
      for (int a = 0; a < flow.blockCount(); a++) {
        assertThat(flow.isReachable(a)).isEqualTo(all.get(a));
        BitSet without = reachable(flow, a);
        for (int b = 0; b < flow.blockCount(); b++) {
          boolean dominates = !all.get(b) || (all.get(a) && !without.get(b));
          assertThat(tree.dominates(a, b)).as("%s dom %s", a, b).isEqualTo(dominates);
        }
      }
      checkTree(flow, tree);
      checkLoops(flow, tree);
    }
  }

  private static void checkTree(ControlFlow flow, DominatorTree tree) {
    for (int i = 0; i < flow.reachableCount(); i++) {
      int b = flow.reversePostOrder(i);
      assertThat(flow.reversePostOrderPosition(b)).isEqualTo(i);
      int idom = tree.immediateDominator(b);
      assertThat(idom).isEqualTo(b == 0 ? -1 : idom);
      if (b != 0) {
        assertThat(tree.dominates(idom, b)).isTrue();
        assertThat(tree.depth(b)).isEqualTo(tree.depth(idom) + 1);
        assertThat(flow.reversePostOrderPosition(idom)).isLessThan(i);
        int common = tree.nearestCommonDominator(b, idom);
        assertThat(common).isEqualTo(idom);
      }
    }
  }

  private static void checkLoops(ControlFlow flow, DominatorTree tree) {
    LoopInfo loops = LoopInfo.of(tree);
    for (int l = 0; l < loops.loopCount(); l++) {
      BitSet expected = loopBlocks(flow, tree, loops.header(l));
      for (int b = 0; b < flow.blockCount(); b++) {
        assertThat(loops.contains(l, b)).as("loop %s block %s", l, b).isEqualTo(expected.get(b));
      }
      if (loops.parent(l) >= 0) {
        assertThat(loops.contains(loops.parent(l), loops.header(l))).isTrue();
        assertThat(loops.depth(l)).isEqualTo(loops.depth(loops.parent(l)) + 1);
      } else {
        assertThat(loops.depth(l)).isEqualTo(1);
      }
    }
    for (int b = 0; b < flow.blockCount(); b++) {
      assertThat(loops.isHeader(b)).isEqualTo(!loopBlocks(flow, tree, b).isEmpty());
    }
    assertThat(loops.isIrreducible()).isEqualTo(!isReducible(flow, tree));
  }

  /** The header, and what reaches an edge back to it without going through it. */
  private static BitSet loopBlocks(ControlFlow flow, DominatorTree tree, int header) {
    BitSet loop = new BitSet();
    for (int i = 0; i < flow.predecessorCount(header); i++) {
      int latch = flow.predecessor(header, i);
      if (flow.isReachable(latch) && tree.dominates(header, latch)) {
        loop.set(header);
        collect(flow, latch, loop);
      }
    }
    return loop;
  }

  private static void collect(ControlFlow flow, int b, BitSet loop) {
    if (loop.get(b) || !flow.isReachable(b)) {
      return;
    }
    loop.set(b);
    for (int i = 0; i < flow.predecessorCount(b); i++) {
      collect(flow, flow.predecessor(b, i), loop);
    }
  }

  /** Whether there is no cycle left once the edges to a dominator are gone. */
  private static boolean isReducible(ControlFlow flow, DominatorTree tree) {
    int[] state = new int[flow.blockCount()];
    return !hasCycle(flow, tree, 0, state);
  }

  private static boolean hasCycle(ControlFlow flow, DominatorTree tree, int b, int[] state) {
    state[b] = 1;
    for (int i = 0; i < flow.successorCount(b); i++) {
      int s = flow.successor(b, i);
      if (tree.dominates(s, b)) {
        continue;
      }
      if (state[s] == 1 || (state[s] == 0 && hasCycle(flow, tree, s, state))) {
        return true;
      }
    }
    state[b] = 2;
    return false;
  }

  @Test
  void nestedLoops() {
    Function f =
        IRReader.read(
                "loops.ll",
                """
                define void @f(i1 %c) {
                entry:
                  br label %outer
                outer:
                  br label %inner
                inner:
                  br i1 %c, label %inner, label %latch
                latch:
                  br i1 %c, label %outer, label %exit
                exit:
                  ret void
                dead:
                  br label %inner
                }
                """)
            .function("f");
    assertThat(f).isNotNull();
    ControlFlow flow = ControlFlow.of(f);
    LoopInfo loops = LoopInfo.of(DominatorTree.of(flow));
    assertThat(loops.loopCount()).isEqualTo(2);
    assertThat(loops.loopDepth(0)).isZero();
    assertThat(loops.loopDepth(1)).isEqualTo(1);
    assertThat(loops.loopDepth(2)).isEqualTo(2);
    assertThat(loops.loopDepth(3)).isEqualTo(1);
    assertThat(loops.loopDepth(4)).isZero();
    assertThat(loops.loopDepth(5)).isZero();
    assertThat(loops.isHeader(1)).isTrue();
    assertThat(loops.isHeader(2)).isTrue();
    assertThat(loops.isIrreducible()).isFalse();
    assertThat(flow.isReachable(5)).isFalse();
    assertThat(flow.predecessorCount(2)).isEqualTo(3);
    assertThat(loops.loopOf(f.blocks().get(2))).isEqualTo(loops.loopOf(2));
  }

  /** One exit and thousands of ways to it, which a fixed-point iteration takes long for. */
  @Test
  void aLadderOfManyBlocks() {
    int n = 50_000;
    Function f = new Function("f", FunctionType.get(Types.VOID));
    for (int i = 0; i <= n; i++) {
      f.addBlock(new BasicBlock());
    }
    BasicBlock exit = f.blocks().get(n);
    for (int i = 0; i < n; i++) {
      BasicBlock next = f.blocks().get(Math.min(n, i + 1));
      new IRBuilder(f.blocks().get(i)).br(UndefValue.undef(Types.I1), next, exit);
    }
    new IRBuilder(exit).ret();
    DominatorTree tree = DominatorTree.of(ControlFlow.of(f));
    assertThat(tree.immediateDominator(n)).isZero();
    assertThat(tree.depth(n - 1)).isEqualTo(n - 1);
  }
}
