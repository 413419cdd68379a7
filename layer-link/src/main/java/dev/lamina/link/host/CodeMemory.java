package dev.lamina.link.host;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import dev.lamina.link.host.FreeSpace.Hole;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Memory for compiled code and its data. Everything in one slab is within 2 GiB of everything else
 * in it, so that code reaches data, and modules each other, by 32-bit distances. Safe for use by
 * several threads.
 */
public final class CodeMemory implements AutoCloseable {
  /** The most that one object may have of each kind: what distances of ±2 GiB allow. */
  public static final long MAX_PART_SIZE = 1L << 29;

  /** The largest alignment a section may ask for. */
  public static final long MAX_ALIGNMENT = 1L << 21;

  /** What the parts of slabs are multiples of: the largest page size of our machines, ppc64's. */
  private static final long UNIT = 64 << 10;

  private static final long CODE_SIZE = 128L << 20;
  private static final long READ_ONLY_SIZE = 128L << 20;
  private static final long DATA_SIZE = 256L << 20;

  /** Freed memory is given back when so much of it has come together; a system call costs. */
  private static final long RELEASE_THRESHOLD = 512 << 10;

  /** Up to so many bytes that are used again we zero ourselves: the system would zero them, too. */
  private static final long FILL_LIMIT = 64 << 10;

  private final ByteOrder order;
  private final List<Slab> slabs = new ArrayList<>();
  private long dirty;
  private boolean closed;

  /**
   * @param order that of the machine whose code is held
   */
  public CodeMemory(ByteOrder order) {
    this.order = order;
  }

  /** What is wanted of one kind: bytes, and the alignment of their start. */
  public record Size(long bytes, long alignment) {
    /** Nothing. */
    public static final Size NONE = new Size(0, 1);
  }

  /**
   * A range of memory of one kind.
   *
   * @param address where programs see it
   * @param size in bytes
   * @param memory where to write it, beginning at {@code index}; programs see that at once
   */
  public record Segment(long address, long size, ByteBuffer memory, int index) {}

  /** Memory for one object, zeroed. */
  public final class Allocation {
    private final Slab slab;
    private final Segment code;
    private final Segment readOnly;
    private final Segment data;
    private boolean freed;

    private Allocation(Slab slab, Segment code, Segment readOnly, Segment data) {
      this.slab = slab;
      this.code = code;
      this.readOnly = readOnly;
      this.data = data;
    }

    /** Readable and executable. */
    public Segment code() {
      return code;
    }

    /** Readable. */
    public Segment readOnly() {
      return readOnly;
    }

    /** Readable and writable. */
    public Segment data() {
      return data;
    }

    /** Gives the memory back; later calls do nothing. */
    public void free() {
      CodeMemory.this.free(this);
    }
  }

  /** Takes memory of the three kinds, all within reach of each other. */
  public synchronized Allocation allocate(Size code, Size readOnly, Size data) {
    checkState(!closed, "the code memory is closed");
    for (Size size : new Size[] {code, readOnly, data}) {
      checkArgument(size.bytes <= MAX_PART_SIZE, "%s bytes of memory of one kind", size.bytes);
      checkArgument(size.alignment <= MAX_ALIGNMENT, "alignment %s", size.alignment);
    }
    for (Slab slab : slabs) {
      Allocation allocation = allocateIn(slab, code, readOnly, data);
      if (allocation != null) {
        return allocation;
      }
    }
    Slab slab =
        new Slab(
            Math.max(CODE_SIZE, roomFor(code)),
            Math.max(READ_ONLY_SIZE, roomFor(readOnly)),
            Math.max(DATA_SIZE, roomFor(data)),
            order);
    slabs.add(slab);
    Allocation allocation = allocateIn(slab, code, readOnly, data);
    if (allocation == null) {
      throw new IllegalStateException("a new slab has no room for what it is for; please report");
    }
    return allocation;
  }

  private static long roomFor(Size size) {
    return (size.bytes + size.alignment + UNIT - 1) & -UNIT;
  }

  private @Nullable Allocation allocateIn(Slab slab, Size code, Size readOnly, Size data) {
    Hole codeHole = slab.code.free.take(rounded(code), align(code));
    Hole readOnlyHole = slab.readOnly.free.take(rounded(readOnly), align(readOnly));
    Hole dataHole = slab.data.free.take(rounded(data), align(data));
    if (codeHole == null || readOnlyHole == null || dataHole == null) {
      giveBack(slab.code, codeHole);
      giveBack(slab.readOnly, readOnlyHole);
      giveBack(slab.data, dataHole);
      return null;
    }
    return new Allocation(
        slab,
        segment(slab.code, codeHole, code),
        segment(slab.readOnly, readOnlyHole, readOnly),
        segment(slab.data, dataHole, data));
  }

  /** Neighbours do not share a unit, so that nothing is taken in ever smaller crumbs. */
  private static long rounded(Size size) {
    return (size.bytes + 15) & -16L;
  }

  private static long align(Size size) {
    return Math.max(16, size.alignment);
  }

  private static void giveBack(Slab.Part part, @Nullable Hole hole) {
    if (hole != null) {
      part.free.giveBack(hole);
    }
  }

  private Segment segment(Slab.Part part, Hole hole, Size size) {
    int index = part.start + (int) hole.offset();
    if (hole.dirty()) {
      dirty -= hole.size();
      if (hole.size() <= FILL_LIMIT) {
        fillWithZero(part, hole.offset(), hole.end());
      } else {
        zero(part, hole);
      }
    }
    return new Segment(part.address + hole.offset(), size.bytes, part.memory, index);
  }

  private synchronized void free(Allocation allocation) {
    if (allocation.freed) {
      return;
    }
    allocation.freed = true;
    Slab slab = allocation.slab;
    freePart(slab.code, allocation.code);
    freePart(slab.readOnly, allocation.readOnly);
    freePart(slab.data, allocation.data);
    if ((closed || slab != slabs.get(0)) && slab.isAllFree()) {
      dirty -= dirtyBytes(slab);
      slabs.remove(slab);
      slab.unmap();
    } else if (dirty > RELEASE_THRESHOLD) {
      releaseAll();
    }
  }

  private void freePart(Slab.Part part, Segment segment) {
    long bytes = (segment.size + 15) & -16L;
    if (bytes > 0) {
      part.free.free(segment.address - part.address, bytes);
      dirty += bytes;
    }
  }

  private static long dirtyBytes(Slab slab) {
    long bytes = 0;
    for (Slab.Part part : parts(slab)) {
      for (Hole hole : part.free.dirtyHoles()) {
        bytes += hole.size();
      }
    }
    return bytes;
  }

  private static Slab.Part[] parts(Slab slab) {
    return new Slab.Part[] {slab.code, slab.readOnly, slab.data};
  }

  private void releaseAll() {
    for (Slab slab : slabs) {
      for (Slab.Part part : parts(slab)) {
        for (Hole hole : part.free.dirtyHoles()) {
          zero(part, hole);
          part.free.clean(hole);
        }
      }
    }
    dirty = 0;
  }

  /** Makes the bytes of a free range zero: whole pages by giving them back to the system. */
  private static void zero(Slab.Part part, Hole hole) {
    long page = Libc.pageSize();
    long firstPage = hole.offset() & -page;
    if (firstPage < part.free.startWithCleanNeighbour(hole)) {
      firstPage += firstPage == hole.offset() ? 0 : page;
    }
    long endPage = (hole.end() + page - 1) & -page;
    if (endPage > part.free.endWithCleanNeighbour(hole)) {
      endPage = hole.end() & -page;
    }
    if (endPage <= firstPage) {
      fillWithZero(part, hole.offset(), hole.end());
      return;
    }
    Libc.madvise(part.view + part.start + firstPage, endPage - firstPage, part.release);
    fillWithZero(part, hole.offset(), firstPage);
    fillWithZero(part, endPage, hole.end());
  }

  private static void fillWithZero(Slab.Part part, long from, long to) {
    int at = part.start + (int) from;
    int end = part.start + (int) to;
    for (; at + 8 <= end; at += 8) {
      part.memory.putLong(at, 0);
    }
    for (; at < end; at++) {
      part.memory.put(at, (byte) 0);
    }
  }

  /**
   * Gives no more memory and unmaps what is free; the rest follows when it is freed, as a link that
   * is under way may still write to it.
   */
  @Override
  public synchronized void close() {
    closed = true;
    for (Slab slab : List.copyOf(slabs)) {
      if (slab.isAllFree()) {
        slabs.remove(slab);
        slab.unmap();
      }
    }
  }
}
