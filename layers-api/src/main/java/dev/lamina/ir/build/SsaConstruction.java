package dev.lamina.ir.build;

import static com.google.common.base.Preconditions.checkState;

import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.PhiNode;
import dev.lamina.ir.UndefValue;
import dev.lamina.ir.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Values of variables, looked for in the blocks before the one that reads (Braun and others, CC
 * 2013, section 2). It differs from the paper in two points. The search keeps a list of phis to
 * complete instead of recursing, since a function may have more blocks than a stack has room for.
 * And phis that turn out to be one value stay until the function is finished, because the caller
 * may hold them.
 */
final class SsaConstruction {
  private final FunctionBuilder function;
  private final Set<BasicBlock> sealed = new HashSet<>();

  /** Phis of blocks that are not sealed, in the order in which they were made. */
  private final Map<BasicBlock, List<Phi>> incomplete = new LinkedHashMap<>();

  private final List<Phi> all = new ArrayList<>();
  private final Deque<Phi> toComplete = new ArrayDeque<>();

  private record Phi(Variable variable, PhiNode node, BasicBlock block) {}

  SsaConstruction(FunctionBuilder function) {
    this.function = function;
  }

  boolean isSealed(BasicBlock block) {
    return sealed.contains(block);
  }

  Value read(Variable variable, BasicBlock block) {
    Value value = find(variable, block);
    complete();
    return value;
  }

  void seal(BasicBlock block) {
    if (sealed.add(block)) {
      List<Phi> waiting = incomplete.remove(block);
      if (waiting != null) {
        toComplete.addAll(waiting);
        complete();
      }
    }
  }

  /** The value at the end of {@code block}: known, or a phi that is still to be completed. */
  private Value find(Variable variable, BasicBlock block) {
    List<BasicBlock> passed = new ArrayList<>(0);
    BasicBlock at = block;
    Value value = variable.values.get(at);
    while (value == null) {
      passed.add(at);
      List<BasicBlock> from = sealed.contains(at) ? at.predecessors() : List.of();
      if (from.size() == 1) {
        at = from.get(0);
        value = variable.values.get(at);
      } else if (!from.isEmpty() || !sealed.contains(at)) {
        value = newPhi(variable, at);
      } else {
        checkState(
            at != function.function().entryBlock(),
            "in %s: %s is read in block %s, but is not set on every way there",
            function.function(),
            variable,
            block);
        value = UndefValue.poison(variable.type()); // nothing leads here: it is never read
      }
    }
    for (BasicBlock b : passed) {
      variable.values.put(b, value);
    }
    return value;
  }

  private PhiNode newPhi(Variable variable, BasicBlock block) {
    PhiNode node = new PhiNode(variable.type());
    block.insertBefore(node, block.first());
    Phi phi = new Phi(variable, node, block);
    all.add(phi);
    if (sealed.contains(block)) {
      toComplete.add(phi);
    } else {
      incomplete.computeIfAbsent(block, b -> new ArrayList<>(1)).add(phi);
    }
    return node;
  }

  private void complete() {
    for (Phi phi = toComplete.poll(); phi != null; phi = toComplete.poll()) {
      for (BasicBlock from : phi.block.predecessors()) {
        phi.node.addIncoming(find(phi.variable, from), from);
      }
    }
  }

  /** Completes what is left, takes out the phis that are not needed, and names the others. */
  void finish(List<BasicBlock> blocks) {
    for (BasicBlock b : blocks) {
      seal(b);
    }
    Map<PhiNode, Phi> needed = needed();
    for (Phi phi : all) {
      if (!needed.containsKey(phi.node)) {
        phi.node.replaceAllUsesWith(UndefValue.poison(phi.node.type())); // among themselves
        phi.node.erase();
      }
    }
    simplify(needed);
    for (Phi phi : all) {
      if (phi.node.parent() != null) {
        phi.node.setName(function.unique(phi.variable.name()));
      }
    }
  }

  /** The phis that instructions use, be it by way of other phis. */
  private Map<PhiNode, Phi> needed() {
    Map<PhiNode, Phi> ours = new LinkedHashMap<>();
    for (Phi phi : all) {
      ours.put(phi.node, phi);
    }
    Map<PhiNode, Phi> needed = new LinkedHashMap<>();
    Deque<Phi> work = new ArrayDeque<>();
    for (Phi phi : all) {
      if (isUsedOutside(phi.node, ours)) {
        needed.put(phi.node, phi);
        work.add(phi);
      }
    }
    for (Phi phi = work.poll(); phi != null; phi = work.poll()) {
      for (int i = 0; i < phi.node.incomingCount(); i++) {
        Phi other = phi.node.incomingValue(i) instanceof PhiNode p ? ours.get(p) : null;
        if (other != null && needed.put(other.node, other) == null) {
          work.add(other);
        }
      }
    }
    return needed;
  }

  private static boolean isUsedOutside(PhiNode phi, Map<PhiNode, Phi> ours) {
    for (int i = 0; i < phi.useCount(); i++) {
      if (!(phi.user(i) instanceof PhiNode user) || !ours.containsKey(user)) {
        return true;
      }
    }
    return false;
  }

  /** Takes out phis to which all ways bring one value; that may leave others with one. */
  private static void simplify(Map<PhiNode, Phi> phis) {
    Deque<Phi> work = new ArrayDeque<>(phis.values());
    for (Phi phi = work.poll(); phi != null; phi = work.poll()) {
      Value only = phi.node.parent() == null ? null : onlyValue(phi.node);
      if (only == null) {
        continue;
      }
      for (int i = 0; i < phi.node.useCount(); i++) {
        Phi user = phi.node.user(i) instanceof PhiNode p ? phis.get(p) : null;
        if (user != null && user != phi) {
          work.add(user);
        }
      }
      phi.node.replaceAllUsesWith(only);
      phi.node.erase();
    }
  }

  /** The value that all ways bring, the phi itself aside; null if there are several. */
  private static @Nullable Value onlyValue(PhiNode phi) {
    Value only = null;
    for (int i = 0; i < phi.incomingCount(); i++) {
      Value v = phi.incomingValue(i);
      if (v == phi || v.equals(only)) {
        continue;
      }
      if (only != null) {
        return null;
      }
      only = v;
    }
    // Without a value, no way leads here, and it does not matter.
    return only == null ? UndefValue.poison(phi.type()) : only;
  }
}
