package dev.lamina.codegen;

/**
 * A memory operand before registers are known: a base (a virtual register, the frame, or a symbol),
 * an optional scaled index and a displacement. Mutable, so that a selector needs only one or two.
 */
public final class Address {
  /** No register. */
  public static final int NONE = -1;

  /** The base is the frame: the displacement counts from its frame register. */
  public static final int FRAME = -2;

  /** The base is a symbol of the object. */
  public static final int SYMBOL = -3;

  /** The base is the bottom of the stack, where outgoing arguments lie. */
  public static final int STACK = -4;

  /** The base is a label of this function. */
  public static final int LABEL = -5;

  public int base = NONE;
  public int index = NONE;

  /** The index is multiplied by {@code 1 << scale}. */
  public int scale;

  public int displacement;

  /** The symbol's number in the object, or the label. */
  public int symbol;

  /** A register that the target reads as a segment; 0 for none. */
  public int segment;

  public Address register(int vreg, int displacement) {
    return set(vreg, displacement, 0);
  }

  public Address frame(int offset) {
    return set(FRAME, offset, 0);
  }

  public Address stack(int offset) {
    return set(STACK, offset, 0);
  }

  public Address symbol(int symbol, int offset) {
    return set(SYMBOL, offset, symbol);
  }

  public Address label(int label) {
    return set(LABEL, 0, label);
  }

  public Address set(Address other) {
    base = other.base;
    index = other.index;
    scale = other.scale;
    displacement = other.displacement;
    symbol = other.symbol;
    segment = other.segment;
    return this;
  }

  /** Moves the address by {@code bytes}. */
  public Address plus(int bytes) {
    displacement += bytes;
    return this;
  }

  private Address set(int base, int displacement, int symbol) {
    this.base = base;
    this.displacement = displacement;
    this.symbol = symbol;
    index = NONE;
    scale = 0;
    segment = 0;
    return this;
  }
}
