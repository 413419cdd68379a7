package dev.lamina.codegen.assembly;

import org.jspecify.annotations.Nullable;

/**
 * Bytes of a section that are known, and behind them one piece whose size may not be: a jump, an
 * alignment, and so on. Sizes and addresses change while the section is laid out.
 */
final class Fragment {
  /** What the piece behind the bytes is. */
  enum Tail {
    NONE,
    /** A branch in its short or its long form. */
    BRANCH,
    /** As much as brings the address to a multiple. */
    ALIGN,
    /** {@link Fragment#count} times {@link Fragment#unit}. */
    SPACE,
    /** As much as brings the address to {@link Fragment#count}. */
    ORG,
    /** A number of variable length. */
    LEB
  }

  final AsmSection section;

  /** Its place among the section's fragments. */
  final int number;

  /** Where its known bytes begin and end among the section's. */
  final int start;

  int end;

  Tail tail = Tail.NONE;
  @Nullable Place place;

  /** Of the piece behind the known bytes, in bytes. */
  long size;

  /** Of the first byte, from the section's start. */
  long address;

  /** How many pieces stand before it that may swallow what others grow: alignments, origins. */
  int region;

  // BRANCH
  @Nullable Linear target;
  byte[] shortOpcode = {};
  byte[] longOpcode = {};
  boolean isLong;
  int relocation;

  // ALIGN
  int alignment;
  long maxSkip = Long.MAX_VALUE;
  boolean nops;

  // SPACE, ORG, LEB: the number, and what is written so often. For ALIGN the latter alone.
  @Nullable Expression count;
  byte[] unit = {0};
  boolean signed;

  Fragment(AsmSection section, int number, int start) {
    this.section = section;
    this.number = number;
    this.start = start;
    this.end = start;
  }

  /** Whether the size of the piece behind the bytes does not depend on anything else. */
  boolean isFixed() {
    return tail == Tail.NONE || tail == Tail.SPACE && count instanceof Expression.Constant;
  }

  /** The address of the piece behind the known bytes. */
  long tailAddress() {
    return address + (end - start);
  }
}
