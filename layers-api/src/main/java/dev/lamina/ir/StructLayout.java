package dev.lamina.ir;

/** Where the elements of a struct lie. */
public final class StructLayout {
  private final long[] offsets;
  private final long size;
  private final long alignment;

  StructLayout(long[] offsets, long size, long alignment) {
    this.offsets = offsets;
    this.size = size;
    this.alignment = alignment;
  }

  /** The offset in bytes of element {@code i}. */
  public long offset(int i) {
    return offsets[i];
  }

  /** In bytes, padding at the end included. */
  public long size() {
    return size;
  }

  /** In bytes. */
  public long alignment() {
    return alignment;
  }
}
