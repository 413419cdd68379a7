package dev.lamina.target.x86_64.select;

import dev.lamina.codegen.Address;
import dev.lamina.ir.CallBase;
import dev.lamina.ir.Constant;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.Function;
import dev.lamina.ir.GetElementPtrInst;
import dev.lamina.ir.LoadInst;
import dev.lamina.ir.LocalValue;
import dev.lamina.ir.StoreInst;
import dev.lamina.ir.Type;
import dev.lamina.ir.Types;
import dev.lamina.ir.Value;
import dev.lamina.ir.VectorType;
import dev.lamina.target.x86_64.encode.Op;

/**
 * Loads and stores of the lanes that a mask names, without a branch: where the mask says no, a
 * place in the frame stands for the address, which holds what the lane is to be.
 */
final class MaskedMemory {
  /** Gives the address of a lane. */
  private interface Place {
    Value of(Expansion x, int lane, Value masked);
  }

  private MaskedMemory() {}

  /** {@code llvm.masked.load(ptr, alignment, mask, passthru)}. */
  static void load(X86Selector s, CallBase call) {
    Value pointer = call.argument(0);
    VectorType type = checked(call, call.type());
    Expansion x = new Expansion(s, call);
    if (isAllOnes(call.argument(2))) {
      x.finish(x.emit(new LoadInst(type, pointer, 1)));
      return;
    }
    load(s, call, x, call.argument(2), call.argument(3), row(pointer, type));
  }

  /** {@code llvm.masked.gather(ptrs, alignment, mask, passthru)}. */
  static void gather(X86Selector s, CallBase call) {
    checked(call, call.type());
    Value pointers = call.argument(0);
    Place place = (y, lane, masked) -> y.extract(pointers, lane);
    load(s, call, new Expansion(s, call), call.argument(2), call.argument(3), place);
  }

  /** {@code llvm.masked.expandload(ptr, mask, passthru)}: lanes that are on read a dense row. */
  static void expandLoad(X86Selector s, CallBase call) {
    VectorType type = checked(call, call.type());
    Place place = dense(s, call.argument(0), type);
    load(s, call, new Expansion(s, call), call.argument(1), call.argument(2), place);
  }

  /** {@code llvm.masked.store(value, ptr, alignment, mask)}. */
  static void store(X86Selector s, CallBase call) {
    Value value = call.argument(0);
    Value pointer = call.argument(1);
    VectorType type = checked(call, value.type());
    Expansion x = new Expansion(s, call);
    if (isAllOnes(call.argument(3))) {
      x.emit(new StoreInst(value, pointer, 1));
      x.end();
      return;
    }
    store(s, x, value, call.argument(3), row(pointer, type));
  }

  /** {@code llvm.masked.scatter(value, ptrs, alignment, mask)}. */
  static void scatter(X86Selector s, CallBase call) {
    checked(call, call.argument(0).type());
    Value pointers = call.argument(1);
    Place place = (y, lane, masked) -> y.extract(pointers, lane);
    store(s, new Expansion(s, call), call.argument(0), call.argument(3), place);
  }

  /** {@code llvm.masked.compressstore(value, ptr, mask)}. */
  static void compressStore(X86Selector s, CallBase call) {
    VectorType type = checked(call, call.argument(0).type());
    Place place = dense(s, call.argument(1), type);
    store(s, new Expansion(s, call), call.argument(0), call.argument(2), place);
  }

  private static VectorType checked(CallBase call, Type vector) {
    if (Lanes.bits(vector.scalarType()) % 8 != 0) {
      throw CallRules.unsupportedCallee((Function) call.callee());
    }
    return Lanes.vector(vector);
  }

  private static boolean isAllOnes(Value mask) {
    return mask instanceof Constant c
        && VectorConstants.splat(c) instanceof ConstantInt k
        && !k.isZero();
  }

  private static int bytes(VectorType type) {
    return Lanes.bits(type.element()) / 8;
  }

  /** Lane n lies n elements behind the pointer. */
  private static Place row(Value pointer, VectorType type) {
    return (x, lane, masked) -> offset(x, pointer, number((long) lane * bytes(type)));
  }

  /** The pointer moves on with each lane that is on; it is kept in the frame. */
  private static Place dense(X86Selector s, Value pointer, VectorType type) {
    int slot = s.area(8);
    return (x, lane, masked) -> {
      Address a = new Address().frame(slot);
      Value at;
      if (lane == 0) {
        at = pointer;
      } else {
        int t = s.general(8);
        s.sink().begin(Op.MOV, 8).def(t).memory(a).end();
        at = x.keep(ElementWise.placeholder(Types.PTR, t));
      }
      Value step = x.select(masked, number(bytes(type)), number(0));
      int after = s.value(offset(x, at, step));
      s.sink().begin(Op.MOV, 8).memory(a).use(after).end();
      return at;
    };
  }

  private static Constant number(long n) {
    return ConstantInt.get(Types.I64, n);
  }

  private static Value offset(Expansion x, Value pointer, Value bytes) {
    return x.emit(new GetElementPtrInst(Types.I8, pointer, bytes));
  }

  /** The address of a place in the frame. */
  private static Value spare(X86Selector s, Expansion x, int area) {
    int t = s.general(8);
    s.sink().begin(Op.LEA, 8).def(t).memory(new Address().frame(area)).end();
    return x.keep(ElementWise.placeholder(Types.PTR, t));
  }

  private static void load(
      X86Selector s, CallBase call, Expansion x, Value mask, Value passThrough, Place place) {
    VectorType type = Lanes.vector(call.type());
    Type element = type.element();
    int result = s.area(16 * s.partsOf(type).count());
    int area = s.area(Math.max(16, Lanes.size(element)));
    for (int lane = 0; lane < type.length(); lane++) {
      Expansion.Piece piece = x.begin();
      Value on = x.extract(mask, lane);
      Value spare = spare(s, x, area);
      x.emit(new StoreInst(x.extract(passThrough, lane), spare, 1));
      Value from = x.select(on, place.of(x, lane, on), spare);
      LocalValue loaded = (LocalValue) x.emit(new LoadInst(element, from, 1));
      ElementWise.store(s, loaded.number, element, result, lane);
      x.end(piece);
    }
    ElementWise.loadImage(s, s.result(call), type, result);
    x.end();
  }

  private static void store(X86Selector s, Expansion x, Value value, Value mask, Place place) {
    VectorType type = Lanes.vector(value.type());
    int area = s.area(Math.max(16, Lanes.size(type.element())));
    for (int lane = 0; lane < type.length(); lane++) {
      Expansion.Piece piece = x.begin();
      Value on = x.extract(mask, lane);
      Value spare = spare(s, x, area);
      Value to = x.select(on, place.of(x, lane, on), spare);
      x.emit(new StoreInst(x.extract(value, lane), to, 1));
      x.end(piece);
    }
    x.end();
  }
}
