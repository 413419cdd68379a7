package dev.lamina.codegen.assembly;

import org.jspecify.annotations.Nullable;

/**
 * Finds the sizes of all that has no fixed one. Branches and numbers begin short and only ever
 * grow, so the passes come to an end; in the last one nothing moves, so what it saw is true. The
 * way is that of GNU as, because alignments make several outcomes possible.
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
    for (AsmSection section : sections.all()) {
      begin(section);
    }
    for (int round = 0; round < MOST_ROUNDS; round++) {
      boolean moved = false;
      for (AsmSection section : sections.all()) {
        moved |= pass(section);
      }
      if (!moved) {
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

  /** Everything is as small as it can be. */
  private static void begin(AsmSection section) {
    section.last().end = section.bytes.size();
    long address = 0;
    int region = 0;
    for (Fragment f : section.fragments) {
      f.region = region;
      f.address = address;
      switch (f.tail) {
        case NONE, SPACE -> {}
        case BRANCH -> {
          f.isLong = distance(f, f.shortOpcode.length + 1) == null;
          f.size = branchSize(f);
        }
        case LEB -> f.size = 1;
        case ORG -> region++;
        case ALIGN -> {
          f.size = gap(f);
          region++;
        }
      }
      address = f.tailAddress() + f.size;
    }
    section.size = address;
  }

  /**
   * Goes through the section once, moving all by what has grown before it in this pass. Returns
   * whether anything has grown or shrunk.
   */
  private boolean pass(AsmSection section) {
    long stretch = 0;
    boolean changed = false;
    for (Fragment f : section.fragments) {
      f.address += stretch;
      long size = size(f, stretch);
      changed |= size != f.size;
      stretch += size - f.size;
      f.size = size;
    }
    section.size += stretch;
    return changed;
  }

  private static long branchSize(Fragment f) {
    return f.isLong ? f.longOpcode.length + 4 : f.shortOpcode.length + 1;
  }

  private static long gap(Fragment f) {
    long gap = -f.tailAddress() & f.alignment - 1L;
    return gap > f.maxSkip ? 0 : gap;
  }

  private long size(Fragment f, long stretch) {
    return switch (f.tail) {
      case NONE -> 0;
      case BRANCH -> {
        if (!f.isLong && !reachesShort(f, stretch)) {
          f.isLong = true;
        }
        yield branchSize(f);
      }
      case ALIGN -> gap(f);
      case SPACE -> {
        long count = number(f, "the size");
        if (count < 0 || count * f.unit.length > LARGEST_ZERO_FILL) {
          yield refused(f, "the size " + count + " is out of range");
        }
        yield count * f.unit.length;
      }
      case ORG -> {
        long distance = origin(f) - f.tailAddress();
        // Out of range, it may come into it when labels have moved.
        yield distance < 0 || distance > LARGEST_ZERO_FILL ? 0 : distance;
      }
      case LEB -> Math.max(f.size, lebSize(number(f, "the value"), f.signed));
    };
  }

  /**
   * Whether the branch may stay short. A target that this pass has not come to yet will move as far
   * as the branch did, unless there is an alignment in between, which may swallow that. It need not
   * be exact, since another pass follows; but a branch made long for nothing would stay so.
   */
  private static boolean reachesShort(Fragment f, long stretch) {
    Long distance = distance(f, f.shortOpcode.length + 1);
    if (distance == null) {
      return false;
    }
    Fragment to = targetFragment(f);
    long aim = distance;
    if (stretch != 0 && to != null && to.number > f.number) {
      if (stretch < 0 || to.region == f.region) {
        aim += stretch;
      } else if (aim < -1) {
        return true;
      }
    }
    return aim == (byte) aim;
  }

  private static @Nullable Fragment targetFragment(Fragment f) {
    Linear target = f.target;
    AsmSymbol symbol = target == null ? null : target.plus();
    if (symbol != null && symbol.value != null) {
      Linear resolved = Expression.evaluate(new Expression.Reference(symbol, null, 1), true);
      symbol = resolved == null ? null : resolved.plus();
    }
    return symbol == null ? null : symbol.fragment;
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
