package dev.lamina.target.x86_64.select;

import dev.lamina.codegen.FunctionSink;
import dev.lamina.ir.AllocaInst;
import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.BinaryOperator;
import dev.lamina.ir.CastInst;
import dev.lamina.ir.Constant;
import dev.lamina.ir.ConstantAggregate;
import dev.lamina.ir.ConstantFP;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.ExtractElementInst;
import dev.lamina.ir.FCmpInst;
import dev.lamina.ir.FloatPredicate;
import dev.lamina.ir.ICmpInst;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.IntPredicate;
import dev.lamina.ir.IntegerType;
import dev.lamina.ir.LocalValue;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.SelectInst;
import dev.lamina.ir.ShuffleVectorInst;
import dev.lamina.ir.Type;
import dev.lamina.ir.Types;
import dev.lamina.ir.UndefValue;
import dev.lamina.ir.Value;
import dev.lamina.ir.VectorType;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;

/**
 * Emits one IR instruction as several simpler ones, scalar or on vectors, which the rules select.
 *
 * <pre>
 *   Expansion x = new Expansion(s, call);
 *   Value less = x.compare(IntPredicate.SLT, a, b);
 *   x.finish(x.select(less, a, b));
 * </pre>
 *
 * The operands of the instruction, and all values made on the way, can be read any number of times
 * until {@link #finish}.
 */
final class Expansion {
  private final X86Selector s;
  private final Instruction whole;
  private int[] held = new int[8];
  private int heldCount;

  Expansion(X86Selector selector, Instruction instruction) {
    s = selector;
    whole = instruction;
    for (int n = 0; n < instruction.operandCount(); n++) {
      if (instruction.operand(n) instanceof LocalValue v
          && !(v instanceof AllocaInst a && s.isStatic(a))
          && !(v instanceof BasicBlock)) {
        hold(v);
      }
    }
  }

  private void hold(LocalValue v) {
    for (int p = 0; p < s.partsOf(v.type()).count(); p++) {
      if (heldCount == held.length) {
        held = Arrays.copyOf(held, 2 * heldCount);
      }
      held[heldCount++] = v.number + p;
      s.sink().hold(v.number + p);
    }
  }

  /** The value is the result of the instruction. */
  void finish(Value v) {
    finish(0, v);
    end();
  }

  /** The value is the parts of the result from {@code part} on; {@link #end} must follow. */
  void finish(int part, Value v) {
    for (int p = 0; p < s.partsOf(v.type()).count(); p++) {
      s.sink().copyKeep(s.result(whole, part + p), s.value(v, p));
    }
  }

  void end() {
    for (int n = 0; n < heldCount; n++) {
      s.sink().letGo(held[n]);
    }
    heldCount = 0;
  }

  /** How far the values of a loop's round go. */
  record Piece(int held, int mark, int areas) {}

  /** What is made from here on ends with {@link #end(Piece)}. */
  Piece begin() {
    return new Piece(heldCount, s.sink().mark(), s.areaMark());
  }

  void end(Piece piece) {
    while (heldCount > piece.held()) {
      s.sink().letGo(held[--heldCount]);
    }
    s.sink().releaseSince(piece.mark());
    s.releaseAreas(piece.areas());
  }

  /** The value can be read any number of times from here on. */
  Value keep(Value v) {
    hold((LocalValue) v);
    return v;
  }

  /** Emits an instruction on values of this expansion; its result, or the instruction if void. */
  Value emit(Instruction i) {
    FunctionSink out = s.sink();
    Type type = i.type();
    i.number = type.isVoid() ? -1 : ElementWise.temporaries(s, type);
    int mark = out.mark();
    s.selectScalar(i);
    i.dropOperands();
    out.releaseSince(mark);
    if (type.isVoid()) {
      return i;
    }
    Value result = ElementWise.placeholder(type, i.number);
    hold((LocalValue) result);
    return result;
  }

  // ---- Values.

  /** An integer, or a vector of it. */
  static Constant number(Type type, long n) {
    return number(type, BigInteger.valueOf(n));
  }

  static Constant number(Type type, BigInteger n) {
    return splat(type, ConstantInt.get((IntegerType) type.scalarType(), n));
  }

  /** A floating-point number given by its bits, or a vector of it. */
  static Constant bits(Type type, long bits) {
    return splat(type, ConstantFP.ofBits(type.scalarType(), bits, 0));
  }

  static Constant splat(Type type, Constant element) {
    return type instanceof VectorType v
        ? ConstantAggregate.get(v, Collections.nCopies(v.length(), element))
        : element;
  }

  /** A type with the shape of {@code shape} and this element. */
  static Type like(Type shape, Type element) {
    return shape instanceof VectorType v ? VectorType.get(element, v.length()) : element;
  }

  // ---- Instructions.

  Value binary(Opcode opcode, Value a, Value b) {
    return emit(new BinaryOperator(opcode, a, b));
  }

  Value compare(IntPredicate predicate, Value a, Value b) {
    return emit(new ICmpInst(predicate, a, b));
  }

  Value compare(FloatPredicate predicate, Value a, Value b) {
    return emit(new FCmpInst(predicate, a, b));
  }

  Value select(Value condition, Value yes, Value no) {
    return emit(new SelectInst(condition, yes, no));
  }

  Value cast(Opcode opcode, Value v, Type to) {
    return emit(new CastInst(opcode, v, to));
  }

  Value not(Value v) {
    return binary(Opcode.XOR, v, number(v.type(), -1));
  }

  Value extract(Value v, int lane) {
    return emit(new ExtractElementInst(v, ConstantInt.get(Types.I32, lane)));
  }

  Value shuffle(Value a, Value b, int... mask) {
    return emit(new ShuffleVectorInst(a, b, mask, false));
  }

  /** Lanes {@code from} to {@code from + count} of a vector. */
  Value lanes(Value v, int from, int count) {
    int[] mask = new int[count];
    for (int n = 0; n < count; n++) {
      mask[n] = from + n;
    }
    return shuffle(v, UndefValue.undef(v.type()), mask);
  }
}
