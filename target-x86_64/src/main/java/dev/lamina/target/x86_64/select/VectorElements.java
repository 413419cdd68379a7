package dev.lamina.target.x86_64.select;

import static dev.lamina.codegen.SelectionRule.rule;
import static dev.lamina.target.x86_64.select.X86Selector.width;

import dev.lamina.codegen.Address;
import dev.lamina.codegen.FunctionSink;
import dev.lamina.codegen.RuleTable;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.ExtractElementInst;
import dev.lamina.ir.InsertElementInst;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.LocalValue;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.ShuffleVectorInst;
import dev.lamina.ir.Type;
import dev.lamina.ir.UndefValue;
import dev.lamina.ir.Value;
import dev.lamina.ir.VectorType;
import dev.lamina.target.x86_64.encode.Op;
import dev.lamina.target.x86_64.encode.Packed;
import dev.lamina.target.x86_64.encode.Sse;

/** Single elements of vectors, and shuffles. */
final class VectorElements {
  private static final int NO_LANE = 1 << 20;

  private VectorElements() {}

  static void addTo(RuleTable.Rules<X86Selector> table) {
    table
        .add(
            Opcode.EXTRACTELEMENT,
            rule(
                "constant index",
                (s, i) -> index(((ExtractElementInst) i).index()) >= 0,
                VectorElements::extract))
        .add(
            Opcode.EXTRACTELEMENT,
            rule("variable index", (s, i) -> !isScalable(i.operand(0)), VectorElements::extractAny))
        .add(
            Opcode.INSERTELEMENT,
            rule(
                "constant index",
                (s, i) ->
                    index(((InsertElementInst) i).index()) >= 0
                        && Lanes.size(i.type().scalarType()) <= 8,
                VectorElements::insert))
        .add(
            Opcode.INSERTELEMENT,
            rule("through the frame", (s, i) -> !isScalable(i), VectorElements::insertAny))
        .add(Opcode.SHUFFLEVECTOR, rule("any", (s, i) -> !isScalable(i), VectorElements::shuffle));
  }

  private static boolean isScalable(Value v) {
    return v.type() instanceof VectorType t && t.isScalable();
  }

  /** A constant index, or -1; those that no vector has are all alike. */
  private static int index(Value v) {
    if (!(v instanceof ConstantInt k) || k.isWide()) {
      return -1;
    }
    return k.zext() >= 0 ? (int) Math.min(NO_LANE, k.zext()) : NO_LANE;
  }

  // ---- Extracting.

  private static void extract(X86Selector s, Instruction i) {
    ExtractElementInst e = (ExtractElementInst) i;
    VectorType type = Lanes.vector(e.vector().type());
    // One beyond the end gives poison.
    int lane = Math.min(index(e.index()), type.length() - 1);
    move(s, i, ElementWise.extract(s, s.parts(e.vector()), type, lane));
  }

  /** The result of {@code i} is what temporaries from {@code first} on hold. */
  static void move(X86Selector s, Instruction i, int first) {
    for (int p = 0; p < s.partsOf(i.type()).count(); p++) {
      s.sink().copy(s.result(i, p), first + p);
    }
  }

  private static void extractAny(X86Selector s, Instruction i) {
    ExtractElementInst e = (ExtractElementInst) i;
    VectorType type = Lanes.vector(e.vector().type());
    int area = ElementWise.image(s, e.vector());
    Address lane = lane(s, area, e.index(), type);
    move(s, i, ElementWise.load(s, lane, type.element()));
  }

  /** The place in an image of the lane that a register counts; any lane if there is no such one. */
  private static Address lane(X86Selector s, int area, Value index, VectorType type) {
    int size = Lanes.size(type.element());
    int lanes = Integer.highestOneBit(Math.max(1, 2 * type.length() - 1));
    int n = s.zeroExtended(s.value(index), Math.min(64, width(index.type())));
    s.sink().begin(Op.AND, 4).defTied(n, n).immediate(lanes - 1).end();
    Address a = new Address().frame(area);
    if (size > 8 || Integer.bitCount(size) != 1) {
      int scaled = s.general(8);
      s.sink().begin(Op.IMUL3, 8).def(scaled).use(n).immediate(size).end();
      a.index = scaled;
      a.scale = 0;
    } else {
      a.index = n;
      a.scale = Integer.numberOfTrailingZeros(size);
    }
    return a;
  }

  // ---- Inserting.

  private static void insertAny(X86Selector s, Instruction i) {
    InsertElementInst e = (InsertElementInst) i;
    VectorType type = Lanes.vector(e.type());
    int area = ElementWise.image(s, e.vector());
    Value element = ElementWise.copy(s, e.element());
    Address lane = lane(s, area, e.index(), type);
    ElementWise.store(s, ((LocalValue) element).number, type.element(), lane);
    ElementWise.loadImage(s, s.result(i), type, area);
  }

  private static void insert(X86Selector s, Instruction i) {
    InsertElementInst e = (InsertElementInst) i;
    VectorType type = Lanes.vector(e.type());
    int size = Lanes.size(type.element());
    int lane = Math.min(index(e.index()), type.length() - 1);
    int part = lane * size / 16;
    for (int p = 0; p < s.partsOf(type).count(); p++) {
      int v = s.value(e.vector(), p);
      if (p != part) {
        s.sink().copyKeep(s.result(i, p), v);
      } else {
        boolean fresh = e.vector() instanceof UndefValue;
        s.sink()
            .copy(
                s.result(i, p), insert(s, v, type.element(), e.element(), lane * size % 16, fresh));
      }
    }
  }

  /** A part with an element put in at byte {@code at}; if it is fresh the other lanes are free. */
  private static int insert(
      X86Selector s, int part, Type element, Value value, int at, boolean fresh) {
    int size = Lanes.size(element);
    int v = s.value(value);
    return switch (size) {
      case 1 -> insertByte(s, part, byteOf(s, element, v), at);
      case 2 -> insertWord(s, part, v, at / 2);
      case 4 -> {
        if (at == 0) {
          int x = inSse(s, element, v);
          yield fresh ? x : VectorOps.op(s, Sse.MOVSS, part, x);
        }
        int g = s.general(8);
        if (Lanes.isFloat(element)) {
          s.sink().begin(Packed.MOVD_G, 4).def(g).use(v).end();
        } else {
          s.sink().copyKeep(g, v);
        }
        int low = insertWord(s, part, g, at / 2);
        s.sink().begin(Op.SHR, 4).defTied(g, g).immediate(16).end();
        yield insertWord(s, low, g, at / 2 + 1);
      }
      default -> {
        int x = inSse(s, element, v);
        if (at != 0) {
          yield VectorOps.op(s, Packed.PUNPCKLQDQ, part, x);
        }
        yield fresh ? x : VectorOps.op(s, Sse.MOVSD, part, x);
      }
    };
  }

  /** An element of 4 or 8 bytes in the lowest lane of a new temporary. */
  private static int inSse(X86Selector s, Type element, int v) {
    int t = s.sse(16);
    if (Lanes.isFloat(element)) {
      s.sink().copyKeep(t, v);
    } else {
      s.sink().begin(Packed.MOVD_X, Lanes.size(element)).def(t).use(v).end();
    }
    return t;
  }

  private static int byteOf(X86Selector s, Type element, int v) {
    int t = s.zeroExtended(v, width(element) == 1 ? 1 : 8);
    if (Lanes.isMask(element)) {
      s.sink().begin(Op.NEG, 4).defTied(t, t).end();
      return s.zeroExtended(t, 8);
    }
    return t;
  }

  private static int insertWord(X86Selector s, int part, int v, int lane) {
    int t = s.sse(16);
    s.sink().begin(Packed.PINSRW, 0).defTiedKeep(t, part).use(v).immediate(lane).end();
    return t;
  }

  /** Changes one byte of the word that it is in; {@code v} is zero-extended. */
  private static int insertByte(X86Selector s, int part, int v, int at) {
    FunctionSink out = s.sink();
    int word = s.general(8);
    out.begin(Packed.PEXTRW, 0).def(word).use(part).immediate(at / 2).end();
    if (at % 2 == 0) {
      out.begin(Op.AND, 4).defTied(word, word).immediate(0xff00).end();
    } else {
      out.begin(Op.AND, 4).defTied(word, word).immediate(0xff).end();
      out.begin(Op.SHL, 4).defTied(v, v).immediate(8).end();
    }
    out.begin(Op.OR, 4).defTied(word, word).use(v).end();
    return insertWord(s, part, word, at / 2);
  }

  // ---- Shuffles.

  private static void shuffle(X86Selector s, Instruction i) {
    ShuffleVectorInst e = (ShuffleVectorInst) i;
    int[] mask = new int[e.maskLength()];
    for (int n = 0; n < mask.length; n++) {
      mask[n] = e.maskElement(n);
    }
    shuffle(s, e.operand(0), e.operand(1), mask, s.result(i), Lanes.vector(i.type()));
  }

  /**
   * Picks lanes of two vectors of one type.
   *
   * @param mask as that of {@code shufflevector}: negative where anything will do
   * @param first the register that part 0 of the result goes to
   */
  static void shuffle(X86Selector s, Value a, Value b, int[] mask, int first, VectorType type) {
    VectorShuffle.of(s, a, b).pick(mask, first, type);
  }
}
