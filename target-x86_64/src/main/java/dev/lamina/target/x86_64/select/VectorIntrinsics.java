package dev.lamina.target.x86_64.select;

import static dev.lamina.target.x86_64.select.X86Selector.width;

import dev.lamina.codegen.Address;
import dev.lamina.ir.CallBase;
import dev.lamina.ir.CallInst;
import dev.lamina.ir.Constant;
import dev.lamina.ir.ConstantAggregate;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.Function;
import dev.lamina.ir.FunctionType;
import dev.lamina.ir.InstructionFlags;
import dev.lamina.ir.IntPredicate;
import dev.lamina.ir.LocalValue;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.ShuffleVectorInst;
import dev.lamina.ir.StructType;
import dev.lamina.ir.Type;
import dev.lamina.ir.TypeKind;
import dev.lamina.ir.Types;
import dev.lamina.ir.UndefValue;
import dev.lamina.ir.Value;
import dev.lamina.ir.VectorType;
import dev.lamina.target.x86_64.encode.Packed;
import dev.lamina.target.x86_64.encode.Sse;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The intrinsics on vectors. Those that are not here are done element by element by what is there
 * for scalars.
 */
final class VectorIntrinsics {
  private static final Map<String, Intrinsics.Emission> TABLE = new HashMap<>();

  static {
    for (String name : new String[] {"smin", "smax", "umin", "umax"}) {
      TABLE.put(name, (s, c) -> minMax(s, c, BitIntrinsics.predicate(name)));
    }
    TABLE.put("abs", VectorIntrinsics::absolute);
    for (String name : new String[] {"sadd", "uadd", "ssub", "usub"}) {
      TABLE.put(name + ".sat", (s, c) -> saturating(s, c, name));
      TABLE.put(name + ".with.overflow", (s, c) -> withOverflow(s, c, name));
    }
    TABLE.put("umul.with.overflow", VectorIntrinsics::structByElements);
    TABLE.put("smul.with.overflow", VectorIntrinsics::structByElements);
    TABLE.put("fshl", (s, c) -> funnelShift(s, c, true));
    TABLE.put("fshr", (s, c) -> funnelShift(s, c, false));
    TABLE.put("ctpop", VectorIntrinsics::populationCount);
    TABLE.put("sqrt", VectorIntrinsics::squareRoot);
    TABLE.put("fabs", VectorIntrinsics::fabs);
    TABLE.put("copysign", VectorIntrinsics::copySign);
    TABLE.put("fmuladd", VectorIntrinsics::multiplyAdd);
    for (String name : new String[] {"add", "mul", "and", "or", "xor"}) {
      Opcode opcode = Opcode.valueOf(name.toUpperCase(Locale.ROOT));
      reduction(name, (x, a, b) -> x.binary(opcode, a, b));
    }
    for (String name : new String[] {"smin", "smax", "umin", "umax"}) {
      IntPredicate predicate = BitIntrinsics.predicate(name);
      reduction(name, (x, a, b) -> x.select(x.compare(predicate, a, b), a, b));
    }
    for (String name : new String[] {"fmin", "fmax"}) {
      String scalar = name.equals("fmin") ? "minnum" : "maxnum";
      reduction(name, (x, a, b) -> x.emit(call(scalar, a.type(), a, b)));
    }
    for (String name : new String[] {"fminimum", "fmaximum"}) {
      String scalar = name.substring(1);
      reduction(name, (x, a, b) -> x.emit(call(scalar, a.type(), a, b)));
    }
    for (String prefix : new String[] {"vector.", "experimental.vector."}) {
      TABLE.put(prefix + "reduce.fadd", (s, c) -> reduceInOrder(s, c, Opcode.FADD));
      TABLE.put(prefix + "reduce.fmul", (s, c) -> reduceInOrder(s, c, Opcode.FMUL));
      TABLE.put(prefix + "insert", VectorIntrinsics::insert);
      TABLE.put(prefix + "extract", VectorIntrinsics::extract);
      TABLE.put(prefix + "splice", VectorIntrinsics::splice);
      TABLE.put(prefix + "reverse", VectorIntrinsics::reverse);
      TABLE.put(prefix + "interleave2", VectorIntrinsics::interleave);
      TABLE.put(prefix + "deinterleave2", VectorIntrinsics::deinterleave);
    }
    TABLE.put("stepvector", VectorIntrinsics::steps);
    TABLE.put("experimental.stepvector", VectorIntrinsics::steps);
    TABLE.put("get.active.lane.mask", VectorIntrinsics::activeLanes);
    TABLE.put("masked.load", MaskedMemory::load);
    TABLE.put("masked.store", MaskedMemory::store);
    TABLE.put("masked.gather", MaskedMemory::gather);
    TABLE.put("masked.scatter", MaskedMemory::scatter);
    TABLE.put("masked.expandload", MaskedMemory::expandLoad);
    TABLE.put("masked.compressstore", MaskedMemory::compressStore);
  }

  private VectorIntrinsics() {}

  private interface Combination {
    Value combine(Expansion x, Value a, Value b);
  }

  private static void reduction(String name, Combination combination) {
    TABLE.put("vector.reduce." + name, (s, c) -> reduce(s, c, combination));
    TABLE.put("experimental.vector.reduce." + name, (s, c) -> reduce(s, c, combination));
  }

  /** What emits the intrinsic of a name, without the types, on vectors; or null. */
  static Intrinsics.@Nullable Emission find(String name) {
    return TABLE.get(name);
  }

  /** A call of the intrinsic of this name, for the rules alone: it is in no module. */
  static CallInst call(String name, Type result, Value... arguments) {
    List<Type> types = new ArrayList<>();
    for (Value v : arguments) {
      types.add(v.type());
    }
    FunctionType type = FunctionType.get(result, types, false);
    return new CallInst(type, Intrinsics.declaration(name, type), arguments);
  }

  /** Emits a call of an intrinsic lane by lane. */
  static void byElements(X86Selector s, CallBase call, String name) {
    Value[] operands = new Value[call.argumentCount()];
    for (int n = 0; n < operands.length; n++) {
      operands[n] = call.argument(n);
    }
    if (!(call.type() instanceof VectorType type)) {
      throw CallRules.unsupportedCallee((Function) call.callee());
    }
    ElementWise.map(s, call, s.result(call), type, e -> call(name, type.element(), e), operands);
  }

  // ---- Integers.

  private static void minMax(X86Selector s, CallBase call, IntPredicate predicate) {
    Value a = call.argument(0);
    Value b = call.argument(1);
    Type element = call.type().scalarType();
    Expansion x = new Expansion(s, call);
    if (!Lanes.isWord(element)) {
      x.finish(x.select(x.compare(predicate, a, b), a, b));
      return;
    }
    int size = Lanes.size(element);
    int op =
        switch (predicate) {
          case SLT -> size == 2 ? Packed.PMINSW : 0;
          case SGT -> size == 2 ? Packed.PMAXSW : 0;
          case ULT -> size == 1 ? Packed.PMINUB : 0;
          default -> size == 1 ? Packed.PMAXUB : 0;
        };
    for (int p = 0; p < s.partsOf(call.type()).count(); p++) {
      int left = s.value(a, p);
      int right = s.value(b, p);
      int r =
          op != 0
              ? VectorOps.op(s, op, left, right)
              : VectorOps.blend(
                  s, VectorCompare.compare(s, predicate, size, left, right), left, right);
      s.sink().copy(s.result(call, p), r);
    }
    x.end();
  }

  private static void absolute(X86Selector s, CallBase call) {
    Type type = call.type();
    Expansion x = new Expansion(s, call);
    Value v = call.argument(0);
    Value sign = x.cast(Opcode.SEXT, x.compare(IntPredicate.SLT, v, Constant.zero(type)), type);
    x.finish(x.binary(Opcode.SUB, x.binary(Opcode.XOR, v, sign), sign));
  }

  private static void saturating(X86Selector s, CallBase call, String name) {
    Type type = call.type();
    int size = Lanes.size(type.scalarType());
    boolean add = name.endsWith("add");
    boolean signed = name.startsWith("s");
    Expansion x = new Expansion(s, call);
    if (Lanes.isWord(type.scalarType()) && size <= 2) {
      boolean bytes = size == 1;
      int op =
          signed
              ? add ? bytes ? Packed.PADDSB : Packed.PADDSW : bytes ? Packed.PSUBSB : Packed.PSUBSW
              : add
                  ? bytes ? Packed.PADDUSB : Packed.PADDUSW
                  : bytes ? Packed.PSUBUSB : Packed.PSUBUSW;
      for (int p = 0; p < s.partsOf(type).count(); p++) {
        int a = s.value(call.argument(0), p);
        int b = s.value(call.argument(1), p);
        s.sink().copy(s.result(call, p), VectorOps.op(s, op, a, b));
      }
      x.end();
      return;
    }
    Value a = call.argument(0);
    Value b = call.argument(1);
    Value sum = x.binary(add ? Opcode.ADD : Opcode.SUB, a, b);
    Value over = overflow(x, name, a, b, sum);
    Value limit;
    if (signed) {
      int width = width(type.scalarType());
      Value negative = x.compare(IntPredicate.SLT, a, Constant.zero(type));
      BigInteger max = BigInteger.ONE.shiftLeft(width - 1);
      limit =
          x.select(
              negative,
              Expansion.number(type, max),
              Expansion.number(type, max.subtract(BigInteger.ONE)));
    } else {
      limit = add ? Expansion.number(type, -1) : Constant.zero(type);
    }
    x.finish(x.select(over, limit, sum));
  }

  /** Whether {@code sum}, which is a + b or a - b, is not the exact result. */
  private static Value overflow(Expansion x, String name, Value a, Value b, Value sum) {
    Type type = a.type();
    return switch (name) {
      case "uadd" -> x.compare(IntPredicate.ULT, sum, a);
      case "usub" -> x.compare(IntPredicate.ULT, a, b);
      case "sadd" ->
          x.compare(
              IntPredicate.SLT,
              x.binary(Opcode.AND, x.binary(Opcode.XOR, a, sum), x.binary(Opcode.XOR, b, sum)),
              Constant.zero(type));
      default ->
          x.compare(
              IntPredicate.SLT,
              x.binary(Opcode.AND, x.binary(Opcode.XOR, a, b), x.binary(Opcode.XOR, a, sum)),
              Constant.zero(type));
    };
  }

  private static void withOverflow(X86Selector s, CallBase call, String name) {
    Expansion x = new Expansion(s, call);
    Value a = call.argument(0);
    Value b = call.argument(1);
    Value sum = x.binary(name.endsWith("add") ? Opcode.ADD : Opcode.SUB, a, b);
    Value over = overflow(x, name, a, b, sum);
    x.finish(0, sum);
    x.finish(s.partsOf(sum.type()).count(), over);
    x.end();
  }

  /** An intrinsic that gives a struct of two vectors, lane by lane. */
  private static void structByElements(X86Selector s, CallBase call) {
    StructType struct = (StructType) call.type();
    VectorType first = Lanes.vector(struct.elements().get(0));
    VectorType second = Lanes.vector(struct.elements().get(1));
    String name = Intrinsics.baseName(call);
    Expansion x = new Expansion(s, call);
    int[] areas = {s.area(16 * s.partsOf(first).count()), s.area(16 * s.partsOf(second).count())};
    Type scalars = StructType.literal(first.element(), second.element());
    for (int lane = 0; lane < first.length(); lane++) {
      Expansion.Piece piece = x.begin();
      Value a = x.extract(call.argument(0), lane);
      Value b = x.extract(call.argument(1), lane);
      int r = ((LocalValue) x.emit(call(name, scalars, a, b))).number;
      int parts = s.partsOf(first.element()).count();
      ElementWise.store(s, r, first.element(), areas[0], lane);
      ElementWise.store(s, r + parts, second.element(), areas[1], lane);
      x.end(piece);
    }
    ElementWise.loadImage(s, s.result(call), first, areas[0]);
    ElementWise.loadImage(s, s.result(call, s.partsOf(first).count()), second, areas[1]);
    x.end();
  }

  /** {@code a << c | b >> 1 >> (w - 1 - c)}, c being the amount modulo the width. */
  private static void funnelShift(X86Selector s, CallBase call, boolean left) {
    Type type = call.type();
    int width = width(type.scalarType());
    Expansion x = new Expansion(s, call);
    Value a = call.argument(0);
    Value b = call.argument(1);
    Constant w = Expansion.number(type, width);
    Constant most = Expansion.number(type, width - 1);
    boolean power = (width & width - 1) == 0;
    Value c = call.argument(2);
    if (c instanceof Constant k && VectorConstants.splat(k) instanceof ConstantInt n) {
      c =
          Expansion.number(
              type,
              n.toBigInteger().mod(BigInteger.ONE.shiftLeft(width)).mod(BigInteger.valueOf(width)));
    } else {
      c = power ? x.binary(Opcode.AND, c, most) : x.binary(Opcode.UREM, c, w);
    }
    Value back =
        c instanceof Constant k && VectorConstants.splat(k) instanceof ConstantInt n
            ? Expansion.number(type, width - 1 - n.word(0))
            : x.binary(Opcode.SUB, most, c);
    Constant one = Expansion.number(type, 1);
    Value high;
    Value low;
    if (width == 1) {
      // The amount is 0 modulo 1.
      x.finish(x.binary(Opcode.OR, left ? a : b, Constant.zero(type)));
      return;
    }
    if (left) {
      high = x.binary(Opcode.SHL, a, c);
      low = x.binary(Opcode.LSHR, x.binary(Opcode.LSHR, b, one), back);
    } else {
      high = x.binary(Opcode.SHL, x.binary(Opcode.SHL, a, one), back);
      low = x.binary(Opcode.LSHR, b, c);
    }
    x.finish(x.binary(Opcode.OR, high, low));
  }

  /** Adds neighbouring fields of one, two and four bits, then of bytes and words. */
  private static void populationCount(X86Selector s, CallBase call) {
    Type type = call.type();
    if (!Lanes.isWord(type.scalarType())) {
      byElements(s, call, "ctpop");
      return;
    }
    int width = width(type.scalarType());
    Expansion x = new Expansion(s, call);
    VectorType bytes = VectorType.get(Types.I8, Lanes.vector(type).length() * width / 8);
    Value v = x.cast(Opcode.BITCAST, call.argument(0), bytes);
    Value odd = x.binary(Opcode.LSHR, v, Expansion.number(bytes, 1));
    v = x.binary(Opcode.SUB, v, x.binary(Opcode.AND, odd, Expansion.number(bytes, 0x55)));
    Value upper = x.binary(Opcode.LSHR, v, Expansion.number(bytes, 2));
    Constant pairs = Expansion.number(bytes, 0x33);
    v = x.binary(Opcode.ADD, x.binary(Opcode.AND, v, pairs), x.binary(Opcode.AND, upper, pairs));
    upper = x.binary(Opcode.LSHR, v, Expansion.number(bytes, 4));
    v = x.binary(Opcode.AND, x.binary(Opcode.ADD, v, upper), Expansion.number(bytes, 0x0f));
    Value sum = x.cast(Opcode.BITCAST, v, type);
    for (int n = 8; n < width; n *= 2) {
      sum = x.binary(Opcode.ADD, sum, x.binary(Opcode.LSHR, sum, Expansion.number(type, n)));
    }
    x.finish(width == 8 ? sum : x.binary(Opcode.AND, sum, Expansion.number(type, 2 * width - 1)));
  }

  // ---- Floating point.

  private static void squareRoot(X86Selector s, CallBase call) {
    Type element = call.type().scalarType();
    if (!Lanes.isFloat(element)) {
      byElements(s, call, "sqrt");
      return;
    }
    int op = element.kind() == TypeKind.DOUBLE ? Sse.SQRTPD : Sse.SQRTPS;
    for (int p = 0; p < s.partsOf(call.type()).count(); p++) {
      int v = s.value(call.argument(0), p);
      s.sink().begin(op, 0).def(s.result(call, p)).kill(v).end();
    }
  }

  private static long signBit(Type element) {
    return 1L << 8 * Lanes.size(element) - 1;
  }

  private static void fabs(X86Selector s, CallBase call) {
    Type element = call.type().scalarType();
    if (!Lanes.isFloat(element)) {
      byElements(s, call, "fabs");
      return;
    }
    Address mask = VectorOps.splat(s, signBit(element) - 1, Lanes.size(element));
    for (int p = 0; p < s.partsOf(call.type()).count(); p++) {
      int v = s.value(call.argument(0), p);
      s.sink().begin(Sse.ANDPS, 0).defTied(s.result(call, p), v).memory(mask).end();
    }
  }

  private static void copySign(X86Selector s, CallBase call) {
    Type element = call.type().scalarType();
    if (!Lanes.isFloat(element)) {
      byElements(s, call, "copysign");
      return;
    }
    Address sign = VectorOps.splat(s, signBit(element), Lanes.size(element));
    Address rest = VectorOps.splat(s, signBit(element) - 1, Lanes.size(element));
    for (int p = 0; p < s.partsOf(call.type()).count(); p++) {
      int magnitude = VectorOps.op(s, Sse.ANDPS, s.value(call.argument(0), p), rest);
      int signs = VectorOps.op(s, Sse.ANDPS, s.value(call.argument(1), p), sign);
      s.sink().copy(s.result(call, p), VectorOps.opLast(s, Sse.ORPS, magnitude, signs));
    }
  }

  private static void multiplyAdd(X86Selector s, CallBase call) {
    Expansion x = new Expansion(s, call);
    Value product = x.binary(Opcode.FMUL, call.argument(0), call.argument(1));
    x.finish(x.binary(Opcode.FADD, product, call.argument(2)));
  }

  // ---- Reductions.

  /** Combines halves as long as there are two, what is left element by element. */
  private static void reduce(X86Selector s, CallBase call, Combination combination) {
    Expansion x = new Expansion(s, call);
    x.finish(reduce(x, call.argument(0), combination));
  }

  private static Value reduce(Expansion x, Value vector, Combination combination) {
    Value v = vector;
    int n = Lanes.vector(v.type()).length();
    while (n > 1 && n % 2 == 0) {
      n /= 2;
      v = combination.combine(x, x.lanes(v, 0, n), x.lanes(v, n, n));
    }
    Value sum = x.extract(v, 0);
    for (int lane = 1; lane < n; lane++) {
      sum = combination.combine(x, sum, x.extract(v, lane));
    }
    return sum;
  }

  /** Sums and products of floats: in order, unless the call allows any. */
  private static void reduceInOrder(X86Selector s, CallBase call, Opcode opcode) {
    Expansion x = new Expansion(s, call);
    Value sum = call.argument(0);
    Value v = call.argument(1);
    if (call.hasFlag(InstructionFlags.REASSOC)) {
      x.finish(x.binary(opcode, sum, reduce(x, v, (y, a, b) -> y.binary(opcode, a, b))));
      return;
    }
    for (int lane = 0; lane < Lanes.vector(v.type()).length(); lane++) {
      sum = x.binary(opcode, sum, x.extract(v, lane));
    }
    x.finish(sum);
  }

  // ---- Parts of vectors.

  private static int number(Value v) {
    return v instanceof ConstantInt k ? (int) k.sext() : 0;
  }

  private static void shuffled(X86Selector s, CallBase call, Value a, Value b, int[] mask) {
    VectorElements.shuffle(s, a, b, mask, s.result(call), Lanes.vector(call.type()));
  }

  private static void insert(X86Selector s, CallBase call) {
    Value whole = call.argument(0);
    Value piece = call.argument(1);
    int length = Lanes.vector(whole.type()).length();
    int count = Lanes.vector(piece.type()).length();
    int at = number(call.argument(2));
    Expansion x = new Expansion(s, call);
    // A shuffle takes two vectors of one length: the piece is widened or cut to the whole's.
    int[] widened = new int[length];
    int[] mask = new int[length];
    for (int n = 0; n < length; n++) {
      widened[n] = n < count ? n : ShuffleVectorInst.POISON_ELEMENT;
      mask[n] = n >= at && n < at + count ? length + n - at : n;
    }
    Value wide = x.shuffle(piece, UndefValue.undef(piece.type()), widened);
    x.finish(x.shuffle(whole, wide, mask));
  }

  private static void extract(X86Selector s, CallBase call) {
    int[] mask = new int[Lanes.vector(call.type()).length()];
    int at = number(call.argument(1));
    for (int n = 0; n < mask.length; n++) {
      mask[n] = at + n;
    }
    Value v = call.argument(0);
    shuffled(s, call, v, UndefValue.undef(v.type()), mask);
  }

  private static void splice(X86Selector s, CallBase call) {
    int[] mask = new int[Lanes.vector(call.type()).length()];
    int at = number(call.argument(2));
    for (int n = 0; n < mask.length; n++) {
      mask[n] = (at < 0 ? mask.length + at : at) + n;
    }
    shuffled(s, call, call.argument(0), call.argument(1), mask);
  }

  private static void reverse(X86Selector s, CallBase call) {
    int[] mask = new int[Lanes.vector(call.type()).length()];
    for (int n = 0; n < mask.length; n++) {
      mask[n] = mask.length - 1 - n;
    }
    Value v = call.argument(0);
    shuffled(s, call, v, UndefValue.undef(v.type()), mask);
  }

  private static void interleave(X86Selector s, CallBase call) {
    int[] mask = new int[Lanes.vector(call.type()).length()];
    for (int n = 0; n < mask.length; n++) {
      mask[n] = n / 2 + n % 2 * (mask.length / 2);
    }
    shuffled(s, call, call.argument(0), call.argument(1), mask);
  }

  private static void deinterleave(X86Selector s, CallBase call) {
    Value v = call.argument(0);
    int half = Lanes.vector(v.type()).length() / 2;
    Expansion x = new Expansion(s, call);
    int part = 0;
    for (int odd = 0; odd < 2; odd++) {
      int[] mask = new int[half];
      for (int n = 0; n < half; n++) {
        mask[n] = 2 * n + odd;
      }
      Value picked = x.shuffle(v, UndefValue.undef(v.type()), mask);
      x.finish(part, picked);
      part += s.partsOf(picked.type()).count();
    }
    x.end();
  }

  private static Constant steps(VectorType type) {
    List<Constant> elements = new ArrayList<>();
    for (int n = 0; n < type.length(); n++) {
      elements.add(Expansion.number(type.element(), n));
    }
    return ConstantAggregate.get(type, elements);
  }

  private static void steps(X86Selector s, CallBase call) {
    Constant c = steps(Lanes.vector(call.type()));
    for (int p = 0; p < s.partsOf(call.type()).count(); p++) {
      s.sink().copy(s.result(call, p), s.value(c, p));
    }
  }

  /** Lane n is active if base + n, not cut to the width, is below the limit. */
  private static void activeLanes(X86Selector s, CallBase call) {
    Expansion x = new Expansion(s, call);
    Value base = call.argument(0);
    Value limit = call.argument(1);
    VectorType mask = Lanes.vector(call.type());
    Type type = base.type();
    // limit - base lanes are active, or none if the limit is not above.
    Value some = x.compare(IntPredicate.UGT, limit, base);
    Value count = x.select(some, x.binary(Opcode.SUB, limit, base), Constant.zero(type));
    int area = s.area(16 * s.partsOf(mask).count());
    for (int lane = 0; lane < mask.length(); lane++) {
      Expansion.Piece piece = x.begin();
      Value active = x.compare(IntPredicate.UGT, count, Expansion.number(type, lane));
      int t = s.general(8);
      s.sink().copyKeep(t, s.value(active));
      ElementWise.store(s, t, mask.element(), area, lane);
      x.end(piece);
    }
    ElementWise.loadImage(s, s.result(call), mask, area);
    x.end();
  }
}
