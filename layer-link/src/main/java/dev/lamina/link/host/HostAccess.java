package dev.lamina.link.host;

import com.sun.jna.Pointer;
import dev.lamina.lazy.NativeAccess;
import java.lang.invoke.VarHandle;

/** The memory and functions of this process. */
public final class HostAccess implements NativeAccess {
  private static final Pointer NOTHING = new Pointer(0);

  @Override
  public long call(long function, long first, long second) {
    return NativeCalls.call(function, first, second);
  }

  @Override
  public long readWord(long address) {
    return NOTHING.getLong(address);
  }

  /** An aligned word is stored by one instruction. */
  @Override
  public void writeWord(long address, long value) {
    VarHandle.releaseFence();
    NOTHING.setLong(address, value);
  }
}
