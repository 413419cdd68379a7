package dev.lamina.target.x86_64.select;

import static dev.lamina.codegen.SelectionRule.rule;
import static dev.lamina.target.x86_64.select.X86Selector.width;

import dev.lamina.codegen.FunctionSink;
import dev.lamina.codegen.RuleTable;
import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.BranchInst;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.IndirectBrInst;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.ReturnInst;
import dev.lamina.ir.SwitchInst;
import dev.lamina.target.x86_64.encode.Cond;
import dev.lamina.target.x86_64.encode.Op;
import java.util.Arrays;

/** Branches, switches and returns. */
final class ControlRules {
  /** A table with fewer cases than this costs more than comparisons. */
  private static final int MIN_TABLE_CASES = 5;

  /** A table may have this many entries for each case. */
  private static final int MAX_TABLE_SPARSITY = 4;

  private static final int MAX_TABLE_ENTRIES = 1 << 16;

  /** Up to here cases are compared one after the other. */
  private static final int MAX_LINEAR_CASES = 4;

  private ControlRules() {}

  static void addTo(RuleTable.Rules<X86Selector> table) {
    table
        .add(
            Opcode.BR,
            rule(
                "jump",
                (s, i) -> !((BranchInst) i).isConditional(),
                (s, i) -> {
                  s.flow().leaveBlock();
                  s.flow().jump(((BranchInst) i).target());
                }))
        .add(
            Opcode.BR,
            rule(
                "compare and branch",
                (s, i) -> s.isFolded(((BranchInst) i).condition()),
                (s, i) -> {
                  BranchInst b = (BranchInst) i;
                  int condition = CompareRules.compare(s, (Instruction) b.condition());
                  branch(s, condition, b.target(), b.elseTarget());
                }))
        .add(
            Opcode.BR,
            rule(
                "branch",
                (s, i) -> {
                  BranchInst b = (BranchInst) i;
                  int c = s.value(b.condition());
                  s.sink().begin(Op.TEST, 1).killAny(c).immediate(1).end();
                  branch(s, Cond.NE, b.target(), b.elseTarget());
                }))
        .add(Opcode.SWITCH, rule("any", ControlRules::switchOver))
        .add(
            Opcode.INDIRECTBR,
            rule(
                "jump through a register",
                (s, i) -> {
                  int address = s.value(((IndirectBrInst) i).address());
                  s.flow().leaveBlock();
                  s.flow().writePhisOfAll(i.successors());
                  s.sink().begin(Op.JMP_RM, 8).use(address).end();
                }))
        .add(Opcode.RET, rule("any", (s, i) -> s.calls.ret((ReturnInst) i)))
        .add(Opcode.UNREACHABLE, rule("trap", (s, i) -> s.sink().begin(X86Op.TRAP, 0).end()));
  }

  private static void branch(X86Selector s, int condition, BasicBlock ifTrue, BasicBlock ifFalse) {
    s.flow().leaveBlock();
    switch (condition) {
      case CompareRules.ALWAYS -> s.flow().jump(ifTrue);
      case CompareRules.NEVER -> s.flow().jump(ifFalse);
      case CompareRules.EQUAL_ORDERED -> {
        s.flow().jumpIf(Cond.NE, ifFalse);
        s.flow().jumpIf(Cond.P, ifFalse);
        s.flow().jump(ifTrue);
      }
      case CompareRules.NOT_EQUAL_OR_UNORDERED -> {
        s.flow().jumpIf(Cond.NE, ifTrue);
        s.flow().jumpIf(Cond.P, ifTrue);
        s.flow().jump(ifFalse);
      }
      default -> s.flow().branch(condition, Cond.inverse(condition), ifTrue, ifFalse);
    }
  }

  // ---- Switch.

  private static void switchOver(X86Selector s, Instruction i) {
    SwitchInst sw = (SwitchInst) i;
    int width = width(sw.value().type());
    if (width > 128) {
      throw X86Selector.unsupported(i);
    }
    if (width > 64) {
      switchOverPair(s, sw);
      return;
    }
    int n = sw.caseCount();
    if (n == 0) {
      s.flow().leaveBlock();
      s.flow().jump(sw.defaultTarget());
      return;
    }
    boolean exact = width == 32 || width == 64;
    int raw = s.value(sw.value());
    int v;
    if (exact) {
      v = s.general(8);
      s.sink().copyKeep(v, raw);
    } else {
      v = s.signExtended(raw, width);
    }
    int size = width == 32 ? 4 : 8;
    Integer[] order = new Integer[n];
    Arrays.setAll(order, k -> k);
    Arrays.sort(order, (a, b) -> Long.compare(sw.caseValue(a).sext(), sw.caseValue(b).sext()));
    long[] values = new long[n];
    BasicBlock[] targets = new BasicBlock[n];
    for (int k = 0; k < n; k++) {
      values[k] = sw.caseValue(order[k]).sext();
      targets[k] = sw.caseTarget(order[k]);
    }
    s.flow().leaveBlock();
    new SwitchCode(s, v, size, values, targets, sw.defaultTarget()).emit();
  }

  /** Compares both halves for each case. */
  private static void switchOverPair(X86Selector s, SwitchInst sw) {
    FunctionSink out = s.sink();
    int extra = width(sw.value().type()) - 64;
    int low = s.general(8);
    int high = s.general(8);
    out.copyKeep(low, s.value(sw.value(), 0));
    int rawHigh = s.value(sw.value(), 1);
    out.copyKeep(high, extra == 64 ? rawHigh : s.signExtended(rawHigh, extra));
    s.flow().leaveBlock();
    for (int k = 0; k < sw.caseCount(); k++) {
      ConstantInt value = sw.caseValue(k);
      int x = s.number(value.word(0));
      int y = s.number(value.word(1));
      out.begin(Op.XOR, 8).defTied(x, x).use(low).end();
      out.begin(Op.XOR, 8).defTied(y, y).use(high).end();
      out.begin(Op.OR, 8).defTied(x, x).kill(y).end();
      s.flow().jumpIf(Cond.E, sw.caseTarget(k));
    }
    s.flow().jump(sw.defaultTarget());
  }

  /** Jump tables for dense runs of cases, comparisons for the rest, found by halving. */
  private static final class SwitchCode {
    private final X86Selector s;
    private final FunctionSink out;
    private final int value;
    private final int size;
    private final long[] values;
    private final BasicBlock[] targets;
    private final BasicBlock otherwise;

    SwitchCode(
        X86Selector s,
        int value,
        int size,
        long[] values,
        BasicBlock[] targets,
        BasicBlock otherwise) {
      this.s = s;
      out = s.sink();
      this.value = value;
      this.size = size;
      this.values = values;
      this.targets = targets;
      this.otherwise = otherwise;
    }

    void emit() {
      emit(0, values.length, true);
    }

    /** Cases {@code from} up to {@code to}; {@code last} if what follows is the default. */
    private void emit(int from, int to, boolean last) {
      int n = to - from;
      if (n >= MIN_TABLE_CASES && isDense(from, to)) {
        emitTable(from, to);
        leave(last);
      } else if (n <= MAX_LINEAR_CASES) {
        for (int k = from; k < to; k++) {
          compare(values[k]);
          s.flow().jumpIf(Cond.E, targets[k]);
        }
        leave(last);
      } else {
        int middle = from + n / 2;
        int upper = out.label();
        compare(values[middle]);
        s.flow().jumpIfToLabel(Cond.GE, upper);
        emit(from, middle, false);
        out.bind(upper);
        emit(middle, to, last);
      }
    }

    private void leave(boolean last) {
      if (last) {
        s.flow().jump(otherwise);
      } else {
        s.flow().jumpToEdge(otherwise);
      }
    }

    private boolean isDense(int from, int to) {
      long range = values[to - 1] - values[from];
      return range >= 0 && range < MAX_TABLE_ENTRIES && range / (to - from) < MAX_TABLE_SPARSITY;
    }

    private void compare(long k) {
      if (k == (int) k) {
        out.begin(Op.CMP, size).use(value).immediate(k).end();
      } else {
        int t = s.number(k);
        out.begin(Op.CMP, size).use(value).kill(t).end();
      }
    }

    private void emitTable(int from, int to) {
      long low = values[from];
      int entries = (int) (values[to - 1] - low) + 1;
      int[] labels = new int[entries];
      Arrays.fill(labels, s.flow().edge(otherwise));
      for (int k = from; k < to; k++) {
        labels[(int) (values[k] - low)] = s.flow().edge(targets[k]);
      }
      int index = s.general(8);
      if (low == (int) low) {
        out.begin(Op.SUB, size).defTiedKeep(index, value).immediate(low).end();
      } else {
        int k = s.number(low);
        out.begin(Op.SUB, size).defTiedKeep(index, value).kill(k).end();
      }
      out.begin(Op.CMP, size).use(index).immediate(entries).end();
      int done = out.label();
      s.flow().jumpIfToLabel(Cond.AE, done);
      int table = s.general(8);
      int distance = s.general(8);
      out.begin(Op.LEA, 8).def(table).memory(s.address.label(s.jumpTable(labels))).end();
      // An operation on 32 bits has cleared the upper half of the index.
      s.address.register(table, 0);
      s.address.index = index;
      s.address.scale = 2;
      out.begin(Op.MOVSX32, 8).def(distance).memory(s.address).end();
      out.begin(Op.ADD, 8).defTied(distance, distance).kill(table).end();
      out.begin(Op.JMP_RM, 8).kill(distance).end();
      out.bind(done);
    }
  }
}
