package dev.lamina.target.x86_64.select;

import dev.lamina.codegen.PartLayout;
import dev.lamina.ir.ArrayType;
import dev.lamina.ir.CastInst;
import dev.lamina.ir.IntegerType;
import dev.lamina.ir.LocalValue;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.Type;
import dev.lamina.ir.Value;
import dev.lamina.ir.VectorType;

/**
 * How vectors are passed where SSE2 is all there is, as LLVM does it: what clang itself writes
 * (psABI 1.0, 3.2.3) has the types that go as they are.
 *
 * <pre>
 *   one element                                    as that element
 *   a power of two of i8 ... i64, ptr, floats      as it is: in one SSE register, or in several
 *   3 x i32, 5 x i16 and others that fill          as it is, in one SSE register
 *     more than half of one
 *   4 x i1, 2 x i40 and others that fill one,      as lanes of that size: 4 x i32, 2 x i64
 *     made larger
 *   all else                                       element by element
 * </pre>
 */
final class VectorAbi {
  private VectorAbi() {}

  /** The type that stands for {@code type} in registers and on the stack; often itself. */
  static Type passed(Type type) {
    if (!(type instanceof VectorType v) || v.isScalable()) {
      return type;
    }
    Type element = v.element();
    int length = v.length();
    if (length == 1) {
      return element;
    }
    boolean isPower = (length & length - 1) == 0;
    int size = Lanes.size(element);
    if (Lanes.isPlain(element) && size <= 8) {
      boolean fills = Integer.highestOneBit(2 * length - 1) * size == 16;
      return isPower || fills ? type : ArrayType.get(element, length);
    }
    if (isPower && element.isInteger() && 128 % length == 0) {
      int width = 128 / length;
      if (X86Selector.isNatural(width) && width > Lanes.bits(element)) {
        return VectorType.get(IntegerType.get(width), length);
      }
    }
    return ArrayType.get(element, length);
  }

  /** The value as it is passed. */
  static Value toPassed(X86Selector s, Value v) {
    Type passed = passed(v.type());
    if (passed.equals(v.type())) {
      return v;
    }
    VectorType type = Lanes.vector(v.type());
    int[] parts = s.parts(v);
    int first = ElementWise.temporaries(s, passed);
    if (passed instanceof VectorType lanes) {
      int[] wide =
          Lanes.isMask(type.element())
              ? VectorOps.widenMasks(s, parts, Lanes.size(lanes.element()), 1)
              : parts;
      if (Lanes.size(lanes.element()) == Lanes.size(type.element())
          || Lanes.isMask(type.element())) {
        s.sink().copyKeep(first, wide[0]);
      } else {
        CastInst cast = new CastInst(Opcode.ZEXT, copyOf(s, parts, type), lanes);
        cast.number = first;
        s.selectScalar(cast);
      }
    } else {
      int perElement = s.partsOf(type.element()).count();
      for (int lane = 0; lane < type.length(); lane++) {
        int from = ElementWise.extract(s, parts, type, lane);
        for (int p = 0; p < perElement; p++) {
          s.sink().copy(first + lane * perElement + p, from + p);
        }
      }
    }
    return ElementWise.placeholder(passed, first);
  }

  private static Value copyOf(X86Selector s, int[] parts, VectorType type) {
    int first = ElementWise.temporaries(s, type);
    for (int p = 0; p < parts.length; p++) {
      s.sink().copyKeep(first + p, parts[p]);
    }
    return ElementWise.placeholder(type, first);
  }

  /** What was passed becomes the parts of a vector, which go to {@code first} and on. */
  static void fromPassed(X86Selector s, Value passed, VectorType type, int first) {
    int from = ((LocalValue) passed).number;
    if (passed.type() instanceof VectorType lanes) {
      if (!Lanes.isMask(type.element())
          && Lanes.size(lanes.element()) == Lanes.size(type.element())) {
        s.sink().copyKeep(first, from);
      } else {
        CastInst cast = new CastInst(Opcode.TRUNC, passed, type);
        cast.number = first;
        s.selectScalar(cast);
      }
      return;
    }
    PartLayout scalar = s.partsOf(type.element());
    int area = s.area(16 * s.partsOf(type).count());
    for (int lane = 0; lane < type.length(); lane++) {
      ElementWise.store(s, from + lane * scalar.count(), type.element(), area, lane);
    }
    ElementWise.loadImage(s, first, type, area);
  }
}
