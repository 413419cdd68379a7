package dev.lamina.codegen;

import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.BranchInst;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.LocalValue;
import dev.lamina.ir.PhiNode;
import dev.lamina.ir.UndefValue;
import dev.lamina.ir.Value;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Leaves a block: stores what lives on, writes the phis of the block that comes next, and jumps.
 * Code for an edge that needs any, and that a jump leads to, is written behind the terminator.
 */
public final class ControlFlow {
  private final Selector selector;
  private final FunctionAnalysis analysis;
  private final BaselineSink sink;
  private final MachineEmitter emitter;

  // Edges whose code is still to be written.
  private int pendingCount;
  private int[] pendingLabel = new int[8];
  private BasicBlock[] pendingTarget = new BasicBlock[8];

  // The moves of one edge, which happen at once: part = source part, or part of a constant.
  private int moveCount;
  private int[] moveTo = new int[16];
  private int[] moveFrom = new int[16];
  private int[] movePart = new int[16];
  private Value[] moveValue = new Value[16];

  ControlFlow(
      Selector selector, FunctionAnalysis analysis, BaselineSink sink, MachineEmitter emitter) {
    this.selector = selector;
    this.analysis = analysis;
    this.sink = sink;
    this.emitter = emitter;
  }

  private int epilogue;
  private boolean epilogueUsed;

  void setEpilogue(int label) {
    epilogue = label;
    epilogueUsed = false;
  }

  boolean epilogueIsUsed() {
    return epilogueUsed;
  }

  /** Goes to the function's end, results being in their registers. */
  public void jumpToEpilogue() {
    epilogueUsed = true;
    if (selector.block() != analysis.blockCount() - 1) {
      emitter.jump(epilogue, sink);
    }
  }

  /** To be called by every terminator before its first jump; the flags stay. */
  public void leaveBlock() {
    BasicBlock block = analysis.block(selector.block());
    Instruction terminator = block.terminator();
    // With one way out, what only the phis there read can stay in registers until they are written.
    boolean single = terminator instanceof BranchInst b && !b.isConditional();
    sink.storeLiveOut(single);
  }

  /** Goes on to {@code target}. */
  public void jump(BasicBlock target) {
    writePhis(target);
    jumpOrFallThrough(target);
  }

  /** Goes to {@code ifTrue} if the flags meet the target's condition, else to {@code ifFalse}. */
  public void branch(int condition, int inverse, BasicBlock ifTrue, BasicBlock ifFalse) {
    if (ifTrue == ifFalse) {
      jump(ifTrue);
    } else if (!hasPhis(ifTrue)) {
      if (!hasPhis(ifFalse) && isNext(ifTrue)) {
        emitter.jumpIf(inverse, ifFalse.number, sink);
        jumpOrFallThrough(ifTrue);
      } else {
        emitter.jumpIf(condition, ifTrue.number, sink);
        jump(ifFalse);
      }
    } else if (!hasPhis(ifFalse)) {
      emitter.jumpIf(inverse, ifFalse.number, sink);
      jump(ifTrue);
    } else {
      emitter.jumpIf(condition, edge(ifTrue), sink);
      jump(ifFalse);
    }
  }

  /** Goes to {@code target} if the flags meet the condition; other jumps follow. */
  public void jumpIf(int condition, BasicBlock target) {
    emitter.jumpIf(condition, edge(target), sink);
  }

  /** Goes on to {@code target} by a jump, even if it comes next: other code follows. */
  public void jumpAway(BasicBlock target) {
    writePhis(target);
    emitter.jump(target.number, sink);
  }

  /** Goes to a label of the terminator's own code if the flags meet the condition. */
  public void jumpIfToLabel(int condition, int label) {
    emitter.jumpIf(condition, label, sink);
  }

  /** Goes to {@code target} by a jump; code of the terminator follows. */
  public void jumpToEdge(BasicBlock target) {
    emitter.jump(edge(target), sink);
  }

  /**
   * Writes the phis of every block that a jump through a register may lead to, before that jump: no
   * code can run on such an edge. Phis that are not reached are written in vain.
   */
  public void writePhisOfAll(List<BasicBlock> targets) {
    moveCount = 0;
    for (BasicBlock target : new LinkedHashSet<>(targets)) {
      collectMoves(target);
    }
    moveAtOnce();
  }

  /**
   * Writes the code that an exception arrives at on its way to {@code pad}: what {@code arrival}
   * emits, then the pad's phis. Registers hold nothing that is known.
   */
  public void arriveAt(int label, BasicBlock pad, Runnable arrival) {
    sink.bind(label);
    sink.forgetRegisters(2 * selector.block() + 1);
    arrival.run();
    writePhis(pad);
    emitter.jump(pad.number, sink);
  }

  /** The label to jump to in order to reach {@code target} with its phis written. */
  public int edge(BasicBlock target) {
    if (!hasPhis(target)) {
      return target.number;
    }
    for (int i = 0; i < pendingCount; i++) {
      if (pendingTarget[i] == target) {
        return pendingLabel[i];
      }
    }
    if (pendingCount == pendingLabel.length) {
      pendingLabel = Arrays.copyOf(pendingLabel, 2 * pendingCount);
      pendingTarget = Arrays.copyOf(pendingTarget, 2 * pendingCount);
    }
    int label = sink.label();
    pendingLabel[pendingCount] = label;
    pendingTarget[pendingCount++] = target;
    return label;
  }

  /** Writes the code of edges that jumps lead to. */
  void finishTerminator() {
    for (int i = 0; i < pendingCount; i++) {
      sink.bind(pendingLabel[i]);
      writePhis(pendingTarget[i]);
      emitter.jump(pendingTarget[i].number, sink);
    }
    pendingCount = 0;
  }

  private boolean isNext(BasicBlock target) {
    return pendingCount == 0 && target.number == selector.block() + 1;
  }

  private void jumpOrFallThrough(BasicBlock target) {
    if (!isNext(target)) {
      emitter.jump(target.number, sink);
    }
  }

  private static boolean hasPhis(BasicBlock block) {
    return block.first() instanceof PhiNode;
  }

  // ---- Phis.

  private void writePhis(BasicBlock target) {
    if (!hasPhis(target)) {
      return;
    }
    moveCount = 0;
    if (collectMoves(target)) {
      moveAtOnce();
    } else {
      for (int m = 0; m < moveCount; m++) {
        move(m);
      }
    }
  }

  /** Adds the moves into the target's phis; true if one of them reads another of those phis. */
  private boolean collectMoves(BasicBlock target) {
    BasicBlock from = analysis.block(selector.block());
    boolean hazard = false;
    for (Instruction i = target.first(); i instanceof PhiNode phi; i = i.next()) {
      Value v = phi.incomingFrom(from);
      if (v == null) {
        throw new IllegalStateException("a phi lacks a predecessor; please report");
      }
      if (v instanceof UndefValue) {
        continue;
      }
      hazard |= v instanceof PhiNode p && p.parent() == target;
      addMoves(phi, v);
    }
    return hazard;
  }

  private void addMoves(PhiNode phi, Value v) {
    int parts = selector.partsOf(phi.type()).count();
    boolean inPlace = selector.isInPlace(v);
    for (int p = 0; p < parts; p++) {
      int to = phi.number + p;
      int from = inPlace ? ((LocalValue) v).number + p : -1;
      if (to == from) {
        continue;
      }
      if (moveCount == moveTo.length) {
        int capacity = 2 * moveCount;
        moveTo = Arrays.copyOf(moveTo, capacity);
        moveFrom = Arrays.copyOf(moveFrom, capacity);
        movePart = Arrays.copyOf(movePart, capacity);
        moveValue = Arrays.copyOf(moveValue, capacity);
      }
      moveTo[moveCount] = to;
      moveFrom[moveCount] = from;
      movePart[moveCount] = p;
      moveValue[moveCount++] = v;
    }
  }

  /**
   * Moves that read what others overwrite: those whose destination nobody reads any more go first;
   * a cycle is broken by holding one old value in a register, or in a place of the frame.
   */
  private void moveAtOnce() {
    int heldFrom = -1;
    int heldRegister = -1;
    int heldSlot = 0;
    while (moveCount > 0) {
      boolean progress = false;
      int m = 0;
      while (m < moveCount) {
        if (isRead(moveTo[m], m, heldFrom)) {
          m++;
          continue;
        }
        int slot = sink.phiSlot(moveTo[m]);
        int size = sink.slotBytes(moveTo[m]);
        if (moveFrom[m] < 0 || moveFrom[m] != heldFrom) {
          move(m);
        } else if (heldSlot != 0) {
          emitter.copySlot(slot, heldSlot, size);
        } else {
          emitter.store(slot, heldRegister, size);
        }
        remove(m);
        progress = true;
      }
      if (!progress) {
        // What was held before has been stored wherever it was wanted: cycles share no values.
        if (heldRegister >= 0) {
          sink.unholdScratch(heldRegister);
          heldRegister = -1;
        }
        heldFrom = moveTo[0];
        int from = sink.storedSlot(heldFrom);
        int size = sink.slotBytes(heldFrom);
        if (sink.isInMemoryOnly(heldFrom)) {
          heldSlot = sink.frame().allocate(size, size);
          emitter.copySlot(heldSlot, from, size);
        } else {
          heldSlot = 0;
          heldRegister = sink.holdScratch(analysis.bank(heldFrom));
          emitter.load(heldRegister, from, size);
        }
      }
    }
    if (heldRegister >= 0) {
      sink.unholdScratch(heldRegister);
    }
  }

  /** Whether a move other than {@code m} still has to read {@code part} from its slot. */
  private boolean isRead(int part, int m, int heldFrom) {
    if (part == heldFrom) {
      return false;
    }
    for (int n = 0; n < moveCount; n++) {
      if (n != m && moveFrom[n] == part) {
        return true;
      }
    }
    return false;
  }

  private void remove(int m) {
    moveCount--;
    moveTo[m] = moveTo[moveCount];
    moveFrom[m] = moveFrom[moveCount];
    movePart[m] = movePart[moveCount];
    moveValue[m] = moveValue[moveCount];
  }

  private void move(int m) {
    int to = moveTo[m];
    int slot = sink.phiSlot(to);
    int size = sink.slotBytes(to);
    int from = moveFrom[m];
    if (from < 0) {
      selector.storeToPhi(slot, moveValue[m], movePart[m], size);
    } else if (sink.inRegister(from)) {
      emitter.store(slot, sink.registerOf(from), size);
    } else if (sink.isInMemoryOnly(from)) {
      emitter.copySlot(slot, sink.storedSlot(from), size);
    } else {
      int r = sink.scratch(analysis.bank(to));
      emitter.load(r, sink.storedSlot(from), size);
      emitter.store(slot, r, size);
    }
  }
}
