package dev.lamina.target.x86_64.select;

import static dev.lamina.target.x86_64.select.X86Selector.width;

import dev.lamina.codegen.Address;
import dev.lamina.ir.CallBase;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.Value;

/** {@code llvm.memcpy}, {@code memmove} and {@code memset}: in place if small, else by a call. */
final class MemoryIntrinsics {
  private MemoryIntrinsics() {}

  private static long constantSize(CallBase call) {
    return call.argument(2) instanceof ConstantInt n && !n.isWide() ? n.zext() : -1;
  }

  static void copy(X86Selector s, CallBase call, String routine) {
    long size = constantSize(call);
    if (size >= 0 && size <= BlockMoves.MAX_UNROLLED) {
      Address to = s.address(call.argument(0), new Address());
      Address from = s.address(call.argument(1), new Address());
      BlockMoves.copy(s, to, from, size);
    } else {
      call(s, call, routine, s.value(call.argument(1)));
    }
  }

  static void move(X86Selector s, CallBase call) {
    if (constantSize(call) == 0) {
      return;
    }
    call(s, call, "memmove", s.value(call.argument(1)));
  }

  static void set(X86Selector s, CallBase call) {
    long size = constantSize(call);
    Value value = call.argument(1);
    if (size >= 0 && size <= BlockMoves.MAX_UNROLLED && value instanceof ConstantInt n) {
      Address to = s.address(call.argument(0), new Address());
      BlockMoves.fill(s, to, (int) n.zext(), size);
    } else {
      call(s, call, "memset", s.value(value));
    }
  }

  private static void call(X86Selector s, CallBase call, String routine, int second) {
    int to = s.value(call.argument(0));
    int size = s.value(call.argument(2));
    int width = width(call.argument(2).type());
    if (width < 64) {
      size = s.zeroExtended(size, width);
    }
    s.libcalls.call(routine, new int[] {to, second, size});
  }
}
