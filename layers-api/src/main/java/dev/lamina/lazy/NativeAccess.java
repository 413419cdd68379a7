package dev.lamina.lazy;

/** The process's memory and functions, as a host bridge gives them to layers. */
public interface NativeAccess {
  /** Calls {@code long function(long, long)} with the C calling convention. */
  long call(long function, long first, long second);

  /** The pointer-sized word at an address. */
  long readWord(long address);

  /** Stores a pointer-sized word: atomically, after all stores before it. */
  void writeWord(long address, long value);
}
