package dev.lamina.target.x86_64.select;

import static dev.lamina.codegen.SelectionRule.rule;
import static dev.lamina.target.x86_64.encode.Regs.RAX;
import static dev.lamina.target.x86_64.encode.Regs.RBX;
import static dev.lamina.target.x86_64.encode.Regs.RCX;
import static dev.lamina.target.x86_64.encode.Regs.RDX;
import static dev.lamina.target.x86_64.select.X86Selector.isNatural;
import static dev.lamina.target.x86_64.select.X86Selector.width;

import dev.lamina.codegen.FunctionSink;
import dev.lamina.codegen.RuleTable;
import dev.lamina.ir.AtomicOrdering;
import dev.lamina.ir.AtomicRmwInst;
import dev.lamina.ir.CmpXchgInst;
import dev.lamina.ir.FenceInst;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.LoadInst;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.StoreInst;
import dev.lamina.ir.Type;
import dev.lamina.target.x86_64.encode.Cond;
import dev.lamina.target.x86_64.encode.Op;
import dev.lamina.target.x86_64.encode.Sys;

/**
 * Atomic operations. On x86-64 ordinary loads acquire and ordinary stores release; what is locked
 * is sequentially consistent (SDM volume 3, 9.2.3).
 */
final class AtomicRules {
  private AtomicRules() {}

  static void addTo(RuleTable.Rules<X86Selector> table) {
    table
        .add(
            Opcode.LOAD,
            rule(
                "atomic",
                (s, i) -> isLockFree(i.type()),
                (s, i) -> {
                  s.address(((LoadInst) i).pointer(), s.address);
                  MemoryRules.load(s, i, i.type(), s.address, true);
                }))
        .add(
            Opcode.STORE,
            rule(
                "atomic", (s, i) -> isLockFree(((StoreInst) i).value().type()), AtomicRules::store))
        .add(
            Opcode.ATOMICRMW,
            rule(
                "exchange",
                (s, i) -> is(i, AtomicRmwInst.Operation.XCHG) && isNaturalWord(i.type()),
                (s, i) -> {
                  AtomicRmwInst rmw = (AtomicRmwInst) i;
                  s.address(rmw.pointer(), s.address);
                  int v = s.value(rmw.value());
                  s.sink()
                      .begin(Op.XCHG, width(i.type()) / 8)
                      .memory(s.address)
                      .defTied(s.result(i), v)
                      .end();
                }))
        .add(
            Opcode.ATOMICRMW,
            rule(
                "add",
                (s, i) -> is(i, AtomicRmwInst.Operation.ADD) && isNaturalWord(i.type()),
                (s, i) -> {
                  AtomicRmwInst rmw = (AtomicRmwInst) i;
                  s.address(rmw.pointer(), s.address);
                  exchangeAdd(s, i, s.value(rmw.value()));
                }))
        .add(
            Opcode.ATOMICRMW,
            rule(
                "subtract",
                (s, i) -> is(i, AtomicRmwInst.Operation.SUB) && isNaturalWord(i.type()),
                (s, i) -> {
                  AtomicRmwInst rmw = (AtomicRmwInst) i;
                  s.address(rmw.pointer(), s.address);
                  int size = width(i.type()) / 8;
                  int negated = s.general(size);
                  int v = s.value(rmw.value());
                  s.sink().begin(Op.NEG, size == 8 ? 8 : 4).defTied(negated, v).end();
                  exchangeAdd(s, i, negated);
                }))
        .add(
            Opcode.ATOMICRMW,
            rule("loop", (s, i) -> isNaturalWord(i.type()), AtomicRules::compareExchangeLoop))
        .add(
            Opcode.CMPXCHG,
            rule(
                "word",
                (s, i) -> isNaturalWord(((CmpXchgInst) i).expected().type()),
                AtomicRules::compareExchange))
        .add(
            Opcode.CMPXCHG,
            rule(
                "pair",
                (s, i) -> ((CmpXchgInst) i).expected().type().isInteger(128),
                AtomicRules::compareExchangePair))
        .add(
            Opcode.FENCE,
            rule(
                "any",
                (s, i) -> {
                  FenceInst fence = (FenceInst) i;
                  if (fence.ordering() == AtomicOrdering.SEQ_CST
                      && !fence.syncScope().equals("singlethread")) {
                    s.sink().begin(Sys.MFENCE, 0).end();
                  }
                }));
  }

  private static boolean is(Instruction i, AtomicRmwInst.Operation operation) {
    return ((AtomicRmwInst) i).operation() == operation;
  }

  private static boolean isNaturalWord(Type t) {
    return isNatural(width(t));
  }

  private static boolean isLockFree(Type t) {
    return isNaturalWord(t) || ConversionRules.isSse(t);
  }

  private static void exchangeAdd(X86Selector s, Instruction i, int v) {
    s.sink()
        .begin(Op.XADD, width(i.type()) / 8 | X86Op.LOCK)
        .memory(s.address)
        .defTied(s.result(i), v)
        .end();
  }

  private static void store(X86Selector s, Instruction i) {
    StoreInst store = (StoreInst) i;
    s.address(store.pointer(), s.address);
    Type type = store.value().type();
    if (store.ordering() != AtomicOrdering.SEQ_CST) {
      MemoryRules.store(s, store.value(), s.address);
      return;
    }
    int size = s.partsOf(type).size(0);
    int v = s.value(store.value());
    if (ConversionRules.isSse(type)) {
      int bits = s.general(size);
      s.moveAcross(bits, v, false, size);
      v = bits;
    }
    int old = s.general(size);
    s.sink().begin(Op.XCHG, size).memory(s.address).defTied(old, v).end();
  }

  private static void compareExchange(X86Selector s, Instruction i) {
    CmpXchgInst c = (CmpXchgInst) i;
    s.address(c.pointer(), s.address);
    int expected = s.value(c.expected());
    int replacement = s.value(c.replacement());
    s.sink()
        .begin(Op.CMPXCHG, width(c.expected().type()) / 8 | X86Op.LOCK)
        .memory(s.address)
        .use(replacement)
        .killFixed(expected, X86Registers.g(RAX))
        .defFixed(s.result(i, 0), X86Registers.g(RAX))
        .end();
    s.sink().begin(Op.SETCC + Cond.E, 1).def(s.result(i, 1)).end();
  }

  private static void compareExchangePair(X86Selector s, Instruction i) {
    CmpXchgInst c = (CmpXchgInst) i;
    s.address(c.pointer(), s.address);
    int expectedLow = s.value(c.expected(), 0);
    int expectedHigh = s.value(c.expected(), 1);
    int low = s.value(c.replacement(), 0);
    int high = s.value(c.replacement(), 1);
    s.sink()
        .begin(Op.CMPXCHG16B, 8 | X86Op.LOCK)
        .memory(s.address)
        .useFixed(expectedLow, X86Registers.g(RAX))
        .useFixed(expectedHigh, X86Registers.g(RDX))
        .useFixed(low, X86Registers.g(RBX))
        .useFixed(high, X86Registers.g(RCX))
        .defFixed(s.result(i, 0), X86Registers.g(RAX))
        .defFixed(s.result(i, 1), X86Registers.g(RDX))
        .end();
    s.sink().begin(Op.SETCC + Cond.E, 1).def(s.result(i, 2)).end();
  }

  /** Loads the old value, computes the new one and tries to exchange, until nobody was faster. */
  private static void compareExchangeLoop(X86Selector s, Instruction i) {
    AtomicRmwInst rmw = (AtomicRmwInst) i;
    FunctionSink out = s.sink();
    switch (rmw.operation()) {
      case AND, NAND, OR, XOR, MAX, MIN, UMAX, UMIN -> {}
      default -> throw X86Selector.unsupported(i);
    }
    int size = width(i.type()) / 8;
    int pointer = s.general(8);
    s.address(rmw.pointer(), s.address);
    out.begin(Op.LEA, 8).def(pointer).memory(s.address).end();
    int v = s.value(rmw.value());
    int old = s.generalIn(RAX, 8);
    int load = size == 1 ? Op.MOVZX8 : size == 2 ? Op.MOVZX16 : Op.MOV;
    out.begin(load, size == 8 ? 8 : 4).def(old).memory(s.address.register(pointer, 0)).end();
    int next = s.general(8);
    out.begin(X86Op.RMW_LOOP, rmw.operation().ordinal() << 4 | size)
        .defEarly(next)
        .use(pointer)
        .use(v)
        .killFixed(old, X86Registers.g(RAX))
        .defFixed(s.result(i), X86Registers.g(RAX))
        .end();
  }
}
