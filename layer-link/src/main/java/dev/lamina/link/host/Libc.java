package dev.lamina.link.host;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** The functions of libc that this package calls, each found at its first use. */
final class Libc {
  static final int PROT_NONE = 0;
  static final int PROT_READ = 1;
  static final int PROT_WRITE = 2;
  static final int PROT_EXEC = 4;
  static final int MAP_SHARED = 1;
  static final int MAP_PRIVATE = 2;
  static final int MAP_FIXED = 0x10;
  static final int MAP_ANONYMOUS = 0x20;

  /** The one flag whose number differs between Linux's machines. */
  static final int MAP_NORESERVE =
      System.getProperty("os.arch", "").startsWith("ppc") ? 0x40 : 0x4000;

  static final int MADV_DONTNEED = 4;
  static final int MADV_REMOVE = 9;
  static final int RTLD_LAZY = 1;
  static final int RTLD_GLOBAL = 0x100;
  private static final int MFD_CLOEXEC = 1;

  private static final NativeLibrary PROCESS = NativeLibrary.getProcess();

  private Libc() {}

  static Function function(String name) {
    return PROCESS.getFunction(name);
  }

  private static final class Memory {
    static final Function MMAP = function("mmap");
    static final Function MADVISE = function("madvise");
    static final int PAGE_SIZE = function("getpagesize").invokeInt(new Object[0]);
  }

  private static final class Linking {
    static final Function DLSYM = function("dlsym");
  }

  /** Maps memory, or throws with what it was for. */
  static long mmap(
      String what, long address, long size, int protection, int flags, int file, long offset) {
    long mapped =
        Memory.MMAP.invokeLong(new Object[] {address, size, protection, flags, file, offset});
    if (mapped == -1) {
      throw failure("mmap of " + size + " bytes for " + what);
    }
    return mapped;
  }

  static int pageSize() {
    return Memory.PAGE_SIZE;
  }

  static void munmap(long address, long size) {
    check("munmap", function("munmap").invokeInt(new Object[] {address, size}));
  }

  static void madvise(long address, long size, int advice) {
    check("madvise", Memory.MADVISE.invokeInt(new Object[] {address, size, advice}));
  }

  /** A file of {@code size} zero bytes that exists in memory only. */
  static int memoryFile(String name, long size) {
    int file = function("memfd_create").invokeInt(new Object[] {name, MFD_CLOEXEC});
    if (file < 0) {
      throw failure("memfd_create");
    }
    if (function("ftruncate").invokeInt(new Object[] {file, size}) != 0) {
      HostException failure = failure("ftruncate");
      close(file);
      throw failure;
    }
    return file;
  }

  static void close(int file) {
    check("close", function("close").invokeInt(new Object[] {file}));
  }

  /** The address of {@code name} in {@code handle}; 0 as handle means the global scope. */
  static long dlsym(long handle, String name) {
    return Linking.DLSYM.invokeLong(new Object[] {handle, name});
  }

  /** Opens a shared library, or throws with what the dynamic linker says. */
  static long dlopen(String path, int mode) {
    Function open = function("dlopen");
    Function error = function("dlerror");
    long handle = open.invokeLong(new Object[] {path, mode});
    if (handle == 0) {
      // The Java VM finds native methods, those of JNA among them, by dlsym when they are called
      // first, and that takes the message away. So all that it takes to read one is called first.
      function("strerror").invokeString(new Object[] {0}, false);
      open.invokeLong(new Object[] {path, mode});
      String reason = error.invokeString(new Object[0], false);
      throw new HostException("dlopen: " + (reason == null ? path : reason));
    }
    return handle;
  }

  private static void check(String what, int result) {
    if (result != 0) {
      throw failure(what);
    }
  }

  private static HostException failure(String what) {
    int errno = Native.getLastError();
    String reason = function("strerror").invokeString(new Object[] {errno}, false);
    return new HostException(what + " failed: " + reason);
  }
}
