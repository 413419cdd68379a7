package dev.lamina.ir;

import static dev.lamina.ir.AtomicOrdering.ACQUIRE;
import static dev.lamina.ir.AtomicOrdering.ACQ_REL;
import static dev.lamina.ir.AtomicOrdering.MONOTONIC;
import static dev.lamina.ir.AtomicOrdering.RELEASE;

import org.jspecify.annotations.Nullable;

/**
 * What orderings, sizes and alignments memory accesses may have (LangRef, "Atomic Memory Ordering
 * Constraints"). As in {@link TypeRules}, a rule gives what is wrong as a phrase, or null, and the
 * builder and the verifier ask the same ones.
 */
public final class AtomicRules {
  private static final long MAX_ALIGNMENT = 1L << 32;

  private AtomicRules() {}

  /** Of any access; {@code alignment} in bytes, 0 if not given. */
  public static @Nullable String alignment(long alignment) {
    if (alignment < 0 || (alignment != 0 && Long.bitCount(alignment) != 1)) {
      return "an alignment of " + alignment + " is no power of two";
    }
    return alignment > MAX_ALIGNMENT
        ? "an alignment of " + alignment + " is more than 4294967296"
        : null;
  }

  /** Of an atomic load of {@code type} in a module of that {@code layout}. */
  public static @Nullable String load(
      DataLayout layout, Type type, long alignment, AtomicOrdering ordering) {
    return ordering == RELEASE || ordering == ACQ_REL
        ? "a load cannot be " + ordering.text()
        : access("load", layout, type, alignment);
  }

  /** Of an atomic store of {@code type} in a module of that {@code layout}. */
  public static @Nullable String store(
      DataLayout layout, Type type, long alignment, AtomicOrdering ordering) {
    return ordering == ACQUIRE || ordering == ACQ_REL
        ? "a store cannot be " + ordering.text()
        : access("store", layout, type, alignment);
  }

  private static @Nullable String access(
      String what, DataLayout layout, Type type, long alignment) {
    String problem = TypeRules.atomicAccess(what, type);
    if (problem != null) {
      return problem;
    }
    return alignment == 0 ? "an atomic " + what + " has an alignment" : size(layout, type);
  }

  /** Of the type of any atomic access. */
  public static @Nullable String size(DataLayout layout, Type type) {
    if (type.isVector()) {
      return null; // there is no atomic access to a vector, which TypeRules says
    }
    long bits = layout.sizeInBits(type);
    return bits < 8 || Long.bitCount(bits) != 1
        ? "an atomic access is to 1, 2, 4, 8, ... bytes, not to '" + type + "'"
        : null;
  }

  public static @Nullable String fence(AtomicOrdering ordering) {
    return ordering.compareTo(ACQUIRE) < 0
        ? "a fence is acquire, release, acq_rel or seq_cst"
        : null;
  }

  public static @Nullable String cmpXchg(AtomicOrdering success, AtomicOrdering failure) {
    return success.compareTo(MONOTONIC) < 0 || failure.compareTo(MONOTONIC) < 0
        ? "the orderings of a cmpxchg are monotonic or stronger"
        : null;
  }

  public static @Nullable String cmpXchgFailure(AtomicOrdering failure) {
    return failure == RELEASE || failure == ACQ_REL
        ? "the failure of a cmpxchg cannot be " + failure.text()
        : null;
  }

  public static @Nullable String atomicRmw(AtomicOrdering ordering) {
    return ordering.compareTo(MONOTONIC) < 0
        ? "the ordering of an atomicrmw is monotonic or stronger"
        : null;
  }
}
