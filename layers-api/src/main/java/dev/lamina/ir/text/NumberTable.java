package dev.lamina.ir.text;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table from the numbers of unnamed things ({@code #4}, {@code !12}) to what they stand for.
 * Numbers are dense as a rule, and then this is an array; one far beyond the others goes to a map.
 *
 * <p>A plain class on purpose: collections of primitives come in signed jars of large interfaces,
 * whose first use would take longer than reading most programs.
 */
final class NumberTable<V> {
  private @Nullable Object[] dense = new Object[16];
  private @Nullable Map<Integer, V> sparse;
  private int size;

  int size() {
    return size;
  }

  @SuppressWarnings("unchecked") // only a V is ever stored
  @Nullable V get(int number) {
    if (number >= 0 && number < dense.length && dense[number] != null) {
      return (V) dense[number];
    }
    return sparse == null ? null : sparse.get(number);
  }

  /** Adds a number that is not there yet. */
  void put(int number, V value) {
    size++;
    if (number >= 0 && number < 1024 + 4 * size) {
      if (number >= dense.length) {
        dense = Arrays.copyOf(dense, Math.max(number + 1, dense.length * 2));
      }
      dense[number] = value;
      return;
    }
    if (sparse == null) {
      sparse = new HashMap<>();
    }
    sparse.put(number, value);
  }
}
