package dev.lamina.codegen;

import dev.lamina.object.Relocations;
import java.util.Arrays;

/**
 * The baseline tier: assigns registers and encodes as the selector hands instructions over, in one
 * pass (after TPDE, Schwarz, Kamm, Engelke, 2025).
 *
 * <p>The state of a virtual register is a physical register, a slot in the frame, or both. Values
 * are in SSA form, so a slot once written stays true and writing it again costs nothing. Between
 * blocks all that lives on is in its slot; a block that is entered only from the one before it in
 * the layout also keeps the registers. Phis live in their slots, which the predecessors write.
 *
 * <p>{@code remaining} counts the uses of a part's value that are still to come; a part whose last
 * use this is, and which does not live beyond the block, gives its register to the result.
 */
final class BaselineSink extends FunctionSink {
  private static final int NONE = -1;

  private final RegisterBanks banks;
  private final MachineEmitter emitter;
  private final CodeBuffer code;
  private final Relocations relocations;
  private final int bankCount;

  // By virtual register: first the parts of the function's values, then temporaries.
  private int[] reg = new int[64];
  private int[] slot = new int[64];
  private boolean[] stored = new boolean[64];
  private boolean[] ownsSlot = new boolean[64];
  private int[] remaining = new int[64];
  private int[] liveEnd = new int[64];
  private byte[] bank = new byte[64];
  private byte[] size = new byte[64];
  private int[] hint = new int[64];

  /** The serial number of the instruction that kills the register. */
  private int[] killedBy = new int[64];

  private int partCount;
  private int vregCount;
  private int serial;

  // By physical register.
  private final int[] owner;
  private final long[] occupied;
  private final long[] locked;
  private final long[] usedCalleeSaved;

  /** Registers whose values die with the instruction at hand. */
  private final long[] dyingRegisters;

  private final int[] rotation;

  private int currentBlock;

  // Labels.
  private int labelCount;
  private int[] labelOffset = new int[64];
  private int referenceCount;
  private int[] referenceField = new int[64];
  private int[] referenceLabel = new int[64];

  BaselineSink(RegisterBanks banks, MachineEmitter emitter, Relocations relocations) {
    this.banks = banks;
    this.emitter = emitter;
    this.relocations = relocations;
    code = emitter.code();
    bankCount = banks.count();
    owner = new int[bankCount << RegisterBanks.BANK_SHIFT];
    occupied = new long[bankCount];
    locked = new long[bankCount];
    usedCalleeSaved = new long[bankCount];
    dyingRegisters = new long[bankCount];
    rotation = new int[bankCount];
  }

  /** Starts a function, whose labels 0 and up are its blocks. */
  void beginFunction(FunctionAnalysis analysis, int savedBytes, boolean reuseSlots) {
    partCount = analysis.partCount();
    vregCount = partCount;
    if (reg.length < partCount) {
      grow(partCount);
    }
    for (int p = 0; p < partCount; p++) {
      reg[p] = NONE;
      slot[p] = 0;
      stored[p] = false;
      ownsSlot[p] = false;
      remaining[p] = analysis.useCount(p);
      liveEnd[p] = analysis.liveEnd(p);
      bank[p] = (byte) analysis.bank(p);
      size[p] = (byte) analysis.size(p);
      hint[p] = NONE;
      killedBy[p] = NONE;
    }
    serial = 0;
    Arrays.fill(owner, NONE);
    Arrays.fill(occupied, 0);
    Arrays.fill(locked, 0);
    Arrays.fill(usedCalleeSaved, 0);
    frame.reset(savedBytes, reuseSlots);
    labelCount = 0;
    referenceCount = 0;
    for (int b = 0; b < analysis.blockCount(); b++) {
      label();
    }
  }

  /** Resolves the references to labels. */
  void endFunction() {
    for (int i = 0; i < referenceCount; i++) {
      emitter.patch(referenceField[i], offsetOf(referenceLabel[i]));
    }
  }

  /** The callee-saved registers that were used. */
  long usedCalleeSaved(int ofBank) {
    return usedCalleeSaved[ofBank];
  }

  /** The offset in the code of a bound label. */
  int offsetOf(int label) {
    int offset = labelOffset[label];
    if (offset < 0) {
      throw new IllegalStateException("label " + label + " was never bound; please report");
    }
    return offset;
  }

  /** Whether code for the label has been written already. */
  boolean isBound(int label) {
    return labelOffset[label] >= 0;
  }

  // ---- Blocks.

  /** {@code keepRegisters} if the block is entered only from the code just written. */
  void beginBlock(int block, boolean keepRegisters) {
    currentBlock = block;
    if (!keepRegisters) {
      forgetRegisters(2 * block);
    }
    bind(block);
  }

  /**
   * What follows is reached with other register contents. All values that live to {@code end} (as
   * {@link FunctionAnalysis#liveEnd} counts) must be in their slots.
   */
  void forgetRegisters(int end) {
    for (int b = 0; b < bankCount; b++) {
      for (long m = occupied[b]; m != 0; m &= m - 1) {
        int v = owner[RegisterBanks.register(b, Long.numberOfTrailingZeros(m))];
        if (!stored[v] && v < partCount && liveEnd[v] >= end) {
          throw new IllegalStateException("a value was lost between blocks; please report");
        }
        release(v);
      }
    }
  }

  /** The part of a phi of the block that begins: its value is in its slot. */
  void beginPhi(int part) {
    phiSlot(part);
    reg[part] = NONE;
    stored[part] = true;
  }

  /** The slot that predecessors write a phi's part to. */
  int phiSlot(int part) {
    if (slot[part] == 0) {
      slot[part] = frame.takeSlot(slotSize(part));
      ownsSlot[part] = true;
    }
    return slot[part];
  }

  /**
   * Stores what lives beyond the block, and unless {@code exceptEdges} what lives to its very end;
   * to be called before the block's last jumps.
   */
  void storeLiveOut(boolean exceptEdges) {
    int end = 2 * currentBlock + (exceptEdges ? 1 : 0);
    for (int b = 0; b < bankCount; b++) {
      for (long m = occupied[b]; m != 0; m &= m - 1) {
        int v = owner[RegisterBanks.register(b, Long.numberOfTrailingZeros(m))];
        if (liveEnd[v] > end) {
          store(v);
        }
      }
    }
  }

  /** Whether the part's value is in a register now. */
  boolean inRegister(int v) {
    return reg[v] != NONE;
  }

  int registerOf(int v) {
    return reg[v];
  }

  /** The slot that holds the part's value; it must have been stored. */
  int storedSlot(int v) {
    if (!stored[v]) {
      throw new IllegalStateException("a value has no slot where it needs one; please report");
    }
    return slot[v];
  }

  int slotBytes(int v) {
    return size[v];
  }

  /**
   * A register for a moment, outside of any instruction; what was in it is still in its slot.
   * Nothing remembers what is put there.
   */
  int scratch(int ofBank) {
    return allocate(ofBank, 0, NONE);
  }

  /** As {@link #scratch}, but kept until {@link #unholdScratch}. */
  int holdScratch(int ofBank) {
    int r = scratch(ofBank);
    lock(r);
    return r;
  }

  void unholdScratch(int r) {
    unlock(r);
  }

  /** Whether values of the part's bank are never in registers. */
  boolean isInMemoryOnly(int v) {
    return banks.allocatable(bank[v]) == 0;
  }

  // ---- Values.

  /** A parameter arrives in a register. */
  void defineArgument(int part, int register) {
    own(register, part);
  }

  /** A parameter arrives in the caller's frame. */
  void defineArgumentInFrame(int part, int offset) {
    slot[part] = offset;
    stored[part] = true;
    ownsSlot[part] = false;
  }

  /** One of the uses that were counted is behind us. */
  void consume(int part) {
    if (--remaining[part] <= 0 && liveEnd[part] <= 2 * currentBlock) {
      free(part);
    }
  }

  /** Frees the part if nothing will ever read it. */
  void freeIfUnused(int part) {
    if (remaining[part] == 0 && liveEnd[part] <= 2 * currentBlock) {
      free(part);
    }
  }

  /** The part is dead. */
  void free(int part) {
    release(part);
    freeSlot(part);
    stored[part] = false;
  }

  /** The temporaries of an IR instruction are dead. */
  void endInstruction() {
    releaseSince(partCount);
  }

  @Override
  public int mark() {
    return vregCount;
  }

  @Override
  public void releaseSince(int mark) {
    for (int v = mark; v < vregCount; v++) {
      free(v);
    }
    vregCount = mark;
  }

  @Override
  public void hold(int v) {
    remaining[v]++;
  }

  @Override
  public void letGo(int v) {
    remaining[v]--;
  }

  @Override
  public int temporary(int ofBank, int bytes) {
    if (vregCount == reg.length) {
      grow(vregCount + 1);
    }
    int v = vregCount++;
    reg[v] = NONE;
    slot[v] = 0;
    stored[v] = false;
    ownsSlot[v] = false;
    remaining[v] = 1;
    liveEnd[v] = 0;
    bank[v] = (byte) ofBank;
    size[v] = (byte) bytes;
    hint[v] = NONE;
    killedBy[v] = NONE;
    return v;
  }

  /** Prefer this register where {@code v} is defined. */
  void hint(int v, int register) {
    hint[v] = register;
  }

  private boolean dying(int v) {
    return remaining[v] <= 1 && liveEnd[v] <= 2 * currentBlock;
  }

  private void grow(int needed) {
    int capacity = Math.max(needed, 2 * reg.length);
    reg = Arrays.copyOf(reg, capacity);
    slot = Arrays.copyOf(slot, capacity);
    stored = Arrays.copyOf(stored, capacity);
    ownsSlot = Arrays.copyOf(ownsSlot, capacity);
    remaining = Arrays.copyOf(remaining, capacity);
    liveEnd = Arrays.copyOf(liveEnd, capacity);
    bank = Arrays.copyOf(bank, capacity);
    size = Arrays.copyOf(size, capacity);
    hint = Arrays.copyOf(hint, capacity);
    killedBy = Arrays.copyOf(killedBy, capacity);
  }

  // ---- Instructions.

  @Override
  protected void finish() {
    MachineInst i = inst;
    serial++;
    if ((i.clobbers[0] | i.clobbers[1]) != 0 || i.fixedUseCount > 0) {
      placeFixedUses(i);
    }
    useMemory(i);
    useRegisters(i);
    defineEarly(i);
    tie(i);
    kill(i);
    saveClobbered(i);
    define(i);
    emitter.emit(i, this);
    Arrays.fill(locked, 0);
  }

  private void useMemory(MachineInst i) {
    if (!i.hasMemory) {
      return;
    }
    Address m = i.memory;
    i.baseRegister = m.base >= 0 ? RegisterBanks.numberOf(locate(m.base)) : NONE;
    i.indexRegister = m.index >= 0 ? RegisterBanks.numberOf(locate(m.index)) : NONE;
  }

  private void useRegisters(MachineInst i) {
    int k = 0;
    while (k < i.count) {
      int flags = i.flags[k];
      if ((flags & MachineInst.USE) != 0) {
        int v = i.vreg[k];
        if ((flags & MachineInst.MEMORY_OK) != 0 && reg[v] == NONE && !i.hasMemory && stored[v]) {
          readFromSlot(i, k, v);
          continue;
        }
        i.register[k] = locate(v);
      }
      k++;
    }
  }

  /** Makes the slot of {@code v} the memory operand in place of register operand {@code k}. */
  private void readFromSlot(MachineInst i, int k, int v) {
    i.hasMemory = true;
    i.memoryFirst = k == 0;
    i.memory.frame(slot[v]);
    i.baseRegister = NONE;
    i.indexRegister = NONE;
    i.count--;
    for (int n = k; n < i.count; n++) {
      i.vreg[n] = i.vreg[n + 1];
      i.tied[n] = i.tied[n + 1];
      i.flags[n] = i.flags[n + 1];
      i.register[n] = i.register[n + 1];
    }
  }

  private void defineEarly(MachineInst i) {
    for (int k = 0; k < i.count; k++) {
      if ((i.flags[k] & MachineInst.EARLY) != 0) {
        int r = allocate(bank[i.vreg[k]], i.clobbers[bank[i.vreg[k]]], hint[i.vreg[k]]);
        i.register[k] = r;
        lock(r);
      }
    }
  }

  private void tie(MachineInst i) {
    for (int k = 0; k < i.count; k++) {
      int from = i.tied[k];
      if (from == NONE) {
        continue;
      }
      int to = i.vreg[k];
      if (from == to) {
        i.register[k] = locate(from);
      } else if ((i.flags[k] & MachineInst.KILL) != 0
          && dying(from)
          && !(reg[from] != NONE && isFixed(i, reg[from]))) {
        i.register[k] = locate(from);
        free(from);
      } else {
        int r = allocate(bank[to], fixedMask(i, bank[to]), hint[to]);
        lock(r);
        fetch(from, r);
        i.register[k] = r;
      }
    }
  }

  private void kill(MachineInst i) {
    for (int k = 0; k < i.count; k++) {
      if ((i.flags[k] & (MachineInst.USE | MachineInst.KILL))
          == (MachineInst.USE | MachineInst.KILL)) {
        killIfDying(i.vreg[k]);
      }
    }
    if (i.killBase) {
      if (i.memory.base >= 0) {
        killIfDying(i.memory.base);
      }
      if (i.memory.index >= 0) {
        killIfDying(i.memory.index);
      }
    }
    for (int k = 0; k < i.fixedUseCount; k++) {
      if (i.fixedUseKill[k]) {
        killIfDying(i.fixedUse[k]);
      }
    }
  }

  private void killIfDying(int v) {
    if (dying(v)) {
      int r = reg[v];
      free(v);
      if (r != NONE) {
        // Nothing may be moved there, since the instruction still reads it; results may take it.
        dyingRegisters[RegisterBanks.bankOf(r)] |= 1L << RegisterBanks.numberOf(r);
      }
    }
  }

  private void define(MachineInst i) {
    for (int b = 0; b < bankCount; b++) {
      locked[b] &= ~dyingRegisters[b];
      dyingRegisters[b] = 0;
    }
    for (int k = 0; k < i.fixedDefCount; k++) {
      int r = i.fixedDefRegister[k];
      lock(r);
    }
    for (int k = 0; k < i.count; k++) {
      if ((i.flags[k] & MachineInst.DEF) == 0) {
        continue;
      }
      int v = i.vreg[k];
      if (i.tied[k] == NONE && (i.flags[k] & MachineInst.EARLY) == 0) {
        i.register[k] = allocate(bank[v], i.clobbers[bank[v]], hint[v]);
        lock(i.register[k]);
      }
      redefine(v, i.register[k]);
    }
    for (int k = 0; k < i.fixedDefCount; k++) {
      redefine(i.fixedDef[k], i.fixedDefRegister[k]);
    }
  }

  private void redefine(int v, int r) {
    if (reg[v] != r) {
      release(v);
      own(r, v);
    }
    stored[v] = false;
  }

  // ---- Registers that an instruction names itself.

  private void placeFixedUses(MachineInst i) {
    for (int k = 0; k < i.fixedUseCount; k++) {
      if (i.fixedUseKill[k] && dying(i.fixedUse[k])) {
        killedBy[i.fixedUse[k]] = serial;
      }
    }
    storeSurvivors(i);
    for (int k = 0; k < i.fixedUseCount; k++) {
      place(i, k);
    }
  }

  private void place(MachineInst i, int k) {
    int v = i.fixedUse[k];
    int r = i.fixedUseRegister[k];
    if (isLocked(r)) {
      // Already moved there to make room for another.
      return;
    }
    if (reg[v] != r) {
      makeRoom(i, r);
      if (reg[v] != NONE && killedBy[v] == serial) {
        int from = reg[v];
        emitter.move(r, from, size[v]);
        release(v);
        own(r, v);
      } else {
        fetch(v, r);
      }
    }
    lock(r);
  }

  /** Moves the owner of {@code r} elsewhere: best where this instruction wants it. */
  private void makeRoom(MachineInst i, int r) {
    int o = owner[r];
    if (o == NONE) {
      return;
    }
    for (int k = 0; k < i.fixedUseCount; k++) {
      int wanted = i.fixedUseRegister[k];
      if (i.fixedUse[k] == o && wanted != r && owner[wanted] == NONE && !isLocked(wanted)) {
        emitter.move(wanted, r, size[o]);
        release(o);
        own(wanted, o);
        lock(wanted);
        return;
      }
    }
    evict(r, fixedMask(i, RegisterBanks.bankOf(r)));
  }

  /** Whether the instruction destroys or defines the register by itself. */
  private static boolean isFixed(MachineInst i, int r) {
    return (fixedMask(i, RegisterBanks.bankOf(r)) >>> RegisterBanks.numberOf(r) & 1) != 0;
  }

  /** The registers of a bank that the instruction names itself. */
  private static long fixedMask(MachineInst i, int ofBank) {
    long mask = i.clobbers[ofBank];
    for (int k = 0; k < i.fixedUseCount; k++) {
      if (RegisterBanks.bankOf(i.fixedUseRegister[k]) == ofBank) {
        mask |= 1L << RegisterBanks.numberOf(i.fixedUseRegister[k]);
      }
    }
    for (int k = 0; k < i.fixedDefCount; k++) {
      if (RegisterBanks.bankOf(i.fixedDefRegister[k]) == ofBank) {
        mask |= 1L << RegisterBanks.numberOf(i.fixedDefRegister[k]);
      }
    }
    return mask;
  }

  /** Before a call: what outlives it goes to its slot, or to a register that the call keeps. */
  private void storeSurvivors(MachineInst i) {
    for (int b = 0; b < bankCount; b++) {
      for (long m = occupied[b] & i.clobbers[b]; m != 0; m &= m - 1) {
        int r = RegisterBanks.register(b, Long.numberOfTrailingZeros(m));
        int v = owner[r];
        if (killedBy[v] == serial || stored[v]) {
          continue;
        }
        long free = banks.calleeSaved(b) & banks.allocatable(b) & ~occupied[b] & ~i.clobbers[b];
        if (free != 0 && liveEnd[v] <= 2 * currentBlock) {
          int to = RegisterBanks.register(b, Long.numberOfTrailingZeros(free));
          usedCalleeSaved[b] |= Long.lowestOneBit(free);
          emitter.move(to, r, size[v]);
          release(v);
          own(to, v);
        } else {
          store(v);
        }
      }
    }
  }

  /** What the instruction destroys, or defines in a register it names itself, must be elsewhere. */
  private void saveClobbered(MachineInst i) {
    for (int b = 0; b < bankCount; b++) {
      long mask = i.clobbers[b];
      for (int k = 0; k < i.fixedDefCount; k++) {
        if (RegisterBanks.bankOf(i.fixedDefRegister[k]) == b) {
          mask |= 1L << RegisterBanks.numberOf(i.fixedDefRegister[k]);
        }
      }
      for (long m = occupied[b] & mask; m != 0; m &= m - 1) {
        evict(RegisterBanks.register(b, Long.numberOfTrailingZeros(m)), mask);
      }
    }
  }

  // ---- Moving values about.

  /** The value in a register of its bank, which stays its own until the instruction is done. */
  private int locate(int v) {
    int r = reg[v];
    if (r == NONE) {
      if (!stored[v]) {
        throw new IllegalStateException(
            "virtual register " + v + " is read but has no value; please report");
      }
      r = allocate(bank[v], 0, hint[v]);
      emitter.load(r, slot[v], size[v]);
      own(r, v);
    }
    lock(r);
    return r;
  }

  /** Puts a copy of the value into a register that nobody owns. */
  private void fetch(int v, int r) {
    if (reg[v] != NONE) {
      emitter.move(r, reg[v], size[v]);
    } else if (stored[v]) {
      emitter.load(r, slot[v], size[v]);
    } else {
      throw new IllegalStateException(
          "virtual register " + v + " is copied but has no value; please report");
    }
  }

  private void store(int v) {
    if (!stored[v]) {
      if (slot[v] == 0) {
        slot[v] = frame.takeSlot(slotSize(v));
        ownsSlot[v] = true;
      }
      emitter.store(slot[v], reg[v], size[v]);
      stored[v] = true;
    }
  }

  /** Frees a register by moving its owner to another, not in {@code avoid}, or to its slot. */
  private void evict(int r, long avoid) {
    int v = owner[r];
    int b = RegisterBanks.bankOf(r);
    long free = banks.allocatable(b) & ~occupied[b] & ~locked[b] & ~avoid;
    if (stored[v]) {
      release(v);
    } else if (free != 0) {
      int to = pick(b, free);
      emitter.move(to, r, size[v]);
      release(v);
      own(to, v);
    } else {
      store(v);
      release(v);
    }
  }

  private int pick(int b, long free) {
    long volatileOnes = free & ~banks.calleeSaved(b);
    long best = Long.lowestOneBit(volatileOnes != 0 ? volatileOnes : free);
    usedCalleeSaved[b] |= best & banks.calleeSaved(b);
    return RegisterBanks.register(b, Long.numberOfTrailingZeros(best));
  }

  private int allocate(int b, long avoid, int preferred) {
    long usable = banks.allocatable(b) & ~locked[b] & ~avoid;
    long free = usable & ~occupied[b];
    if (free != 0) {
      if (preferred != NONE && (free >>> RegisterBanks.numberOf(preferred) & 1) != 0) {
        usedCalleeSaved[b] |= (1L << RegisterBanks.numberOf(preferred)) & banks.calleeSaved(b);
        return preferred;
      }
      return pick(b, free);
    }
    // All are taken: give up one whose value is in its slot already, else the next in turn.
    int chosen = NONE;
    for (long m = usable; m != 0; m &= m - 1) {
      int r = RegisterBanks.register(b, Long.numberOfTrailingZeros(m));
      if (stored[owner[r]]) {
        chosen = r;
        break;
      }
    }
    if (chosen == NONE) {
      if (usable == 0) {
        throw new IllegalStateException(
            "no register of bank " + banks.name(b) + " is left; please report");
      }
      long behind = usable & -1L << rotation[b];
      int n = Long.numberOfTrailingZeros(behind != 0 ? behind : usable);
      rotation[b] = n + 1 & 63;
      chosen = RegisterBanks.register(b, n);
    }
    int v = owner[chosen];
    store(v);
    release(v);
    return chosen;
  }

  private void own(int r, int v) {
    owner[r] = v;
    reg[v] = r;
    occupied[RegisterBanks.bankOf(r)] |= 1L << RegisterBanks.numberOf(r);
  }

  private void release(int v) {
    int r = reg[v];
    if (r != NONE) {
      owner[r] = NONE;
      reg[v] = NONE;
      occupied[RegisterBanks.bankOf(r)] &= ~(1L << RegisterBanks.numberOf(r));
    }
  }

  private void freeSlot(int v) {
    if (slot[v] != 0) {
      if (ownsSlot[v]) {
        frame.giveSlot(slot[v], slotSize(v));
      }
      slot[v] = 0;
      ownsSlot[v] = false;
    }
  }

  private int slotSize(int v) {
    return Math.max(size[v], banks.slotSize(bank[v]));
  }

  /** Keeps the register from other uses until the instruction is done. */
  private void lock(int r) {
    int b = RegisterBanks.bankOf(r);
    long bit = 1L << RegisterBanks.numberOf(r);
    locked[b] |= bit;
    usedCalleeSaved[b] |= bit & banks.calleeSaved(b);
  }

  private void unlock(int r) {
    locked[RegisterBanks.bankOf(r)] &= ~(1L << RegisterBanks.numberOf(r));
  }

  private boolean isLocked(int r) {
    return (locked[RegisterBanks.bankOf(r)] >>> RegisterBanks.numberOf(r) & 1) != 0;
  }

  // ---- Copies and slots.

  @Override
  public void copy(int to, int from) {
    if (!dying(from)) {
      copyKeep(to, from);
      return;
    }
    int r = reg[from];
    release(from);
    if (r != NONE) {
      own(r, to);
    }
    slot[to] = slot[from];
    stored[to] = stored[from];
    ownsSlot[to] = ownsSlot[from];
    slot[from] = 0;
    ownsSlot[from] = false;
    stored[from] = false;
  }

  @Override
  public void copyKeep(int to, int from) {
    if (isInMemoryOnly(to)) {
      Address place = new Address();
      defineInSlot(to, place);
      emitter.copySlot(place.displacement, storedSlot(from), size[to]);
      return;
    }
    if (reg[from] != NONE) {
      lock(reg[from]);
    }
    int r = allocate(bank[to], 0, hint[to]);
    fetch(from, r);
    release(to);
    own(r, to);
    stored[to] = false;
    Arrays.fill(locked, 0);
  }

  @Override
  public void slotAddress(int v, Address address) {
    store(v);
    address.frame(slot[v]);
  }

  @Override
  public void defineInSlot(int v, Address address) {
    release(v);
    if (slot[v] == 0 || !ownsSlot[v]) {
      slot[v] = frame.takeSlot(slotSize(v));
      ownsSlot[v] = true;
    }
    stored[v] = true;
    address.frame(slot[v]);
  }

  // ---- Labels.

  @Override
  public int position() {
    return code.size();
  }

  @Override
  public int label() {
    if (labelCount == labelOffset.length) {
      labelOffset = Arrays.copyOf(labelOffset, 2 * labelCount);
    }
    labelOffset[labelCount] = NONE;
    return labelCount++;
  }

  @Override
  public void bind(int label) {
    labelOffset[label] = code.size();
  }

  @Override
  public void reference(int field, int label) {
    if (referenceCount == referenceField.length) {
      referenceField = Arrays.copyOf(referenceField, 2 * referenceCount);
      referenceLabel = Arrays.copyOf(referenceLabel, 2 * referenceCount);
    }
    referenceField[referenceCount] = field;
    referenceLabel[referenceCount++] = label;
  }

  @Override
  public Relocations relocations() {
    return relocations;
  }
}
