package dev.lamina.object;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import org.jspecify.annotations.Nullable;

/**
 * A name in an object: undefined until one of {@link #define}, {@link #defineAbsolute} or {@link
 * #defineCommon} gives it a place. New symbols are global, of default visibility and without type.
 */
public final class Symbol {
  /** {@code STB_*}. */
  public enum Binding {
    LOCAL,
    GLOBAL,
    WEAK,
    /** {@code STB_GNU_UNIQUE}: one per process, which g++ uses for inline variables. */
    UNIQUE
  }

  /** {@code STV_*}, in ELF's order. */
  public enum Visibility {
    DEFAULT,
    INTERNAL,
    HIDDEN,
    PROTECTED
  }

  /** {@code STT_*}. */
  public enum Type {
    NOTYPE,
    OBJECT,
    FUNC,
    SECTION,
    FILE,
    TLS,
    /** {@code STT_GNU_IFUNC}: a function that returns the address to use. */
    IFUNC
  }

  /** What kind of place a symbol has. */
  public enum Place {
    UNDEFINED,
    /** {@link #value()} bytes from the start of {@link #section()}. */
    SECTION,
    /** {@link #value()} is the address itself. */
    ABSOLUTE,
    /** Zeroed memory of {@link #size()} bytes, aligned to {@link #value()}, that equals share. */
    COMMON
  }

  private final int index;
  private final String name;
  private Place place = Place.UNDEFINED;
  private @Nullable Section section;
  private long value;
  private long size;
  private Binding binding = Binding.GLOBAL;
  private Visibility visibility = Visibility.DEFAULT;
  private Type type = Type.NOTYPE;
  private int otherBits;

  Symbol(int index, String name) {
    this.index = index;
    this.name = name;
  }

  /** Its number in the object, which relocations refer to it by. */
  public int index() {
    return index;
  }

  /** Its name; empty for a section's symbol. */
  public String name() {
    return name;
  }

  /** The name, or that of its section for a section's symbol. */
  public String displayName() {
    return name.isEmpty() && section != null ? section.name() : name;
  }

  public Place place() {
    return place;
  }

  public boolean isUndefined() {
    return place == Place.UNDEFINED;
  }

  public boolean isLocal() {
    return binding == Binding.LOCAL;
  }

  /** The section of a symbol whose place is {@link Place#SECTION}, otherwise null. */
  public @Nullable Section section() {
    return section;
  }

  /** Offset, address or alignment, as {@link #place()} says. */
  public long value() {
    return value;
  }

  /** In bytes; 0 where it has none or it is not known. */
  public long size() {
    return size;
  }

  public Binding binding() {
    return binding;
  }

  public Visibility visibility() {
    return visibility;
  }

  public Type type() {
    return type;
  }

  /**
   * The bits of {@code st_other} above the visibility (ppc64: the local entry point's distance).
   */
  public int otherBits() {
    return otherBits;
  }

  /** Places this symbol {@code offset} bytes into {@code newSection}. */
  @CanIgnoreReturnValue
  public Symbol define(Section newSection, long offset, long newSize) {
    checkArgument(offset >= 0, "symbol %s: negative offset %s", name, offset);
    place = Place.SECTION;
    section = newSection;
    value = offset;
    size = newSize;
    return this;
  }

  @CanIgnoreReturnValue
  public Symbol defineAbsolute(long address) {
    place = Place.ABSOLUTE;
    section = null;
    value = address;
    return this;
  }

  /** Makes it a common symbol; {@code alignment} is a power of two. */
  @CanIgnoreReturnValue
  public Symbol defineCommon(long newSize, long alignment) {
    checkArgument(
        Long.bitCount(alignment) == 1, "common %s: alignment %s is no power of 2", name, alignment);
    place = Place.COMMON;
    section = null;
    value = alignment;
    size = newSize;
    return this;
  }

  @CanIgnoreReturnValue
  public Symbol binding(Binding newBinding) {
    binding = newBinding;
    return this;
  }

  @CanIgnoreReturnValue
  public Symbol visibility(Visibility newVisibility) {
    visibility = newVisibility;
    return this;
  }

  @CanIgnoreReturnValue
  public Symbol type(Type newType) {
    type = newType;
    return this;
  }

  @CanIgnoreReturnValue
  public Symbol size(long newSize) {
    size = newSize;
    return this;
  }

  @CanIgnoreReturnValue
  public Symbol otherBits(int bits) {
    checkArgument((bits & 3) == 0 && bits >>> 8 == 0, "symbol %s: st_other %s", name, bits);
    otherBits = bits;
    return this;
  }

  @Override
  public String toString() {
    return displayName();
  }
}
