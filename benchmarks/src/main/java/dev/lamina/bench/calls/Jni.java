package dev.lamina.bench.calls;

/** Natives that {@code calls.c} defines, as they are written by hand. */
final class Jni {
  static {
    System.load(CallsLibrary.path().toString());
  }

  private Jni() {}

  static native long add(long a, long b);

  /** Adds up the numbers below {@code count}, each by a call of {@link #addInJava}. */
  static native long repeat(long count);

  /** What native code calls. */
  static long addInJava(long a, long b) {
    return a + b;
  }
}
