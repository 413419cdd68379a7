package dev.lamina.ir.analysis;

import dev.lamina.ir.BasicBlock;
import java.util.Arrays;

/**
 * The natural loops of a function and how they nest. A loop is an index; a header has one loop,
 * whatever number of edges lead back to it. Cycles that can be entered at more than one block
 * (irreducible ones) are no loops here, but are told of.
 */
public final class LoopInfo {
  private static final int NONE = -1;

  private final ControlFlow flow;
  private final int[] innermost;
  private int[] headers = new int[8];
  private int[] parents = new int[8];
  private int[] depths = new int[8];
  private int count;
  private boolean irreducible;

  private LoopInfo(DominatorTree dominators) {
    flow = dominators.controlFlow();
    innermost = new int[flow.blockCount()];
    Arrays.fill(innermost, NONE);
    // Inner headers come later in reverse post-order, so that inner loops are found first.
    int[] work = new int[flow.blockCount()];
    for (int i = flow.reachableCount() - 1; i >= 0; i--) {
      find(flow.reversePostOrder(i), dominators, work);
    }
    depths = new int[count];
    for (int l = count - 1; l >= 0; l--) {
      depths[l] = parents[l] == NONE ? 1 : depths[parents[l]] + 1;
    }
  }

  public static LoopInfo of(DominatorTree dominators) {
    return new LoopInfo(dominators);
  }

  /** Looks for a loop with that header, and gives it the blocks and loops that lie in it. */
  private void find(int header, DominatorTree dominators, int[] work) {
    int n = 0;
    int loop = NONE;
    for (int i = 0; i < flow.predecessorCount(header); i++) {
      int latch = flow.predecessor(header, i);
      if (!flow.isReachable(latch)) {
        continue;
      }
      if (!dominators.dominates(header, latch)) {
        irreducible |=
            flow.reversePostOrderPosition(latch) >= flow.reversePostOrderPosition(header);
        continue;
      }
      if (loop == NONE) {
        loop = add(header);
      }
      n = push(latch, loop, work, n);
    }
    while (n > 0) {
      int b = work[--n];
      for (int i = 0; i < flow.predecessorCount(b); i++) {
        int p = flow.predecessor(b, i);
        if (flow.isReachable(p)) {
          n = push(p, loop, work, n);
        }
      }
    }
  }

  /**
   * Takes a block into the loop, and what loop it is in already; the walk goes on at its header.
   */
  private int push(int block, int loop, int[] work, int n) {
    int inner = innermost[block];
    if (inner == NONE) {
      innermost[block] = loop;
      if (block != headers[loop]) {
        work[n] = block;
        return n + 1;
      }
      return n;
    }
    while (parents[inner] != NONE && inner != loop) {
      inner = parents[inner];
    }
    if (inner == loop) {
      return n;
    }
    parents[inner] = loop;
    if (headers[inner] != headers[loop]) {
      work[n] = headers[inner];
      return n + 1;
    }
    return n;
  }

  private int add(int header) {
    if (count == headers.length) {
      headers = Arrays.copyOf(headers, count * 2);
      parents = Arrays.copyOf(parents, count * 2);
    }
    headers[count] = header;
    parents[count] = NONE;
    innermost[header] = count;
    return count++;
  }

  public int loopCount() {
    return count;
  }

  /** The block that every way into the loop goes through. */
  public int header(int loop) {
    return headers[loop];
  }

  /** The loop around a loop, or -1. */
  public int parent(int loop) {
    return parents[loop];
  }

  /** 1 for an outermost loop. */
  public int depth(int loop) {
    return depths[loop];
  }

  /** The innermost loop that a block is in, or -1. */
  public int loopOf(int block) {
    return innermost[block];
  }

  /** The innermost loop that a block is in, or -1. */
  public int loopOf(BasicBlock block) {
    return innermost[flow.index(block)];
  }

  /** How many loops a block is in. */
  public int loopDepth(int block) {
    int loop = innermost[block];
    return loop == NONE ? 0 : depths[loop];
  }

  public boolean isHeader(int block) {
    int loop = innermost[block];
    return loop != NONE && headers[loop] == block;
  }

  /** Whether a block is in the loop or in one within it. */
  public boolean contains(int loop, int block) {
    int l = innermost[block];
    while (l != NONE && l != loop) {
      l = parents[l];
    }
    return l == loop;
  }

  /** Whether some cycle can be entered at more than one block, so that not all cycles are loops. */
  public boolean isIrreducible() {
    return irreducible;
  }
}
