package dev.lamina.target.x86_64.select;

import static dev.lamina.codegen.SelectionRule.rule;
import static dev.lamina.target.x86_64.select.X86Selector.isPair;
import static dev.lamina.target.x86_64.select.X86Selector.isWide;
import static dev.lamina.target.x86_64.select.X86Selector.isWord;
import static dev.lamina.target.x86_64.select.X86Selector.operandSize;
import static dev.lamina.target.x86_64.select.X86Selector.width;

import dev.lamina.codegen.FunctionSink;
import dev.lamina.codegen.PartLayout;
import dev.lamina.codegen.RuleTable;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.Type;
import dev.lamina.ir.TypeKind;
import dev.lamina.target.x86_64.encode.Op;
import dev.lamina.target.x86_64.encode.Sse;
import java.util.List;

/** Conversions between integers, pointers, float and double. */
final class ConversionRules {
  private static final long TWO_TO_63_DOUBLE = 0x43e0000000000000L;
  private static final long TWO_TO_63_FLOAT = 0x5f000000L;

  private ConversionRules() {}

  static void addTo(RuleTable.Rules<X86Selector> table) {
    table
        .add(
            Opcode.TRUNC,
            rule(
                "to a word",
                (s, i) -> isWord(i.type()) && width(i.operand(0).type()) > 0,
                (s, i) -> s.sink().copy(s.result(i), s.value(i.operand(0)))))
        .add(
            Opcode.TRUNC,
            rule(
                "pair to pair",
                (s, i) -> isPair(i.type()) && isPair(i.operand(0).type()),
                ConversionRules::copyParts))
        .add(
            List.of(Opcode.ZEXT, Opcode.SEXT),
            rule("to a word", (s, i) -> isWord(i.type()), ConversionRules::extend))
        .add(
            List.of(Opcode.ZEXT, Opcode.SEXT),
            rule("to a pair", (s, i) -> isPair(i.type()), ConversionRules::extendToPair))
        .add(
            List.of(Opcode.PTRTOINT, Opcode.INTTOPTR),
            rule(
                "address and integer",
                (s, i) ->
                    width(i.type()) > 0 && !isWide(i.type()) && width(i.operand(0).type()) > 0,
                ConversionRules::pointer))
        .add(
            Opcode.ADDRSPACECAST,
            rule(
                "copy",
                (s, i) -> i.type().isPointer(),
                (s, i) -> s.sink().copy(s.result(i), s.value(i.operand(0)))))
        .add(
            Opcode.BITCAST,
            rule(
                "same registers",
                (s, i) -> isPlain(i) && sameBanks(s, i),
                ConversionRules::copyParts))
        .add(
            Opcode.BITCAST,
            rule(
                "across banks",
                (s, i) -> isPlain(i) && bothOnePart(s, i),
                ConversionRules::bitcastAcross))
        .add(
            Opcode.BITCAST,
            rule("through the frame", ConversionRules::bothSized, ConversionRules::bitcastInMemory))
        .add(
            List.of(Opcode.SITOFP, Opcode.UITOFP),
            rule(
                "word",
                (s, i) -> isSse(i.type()) && isWord(i.operand(0).type()),
                ConversionRules::integerToFloat))
        .add(
            List.of(Opcode.SITOFP, Opcode.UITOFP),
            rule(
                "pair by a routine",
                (s, i) -> isSse(i.type()) && isPair(i.operand(0).type()),
                ConversionRules::pairToFloat))
        .add(
            List.of(Opcode.FPTOSI, Opcode.FPTOUI),
            rule(
                "word",
                (s, i) -> isSse(i.operand(0).type()) && isWord(i.type()),
                ConversionRules::floatToInteger))
        .add(
            List.of(Opcode.FPTOSI, Opcode.FPTOUI),
            rule(
                "pair by a routine",
                (s, i) -> isSse(i.operand(0).type()) && isPair(i.type()),
                ConversionRules::floatToPair))
        .add(
            Opcode.FPEXT,
            rule(
                "float to double",
                (s, i) -> isSse(i.operand(0).type()) && isSse(i.type()),
                (s, i) -> convert(s, i, Sse.CVTSS2SD)))
        .add(
            Opcode.FPTRUNC,
            rule(
                "double to float",
                (s, i) -> isSse(i.operand(0).type()) && isSse(i.type()),
                (s, i) -> convert(s, i, Sse.CVTSD2SS)));
  }

  static boolean isSse(Type t) {
    return t.kind() == TypeKind.FLOAT || t.kind() == TypeKind.DOUBLE;
  }

  static boolean isDouble(Type t) {
    return t.kind() == TypeKind.DOUBLE;
  }

  private static void convert(X86Selector s, Instruction i, int op) {
    int v = s.value(i.operand(0));
    s.sink().begin(op, 0).def(s.result(i)).killAny(v).end();
  }

  private static void copyParts(X86Selector s, Instruction i) {
    int parts = s.partsOf(i.type()).count();
    for (int p = 0; p < parts; p++) {
      s.sink().copy(s.result(i, p), s.value(i.operand(0), p));
    }
  }

  private static void extend(X86Selector s, Instruction i) {
    int from = width(i.operand(0).type());
    int to = width(i.type());
    int v = s.value(i.operand(0));
    FunctionSink out = s.sink();
    int r = s.result(i);
    boolean zero = i.opcode() == Opcode.ZEXT;
    int size = operandSize(to);
    switch (from) {
      case 8 -> out.begin(zero ? Op.MOVZX8 : Op.MOVSX8, zero ? 4 : size).def(r).killAny(v).end();
      case 16 -> out.begin(zero ? Op.MOVZX16 : Op.MOVSX16, zero ? 4 : size).def(r).killAny(v).end();
      case 32 -> {
        if (to <= 32) {
          out.copy(r, v);
        } else {
          out.begin(zero ? Op.MOV : Op.MOVSX32, zero ? 4 : 8).def(r).killAny(v).end();
        }
      }
      case 1 -> {
        out.begin(Op.AND, 4).defTied(r, v).immediate(1).end();
        if (!zero) {
          out.begin(Op.NEG, size).defTied(r, r).end();
        }
      }
      default -> out.copy(r, zero ? s.zeroExtended(v, from) : s.signExtended(v, from));
    }
  }

  private static void extendToPair(X86Selector s, Instruction i) {
    FunctionSink out = s.sink();
    int from = width(i.operand(0).type());
    boolean zero = i.opcode() == Opcode.ZEXT;
    int low = s.value(i.operand(0), 0);
    if (from > 64) {
      int high = s.value(i.operand(0), 1);
      out.copy(s.result(i, 0), low);
      out.copy(
          s.result(i, 1), zero ? s.zeroExtended(high, from - 64) : s.signExtended(high, from - 64));
      return;
    }
    int t = zero ? s.zeroExtended(low, from) : s.signExtended(low, from);
    if (zero) {
      out.begin(Op.MOV, 8).def(s.result(i, 1)).immediate(0).end();
    } else {
      out.begin(Op.SAR, 8).defTiedKeep(s.result(i, 1), t).immediate(63).end();
    }
    out.copy(s.result(i, 0), t);
  }

  private static void pointer(X86Selector s, Instruction i) {
    int from = width(i.operand(0).type());
    int to = width(i.type());
    int v = s.value(i.operand(0), 0);
    if (from < 64 && to == 64) {
      s.sink().copy(s.result(i), s.zeroExtended(v, from));
    } else {
      s.sink().copy(s.result(i), v);
    }
    if (to > 64) {
      s.sink().begin(Op.MOV, 8).def(s.result(i, 1)).immediate(0).end();
    }
  }

  /** Whether registers hold both types as memory does. */
  private static boolean isPlain(Instruction i) {
    Type from = i.operand(0).type();
    Type to = i.type();
    return (!from.isVector() || Lanes.isPlain(from.scalarType()))
        && (!to.isVector() || Lanes.isPlain(to.scalarType()));
  }

  private static boolean sameBanks(X86Selector s, Instruction i) {
    PartLayout a = s.partsOf(i.operand(0).type());
    PartLayout b = s.partsOf(i.type());
    if (a.count() != b.count()) {
      return false;
    }
    for (int p = 0; p < a.count(); p++) {
      if (a.bank(p) != b.bank(p) || a.size(p) != b.size(p)) {
        return false;
      }
    }
    return true;
  }

  private static boolean bothOnePart(X86Selector s, Instruction i) {
    PartLayout a = s.partsOf(i.operand(0).type());
    PartLayout b = s.partsOf(i.type());
    return a.count() == 1
        && b.count() == 1
        && a.bank(0) != X86Registers.F
        && b.bank(0) != X86Registers.F;
  }

  private static void bitcastAcross(X86Selector s, Instruction i) {
    int size = s.partsOf(i.type()).size(0);
    boolean toSse = s.partsOf(i.type()).bank(0) == X86Registers.X;
    s.moveAcross(s.result(i), s.value(i.operand(0)), toSse, size);
  }

  private static boolean bothSized(X86Selector s, Instruction i) {
    return s.partsOf(i.type()).count() > 0 && s.partsOf(i.operand(0).type()).count() > 0;
  }

  private static void bitcastInMemory(X86Selector s, Instruction i) {
    int bytes = (int) s.dataLayout().storeSize(i.type());
    int offset = s.sink().frame().allocate(Math.max(bytes, 16), 16);
    s.address.frame(offset);
    MemoryRules.store(s, i.operand(0), s.address);
    s.address.frame(offset);
    MemoryRules.load(s, i, i.type(), s.address, false);
  }

  private static void integerToFloat(X86Selector s, Instruction i) {
    int width = width(i.operand(0).type());
    int v = s.value(i.operand(0));
    FunctionSink out = s.sink();
    boolean signed = i.opcode() == Opcode.SITOFP;
    boolean toDouble = isDouble(i.type());
    int convert = toDouble ? Sse.CVTSI2SD : Sse.CVTSI2SS;
    if (!signed && width == 64) {
      int copy = s.general(8);
      int tmp = s.general(8);
      out.begin(toDouble ? X86Op.U64_TO_F64 : X86Op.U64_TO_F32, 8)
          .defEarly(s.result(i))
          .defEarly(tmp)
          .defTied(copy, v)
          .end();
      return;
    }
    int size = 4;
    if (signed) {
      size = operandSize(width);
      if (width != 32 && width != 64) {
        v = s.signExtended(v, width);
      }
    } else {
      size = width < 32 ? 4 : 8;
      v = s.zeroExtended(v, width);
    }
    out.begin(convert, size).def(s.result(i)).killAny(v).end();
  }

  private static void pairToFloat(X86Selector s, Instruction i) {
    boolean signed = i.opcode() == Opcode.SITOFP;
    int extra = width(i.operand(0).type()) - 64;
    int high = s.value(i.operand(0), 1);
    if (extra < 64) {
      high = signed ? s.signExtended(high, extra) : s.zeroExtended(high, extra);
    }
    String routine = (signed ? "__floatti" : "__floatunti") + (isDouble(i.type()) ? "df" : "sf");
    s.libcalls.callIntegerToFloat(routine, new int[] {s.value(i.operand(0), 0), high}, s.result(i));
  }

  private static void floatToInteger(X86Selector s, Instruction i) {
    FunctionSink out = s.sink();
    int width = width(i.type());
    boolean fromDouble = isDouble(i.operand(0).type());
    int convert = fromDouble ? Sse.CVTTSD2SI : Sse.CVTTSS2SI;
    int v = s.value(i.operand(0));
    boolean signed = i.opcode() == Opcode.FPTOSI;
    if (signed || width < 64) {
      // Unsigned values below 2^63 are those of a wider signed conversion.
      int size = signed ? operandSize(width) : width < 32 ? 4 : 8;
      out.begin(convert, size).def(s.result(i)).killAny(v).end();
      return;
    }
    // From 2^63 up: convert the value less 2^63, and set the top bit, which the first conversion
    // left in its "out of range" result.
    int plain = s.general(8);
    int reduced = s.sse(8);
    int high = s.general(8);
    int mask = s.general(8);
    out.begin(convert, 8).def(plain).use(v).end();
    int pool =
        fromDouble
            ? s.builder().poolOffset(TWO_TO_63_DOUBLE, 0, 8)
            : s.builder().poolOffset(TWO_TO_63_FLOAT, 0, 4);
    out.begin(fromDouble ? Sse.SUBSD : Sse.SUBSS, 0)
        .defTiedKeep(reduced, v)
        .memory(s.address.symbol(s.builder().poolSymbol(), pool))
        .end();
    out.begin(convert, 8).def(high).kill(reduced).end();
    out.begin(Op.SAR, 8).defTiedKeep(mask, plain).immediate(63).end();
    out.begin(Op.AND, 8).defTied(high, high).kill(mask).end();
    out.begin(Op.OR, 8).defTied(s.result(i), plain).kill(high).end();
  }

  private static void floatToPair(X86Selector s, Instruction i) {
    String routine =
        (i.opcode() == Opcode.FPTOSI ? "__fix" : "__fixuns")
            + (isDouble(i.operand(0).type()) ? "df" : "sf")
            + "ti";
    s.libcalls.callFloatToInteger(routine, s.value(i.operand(0)), s.result(i, 0), s.result(i, 1));
  }
}
