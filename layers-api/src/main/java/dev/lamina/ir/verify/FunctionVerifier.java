package dev.lamina.ir.verify;

import static com.google.common.base.Preconditions.checkNotNull;

import dev.lamina.ir.Argument;
import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.BlockAddress;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.Function;
import dev.lamina.ir.GlobalValue;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.InvokeInst;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.PhiNode;
import dev.lamina.ir.PlaceholderValue;
import dev.lamina.ir.Types;
import dev.lamina.ir.Value;
import dev.lamina.ir.analysis.ControlFlow;
import dev.lamina.ir.analysis.DominatorTree;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of a body as a whole: blocks, phis, dominance, names. */
final class FunctionVerifier {
  private final Report report;
  private final InstructionVerifier instructions;

  // Of the function being verified. What unoptimised code seldom asks for is made when it is asked.
  private @Nullable Function function;
  private @Nullable ControlFlow flow;
  private @Nullable DominatorTree dominators;
  private int[] edges = {};
  private @Nullable Value[] incoming = {};

  // What the first walk over the function found.
  private int instructionCount;
  private boolean hasNames;
  private boolean entryIsTarget;

  FunctionVerifier(Report report) {
    this.report = report;
    instructions = new InstructionVerifier(report, this::flow);
  }

  void verify(Function f) {
    function = f;
    if (f.isDeclaration()) {
      return;
    }
    flow = null;
    dominators = null;
    instructionCount = 0;
    hasNames = false;
    entryIsTarget = false;
    for (Argument a : f.arguments()) {
      hasNames |= a.name() != null;
    }
    boolean sound = true;
    for (BasicBlock b : f.blocks()) {
      sound &= block(f, b);
    }
    if (hasNames) {
      names(f);
    }
    // Without these, control flow is not what the terminators say, and dominance means nothing.
    if (!sound) {
      return;
    }
    if (entryIsTarget) {
      report.add(f, "the entry block is the target of a jump");
    }
    BasicBlock entry = f.entryBlock();
    instructions.begin(f);
    for (BasicBlock b : f.blocks()) {
      if (b.first() instanceof PhiNode) {
        phis(f, b, flow());
      }
      for (Instruction i = b.first(); i != null; i = i.next()) {
        operands(f, i, entry);
        instructions.verify(i);
      }
    }
  }

  private ControlFlow flow() {
    ControlFlow known = flow;
    if (known == null) {
      known = ControlFlow.of(checkNotNull(function));
      flow = known;
      if (edges.length < known.blockCount()) {
        edges = new int[known.blockCount()];
        incoming = new Value[known.blockCount()];
      }
    }
    return known;
  }

  private DominatorTree dominators() {
    DominatorTree known = dominators;
    if (known == null) {
      known = DominatorTree.of(flow());
      dominators = known;
    }
    return known;
  }

  // ---- Blocks ----

  /** Whether the block is one that ends in a terminator and jumps within the function. */
  private boolean block(Function f, BasicBlock b) {
    Instruction last = b.last();
    if (last == null) {
      report.add(f, "block " + b + " is empty");
      return false;
    }
    boolean sound = true;
    if (!last.opcode().isTerminator()) {
      report.add(f, last, "block " + b + " does not end in a terminator");
      sound = false;
    }
    hasNames |= b.name() != null;
    boolean pastPhis = false;
    for (Instruction i = b.first(); i != null; i = i.next()) {
      i.number = instructionCount++;
      hasNames |= i.name() != null;
      if (i instanceof PhiNode) {
        if (pastPhis) {
          report.add(f, i, "this phi does not stand at the beginning of its block");
        }
      } else {
        pastPhis = true;
      }
      if (i.opcode().isTerminator()) {
        if (i != last) {
          report.add(f, i, "a terminator stands in the middle of block " + b);
          sound = false;
        }
        sound &= targets(f, i);
      }
    }
    return sound;
  }

  private boolean targets(Function f, Instruction terminator) {
    boolean sound = true;
    BasicBlock entry = f.entryBlock();
    for (int n = 0; n < terminator.operandCount(); n++) {
      if (terminator.operand(n) instanceof BasicBlock target) {
        if (target.function() != f) {
          report.add(f, terminator, "this jumps to a block that is not in the function");
          sound = false;
        }
        entryIsTarget |= target == entry;
      }
    }
    return sound;
  }

  private void names(Function f) {
    Set<String> seen = new HashSet<>();
    for (Argument a : f.arguments()) {
      name(f, a.name(), seen);
    }
    for (BasicBlock b : f.blocks()) {
      name(f, b.name(), seen);
      for (Instruction i : b) {
        if (i.name() != null) {
          name(f, i.name(), seen);
        }
      }
    }
  }

  private void name(Function f, @Nullable String name, Set<String> seen) {
    if (name != null && !seen.add(name)) {
      report.add(f, "two values have the name '%" + name + "'");
    }
  }

  // ---- Phis ----

  private void phis(Function f, BasicBlock b, ControlFlow flow) {
    int block = flow.index(b);
    if (block == 0) {
      report.add(f, "the entry block has a phi");
      return;
    }
    for (Instruction i = b.first(); i instanceof PhiNode phi; i = i.next()) {
      phi(f, phi, block, flow);
    }
  }

  private void phi(Function f, PhiNode phi, int block, ControlFlow flow) {
    // Counts edges per predecessor, takes the phi's entries off, and leaves all at zero again.
    int n = flow.predecessorCount(block);
    for (int e = 0; e < n; e++) {
      edges[flow.predecessor(block, e)]++;
    }
    for (int k = 0; k < phi.incomingCount(); k++) {
      BasicBlock from = phi.incomingBlock(k);
      int p = from.function() == f ? flow.index(from) : -1;
      if (!phi.incomingValue(k).type().equals(phi.type())) {
        report.add(
            f,
            phi,
            "a value of type '"
                + phi.incomingValue(k).type()
                + "' comes into a phi of '"
                + phi.type()
                + "'");
      }
      if (p < 0 || edges[p] == 0) {
        report.add(
            f,
            phi,
            "this phi has an entry for " + nameOf(from) + ", which has no (more) edge here");
      } else {
        edges[p]--;
      }
      if (p >= 0) {
        Value first = incoming[p];
        if (first == null) {
          incoming[p] = phi.incomingValue(k);
        } else if (!first.equals(phi.incomingValue(k))) {
          report.add(f, phi, "this phi has different values for one block, " + nameOf(from));
        }
      }
    }
    for (int k = 0; k < phi.incomingCount(); k++) {
      if (phi.incomingBlock(k).function() == f) {
        incoming[flow.index(phi.incomingBlock(k))] = null;
      }
    }
    for (int e = 0; e < n; e++) {
      int p = flow.predecessor(block, e);
      if (edges[p] != 0) {
        report.add(f, phi, "this phi has no entry for an edge from " + nameOf(flow.block(p)));
        edges[p] = 0;
      }
    }
  }

  private String nameOf(BasicBlock block) {
    return block.function() == function ? block.toString() : "a block that is not in the function";
  }

  // ---- Operands ----

  private void operands(Function f, Instruction user, BasicBlock entry) {
    for (int n = 0; n < user.operandCount(); n++) {
      Value v = user.operand(n);
      if (v instanceof ConstantInt) {
        continue; // the most frequent by far of what nothing can be wrong with
      }
      if (v instanceof Instruction definition) {
        definition(f, user, n, definition, entry);
      } else if (v instanceof Argument a) {
        if (a.function() != f) {
          report.add(f, user, "operand " + (n + 1) + " is an argument of '" + a.function() + "'");
        }
      } else if (v instanceof GlobalValue g) {
        if (g.module() != f.module()) {
          report.add(f, user, "'" + g + "' is in another module");
        }
      } else if (v instanceof BlockAddress b) {
        blockAddress(f, user, b);
      } else if (v instanceof PlaceholderValue) {
        report.add(f, user, "operand " + (n + 1) + " is a placeholder");
      } else if (v instanceof BasicBlock) {
        if (!user.opcode().isTerminator()) {
          report.add(f, user, "operand " + (n + 1) + " is a block");
        }
      }
    }
  }

  private void blockAddress(Function f, Instruction user, BlockAddress b) {
    // Of another function, this would read its body, which is that function's own business.
    if (b.functionOf() == f && b.block() == null) {
      report.add(f, user, "there is no block '" + b.blockText() + "'");
    }
  }

  private void definition(
      Function f, Instruction user, int operand, Instruction definition, BasicBlock entry) {
    if (definition.function() != f) {
      report.add(
          f,
          user,
          "operand "
              + (operand + 1)
              + " is the result of an instruction that is not in"
              + " the function");
      return;
    }
    if (definition.type() == Types.VOID) {
      report.add(f, user, "operand " + (operand + 1) + " is an instruction without a result");
      return;
    }
    BasicBlock from = definition.parent();
    BasicBlock to = user.parent();
    if (from == null || to == null) {
      return;
    }
    if (user instanceof PhiNode phi) {
      BasicBlock edge = phi.incomingBlock(operand);
      if (edge.function() == f && !reaches(definition, from, edge, true, phi, dominators())) {
        report.add(f, user, "'" + definition + "' does not dominate the end of block " + edge);
      }
      return;
    }
    boolean fine;
    if (from == to) {
      fine = definition.number < user.number || !isReachable(to, dominators());
    } else {
      // The entry dominates all; there is no need to know the others' dominators for that.
      fine =
          (from == entry && !(definition instanceof InvokeInst))
              || reaches(definition, from, to, false, null, dominators());
    }
    if (!fine) {
      report.add(f, user, "'" + definition + "' does not dominate this use");
    }
  }

  private static boolean isReachable(BasicBlock b, DominatorTree dominators) {
    ControlFlow flow = dominators.controlFlow();
    return flow.isReachable(flow.index(b));
  }

  /** Whether a definition in {@code from} is there in (at the end of, for a phi) {@code to}. */
  private static boolean reaches(
      Instruction definition,
      BasicBlock from,
      BasicBlock to,
      boolean atEnd,
      @Nullable PhiNode phi,
      DominatorTree dominators) {
    if (definition instanceof InvokeInst invoke) {
      BasicBlock normal = invoke.normalTarget();
      if (phi != null && from == to) {
        // The value is there on the one edge to the normal target.
        return phi.parent() == normal && normal != invoke.unwindTarget();
      }
      return normalEdgeDominates(invoke, normal, to, dominators);
    }
    if (from == to) {
      return atEnd;
    }
    return dominators.dominates(from, to);
  }

  /**
   * Whether every way to {@code to} goes over the edge on which the result of an invoke is there.
   */
  private static boolean normalEdgeDominates(
      InvokeInst invoke, BasicBlock normal, BasicBlock to, DominatorTree dominators) {
    if (!dominators.dominates(normal, to)) {
      return false;
    }
    ControlFlow flow = dominators.controlFlow();
    int n = flow.index(normal);
    BasicBlock from = invoke.parent();
    boolean edgeSeen = false;
    for (int e = 0; e < flow.predecessorCount(n); e++) {
      BasicBlock p = flow.block(flow.predecessor(n, e));
      if (p == from) {
        if (edgeSeen) {
          return !isReachable(to, dominators);
        }
        edgeSeen = true;
      } else if (isReachable(p, dominators) && !dominators.dominates(normal, p)) {
        return !isReachable(to, dominators);
      }
    }
    return true;
  }

  /** The instructions that must come before all others of a block. */
  static boolean isPad(Instruction i) {
    return i.opcode() == Opcode.LANDINGPAD
        || i.opcode() == Opcode.CATCHPAD
        || i.opcode() == Opcode.CLEANUPPAD
        || i.opcode() == Opcode.CATCHSWITCH;
  }
}
