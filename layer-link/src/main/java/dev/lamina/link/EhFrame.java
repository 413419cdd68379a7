package dev.lamina.link;

import dev.lamina.object.Section;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/**
 * The unwinding records of a section (LSB core specification, "Exception Frames"), as they stand in
 * memory. The unwinder believes them, so their structure is checked before it is told of them.
 */
final class EhFrame {
  /** A record of length 0 must follow the last one. */
  static final int TERMINATOR_SIZE = 4;

  private static final int EXTENDED_LENGTH = -1;

  private final Section section;
  private final ByteBuffer memory;
  private final int start;
  private final int size;

  /**
   * @param index where the section's bytes begin in {@code memory}
   */
  EhFrame(Section section, ByteBuffer memory, int index) {
    this.section = section;
    this.memory = memory;
    this.start = index;
    this.size = (int) section.size();
  }

  /**
   * Makes a field of a record, the beginning of a function that was dropped, 0: the unwinder of
   * libgcc passes over such records.
   */
  static void forget(ByteBuffer memory, int index, int width) {
    for (int i = 0; i < width; i++) {
      memory.put(index + i, (byte) 0);
    }
  }

  /**
   * Checks the records.
   *
   * @return false if none of them is of use to the unwinder
   */
  boolean check() {
    Set<Integer> commons = new HashSet<>();
    boolean useful = false;
    int at = 0;
    while (at < size) {
      if (size - at < 4) {
        throw fault(at, "a record's length does not fit");
      }
      int length = memory.getInt(start + at);
      if (length == 0) {
        if (at + 4 != size) {
          throw fault(at, "the end of the records is not that of the section");
        }
        break;
      }
      if (length == EXTENDED_LENGTH) {
        throw fault(at, "64-bit lengths are not supported");
      }
      if (length < 4 || length > size - at - 4) {
        throw fault(at, "a record of 0x%x bytes".formatted(length));
      }
      int id = memory.getInt(start + at + 4);
      if (id == 0) {
        checkCommon(at, length);
        commons.add(at);
      } else {
        if (!commons.contains(at + 4 - id) || length < 4 + 2 * 2) {
          throw fault(at, "a record that refers to none before it");
        }
        useful |= memory.getInt(start + at + 8) != 0;
      }
      at += 4 + length;
    }
    return useful;
  }

  /** A CIE: a version we know, and an augmentation string that ends. */
  private void checkCommon(int at, int length) {
    if (length < 4 + 1 + 1 + 3) {
      throw fault(at, "a common record of 0x%x bytes".formatted(length));
    }
    int version = memory.get(start + at + 8);
    if (version != 1 && version != 3 && version != 4) {
      throw fault(at, "version " + version);
    }
    int end = at + 4 + length;
    int string = at + 9;
    while (string < end && memory.get(start + string) != 0) {
      string++;
    }
    if (string >= end - 3) {
      throw fault(at, "an augmentation that does not end");
    }
  }

  private LinkException fault(int at, String what) {
    return new LinkException("%s+0x%x: unwinding records: %s".formatted(section, at, what));
  }
}
