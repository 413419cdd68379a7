package dev.lamina.object;

import java.util.Arrays;

/**
 * The relocations of one section, in the order they were added. Each is four numbers held in
 * parallel arrays; {@code i} runs from 0 to {@link #count()}.
 */
public final class Relocations {
  private static final int INITIAL_CAPACITY = 16;

  private int count;
  private int[] offsets = new int[0];
  private int[] types = new int[0];
  private int[] symbols = new int[0];
  private long[] addends = new long[0];

  Relocations() {}

  /**
   * Adds a relocation.
   *
   * @param offset of the patched field from the section's start, in bytes
   * @param type the machine's ELF relocation number, {@code R_X86_64_PC32} for instance
   * @param symbol the {@link Symbol#index() index} of the symbol it refers to
   * @param addend what is added to the symbol's address
   */
  public void add(int offset, int type, int symbol, long addend) {
    if (count == offsets.length) {
      reserve(Math.max(INITIAL_CAPACITY, count));
    }
    offsets[count] = offset;
    types[count] = type;
    symbols[count] = symbol;
    addends[count] = addend;
    count++;
  }

  /** Makes room for {@code more} relocations. */
  public void reserve(int more) {
    int capacity = Math.addExact(count, more);
    if (capacity > offsets.length) {
      offsets = Arrays.copyOf(offsets, capacity);
      types = Arrays.copyOf(types, capacity);
      symbols = Arrays.copyOf(symbols, capacity);
      addends = Arrays.copyOf(addends, capacity);
    }
  }

  public int count() {
    return count;
  }

  public int offset(int i) {
    return offsets[i];
  }

  public int type(int i) {
    return types[i];
  }

  public int symbol(int i) {
    return symbols[i];
  }

  public long addend(int i) {
    return addends[i];
  }
}
