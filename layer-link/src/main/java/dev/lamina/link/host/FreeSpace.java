package dev.lamina.link.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which bytes of a part of a slab are free: holes by offset, so that neighbours merge, and by size,
 * so that the smallest that fits is found. A hole is dirty if memory in it was used since it was
 * last given back to the system.
 */
final class FreeSpace {
  /** A free range; {@code dirty} if its bytes may be other than zero. */
  record Hole(long offset, long size, boolean dirty) implements Comparable<Hole> {
    long end() {
      return offset + size;
    }

    @Override
    public int compareTo(Hole other) {
      int bySize = Long.compare(size, other.size);
      return bySize != 0 ? bySize : Long.compare(offset, other.offset);
    }
  }

  private final TreeMap<Long, Hole> byOffset = new TreeMap<>();
  private final TreeSet<Hole> bySize = new TreeSet<>();
  private final long size;

  FreeSpace(long size) {
    this.size = size;
    add(new Hole(0, size, false));
  }

  private void add(Hole hole) {
    if (hole.size > 0) {
      byOffset.put(hole.offset, hole);
      bySize.add(hole);
    }
  }

  private void remove(Hole hole) {
    byOffset.remove(hole.offset);
    bySize.remove(hole);
  }

  boolean isAllFree() {
    long free = 0;
    for (Hole hole : byOffset.values()) {
      free += hole.size;
    }
    return free == size;
  }

  /**
   * Takes {@code bytes} at a multiple of {@code alignment}.
   *
   * @return what was taken, dirty or not; null if there is no room
   */
  @Nullable Hole take(long bytes, long alignment) {
    if (bytes == 0) {
      return new Hole(0, 0, false);
    }
    for (Hole hole : bySize.tailSet(new Hole(0, bytes, false))) {
      long start = (hole.offset + alignment - 1) & -alignment;
      if (start + bytes <= hole.end()) {
        remove(hole);
        add(new Hole(hole.offset, start - hole.offset, hole.dirty));
        add(new Hole(start + bytes, hole.end() - start - bytes, hole.dirty));
        return new Hole(start, bytes, hole.dirty);
      }
    }
    return null;
  }

  /** Frees what {@link #take} returned. Its bytes are taken to have been written. */
  void free(long offset, long bytes) {
    long start = offset;
    long end = offset + bytes;
    // Clean neighbours stay apart until the whole is cleaned: merged they would count as dirty, and
    // the rest of the slab's memory would be given back to the system again and again.
    Map.Entry<Long, Hole> before = byOffset.lowerEntry(offset);
    if (before != null) {
      Hole hole = before.getValue();
      if (hole.end() == start && hole.dirty) {
        remove(hole);
        start = hole.offset;
      }
    }
    Hole after = byOffset.get(end);
    if (after != null && after.dirty) {
      remove(after);
      end = after.end();
    }
    add(new Hole(start, end - start, true));
  }

  /** Undoes {@link #take}: the bytes were not touched. */
  void giveBack(Hole hole) {
    if (hole.dirty) {
      free(hole.offset, hole.size);
    } else if (hole.size > 0) {
      add(hole);
      clean(hole);
    }
  }

  /** The holes that may hold other bytes than zero. */
  List<Hole> dirtyHoles() {
    List<Hole> dirty = new ArrayList<>();
    for (Hole hole : byOffset.values()) {
      if (hole.dirty) {
        dirty.add(hole);
      }
    }
    return dirty;
  }

  /** The first byte of the free range that {@code hole} and a clean hole before it make. */
  long startWithCleanNeighbour(Hole hole) {
    Map.Entry<Long, Hole> before = byOffset.lowerEntry(hole.offset);
    return before != null && !before.getValue().dirty && before.getValue().end() == hole.offset
        ? before.getKey()
        : hole.offset;
  }

  /** The end of the free range that {@code hole} and a clean hole after it make. */
  long endWithCleanNeighbour(Hole hole) {
    Hole after = byOffset.get(hole.end());
    return after != null && !after.dirty ? after.end() : hole.end();
  }

  /** Makes {@code hole}, whose bytes are zero again, clean, and merges it with clean neighbours. */
  void clean(Hole hole) {
    long start = startWithCleanNeighbour(hole);
    long end = endWithCleanNeighbour(hole);
    remove(hole);
    for (long at : new long[] {start, hole.end()}) {
      Hole neighbour = byOffset.get(at);
      if (neighbour != null && !neighbour.dirty) {
        remove(neighbour);
      }
    }
    add(new Hole(start, end - start, false));
  }
}
