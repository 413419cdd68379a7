package dev.lamina.object;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import org.jspecify.annotations.Nullable;

/** A run of bytes in an object that is placed in memory, or kept beside the code, as one piece. */
public final class Section {
  /** {@code SHF_*}: the program writes to it. */
  public static final long WRITE = 0x1;

  /** It occupies memory at run time. */
  public static final long ALLOC = 0x2;

  /** It holds machine code. */
  public static final long EXECINSTR = 0x4;

  /** Equal entries of {@link #entrySize()} bytes may be merged. */
  public static final long MERGE = 0x10;

  /** With {@link #MERGE}: entries are strings that end in a zero. */
  public static final long STRINGS = 0x20;

  /** Its order follows that of {@link #linkedTo()}. */
  public static final long LINK_ORDER = 0x80;

  /** It is thread-local storage's initial image. */
  public static final long TLS = 0x400;

  /** What a section is for: tells the linker where its bytes belong. */
  public enum Kind {
    TEXT(1, ALLOC | EXECINSTR),
    RODATA(1, ALLOC),
    /** Read-only data of which equal entries may be merged; has an entry size. */
    CONSTANTS(1, ALLOC | MERGE),
    /** Written by the linker only: constant data that holds addresses. */
    RELRO(1, ALLOC | WRITE),
    DATA(1, ALLOC | WRITE),
    BSS(8, ALLOC | WRITE),
    TLS_DATA(1, ALLOC | WRITE | TLS),
    TLS_BSS(8, ALLOC | WRITE | TLS),
    PREINIT_ARRAY(16, ALLOC | WRITE),
    /** {@code .init_array*} and {@code .ctors*}. */
    INIT_ARRAY(14, ALLOC | WRITE),
    /** {@code .fini_array*} and {@code .dtors*}. */
    FINI_ARRAY(15, ALLOC | WRITE),
    EH_FRAME(1, ALLOC),
    NOTE(7, 0),
    DEBUG(1, 0),
    /** Nothing that a running program needs, such as {@code .comment}. */
    OTHER(1, 0);

    private final int elfType;
    private final long elfFlags;

    Kind(int elfType, long elfFlags) {
      this.elfType = elfType;
      this.elfFlags = elfFlags;
    }

    /** The {@code sh_type} that a section of this kind has unless told otherwise. */
    public int elfType() {
      return elfType;
    }

    /** The {@code sh_flags} that a section of this kind has unless told otherwise. */
    public long elfFlags() {
      return elfFlags;
    }

    /** True if a section of this kind has a size and no bytes. */
    public boolean isZeroFill() {
      return this == BSS || this == TLS_BSS;
    }
  }

  private static final byte[] NOTHING = new byte[0];

  private final ObjectFile object;
  private final int index;
  private final String name;
  private final Kind kind;
  private final int elfType;
  private final long elfFlags;
  private final long entrySize;
  private long alignment;
  private byte[] content = NOTHING;
  private int contentOffset;
  private long size;
  private final Relocations relocations = new Relocations();
  private @Nullable Symbol symbol;
  private @Nullable SectionGroup group;
  private @Nullable Section linkedTo;

  Section(
      ObjectFile object,
      int index,
      String name,
      Kind kind,
      int elfType,
      long elfFlags,
      long entrySize,
      long alignment) {
    checkArgument(
        alignment > 0 && Long.bitCount(alignment) == 1,
        "section %s: alignment %s is no power of 2",
        name,
        alignment);
    this.object = object;
    this.index = index;
    this.name = name;
    this.kind = kind;
    this.elfType = elfType;
    this.elfFlags = elfFlags;
    this.entrySize = entrySize;
    this.alignment = alignment;
  }

  public ObjectFile object() {
    return object;
  }

  /** Its number in the object, counted from 0 (not ELF's, which counts other sections too). */
  public int index() {
    return index;
  }

  public String name() {
    return name;
  }

  public Kind kind() {
    return kind;
  }

  /** {@code sh_type}. */
  public int elfType() {
    return elfType;
  }

  /** {@code sh_flags}, without those that a file's form implies (group, info-link). */
  public long elfFlags() {
    return elfFlags;
  }

  public boolean has(long flags) {
    return (elfFlags & flags) == flags;
  }

  /** The size in bytes of one entry of a section that consists of such, otherwise 0. */
  public long entrySize() {
    return entrySize;
  }

  /** In bytes, a power of two. */
  public long alignment() {
    return alignment;
  }

  /** Raises the alignment to {@code bytes} if it is less. */
  public void alignTo(long bytes) {
    checkArgument(bytes > 0 && Long.bitCount(bytes) == 1, "alignment %s is no power of 2", bytes);
    alignment = Math.max(alignment, bytes);
  }

  /** In bytes; those of a zero-fill section are not in {@link #content()}. */
  public long size() {
    return size;
  }

  /**
   * The array that holds the bytes: {@link #size()} of them from {@link #contentOffset()} on. It is
   * shared with whoever set it, and nobody may change it from then on.
   */
  public byte[] content() {
    return content;
  }

  public int contentOffset() {
    return contentOffset;
  }

  /** Takes the first {@code length} bytes of {@code bytes} as content, without copying them. */
  @CanIgnoreReturnValue
  public Section setContent(byte[] bytes, int length) {
    return setContent(bytes, 0, length);
  }

  @CanIgnoreReturnValue
  public Section setContent(byte[] bytes, int offset, int length) {
    checkState(!kind.isZeroFill(), "section %s of kind %s has no content", name, kind);
    checkArgument(
        offset >= 0 && length >= 0 && length <= bytes.length - offset,
        "section %s: %s bytes from %s of an array of %s",
        name,
        length,
        offset,
        bytes.length);
    content = bytes;
    contentOffset = offset;
    size = length;
    return this;
  }

  /** Sets the size of a section without content. */
  @CanIgnoreReturnValue
  public Section setZeroFill(long bytes) {
    checkState(kind.isZeroFill(), "section %s of kind %s has content", name, kind);
    checkArgument(bytes >= 0, "section %s: size %s", name, bytes);
    size = bytes;
    return this;
  }

  public Relocations relocations() {
    return relocations;
  }

  /** The local symbol that stands for this section's start; made when first asked for. */
  public Symbol symbol() {
    if (symbol == null) {
      symbol =
          object
              .addSymbol("")
              .define(this, 0, 0)
              .binding(Symbol.Binding.LOCAL)
              .type(Symbol.Type.SECTION);
    }
    return symbol;
  }

  /** Makes {@code existing}, a section symbol at offset 0, what {@link #symbol()} returns. */
  public void adoptSymbol(Symbol existing) {
    checkArgument(
        existing.section() == this && existing.type() == Symbol.Type.SECTION,
        "section %s: %s is no symbol of it",
        name,
        existing);
    symbol = existing;
  }

  /** The group it belongs to, or null. */
  public @Nullable SectionGroup group() {
    return group;
  }

  /** Puts it into {@code newGroup}; a section belongs to one at most. */
  public void joinGroup(SectionGroup newGroup) {
    checkState(group == null, "section %s is in a group already", name);
    group = newGroup;
    newGroup.add(this);
  }

  /** The section that {@link #LINK_ORDER} refers to, or null. */
  public @Nullable Section linkedTo() {
    return linkedTo;
  }

  public void linkTo(Section other) {
    linkedTo = other;
  }

  @Override
  public String toString() {
    return object.name() + ":" + name;
  }
}
