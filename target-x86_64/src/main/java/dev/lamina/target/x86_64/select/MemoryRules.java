package dev.lamina.target.x86_64.select;

import static dev.lamina.codegen.SelectionRule.rule;
import static dev.lamina.target.x86_64.select.X86Selector.immediate;
import static dev.lamina.target.x86_64.select.X86Selector.isImmediate;
import static dev.lamina.target.x86_64.select.X86Selector.isWord;
import static dev.lamina.target.x86_64.select.X86Selector.width;

import dev.lamina.codegen.Address;
import dev.lamina.codegen.FunctionSink;
import dev.lamina.codegen.PartLayout;
import dev.lamina.codegen.RuleTable;
import dev.lamina.ir.AllocaInst;
import dev.lamina.ir.ArrayType;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.GetElementPtrInst;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.IntegerType;
import dev.lamina.ir.LoadInst;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.StoreInst;
import dev.lamina.ir.StructType;
import dev.lamina.ir.Type;
import dev.lamina.ir.Value;
import dev.lamina.ir.VectorType;
import dev.lamina.target.x86_64.encode.Op;
import dev.lamina.target.x86_64.encode.Sse;
import dev.lamina.target.x86_64.encode.X87;

/** Loads, stores, addresses and allocas. */
final class MemoryRules {
  private MemoryRules() {}

  static void addTo(RuleTable.Rules<X86Selector> table) {
    table
        .add(
            Opcode.LOAD,
            rule(
                "plain",
                (s, i) -> !((LoadInst) i).isAtomic(),
                (s, i) -> {
                  s.address(((LoadInst) i).pointer(), s.address);
                  load(s, i, i.type(), s.address, true);
                }))
        .add(
            Opcode.STORE,
            rule(
                "immediate",
                (s, i) -> {
                  StoreInst store = (StoreInst) i;
                  return !store.isAtomic()
                      && isImmediate(store.value())
                      && isPlainWord(store.value().type());
                },
                (s, i) -> {
                  StoreInst store = (StoreInst) i;
                  s.address(store.pointer(), s.address);
                  int size = width(store.value().type()) / 8;
                  long value = immediate(store.value());
                  s.sink().begin(Op.MOV, size).memory(s.address).immediate(value).end();
                }))
        .add(
            Opcode.STORE,
            rule(
                "plain",
                (s, i) -> !((StoreInst) i).isAtomic(),
                (s, i) -> {
                  StoreInst store = (StoreInst) i;
                  s.address(store.pointer(), s.address);
                  store(s, store.value(), s.address);
                }))
        .add(
            Opcode.GETELEMENTPTR,
            rule("scalar", (s, i) -> !i.type().isVector(), MemoryRules::elementAddress))
        .add(Opcode.ALLOCA, rule("dynamic", MemoryRules::dynamicAlloca));
  }

  private static boolean isPlainWord(Type t) {
    return isWord(t) && X86Selector.isNatural(width(t));
  }

  // ---- Loads.

  /** Loads a value of {@code type} into the parts of {@code i}. */
  static void load(X86Selector s, Instruction i, Type type, Address from, boolean last) {
    PartLayout layout = s.partsOf(type);
    int base = from.displacement;
    for (int p = 0; p < layout.count(); p++) {
      from.displacement = base + (int) layout.offset(p);
      if (layout.scalar(p) instanceof VectorType v) {
        VectorMemory.load(s, s.result(i, p), v, from);
        p += s.partsOf(v).count() - 1;
        continue;
      }
      boolean lastPart = last && p == layout.count() - 1;
      loadPart(s, s.result(i, p), layout, p, from, lastPart);
    }
  }

  /** Loads one part; {@code last} if the address is not needed any more. */
  static void loadPart(
      X86Selector s, int to, PartLayout layout, int part, Address from, boolean last) {
    FunctionSink out = s.sink();
    int size = layout.size(part);
    switch (layout.bank(part)) {
      case X86Registers.F -> {
        out.begin(X87.FLD_M80, 0).memory(from).end();
        s.storeX87(to);
      }
      case X86Registers.X -> {
        int op = size == 16 ? Sse.MOVUPS : size == 8 ? Sse.MOVSD : Sse.MOVSS;
        source(out.begin(op, 0).def(to), last, from);
      }
      default -> loadInteger(s, to, bitsOf(layout, part), from, last);
    }
  }

  private static void source(FunctionSink out, boolean last, Address from) {
    if (last) {
      out.memoryLast(from).end();
    } else {
      out.memory(from).end();
    }
  }

  static void loadInteger(X86Selector s, int to, int width, Address from, boolean last) {
    FunctionSink out = s.sink();
    int bytes = (width + 7) / 8;
    switch (bytes) {
      case 1 -> source(out.begin(Op.MOVZX8, 4).def(to), last, from);
      case 2 -> source(out.begin(Op.MOVZX16, 4).def(to), last, from);
      case 4 -> source(out.begin(Op.MOV, 4).def(to), last, from);
      case 8 -> source(out.begin(Op.MOV, 8).def(to), last, from);
      default -> loadOddBytes(s, to, bytes, from);
    }
  }

  /** How many bits of its integer (or pointer) the part holds. */
  private static int bitsOf(PartLayout layout, int part) {
    return Math.min(64, width(layout.scalar(part)) - 64 * layout.piece(part));
  }

  /** 3, 5, 6 or 7 bytes, from the highest piece down, without touching bytes beyond. */
  private static void loadOddBytes(X86Selector s, int to, int bytes, Address from) {
    FunctionSink out = s.sink();
    int base = from.displacement;
    int done = 0;
    int sum = s.general(8);
    boolean first = true;
    for (int piece = 4; piece >= 1; piece >>= 1) {
      if ((bytes & piece) == 0) {
        continue;
      }
      from.displacement = base + done;
      int t = first ? sum : s.general(8);
      int op = piece == 4 ? Op.MOV : piece == 2 ? Op.MOVZX16 : Op.MOVZX8;
      out.begin(op, 4).def(t).memory(from).end();
      if (!first) {
        out.begin(Op.SHL, 8).defTied(t, t).immediate(8L * done).end();
        out.begin(Op.OR, 8).defTied(sum, sum).kill(t).end();
      }
      first = false;
      done += piece;
    }
    from.displacement = base;
    out.copy(to, sum);
  }

  // ---- Stores.

  /** Stores all parts of a value. */
  static void store(X86Selector s, Value value, Address to) {
    PartLayout layout = s.partsOf(value.type());
    int base = to.displacement;
    for (int p = 0; p < layout.count(); p++) {
      to.displacement = base + (int) layout.offset(p);
      if (layout.scalar(p) instanceof VectorType type) {
        int[] parts = new int[s.partsOf(type).count()];
        for (int n = 0; n < parts.length; n++) {
          parts[n] = s.value(value, p + n);
        }
        VectorMemory.store(s, parts, type, to);
        p += parts.length - 1;
        continue;
      }
      int v = s.value(value, p);
      storePart(s, v, layout, p, to);
    }
  }

  static void storePart(X86Selector s, int v, PartLayout layout, int part, Address to) {
    FunctionSink out = s.sink();
    int size = layout.size(part);
    switch (layout.bank(part)) {
      case X86Registers.F -> {
        s.loadX87(v);
        out.begin(X87.FSTP_M80, 0).memory(to).end();
      }
      case X86Registers.X -> {
        int op = size == 16 ? Sse.MOVUPS : size == 8 ? Sse.MOVSD : Sse.MOVSS;
        out.begin(op, 0).memory(to).kill(v).end();
      }
      default -> storeInteger(s, v, layout, part, to);
    }
  }

  private static void storeInteger(X86Selector s, int v, PartLayout layout, int part, Address to) {
    FunctionSink out = s.sink();
    int width = bitsOf(layout, part);
    if (X86Selector.isNatural(width)) {
      out.begin(Op.MOV, width / 8).memory(to).kill(v).end();
    } else {
      storeBits(s, v, width, to);
    }
  }

  /** Stores an integer whose width is no whole register: zeros fill its last byte. */
  static void storeBits(X86Selector s, int v, int width, Address to) {
    FunctionSink out = s.sink();
    int bytes = (width + 7) / 8;
    int t = v;
    if (width % 8 != 0) {
      t = s.zeroExtended(v, width);
    }
    if (bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8) {
      out.begin(Op.MOV, bytes).memory(to).use(t).end();
      return;
    }
    int base = to.displacement;
    int done = 0;
    int rest = s.general(8);
    out.copyKeep(rest, t);
    for (int piece = 4; piece >= 1; piece >>= 1) {
      if ((bytes & piece) == 0) {
        continue;
      }
      to.displacement = base + done;
      out.begin(Op.MOV, piece).memory(to).use(rest).end();
      done += piece;
      if (done < bytes) {
        out.begin(Op.SHR, 8).defTied(rest, rest).immediate(8L * piece).end();
      }
    }
    to.displacement = base;
  }

  // ---- Addresses.

  private static void elementAddress(X86Selector s, Instruction i) {
    GetElementPtrInst gep = (GetElementPtrInst) i;
    Address a = s.address(gep.base(), new Address());
    long offset = 0;
    Type t = gep.sourceType();
    for (int n = 0; n < gep.indexCount(); n++) {
      Value index = gep.index(n);
      if (n > 0 && t instanceof StructType struct) {
        int field = (int) ((ConstantInt) index).sext();
        offset += s.dataLayout().structLayout(struct).offset(field);
        t = struct.elements().get(field);
        continue;
      }
      if (n > 0) {
        t = t instanceof ArrayType array ? array.element() : t.scalarType();
      }
      long step = s.dataLayout().allocSize(t);
      if (index instanceof ConstantInt k && !k.isWide()) {
        offset += k.sext() * step;
      } else if (step != 0) {
        addIndex(s, a, indexValue(s, index), step);
      }
    }
    finishAddress(s, a, offset, s.result(i));
  }

  private static int indexValue(X86Selector s, Value index) {
    int width = ((IntegerType) index.type()).width();
    int v = s.value(index);
    return width >= 64 ? v : s.signExtended(v, width);
  }

  private static void addIndex(X86Selector s, Address a, int index, long step) {
    FunctionSink out = s.sink();
    boolean scalable = s.canScale(step);
    int scaled = index;
    if (!scalable) {
      scaled = s.general(8);
      if (step == (int) step) {
        out.begin(Op.IMUL3, 8).def(scaled).useAny(index).immediate(step).end();
      } else {
        int factor = s.number(step);
        out.begin(Op.IMUL, 8).defTied(scaled, factor).useAny(index).end();
      }
    }
    if (a.index != Address.NONE || a.base == Address.SYMBOL) {
      // One index is all that an address has, and none beside a symbol.
      int sum = s.general(8);
      out.begin(Op.LEA, 8).def(sum).memory(a).end();
      a.register(sum, 0);
    }
    a.index = scaled;
    a.scale = scalable ? Long.numberOfTrailingZeros(step) : 0;
  }

  private static void finishAddress(X86Selector s, Address a, long offset, int result) {
    FunctionSink out = s.sink();
    long total = a.displacement + offset;
    boolean near = a.base != Address.SYMBOL || (total >= 0 && total < 1 << 24);
    if (total == (int) total && near) {
      a.displacement = (int) total;
      if (a.base >= 0 && a.index == Address.NONE && total == 0) {
        out.copy(result, a.base);
      } else {
        out.begin(Op.LEA, 8).def(result).memoryLast(a).end();
      }
      return;
    }
    int base = s.general(8);
    out.begin(Op.LEA, 8).def(base).memory(a).end();
    int distance = s.number(offset);
    out.begin(Op.ADD, 8).defTied(result, base).kill(distance).end();
  }

  // ---- Allocas that are made when they run.

  private static void dynamicAlloca(X86Selector s, Instruction i) {
    AllocaInst a = (AllocaInst) i;
    FunctionSink out = s.sink();
    long size = s.dataLayout().allocSize(a.allocatedType());
    int countWidth = width(a.count().type());
    int count = s.zeroExtended(s.value(a.count()), Math.min(64, countWidth));
    int bytes = s.general(8);
    if (size == (int) size) {
      out.begin(Op.IMUL3, 8).def(bytes).killAny(count).immediate(size).end();
    } else {
      int factor = s.number(size);
      out.begin(Op.IMUL, 8).defTied(bytes, factor).killAny(count).end();
    }
    int alignment =
        (int)
            Math.max(
                16,
                a.alignment() != 0
                    ? a.alignment()
                    : s.dataLayout().preferredAlignment(a.allocatedType()));
    if (alignment > 1 << 16) {
      throw X86Selector.unsupported(i);
    }
    int top = s.general(8);
    s.calls.noteDynamicStack();
    s.calls.stackPointer(top);
    out.begin(Op.SUB, 8).defTied(top, top).kill(bytes).end();
    out.begin(Op.AND, 8).defTied(top, top).immediate(-alignment).end();
    s.calls.setStackPointer(top);
    // What lies at the bottom of the frame for arguments of calls must stay below it.
    out.copy(s.result(i), top);
  }
}
