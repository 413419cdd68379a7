package dev.lamina.target.x86_64.select;

import dev.lamina.codegen.Address;
import dev.lamina.codegen.FunctionSink;
import dev.lamina.codegen.PartLayout;
import dev.lamina.ir.Constant;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.PlaceholderValue;
import dev.lamina.ir.Type;
import dev.lamina.ir.Value;
import dev.lamina.ir.VectorType;
import dev.lamina.target.x86_64.encode.Op;
import dev.lamina.target.x86_64.encode.Packed;
import dev.lamina.target.x86_64.encode.Sse;

/**
 * The way that is there for every vector operation: the lanes go to the frame, and for each a
 * scalar instruction is made, on placeholders whose numbers are temporaries, and selected by the
 * rules for scalars.
 *
 * <pre>
 *   parts → image in the frame → element → scalar rule → image of the result → parts
 * </pre>
 */
final class ElementWise {
  /** Makes the scalar instruction of one lane. */
  interface Scalar {
    Instruction make(Value[] operands);
  }

  private ElementWise() {}

  // ---- Images: the lanes of a vector in the frame.

  /** Puts the lanes of a value into the frame; returns their offset. */
  static int image(X86Selector s, Value v) {
    return image(s, s.parts(v), Lanes.vector(v.type()));
  }

  static int image(X86Selector s, int[] parts, VectorType type) {
    // An index that may be any is cut to a power of two, so there must be room for as many lanes.
    int area = s.area(32 * parts.length);
    PartLayout layout = s.partsOf(type);
    Address place = new Address();
    for (int p = 0; p < parts.length; p++) {
      s.sink()
          .begin(move(layout.size(p)), 0)
          .memory(place.frame(area + 16 * p))
          .use(parts[p])
          .end();
    }
    return area;
  }

  /** Loads the parts of a vector from its image. */
  static void loadImage(X86Selector s, int first, VectorType type, int area) {
    PartLayout layout = s.partsOf(type);
    Address place = new Address();
    for (int p = 0; p < layout.count(); p++) {
      s.sink()
          .begin(move(layout.size(p)), 0)
          .def(first + p)
          .memory(place.frame(area + 16 * p))
          .end();
    }
  }

  /** The instruction that moves a part of the size. */
  static int move(int size) {
    return size == 16 ? Sse.MOVUPS : size == 8 ? Sse.MOVSD : Sse.MOVSS;
  }

  /** New temporaries, one behind the other, for a value of the type; returns the first. */
  static int temporaries(X86Selector s, Type type) {
    PartLayout layout = s.partsOf(type);
    int first = -1;
    for (int p = 0; p < layout.count(); p++) {
      int t = s.sink().temporary(layout.bank(p), layout.size(p));
      first = p == 0 ? t : first;
    }
    return first;
  }

  /** Loads a lane of an image into new temporaries; returns the first. */
  static int load(X86Selector s, int area, Type element, int lane) {
    return load(s, new Address().frame(area + lane * Lanes.size(element)), element);
  }

  /** As above, from the lane's address. */
  static int load(X86Selector s, Address lane, Type element) {
    PartLayout layout = s.partsOf(element);
    int first = temporaries(s, element);
    int base = lane.displacement;
    for (int p = 0; p < layout.count(); p++) {
      lane.displacement = base + (int) layout.offset(p);
      MemoryRules.loadPart(s, first + p, layout, p, lane, false);
    }
    lane.displacement = base;
    return first;
  }

  /** Writes an element to a lane of an image; its registers are read for the last time. */
  static void store(X86Selector s, int first, Type element, int area, int lane) {
    store(s, first, element, new Address().frame(area + lane * Lanes.size(element)));
  }

  /** As above, to the lane's address. */
  static void store(X86Selector s, int first, Type element, Address lane) {
    FunctionSink out = s.sink();
    if (Lanes.isMask(element)) {
      int t = s.general(8);
      out.begin(Op.AND, 4).defTied(t, first).immediate(1).end();
      out.begin(Op.NEG, 4).defTied(t, t).end();
      out.begin(Op.MOV, 1).memory(lane).kill(t).end();
      return;
    }
    PartLayout layout = s.partsOf(element);
    int base = lane.displacement;
    for (int p = 0; p < layout.count(); p++) {
      lane.displacement = base + (int) layout.offset(p);
      MemoryRules.storePart(s, first + p, layout, p, lane);
    }
    lane.displacement = base;
  }

  // ---- Scalar instructions.

  /** A value of the type that is in temporaries from {@code first} on. */
  static Value placeholder(Type type, int first) {
    PlaceholderValue v = new PlaceholderValue(type);
    v.number = first;
    return v;
  }

  /** Selects a scalar instruction; returns the first temporary of its result. */
  static int select(X86Selector s, Instruction scalar) {
    scalar.number = temporaries(s, scalar.type());
    s.selectScalar(scalar);
    return scalar.number;
  }

  /**
   * Emits an instruction lane by lane.
   *
   * @param first the register that part 0 of the result goes to
   * @param operands vectors of as many lanes as the type, or scalars that all lanes share
   */
  static void map(
      X86Selector s, Instruction i, int first, VectorType type, Scalar scalar, Value... operands) {
    FunctionSink out = s.sink();
    int[] images = new int[operands.length];
    for (int n = 0; n < operands.length; n++) {
      if (!(operands[n] instanceof Constant) && operands[n].type().isVector()) {
        images[n] = image(s, operands[n]);
      }
    }
    int result = s.area(16 * s.partsOf(type).count());
    for (int lane = 0; lane < type.length(); lane++) {
      int mark = out.mark();
      Value[] elements = new Value[operands.length];
      for (int n = 0; n < operands.length; n++) {
        elements[n] = element(s, operands[n], images[n], lane);
      }
      Instruction x = scalar.make(elements);
      x.setFlags(i.flags());
      store(s, select(s, x), type.element(), result, lane);
      out.releaseSince(mark);
    }
    loadImage(s, first, type, result);
  }

  /** A lane of an operand, whose image is given if it is no constant. */
  private static Value element(X86Selector s, Value operand, int image, int lane) {
    if (operand.type().isVector()) {
      Type element = operand.type().scalarType();
      return operand instanceof Constant c
          ? VectorConstants.element(c, lane)
          : placeholder(element, load(s, image, element, lane));
    }
    if (operand instanceof Constant) {
      return operand;
    }
    return copy(s, operand);
  }

  /** A copy of a scalar that a rule may kill. */
  static Value copy(X86Selector s, Value v) {
    int first = temporaries(s, v.type());
    for (int p = 0; p < s.partsOf(v.type()).count(); p++) {
      s.sink().copyKeep(first + p, s.value(v, p));
    }
    return placeholder(v.type(), first);
  }

  // ---- Elements straight from registers.

  /** Puts a lane of a vector into temporaries, without going through memory where that is easy. */
  static int extract(X86Selector s, int[] parts, VectorType type, int lane) {
    FunctionSink out = s.sink();
    Type element = type.element();
    int size = Lanes.size(element);
    int part = parts[Math.min(parts.length - 1, lane * size / 16)];
    int at = lane * size % 16;
    switch (size) {
      case 1, 2 -> {
        int t = temporaries(s, element);
        if (at == 0) {
          out.begin(Packed.MOVD_G, 4).def(t).use(part).end();
        } else {
          out.begin(Packed.PEXTRW, 0).def(t).use(part).immediate(at / 2).end();
          if (at % 2 != 0) {
            out.begin(Op.SHR, 4).defTied(t, t).immediate(8).end();
          }
        }
        return t;
      }
      case 4, 8 -> {
        int moved = part;
        if (at != 0) {
          int lanes = size == 4 ? at / 4 : 0xee;
          moved = s.sse(16);
          out.begin(Packed.PSHUFD, 0).def(moved).use(part).immediate(lanes).end();
        }
        int t = temporaries(s, element);
        if (Lanes.isFloat(element)) {
          out.copyKeep(t, moved);
        } else {
          out.begin(Packed.MOVD_G, size).def(t).use(moved).end();
        }
        return t;
      }
      default -> {
        return load(s, image(s, parts, type), element, lane);
      }
    }
  }
}
