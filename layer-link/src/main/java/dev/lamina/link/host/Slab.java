package dev.lamina.link.host;

import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** One reserved range of addresses with its three parts. Guarded by its {@link CodeMemory}. */
final class Slab {
  /** A part: what it is for decides its protection. */
  static final class Part {
    final long address;
    final long size;
    final ByteBuffer memory;

    /** Where the part begins in {@link #memory}. */
    final int start;

    /** Where {@link #memory} is mapped: the writable view. */
    final long view;

    /** How whole pages are given back so that they read as zero. */
    final int release;

    final FreeSpace free;

    Part(long address, long size, ByteBuffer memory, int start, long view, int release) {
      this.address = address;
      this.size = size;
      this.memory = memory;
      this.start = start;
      this.view = view;
      this.release = release;
      this.free = new FreeSpace(size);
    }
  }

  final Part code;
  final Part readOnly;
  final Part data;
  private final long base;
  private final long viewBase;

  Slab(long codeSize, long readOnlySize, long dataSize, ByteOrder order) {
    long shared = codeSize + readOnlySize;
    base =
        Libc.mmap(
            "a slab",
            0,
            shared + dataSize,
            Libc.PROT_NONE,
            Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS | Libc.MAP_NORESERVE,
            -1,
            0);
    int file = -1;
    try {
      file = Libc.memoryFile("lamina-code", shared);
      int fixed = Libc.MAP_SHARED | Libc.MAP_FIXED;
      int executable = Libc.PROT_READ | Libc.PROT_EXEC;
      Libc.mmap("code", base, codeSize, executable, fixed, file, 0);
      Libc.mmap("constants", base + codeSize, readOnlySize, Libc.PROT_READ, fixed, file, codeSize);
      int writable = Libc.PROT_READ | Libc.PROT_WRITE;
      Libc.mmap(
          "data",
          base + shared,
          dataSize,
          writable,
          Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS | Libc.MAP_NORESERVE | Libc.MAP_FIXED,
          -1,
          0);
      viewBase = Libc.mmap("the linker's view", 0, shared, writable, Libc.MAP_SHARED, file, 0);
    } catch (HostException e) {
      Libc.munmap(base, shared + dataSize);
      throw e;
    } finally {
      if (file >= 0) {
        Libc.close(file); // the mappings keep the memory
      }
    }
    ByteBuffer view = buffer(viewBase, shared, order);
    code = new Part(base, codeSize, view, 0, viewBase, Libc.MADV_REMOVE);
    readOnly =
        new Part(base + codeSize, readOnlySize, view, (int) codeSize, viewBase, Libc.MADV_REMOVE);
    long dataBase = base + shared;
    data =
        new Part(
            dataBase, dataSize, buffer(dataBase, dataSize, order), 0, dataBase, Libc.MADV_DONTNEED);
  }

  private static ByteBuffer buffer(long address, long size, ByteOrder order) {
    return new Pointer(address).getByteBuffer(0, size).order(order);
  }

  boolean isAllFree() {
    return code.free.isAllFree() && readOnly.free.isAllFree() && data.free.isAllFree();
  }

  void unmap() {
    long shared = code.size + readOnly.size;
    Libc.munmap(base, shared + data.size);
    Libc.munmap(viewBase, shared);
  }
}
