package dev.lamina.codegen;

import java.util.Arrays;

/**
 * A growable run of bytes that machine code or data is written into, little-endian unless the
 * method says otherwise. Offsets are from its start and stay valid as it grows.
 */
public final class CodeBuffer {
  private byte[] bytes;
  private int size;

  public CodeBuffer(int capacity) {
    bytes = new byte[Math.max(16, capacity)];
  }

  /** The number of bytes written so far, which is the offset of the next one. */
  public int size() {
    return size;
  }

  /** Makes room for {@code n} more bytes, so that the puts that follow need not grow one by one. */
  public void reserve(int n) {
    if (bytes.length - size < n) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + n));
    }
  }

  public void put1(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  public void put2(int value) {
    reserve(2);
    bytes[size++] = (byte) value;
    bytes[size++] = (byte) (value >> 8);
  }

  public void put4(int value) {
    reserve(4);
    set4(size, value);
    size += 4;
  }

  public void put8(long value) {
    reserve(8);
    set8(size, value);
    size += 8;
  }

  public void put(byte[] source) {
    put(source, 0, source.length);
  }

  public void put(byte[] source, int from, int length) {
    reserve(length);
    System.arraycopy(source, from, bytes, size, length);
    size += length;
  }

  /** Appends {@code n} bytes of {@code value}. */
  public void fill(int n, int value) {
    reserve(n);
    Arrays.fill(bytes, size, size + n, (byte) value);
    size += n;
  }

  public int get1(int offset) {
    return bytes[offset] & 0xff;
  }

  public int get4(int offset) {
    return (bytes[offset] & 0xff)
        | (bytes[offset + 1] & 0xff) << 8
        | (bytes[offset + 2] & 0xff) << 16
        | bytes[offset + 3] << 24;
  }

  public void set1(int offset, int value) {
    bytes[offset] = (byte) value;
  }

  public void set4(int offset, int value) {
    bytes[offset] = (byte) value;
    bytes[offset + 1] = (byte) (value >> 8);
    bytes[offset + 2] = (byte) (value >> 16);
    bytes[offset + 3] = (byte) (value >> 24);
  }

  public void set8(int offset, long value) {
    set4(offset, (int) value);
    set4(offset + 4, (int) (value >> 32));
  }

  /** Drops everything from {@code newSize} on. */
  public void truncate(int newSize) {
    size = newSize;
  }

  /** A copy of what was written. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  /** The array behind this buffer, of which the first {@link #size()} bytes count. */
  public byte[] array() {
    return bytes;
  }
}
