package dev.lamina.target.x86_64.select;

import dev.lamina.codegen.Address;
import dev.lamina.codegen.FunctionSink;
import dev.lamina.codegen.PartLayout;
import dev.lamina.ir.Instruction;
import dev.lamina.target.UnsupportedConstructException;
import dev.lamina.target.x86_64.encode.Cond;
import dev.lamina.target.x86_64.encode.Op;

/** Variable arguments (psABI 1.0, 3.5.7). */
final class VarArgs {
  private static final int SIZE = 24;
  private static final int GP_OFFSET = 0;
  private static final int FP_OFFSET = 4;
  private static final int OVERFLOW_AREA = 8;
  private static final int SAVE_AREA = 16;

  private VarArgs() {}

  static void copy(X86Selector s, int to, int from) {
    BlockMoves.copy(s, new Address().register(to, 0), new Address().register(from, 0), SIZE);
  }

  /** The next argument, chosen without a jump: its address is in the save area or the overflow. */
  static void argument(X86Selector s, Instruction i) {
    FunctionSink out = s.sink();
    PartLayout layout = s.partsOf(i.type());
    int list = s.value(i.operand(0));
    if (layout.count() != 1) {
      throw new UnsupportedConstructException("va_arg of type " + i.type());
    }
    Address a = new Address();
    int address = s.general(8);
    if (layout.bank(0) == X86Registers.F) {
      int place = s.general(8);
      out.begin(Op.MOV, 8).def(place).memory(a.register(list, OVERFLOW_AREA)).end();
      out.begin(Op.ADD, 8).defTied(place, place).immediate(15).end();
      out.begin(Op.AND, 8).defTied(place, place).immediate(-16).end();
      out.begin(Op.LEA, 8).def(address).memory(a.register(place, 16)).end();
      out.begin(Op.MOV, 8).memory(a.register(list, OVERFLOW_AREA)).use(address).end();
      MemoryRules.loadPart(s, s.result(i), layout, 0, a.register(place, 0), false);
      return;
    }
    boolean sse = layout.bank(0) == X86Registers.X;
    if (layout.size(0) > 8) {
      throw new UnsupportedConstructException("va_arg of type " + i.type());
    }
    int field = sse ? FP_OFFSET : GP_OFFSET;
    int step = sse ? 16 : 8;
    int limit = sse ? SystemVCalls.SAVE_AREA : 48;
    int offset = s.general(8);
    int saved = s.general(8);
    int overflow = s.general(8);
    int nextOffset = s.general(8);
    int nextOverflow = s.general(8);
    out.begin(Op.MOV, 4).def(offset).memory(a.register(list, field)).end();
    out.begin(Op.MOV, 8).def(saved).memory(a.register(list, SAVE_AREA)).end();
    out.begin(Op.ADD, 8).defTied(saved, saved).use(offset).end();
    out.begin(Op.MOV, 8).def(overflow).memory(a.register(list, OVERFLOW_AREA)).end();
    out.begin(Op.LEA, 8).def(nextOffset).memory(a.register(offset, step)).end();
    out.begin(Op.LEA, 8).def(nextOverflow).memory(a.register(overflow, 8)).end();
    int keepOffset = s.general(8);
    int keepOverflow = s.general(8);
    out.begin(Op.CMP, 4).use(offset).immediate(limit).end();
    out.begin(Op.CMOVCC + Cond.B, 8).defTiedKeep(address, overflow).use(saved).end();
    out.begin(Op.CMOVCC + Cond.B, 8).defTiedKeep(keepOffset, offset).use(nextOffset).end();
    out.begin(Op.CMOVCC + Cond.B, 8).defTiedKeep(keepOverflow, nextOverflow).use(overflow).end();
    out.begin(Op.MOV, 4).memory(a.register(list, field)).use(keepOffset).end();
    out.begin(Op.MOV, 8).memory(a.register(list, OVERFLOW_AREA)).use(keepOverflow).end();
    MemoryRules.loadPart(s, s.result(i), layout, 0, a.register(address, 0), false);
  }
}
