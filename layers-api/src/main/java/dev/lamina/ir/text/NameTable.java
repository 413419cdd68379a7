package dev.lamina.ir.text;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A hash table from names to objects, where a name is a range of bytes, so that looking one up
 * makes no string. Open addressing; nothing is ever removed but by {@link #clear}.
 */
final class NameTable<V> {
  private int mask;
  private int size;
  private int[] hashes;
  private byte[] @Nullable [] keys;
  private int[] starts;
  private int[] lengths;
  private @Nullable Object[] values;

  /** The slots in use, so that clearing takes time by what is in it and not by its capacity. */
  private int[] used;

  NameTable(int capacity) {
    int slots = Integer.highestOneBit(Math.max(8, capacity) * 2);
    mask = slots - 1;
    hashes = new int[slots];
    keys = new byte[slots][];
    starts = new int[slots];
    lengths = new int[slots];
    values = new Object[slots];
    used = new int[slots / 2];
  }

  static int hash(byte[] bytes, int start, int length) {
    int h = 0;
    for (int i = start; i < start + length; i++) {
      h = h * 31 + bytes[i];
    }
    return h;
  }

  int size() {
    return size;
  }

  /** The slot of the name, or {@code ~slot} of where it would go. {@code hash} as above. */
  int find(byte[] bytes, int start, int length, int hash) {
    int slot = spread(hash) & mask;
    while (values[slot] != null) {
      if (hashes[slot] == hash && lengths[slot] == length && same(slot, bytes, start)) {
        return slot;
      }
      slot = slot + 1 & mask;
    }
    return ~slot;
  }

  private boolean same(int slot, byte[] bytes, int start) {
    byte[] key = keys[slot];
    if (key == null) {
      return false;
    }
    int keyStart = starts[slot];
    for (int i = lengths[slot] - 1; i >= 0; i--) {
      if (key[keyStart + i] != bytes[start + i]) {
        return false;
      }
    }
    return true;
  }

  private static int spread(int hash) {
    int h = hash * 0x9e3779b1;
    return h ^ h >>> 15;
  }

  @Nullable V get(byte[] bytes, int start, int length, int hash) {
    int slot = find(bytes, start, length, hash);
    return slot < 0 ? null : at(slot);
  }

  @SuppressWarnings({
    "unchecked",
    "NullAway"
  }) // only a V is ever stored, and only slots in use asked
  V at(int slot) {
    return (V) values[slot];
  }

  void set(int slot, V value) {
    values[slot] = value;
  }

  /** Adds a name that {@link #find} did not find; {@code bytes} is kept. */
  void add(int notFound, byte[] bytes, int start, int length, int hash, V value) {
    int slot = ~notFound;
    hashes[slot] = hash;
    keys[slot] = bytes;
    starts[slot] = start;
    lengths[slot] = length;
    values[slot] = value;
    used[size++] = slot;
    if (size * 2 > mask) {
      grow();
    }
  }

  private void grow() {
    int[] oldUsed = used;
    int[] oldHashes = hashes;
    byte[] @Nullable [] oldKeys = keys;
    int[] oldStarts = starts;
    int[] oldLengths = lengths;
    @Nullable Object[] oldValues = values;
    int slots = (mask + 1) * 2;
    mask = slots - 1;
    hashes = new int[slots];
    keys = new byte[slots][];
    starts = new int[slots];
    lengths = new int[slots];
    values = new Object[slots];
    used = new int[slots / 2 + 1];
    for (int i = 0; i < size; i++) {
      int old = oldUsed[i];
      int slot = spread(oldHashes[old]) & mask;
      while (values[slot] != null) {
        slot = slot + 1 & mask;
      }
      hashes[slot] = oldHashes[old];
      keys[slot] = oldKeys[old];
      starts[slot] = oldStarts[old];
      lengths[slot] = oldLengths[old];
      values[slot] = oldValues[old];
      used[i] = slot;
    }
  }

  /** Value number {@code i} in the order they were added. */
  V value(int i) {
    return at(used[i]);
  }

  void clear() {
    if (size * 4 > mask) {
      Arrays.fill(values, null);
      Arrays.fill(keys, null);
    } else {
      for (int i = 0; i < size; i++) {
        values[used[i]] = null;
        keys[used[i]] = null;
      }
    }
    size = 0;
  }
}
