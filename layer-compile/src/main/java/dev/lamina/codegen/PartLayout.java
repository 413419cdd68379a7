package dev.lamina.codegen;

import dev.lamina.ir.Type;

/**
 * How values of one type are held in registers: as a row of parts, each of which fits one register
 * of its bank. A scalar has one part, {@code i128} on a 64-bit machine two, a struct the parts of
 * its elements one behind the other.
 */
public final class PartLayout {
  private final Type type;
  private final byte[] banks;
  private final byte[] sizes;
  private final long[] offsets;
  private final Type[] types;
  private final short[] pieces;

  PartLayout(Type type, byte[] banks, byte[] sizes, long[] offsets, Type[] types, short[] pieces) {
    this.pieces = pieces;
    this.type = type;
    this.banks = banks;
    this.sizes = sizes;
    this.offsets = offsets;
    this.types = types;
  }

  /** The type whose parts these are. */
  public Type type() {
    return type;
  }

  public int count() {
    return banks.length;
  }

  /** The register bank of part {@code i}. */
  public int bank(int i) {
    return banks[i];
  }

  /** How many bytes part {@code i} takes in memory. */
  public int size(int i) {
    return sizes[i];
  }

  /** Where part {@code i} lies in memory, in bytes from the start of the value. */
  public long offset(int i) {
    return offsets[i];
  }

  /** The scalar that part {@code i} is, or is a piece of. */
  public Type scalar(int i) {
    return types[i];
  }

  /** Which piece of its scalar part {@code i} is, the least significant being 0. */
  public int piece(int i) {
    return pieces[i];
  }
}
