package dev.lamina.codegen.assembly;

import org.jspecify.annotations.Nullable;

/**
 * {@code plus - minus + constant}.
 *
 * @param modifier of {@code plus}, or null
 */
record Linear(
    @Nullable AsmSymbol plus, @Nullable AsmSymbol minus, long constant, @Nullable String modifier) {
  static Linear number(long value) {
    return new Linear(null, null, value, null);
  }

  boolean isNumber() {
    return plus == null && minus == null;
  }

  /** Its modifier must be null. */
  Linear negated() {
    return new Linear(/* plus= */ minus, /* minus= */ plus, -constant, null);
  }

  /** The sum, in which a distance that is known is a number. */
  Linear plus(Linear other, boolean laidOut, int column) {
    AsmSymbol p1 = plus;
    AsmSymbol m1 = minus;
    AsmSymbol p2 = other.plus;
    AsmSymbol m2 = other.minus;
    long sum = constant + other.constant;
    Long known = distance(p1, m2, laidOut);
    if (known != null) {
      sum += known;
      p1 = null;
      m2 = null;
    }
    known = distance(p2, m1, laidOut);
    if (known != null) {
      sum += known;
      p2 = null;
      m1 = null;
    }
    if (p1 != null && p2 != null || m1 != null && m2 != null) {
      throw new AssemblyException(column, "symbols can be subtracted, but not added");
    }
    AsmSymbol p = p1 == null ? p2 : p1;
    AsmSymbol m = m1 == null ? m2 : m1;
    return new Linear(p, m, sum, p == null ? null : modifier == null ? other.modifier : modifier);
  }

  /** How far {@code to} lies behind {@code from}, or null if that is not known (yet). */
  static @Nullable Long distance(
      @Nullable AsmSymbol to, @Nullable AsmSymbol from, boolean laidOut) {
    if (to == null || from == null) {
      return null;
    }
    if (to == from) {
      return 0L;
    }
    Fragment f = from.fragment;
    Fragment t = to.fragment;
    if (f == null || t == null || f.section != t.section) {
      return null;
    }
    if (laidOut) {
      return to.address() - from.address();
    }
    if (f.number > t.number) {
      Long back = distance(from, to, false);
      return back == null ? null : -back;
    }
    long distance = (long) to.index - from.index;
    for (int i = f.number; i < t.number; i++) {
      Fragment between = f.section.fragments.get(i);
      if (!between.isFixed()) {
        return null;
      }
      distance += between.size;
    }
    return distance;
  }
}
