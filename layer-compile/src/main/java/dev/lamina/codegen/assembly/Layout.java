package dev.lamina.codegen.assembly;

import org.jspecify.annotations.Nullable;

/**
 * Finds the sizes of all that has no fixed one. Branches and numbers begin short and only ever
 * grow, so the rounds come to an end; every round sees addresses that fit each other.
 */
final class Layout {
  /** Sizes that depend on each other in a circle would not settle. */
  private static final int MOST_ROUNDS = 1000;

  /** What a section may take; it becomes one array. */
  static final long LARGEST = 1L << 30;

  static final long LARGEST_ZERO_FILL = 1L << 34;

  private final Sections sections;
  private final Errors errors;

  Layout(Sections sections, Errors errors) {
    this.sections = sections;
    this.errors = errors;
  }

  void run() {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      // Twice, since .skip and .org may look forward, at addresses of the round before.
      boolean moved = false;
      for (AsmSection section : sections.all()) {
        moved |= place(section);
      }
      if (!moved && !grow()) {
        checkSizes();
        return;
      }
    }
    for (AsmSection section : sections.all()) {
      for (Fragment f : section.fragments) {
        if (f.tail == Fragment.Tail.SPACE || f.tail == Fragment.Tail.ORG) {
          errors.add(f.place, 1, "this size depends on itself");
          return;
        }
      }
    }
    throw new IllegalStateException("assembly is not laid out after 1000 rounds; please report");
  }

  /** Returns whether anything has another address or size now. */
  private boolean place(AsmSection section) {
    boolean moved = false;
    long address = 0;
    for (Fragment f : section.fragments) {
      moved |= f.address != address;
      f.address = address;
      address += (f == section.last() ? section.bytes.size() : f.end) - f.start;
      long size = size(f, address);
      moved |= f.size != size;
      f.size = size;
      address += size;
    }
    section.size = address;
    return moved;
  }

  private long size(Fragment f, long address) {
    return switch (f.tail) {
      case NONE -> 0;
      case BRANCH -> f.isLong ? f.longOpcode.length + 4 : f.shortOpcode.length + 1;
      case ALIGN -> {
        long gap = -address & f.alignment - 1L;
        yield gap > f.maxSkip ? 0 : gap;
      }
      case SPACE -> {
        long count = number(f, "the size");
        if (count < 0 || count * f.unit.length > LARGEST_ZERO_FILL) {
          yield refused(f, "the size " + count + " is out of range");
        }
        yield count * f.unit.length;
      }
      case ORG -> {
        long distance = origin(f) - address;
        if (distance < 0 || distance > LARGEST_ZERO_FILL) {
          // Labels behind it may still move.
          yield 0;
        }
        yield distance;
      }
      case LEB -> Math.max(1, f.size);
    };
  }

  private long refused(Fragment f, String message) {
    errors.add(f.place, 1, message);
    f.tail = Fragment.Tail.NONE;
    return 0;
  }

  private @Nullable Linear value(Fragment f) {
    Expression count = f.count;
    if (count == null) {
      throw new IllegalStateException("a fragment without a number; please report");
    }
    try {
      return Expression.evaluate(count, true);
    } catch (AssemblyException e) {
      errors.add(f.place, e.column(), e.getMessage());
      f.tail = Fragment.Tail.NONE;
      return null;
    }
  }

  private long number(Fragment f, String what) {
    Linear value = value(f);
    if (value == null) {
      return 0;
    }
    return value.isNumber() ? value.constant() : refused(f, what + " must be a number here");
  }

  /** The address in its section that .org names. */
  long origin(Fragment f) {
    Linear value = value(f);
    if (value == null) {
      return 0;
    }
    AsmSymbol plus = value.plus();
    if (value.minus() != null || plus != null && plus.section() != f.section) {
      return refused(f, ".org names a place in another section");
    }
    return value.constant() + (plus == null ? 0 : plus.address());
  }

  private static int lebSize(long value, boolean signed) {
    int bits = signed ? 65 - Long.numberOfLeadingZeros(value ^ value >> 63) : 64;
    if (!signed) {
      bits -= Long.numberOfLeadingZeros(value | 1);
    }
    return (bits + 6) / 7;
  }

  /** Returns whether anything is longer now than it was. */
  private boolean grow() {
    boolean grown = false;
    for (AsmSection section : sections.all()) {
      for (Fragment f : section.fragments) {
        if (f.tail == Fragment.Tail.BRANCH && !f.isLong) {
          Long distance = distance(f, f.shortOpcode.length + 1);
          if (distance == null || distance != distance.byteValue()) {
            f.isLong = true;
            grown = true;
          }
        } else if (f.tail == Fragment.Tail.LEB) {
          int size = lebSize(number(f, "the value"), f.signed);
          grown |= size > f.size;
          f.size = Math.max(f.size, size);
        }
      }
    }
    return grown;
  }

  /**
   * From the end of the branch to its target, or null if that is for a linker to say: the target is
   * in another section, or may be replaced, or is reached through a table.
   *
   * @param length of the branch in bytes
   */
  static @Nullable Long distance(Fragment f, int length) {
    Linear target = f.target;
    if (target == null || target.plus() == null) {
      return null;
    }
    Linear resolved;
    try {
      resolved = Expression.evaluate(new Expression.Reference(target.plus(), null, 1), true);
    } catch (AssemblyException e) {
      return null; // complained of when the branch is written
    }
    AsmSymbol symbol = resolved == null ? null : resolved.plus();
    if (resolved == null
        || symbol == null
        || resolved.minus() != null
        || symbol.section() != f.section
        || symbol.isReplaceable()
        || target.modifier() != null && !symbol.isLocal() && symbol.visibility == null) {
      return null;
    }
    return symbol.address() + resolved.constant() + target.constant() - (f.tailAddress() + length);
  }

  private void checkSizes() {
    for (AsmSection section : sections.all()) {
      for (Fragment f : section.fragments) {
        if (f.tail == Fragment.Tail.ORG && origin(f) != f.tailAddress() + f.size) {
          errors.add(f.place, 1, ".org goes backwards");
        }
      }
      if (section.size > (section.kind.isZeroFill() ? LARGEST_ZERO_FILL : LARGEST)) {
        errors.add(null, 1, "section " + section.name + " is larger than 1 GiB");
      }
    }
  }
}
