package dev.lamina.bench.calls;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** The same function by JNA's direct mapping. */
final class Direct {
  static {
    Native.register(Direct.class, NativeLibrary.getInstance(CallsLibrary.path().toString()));
  }

  private Direct() {}

  static native long add(long a, long b);
}
