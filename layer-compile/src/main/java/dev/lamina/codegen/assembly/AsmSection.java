package dev.lamina.codegen.assembly;

import dev.lamina.codegen.CodeBuffer;
import dev.lamina.object.Section;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A section that is being filled. */
final class AsmSection {
  /**
   * A field of the known bytes that depends on symbols.
   *
   * @param at where it is among the section's bytes
   * @param value what belongs there: an {@code Expression} of data, or what an instruction says
   * @param relocation its relocation, or {@link InstructionSet#NO_RELOCATION} for data, where it
   *     depends on the value
   * @param column of the value in the statement, from 1
   * @param after what a PC-relative field of an instruction subtracts: from the field to the end
   */
  record Reference(
      Fragment fragment,
      int at,
      int size,
      @Nullable Expression expression,
      @Nullable Linear value,
      boolean pcRelative,
      boolean signExtended,
      boolean branch,
      int relocation,
      int after,
      int instructionStart,
      Place place,
      int column) {}

  final String name;
  final Section.Kind kind;
  final int type;
  final long flags;
  final long entrySize;

  /** The name of the group's symbol, or null. */
  final @Nullable String group;

  final boolean comdat;
  @Nullable String linkedTo;

  final CodeBuffer bytes = new CodeBuffer(64);
  final List<Fragment> fragments = new ArrayList<>();
  final List<Reference> references = new ArrayList<>();
  long alignment = 1;

  /** Its address after the last byte, once it is laid out. */
  long size;

  @Nullable Section object;

  /** A label at its start, made when first asked for. */
  private @Nullable AsmSymbol start;

  AsmSection(
      String name,
      Section.Kind kind,
      int type,
      long flags,
      long entrySize,
      @Nullable String group,
      boolean comdat) {
    this.name = name;
    this.kind = kind;
    this.type = type;
    this.flags = flags;
    this.entrySize = entrySize;
    this.group = group;
    this.comdat = comdat;
    fragments.add(new Fragment(this, 0, 0));
  }

  boolean isCode() {
    return (flags & Section.EXECINSTR) != 0;
  }

  boolean isEmpty() {
    return fragments.size() == 1 && bytes.size() == 0;
  }

  Fragment last() {
    return fragments.get(fragments.size() - 1);
  }

  /** Ends the last fragment with a piece of this kind, and begins another behind it. */
  Fragment close(Fragment.Tail tail, Place place) {
    Fragment closed = last();
    closed.end = bytes.size();
    closed.tail = tail;
    closed.place = place;
    fragments.add(new Fragment(this, fragments.size(), bytes.size()));
    return closed;
  }

  AsmSymbol start() {
    AsmSymbol symbol = start;
    if (symbol == null) {
      symbol = new AsmSymbol(name, true);
      symbol.fragment = fragments.get(0);
      start = symbol;
    }
    return symbol;
  }
}
