package dev.lamina.codegen;

import dev.lamina.ir.Argument;
import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.Function;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.LocalValue;
import dev.lamina.ir.PhiNode;
import dev.lamina.ir.Value;
import java.util.Arrays;
import java.util.List;

/**
 * What the one-pass compiler has to know of a function before it starts: the order of blocks, a
 * number for each register part of each value, and how long each value lives.
 *
 * <p>Blocks are in reverse post-order, unreachable ones left out. A value lives from its definition
 * to its last use in that order; a use inside a loop that does not contain the definition extends
 * it to the loop's end. Loops are the regions {@code [target, source]} of backward edges, widened
 * until they nest, which also covers irreducible control flow. In SSA form a value is live in no
 * block outside that interval: a path from such a block back to a use would cross a backward edge
 * whose region holds the use but not the definition, and so has extended the interval.
 *
 * <p>One object serves one function after the other; its arrays grow and stay.
 */
public final class FunctionAnalysis {
  private final PartLayouts layouts;
  private BasicBlock[] order = new BasicBlock[16];
  private List<BasicBlock>[] successors = newLists(16);
  private int blockCount;

  // By block index.
  private int[] loopEnd = new int[16];
  private int[] innermost = new int[16];
  private int[] parent = new int[16];
  private int[] predecessors = new int[16];
  private int[] onlyPredecessor = new int[16];
  private int[] deadHead = new int[16];

  // By part index; parts of one value are consecutive.
  private int partCount;
  private int[] definition = new int[64];
  private int[] liveEnd = new int[64];
  private int[] uses = new int[64];
  private byte[] bank = new byte[64];
  private byte[] size = new byte[64];
  private int[] deadNext = new int[64];

  // The depth-first search.
  private BasicBlock[] stack = new BasicBlock[16];
  private int[] stackEdge = new int[16];
  private List<BasicBlock>[] stackSuccessors = newLists(16);

  public FunctionAnalysis(PartLayouts layouts) {
    this.layouts = layouts;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static List<BasicBlock>[] newLists(int n) {
    return new List[n];
  }

  /**
   * Analyses {@code f}. {@link LocalValue#number} of a block becomes its index in the order (-1 if
   * unreachable), of other values the index of their first part.
   */
  public void analyze(Function f) {
    orderBlocks(f);
    findLoops();
    numberValues(f);
    findLiveness();
  }

  public int blockCount() {
    return blockCount;
  }

  public BasicBlock block(int index) {
    return order[index];
  }

  /** How many edges lead to the block. */
  public int predecessorCount(int block) {
    return predecessors[block];
  }

  /**
   * The index of the only block with an edge to this one, or -1 if there is not exactly one edge.
   */
  public int solePredecessor(int block) {
    return predecessors[block] == 1 ? onlyPredecessor[block] : -1;
  }

  public int partCount() {
    return partCount;
  }

  public int bank(int part) {
    return bank[part];
  }

  public int size(int part) {
    return size[part];
  }

  /** How many operands of reachable instructions refer to the value that the part belongs to. */
  public int useCount(int part) {
    return uses[part];
  }

  /**
   * Twice the index of the last block the part lives in, plus one if it lives to the end of that
   * block whatever its uses there.
   */
  public int liveEnd(int part) {
    return liveEnd[part];
  }

  /**
   * The first of the parts, linked by {@link #nextEnding}, that live into {@code block} at most.
   */
  public int firstEnding(int block) {
    return deadHead[block];
  }

  public int nextEnding(int part) {
    return deadNext[part];
  }

  // ---- Order.

  private void orderBlocks(Function f) {
    List<BasicBlock> blocks = f.blocks();
    int n = blocks.size();
    for (int i = 0; i < n; i++) {
      blocks.get(i).number = -1;
    }
    if (order.length < n) {
      growBlocks(n);
    }
    int at = n;
    int depth = 0;
    push(depth++, blocks.get(0));
    while (depth > 0) {
      int top = depth - 1;
      // Successors are visited from the last to the first, so that the first, the likelier one of a
      // branch as clang writes it, comes right behind the block.
      if (stackEdge[top] == 0) {
        order[--at] = stack[top];
        successors[at] = stackSuccessors[top];
        depth--;
      } else {
        BasicBlock next = stackSuccessors[top].get(--stackEdge[top]);
        if (next.number == -1) {
          if (depth == stack.length) {
            growStack();
          }
          push(depth++, next);
        }
      }
    }
    blockCount = n - at;
    System.arraycopy(order, at, order, 0, blockCount);
    System.arraycopy(successors, at, successors, 0, blockCount);
    Arrays.fill(order, blockCount, order.length, null);
    for (int i = 0; i < blockCount; i++) {
      order[i].number = i;
    }
  }

  private void push(int depth, BasicBlock block) {
    block.number = 0;
    stack[depth] = block;
    stackSuccessors[depth] = block.successors();
    stackEdge[depth] = stackSuccessors[depth].size();
  }

  private void growBlocks(int n) {
    int capacity = Math.max(n, 2 * order.length);
    order = new BasicBlock[capacity];
    successors = newLists(capacity);
    loopEnd = new int[capacity];
    innermost = new int[capacity];
    parent = new int[capacity];
    predecessors = new int[capacity];
    onlyPredecessor = new int[capacity];
    deadHead = new int[capacity];
  }

  private void growStack() {
    int capacity = 2 * stack.length;
    stack = Arrays.copyOf(stack, capacity);
    stackEdge = Arrays.copyOf(stackEdge, capacity);
    stackSuccessors = Arrays.copyOf(stackSuccessors, capacity);
  }

  // ---- Loops.

  private void findLoops() {
    for (int i = 0; i < blockCount; i++) {
      loopEnd[i] = -1;
      predecessors[i] = 0;
      deadHead[i] = -1;
    }
    for (int i = 0; i < blockCount; i++) {
      List<BasicBlock> targets = successors[i];
      for (int s = 0; s < targets.size(); s++) {
        int target = targets.get(s).number;
        predecessors[target]++;
        onlyPredecessor[target] = i;
        if (target <= i) {
          loopEnd[target] = i;
        }
      }
    }
    // Widen regions, the last header first, until no two overlap without nesting.
    for (int header = blockCount - 1; header >= 0; header--) {
      int end = loopEnd[header];
      for (int b = header + 1; b <= end; b++) {
        if (loopEnd[b] >= 0) {
          end = Math.max(end, loopEnd[b]);
          // Regions within b's have been taken into account by b's end.
          b = loopEnd[b];
        }
      }
      loopEnd[header] = end;
    }
    // The innermost region of each block, and of each region the one around it.
    int current = -1;
    for (int b = 0; b < blockCount; b++) {
      while (current >= 0 && loopEnd[current] < b) {
        current = parent[current];
      }
      if (loopEnd[b] >= 0) {
        parent[b] = current;
        current = b;
      }
      innermost[b] = current;
    }
  }

  // ---- Values.

  private void numberValues(Function f) {
    partCount = 0;
    List<Argument> arguments = f.arguments();
    for (int i = 0; i < arguments.size(); i++) {
      number(arguments.get(i), 0);
    }
    for (int b = 0; b < blockCount; b++) {
      for (Instruction i = order[b].first(); i != null; i = i.next()) {
        if (!i.type().isVoid()) {
          number(i, b);
        }
      }
    }
  }

  private void number(LocalValue value, int block) {
    PartLayout layout = layouts.of(value.type());
    value.number = partCount;
    int n = layout.count();
    if (partCount + n > definition.length) {
      growParts(partCount + n);
    }
    for (int i = 0; i < n; i++) {
      definition[partCount] = block;
      liveEnd[partCount] = 2 * block;
      uses[partCount] = 0;
      bank[partCount] = (byte) layout.bank(i);
      size[partCount] = (byte) layout.size(i);
      partCount++;
    }
  }

  private void growParts(int needed) {
    int capacity = Math.max(needed, 2 * definition.length);
    definition = Arrays.copyOf(definition, capacity);
    liveEnd = Arrays.copyOf(liveEnd, capacity);
    uses = Arrays.copyOf(uses, capacity);
    bank = Arrays.copyOf(bank, capacity);
    size = Arrays.copyOf(size, capacity);
    deadNext = Arrays.copyOf(deadNext, capacity);
  }

  private void findLiveness() {
    for (int b = 0; b < blockCount; b++) {
      for (Instruction i = order[b].first(); i != null; i = i.next()) {
        if (i instanceof PhiNode phi) {
          usesOfPhi(phi, b);
        } else {
          for (int n = 0; n < i.operandCount(); n++) {
            Value v = i.operand(n);
            if (v instanceof LocalValue local && !(v instanceof BasicBlock)) {
              use(local, b, 0);
            }
          }
        }
      }
    }
    // Parts that outlive the block of their definition, by the block they end in.
    for (int p = 0; p < partCount; p++) {
      if (liveEnd[p] != 2 * definition[p]) {
        int last = liveEnd[p] >> 1;
        deadNext[p] = deadHead[last];
        deadHead[last] = p;
      }
    }
  }

  /**
   * A phi reads its operands at the ends of the predecessors and is written there, so it lives in
   * all of them too: nothing else may have its place in the frame meanwhile.
   */
  private void usesOfPhi(PhiNode phi, int block) {
    for (int n = 0; n < phi.incomingCount(); n++) {
      int from = phi.incomingBlock(n).number;
      if (from < 0) {
        continue;
      }
      if (phi.incomingValue(n) instanceof LocalValue local) {
        use(local, from, 1);
      }
      int parts = layouts.of(phi.type()).count();
      for (int p = phi.number; p < phi.number + parts; p++) {
        liveEnd[p] = Math.max(liveEnd[p], 2 * Math.max(from, block) + 1);
      }
    }
  }

  private void use(LocalValue value, int block, int full) {
    int parts = layouts.of(value.type()).count();
    if (parts == 0) {
      return;
    }
    int first = value.number;
    int defined = definition[first];
    int end = 2 * block + full;
    if (block != defined) {
      for (int r = innermost[block]; r > defined; r = parent[r]) {
        end = 2 * loopEnd[r] + 1;
      }
    }
    for (int p = first; p < first + parts; p++) {
      uses[p]++;
      if (end > liveEnd[p]) {
        liveEnd[p] = end;
      }
    }
  }
}
