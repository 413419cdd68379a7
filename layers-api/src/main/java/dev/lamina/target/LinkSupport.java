package dev.lamina.target;

import dev.lamina.object.Machine;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a linker has to know of a machine: its relocations, and the two pieces of data and code that
 * bridge a distance, the GOT entry and the stub.
 *
 * <p>The linker asks {@link #needs} of every relocation before it places anything, so that it can
 * reserve GOT entries and stubs; then it fills a {@link Fixup} for each and has it {@link #apply
 * applied}. A relocation is one {@code case} in each.
 */
public interface LinkSupport {
  /** Nothing but the symbol's address. */
  int NEEDS_NOTHING = 0;

  /** A GOT entry that holds the symbol's address, even if the symbol is in the same object. */
  int NEEDS_GOT = 1;

  /** A GOT entry, unless the symbol is placed by the same link and so within reach. */
  int NEEDS_GOT_IF_FAR = 2;

  /** A stub that jumps to the symbol, if the symbol may be out of reach. */
  int NEEDS_STUB_IF_FAR = 4;

  /** The address that GOT-relative relocations count from. */
  int NEEDS_GOT_BASE = 8;

  /** It says nothing and is skipped: {@code R_X86_64_NONE}. */
  int IGNORED = 16;

  /** One relocation at its place. The linker reuses one for all. */
  final class Fixup {
    /** The ELF relocation number. */
    public int type;

    /** Where the section's bytes are written; in the machine's byte order. */
    public ByteBuffer memory;

    /** The index in {@link #memory} of the place to change. */
    public int index;

    /** How many bytes of the section stand before the place. */
    public int before;

    /** The address that the place will have when the code runs. */
    public long place;

    /** The symbol's address, 0 for a weak one that is missing. */
    public long target;

    /** What the relocation adds. */
    public long addend;

    /** The symbol's size in bytes. */
    public long size;

    /** The upper bits of the symbol's {@code st_other}. */
    public int otherBits;

    /** The address of the symbol's GOT entry, 0 if none was reserved. */
    public long gotEntry;

    /** The address that GOT-relative relocations count from. */
    public long gotBase;

    /** The address of a stub that leads to the symbol, 0 if none was reserved. */
    public long stub;

    /** Set by {@link LinkSupport#apply} if it made use of {@link #stub}. */
    public boolean usedStub;

    public Fixup(ByteBuffer memory) {
      this.memory = memory;
    }
  }

  /** The machine whose objects these are. */
  Machine machine();

  /** The name of a relocation, such as {@code R_X86_64_PC32}; a number's if it is unknown. */
  String relocationName(int type);

  /** Why relocations of this type cannot be linked, or null if they can. */
  @Nullable String refusal(int type);

  /** How many bytes a relocation changes from its place on; 0 if ignored. */
  int width(int type);

  /**
   * What must exist before a relocation is applied: a sum of the constants above.
   *
   * @param section the array that holds the section's bytes
   * @param at the index of the place in {@code section}
   * @param before how many bytes of the section stand before it
   */
  int needs(int type, byte[] section, int at, int before, long addend);

  /**
   * Changes the bytes at the place.
   *
   * @return false if the target is out of reach; nothing was changed then
   */
  boolean apply(Fixup fixup);

  /** For messages: how far a relocation reaches, such as {@code ±2 GiB}. */
  String reach(int type);

  /** For messages: what to do about a target out of a relocation's reach. */
  String advice(int type);

  /** In bytes. */
  int gotEntrySize();

  /** Writes a GOT entry that holds {@code address}. */
  void writeGotEntry(ByteBuffer memory, int index, long address);

  /** In bytes; stubs are aligned to it. */
  int stubSize();

  /**
   * Writes a stub: code that jumps to the address that {@code gotEntry} holds, leaving all argument
   * registers alone.
   *
   * @param stub the address that it will have when it runs
   */
  void writeStub(ByteBuffer memory, int index, long stub, long gotEntry);

  /** True if freshly written code must be flushed from data caches before it runs. */
  boolean needsCacheFlush();
}
