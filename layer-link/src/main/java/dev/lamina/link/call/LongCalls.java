package dev.lamina.link.call;

import dev.lamina.link.host.NativeCalls;
import dev.lamina.link.host.ThrownInUpcall;
import dev.lamina.target.CallAdapters.Scalar;
import dev.lamina.target.CallAdapters.Shape;
import java.util.Collections;

/** Calls of {@code long f(long, …)} without a generated class. */
final class LongCalls {
  /** As many as there are methods below. */
  private static final int MAX_ARGUMENTS = 6;

  static {
    for (int n = 0; n <= MAX_ARGUMENTS; n++) {
      Shape shape = Shape.of(Scalar.WORD, Collections.nCopies(n, Scalar.WORD));
      Jni.register(
          LongCalls.class,
          ThrownInUpcall.DOWNCALL,
          "(" + "J".repeat(n + 1) + ")J",
          Adapters.downcall(shape));
    }
  }

  private LongCalls() {}

  private static native long callCompiled(long address);

  private static native long callCompiled(long address, long a);

  private static native long callCompiled(long address, long a, long b);

  private static native long callCompiled(long address, long a, long b, long c);

  private static native long callCompiled(long address, long a, long b, long c, long d);

  private static native long callCompiled(long address, long a, long b, long c, long d, long e);

  private static native long callCompiled(
      long address, long a, long b, long c, long d, long e, long f);

  static long call(CallTarget target, long[] a) {
    long address = target.address;
    if (address == 0) {
      throw target.gone();
    }
    long result =
        switch (a.length) {
          case 0 -> callCompiled(address);
          case 1 -> callCompiled(address, a[0]);
          case 2 -> callCompiled(address, a[0], a[1]);
          case 3 -> callCompiled(address, a[0], a[1], a[2]);
          case 4 -> callCompiled(address, a[0], a[1], a[2], a[3]);
          case 5 -> callCompiled(address, a[0], a[1], a[2], a[3], a[4]);
          case 6 -> callCompiled(address, a[0], a[1], a[2], a[3], a[4], a[5]);
          default -> NativeCalls.call(address, a);
        };
    if (ThrownInUpcall.count != 0) {
      ThrownInUpcall.rethrow();
    }
    return result;
  }
}
