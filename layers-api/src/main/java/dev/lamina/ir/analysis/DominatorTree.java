package dev.lamina.ir.analysis;

import dev.lamina.ir.BasicBlock;
import java.util.Arrays;

/**
 * Which blocks every way from the entry to a block goes through. Made by semi-NCA (Georgiadis,
 * "Linear-Time Algorithms for Dominators and Related Problems", 2005), which unlike iteration to a
 * fixed point does not degrade on functions with one exit and thousands of ways to it.
 */
public final class DominatorTree {
  private static final int NONE = -1;

  private final ControlFlow flow;
  private final int[] immediate;

  // An interval of the tree's own depth-first numbers: a block dominates those within its own.
  private final int[] enter;
  private final int[] leave;
  private final int[] depth;

  private DominatorTree(ControlFlow flow, int[] immediate) {
    this.flow = flow;
    this.immediate = immediate;
    int n = immediate.length;
    enter = new int[n];
    leave = new int[n];
    depth = new int[n];
    number();
  }

  public static DominatorTree of(ControlFlow flow) {
    return new DominatorTree(flow, new Builder(flow).immediateDominators());
  }

  public ControlFlow controlFlow() {
    return flow;
  }

  /**
   * The nearest block that dominates {@code b} and is another; -1 for the entry and the
   * unreachable.
   */
  public int immediateDominator(int b) {
    return immediate[b];
  }

  /**
   * Whether every way from the entry to {@code b} goes through {@code a}, which each block is on
   * its own way. Everything dominates a block that cannot be reached.
   */
  public boolean dominates(int a, int b) {
    if (!flow.isReachable(b)) {
      return true;
    }
    return flow.isReachable(a) && enter[a] <= enter[b] && leave[b] <= leave[a];
  }

  public boolean dominates(BasicBlock a, BasicBlock b) {
    return dominates(flow.index(a), flow.index(b));
  }

  /** How many blocks other than {@code b} itself dominate it. */
  public int depth(int b) {
    return depth[b];
  }

  /** The nearest block that dominates both, which must be reachable. */
  public int nearestCommonDominator(int a, int b) {
    int x = a;
    int y = b;
    while (x != y) {
      if (depth[x] >= depth[y]) {
        x = immediate[x];
      } else {
        y = immediate[y];
      }
    }
    return x;
  }

  private void number() {
    int n = immediate.length;
    int[] firstChild = new int[n];
    int[] sibling = new int[n];
    Arrays.fill(firstChild, NONE);
    for (int i = flow.reachableCount() - 1; i > 0; i--) {
      int b = flow.reversePostOrder(i);
      sibling[b] = firstChild[immediate[b]];
      firstChild[immediate[b]] = b;
    }
    int clock = 0;
    int b = 0;
    sibling[0] = NONE;
    enter[0] = clock++;
    while (b != NONE) {
      if (firstChild[b] != NONE) {
        int child = firstChild[b];
        firstChild[b] = sibling[child];
        depth[child] = depth[b] + 1;
        enter[child] = clock++;
        b = child;
      } else {
        leave[b] = clock++;
        b = immediate[b];
      }
    }
  }

  /** The computation; vertices are the numbers of a depth-first walk, 0 the entry. */
  private static final class Builder {
    private final ControlFlow flow;
    private final int[] vertexOf;
    private final int[] blockOf;
    private final int[] parent;
    private final int[] semi;
    private final int[] label;
    private final int[] ancestor;
    private final int[] path;
    private int count;

    Builder(ControlFlow flow) {
      this.flow = flow;
      int n = flow.blockCount();
      vertexOf = new int[n];
      blockOf = new int[n];
      parent = new int[n];
      semi = new int[n];
      label = new int[n];
      ancestor = new int[n];
      path = new int[n];
    }

    int[] immediateDominators() {
      walk();
      for (int v = 0; v < count; v++) {
        semi[v] = v;
        label[v] = v;
        ancestor[v] = NONE;
      }
      for (int v = count - 1; v > 0; v--) {
        int b = blockOf[v];
        semi[v] = parent[v];
        for (int i = 0; i < flow.predecessorCount(b); i++) {
          int p = vertexOf[flow.predecessor(b, i)];
          if (p != NONE) {
            semi[v] = Math.min(semi[v], semi[evaluate(p)]);
          }
        }
        label[v] = v;
        ancestor[v] = parent[v];
      }
      int[] dominator = new int[count];
      for (int v = 1; v < count; v++) {
        int d = parent[v];
        while (d > semi[v]) {
          d = dominator[d];
        }
        dominator[v] = d;
      }
      int[] immediate = new int[flow.blockCount()];
      Arrays.fill(immediate, NONE);
      for (int v = 1; v < count; v++) {
        immediate[blockOf[v]] = blockOf[dominator[v]];
      }
      return immediate;
    }

    /** Numbers the vertices depth first. */
    private void walk() {
      Arrays.fill(vertexOf, NONE);
      int[] stack = new int[flow.blockCount()];
      int[] edge = new int[flow.blockCount()];
      int top = 0;
      stack[0] = 0;
      vertexOf[0] = count;
      blockOf[count++] = 0;
      while (top >= 0) {
        int b = stack[top];
        if (edge[b] == flow.successorCount(b)) {
          top--;
          continue;
        }
        int s = flow.successor(b, edge[b]++);
        if (vertexOf[s] == NONE) {
          vertexOf[s] = count;
          parent[count] = vertexOf[b];
          blockOf[count++] = s;
          stack[++top] = s;
        }
      }
    }

    /** The vertex of smallest semidominator on the way up to a root of the forest so far. */
    private int evaluate(int v) {
      if (ancestor[v] == NONE) {
        return v;
      }
      int n = 0;
      int u = v;
      while (ancestor[ancestor[u]] != NONE) {
        path[n++] = u;
        u = ancestor[u];
      }
      // Compress the path from the top down, each vertex taking over the best above it.
      while (n > 0) {
        int w = path[--n];
        int above = ancestor[w];
        if (semi[label[above]] < semi[label[w]]) {
          label[w] = label[above];
        }
        ancestor[w] = ancestor[above];
      }
      return label[v];
    }
  }
}
