package dev.lamina.link.call;

import static com.google.common.base.Preconditions.checkArgument;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * For generated code: the strings that one call passes, as zero-terminated UTF-8 in memory that is
 * freed when the call has returned.
 */
public final class CStrings {
  private long[] allocated = new long[2];
  private int count;

  public CStrings() {}

  /**
   * @return the address of a copy, 0 of null
   * @throws IllegalArgumentException if the string has a character that would end it
   */
  public long add(@Nullable String string) {
    if (string == null) {
      return 0;
    }
    int zero = string.indexOf('\0');
    checkArgument(zero < 0, "a string for C has a zero at index %s, where it would end", zero);
    byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
    long address = Native.malloc(bytes.length + 1L);
    if (address == 0) {
      throw new OutOfMemoryError("malloc of " + bytes.length + " bytes for a string");
    }
    if (count == allocated.length) {
      allocated = Arrays.copyOf(allocated, 2 * count);
    }
    allocated[count++] = address;
    Pointer memory = new Pointer(address);
    memory.write(0, bytes, 0, bytes.length);
    memory.setByte(bytes.length, (byte) 0);
    return address;
  }

  public void free() {
    while (count > 0) {
      Native.free(allocated[--count]);
    }
  }

  /** The string at {@code address}, null at 0. */
  public static @Nullable String read(long address) {
    return address == 0 ? null : new Pointer(address).getString(0, "UTF-8");
  }

  /** A pointer to {@code address}, null to 0. */
  public static @Nullable Pointer pointer(long address) {
    return address == 0 ? null : new Pointer(address);
  }
}
