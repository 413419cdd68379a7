package dev.lamina.object.elf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A string table under construction; equal strings share one entry. */
final class StringTable {
  private final Map<String, Integer> offsets = new HashMap<>();
  private byte[] bytes = new byte[256];
  private int size = 1; // offset 0 is the empty string

  int add(String string) {
    if (string.isEmpty()) {
      return 0;
    }
    Integer known = offsets.putIfAbsent(string, size);
    if (known != null) {
      return known;
    }
    int offset = size;
    byte[] encoded = string.getBytes(StandardCharsets.UTF_8);
    int end = Math.addExact(size, encoded.length + 1);
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, 2L * end));
    }
    System.arraycopy(encoded, 0, bytes, offset, encoded.length);
    size = end;
    return offset;
  }

  int size() {
    return size;
  }

  byte[] bytes() {
    return bytes;
  }
}
