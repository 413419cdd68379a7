package dev.lamina.ir.analysis;

import static com.google.common.base.Preconditions.checkArgument;

import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.Function;
import dev.lamina.ir.Instruction;
import java.util.Arrays;
import java.util.List;

/**
 * The control-flow graph of a function. Block {@code i} is the function's block number {@code i}; 0
 * is the entry. An edge stands in the lists once for each time that a terminator names its target.
 */
public final class ControlFlow {
  private final BasicBlock[] blocks;
  private final int[] successorStarts;
  private final int[] successors;
  private final int[] predecessorStarts;
  private final int[] predecessors;

  /** Reachable blocks in reverse post-order, the entry first. */
  private final int[] order;

  /** Position in {@link #order}, or -1 for a block that cannot be reached. */
  private final int[] position;

  private ControlFlow(BasicBlock[] blocks, int[] successorStarts, int[] successors) {
    this.blocks = blocks;
    this.successorStarts = successorStarts;
    this.successors = successors;
    int n = blocks.length;
    predecessorStarts = new int[n + 1];
    for (int s : successors) {
      predecessorStarts[s + 1]++;
    }
    for (int i = 0; i < n; i++) {
      predecessorStarts[i + 1] += predecessorStarts[i];
    }
    predecessors = new int[successors.length];
    int[] fill = Arrays.copyOf(predecessorStarts, n);
    for (int b = 0; b < n; b++) {
      for (int e = successorStarts[b]; e < successorStarts[b + 1]; e++) {
        predecessors[fill[successors[e]]++] = b;
      }
    }
    position = new int[n];
    order = reversePostOrder();
  }

  /**
   * The graph of a definition. Sets {@link dev.lamina.ir.LocalValue#number} of each block to its
   * index.
   */
  public static ControlFlow of(Function function) {
    List<BasicBlock> list = function.blocks();
    checkArgument(!list.isEmpty(), "%s is a declaration", function);
    BasicBlock[] blocks = list.toArray(new BasicBlock[0]);
    for (int i = 0; i < blocks.length; i++) {
      blocks[i].number = i;
    }
    int[] starts = new int[blocks.length + 1];
    int[] targets = new int[blocks.length * 2];
    int n = 0;
    for (int i = 0; i < blocks.length; i++) {
      starts[i] = n;
      Instruction t = blocks[i].terminator();
      for (int o = 0; t != null && o < t.operandCount(); o++) {
        if (!(t.operand(o) instanceof BasicBlock target) || target.function() != function) {
          continue;
        }
        if (n == targets.length) {
          targets = Arrays.copyOf(targets, n * 2);
        }
        targets[n++] = target.number;
      }
    }
    starts[blocks.length] = n;
    return new ControlFlow(blocks, starts, Arrays.copyOf(targets, n));
  }

  private int[] reversePostOrder() {
    int n = blocks.length;
    int[] post = new int[n];
    int count = 0;
    int[] stack = new int[n];
    int[] nextEdge = Arrays.copyOf(successorStarts, n);
    boolean[] seen = new boolean[n];
    int depth = 0;
    stack[depth++] = 0;
    seen[0] = true;
    while (depth > 0) {
      int b = stack[depth - 1];
      if (nextEdge[b] < successorStarts[b + 1]) {
        int s = successors[nextEdge[b]++];
        if (!seen[s]) {
          seen[s] = true;
          stack[depth++] = s;
        }
      } else {
        post[count++] = b;
        depth--;
      }
    }
    Arrays.fill(position, -1);
    int[] result = new int[count];
    for (int i = 0; i < count; i++) {
      result[i] = post[count - 1 - i];
      position[result[i]] = i;
    }
    return result;
  }

  public int blockCount() {
    return blocks.length;
  }

  public BasicBlock block(int b) {
    return blocks[b];
  }

  /** The index of a block of this function; -1 if it was not there when this was made. */
  public int index(BasicBlock block) {
    int n = block.number;
    if (n >= 0 && n < blocks.length && blocks[n] == block) {
      return n;
    }
    // Somebody has numbered the blocks otherwise since.
    for (int i = 0; i < blocks.length; i++) {
      if (blocks[i] == block) {
        return i;
      }
    }
    return -1;
  }

  public int successorCount(int b) {
    return successorStarts[b + 1] - successorStarts[b];
  }

  public int successor(int b, int i) {
    return successors[successorStarts[b] + i];
  }

  public int predecessorCount(int b) {
    return predecessorStarts[b + 1] - predecessorStarts[b];
  }

  public int predecessor(int b, int i) {
    return predecessors[predecessorStarts[b] + i];
  }

  public boolean isReachable(int b) {
    return position[b] >= 0;
  }

  /** How many blocks can be reached from the entry. */
  public int reachableCount() {
    return order.length;
  }

  /** Block number {@code i} in reverse post-order: before all that only it leads to. */
  public int reversePostOrder(int i) {
    return order[i];
  }

  /** Where a block stands in reverse post-order, or -1 if it cannot be reached. */
  public int reversePostOrderPosition(int b) {
    return position[b];
  }
}
