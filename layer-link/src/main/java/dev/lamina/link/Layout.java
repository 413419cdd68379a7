package dev.lamina.link;

import dev.lamina.link.host.CodeMemory;
import dev.lamina.link.host.CodeMemory.Size;
import dev.lamina.object.Section;

/** The growing ranges of an object's memory, one for each protection. */
final class Layout {
  static final int CODE = 0;
  static final int READ_ONLY = 1;
  static final int DATA = 2;
  private static final String[] NAMES = {"code", "constants", "data"};

  private final String object;
  private final long[] sizes = new long[3];
  private final long[] alignments = {16, 16, 16};

  Layout(String object) {
    this.object = object;
  }

  /** The range that a section belongs to. */
  static int rangeOf(Section section) {
    return switch (section.kind()) {
      case TEXT -> CODE;
      // The linker alone writes to what holds addresses and is constant from then on.
      case RODATA, CONSTANTS, RELRO, PREINIT_ARRAY, INIT_ARRAY, FINI_ARRAY, EH_FRAME, NOTE ->
          READ_ONLY;
      case DATA, BSS, TLS_DATA, TLS_BSS, DEBUG, OTHER -> DATA;
    };
  }

  /** Takes {@code bytes} from a range; returns their offset in it. */
  long place(String what, int range, long bytes, long alignment) {
    if (alignment > CodeMemory.MAX_ALIGNMENT) {
      throw new LinkException(
          "%s wants an alignment of 0x%x bytes; the most is 0x%x\n  in %s"
              .formatted(what, alignment, CodeMemory.MAX_ALIGNMENT, object));
    }
    long offset = (sizes[range] + alignment - 1) & -alignment;
    if (bytes > CodeMemory.MAX_PART_SIZE - offset) {
      throw new LinkException(
          "%s has 0x%x bytes; an object can have 0x%x bytes of %s\n  in %s"
              .formatted(what, bytes, CodeMemory.MAX_PART_SIZE, NAMES[range], object));
    }
    sizes[range] = offset + bytes;
    alignments[range] = Math.max(alignments[range], alignment);
    return offset;
  }

  Size size(int range) {
    return new Size(sizes[range], alignments[range]);
  }
}
