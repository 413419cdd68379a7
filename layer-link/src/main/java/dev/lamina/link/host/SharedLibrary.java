package dev.lamina.link.host;

import dev.lamina.session.DefinitionGenerator;

/** A shared library of the system's, opened for its symbols. It stays open. */
public final class SharedLibrary {
  private final String path;
  private final long handle;

  private SharedLibrary(String path, long handle) {
    this.path = path;
    this.handle = handle;
  }

  /**
   * Opens {@code path}, a file name that the dynamic linker understands. Its symbols also become
   * visible to {@link ProcessSymbols#all()} and to libraries opened later.
   *
   * @throws HostException with the dynamic linker's words
   */
  public static SharedLibrary open(String path) {
    return new SharedLibrary(path, Libc.dlopen(path, Libc.RTLD_LAZY | Libc.RTLD_GLOBAL));
  }

  /** The address of {@code name} in it or in what it depends on, or 0. */
  public long address(String name) {
    return Libc.dlsym(handle, name);
  }

  /** Defines its symbols, and those of what it depends on, where they are wanted. */
  public DefinitionGenerator symbols() {
    return new ProcessSymbols(handle, path);
  }

  @Override
  public String toString() {
    return path;
  }
}
