package dev.lamina.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * What was added together and is removed together: definitions, and everything that was made for
 * them. Safe for use by any thread.
 */
public final class ResourceTracker {
  private final SymbolLibrary library;
  private final String name;

  /** Guarded by the session's lock. */
  final List<Work> works = new ArrayList<>();

  /** Guarded by the session's lock. */
  boolean removed;

  private final ArrayDeque<Runnable> releases = new ArrayDeque<>();
  private boolean released;

  ResourceTracker(SymbolLibrary library, String name) {
    this.library = library;
    this.name = name;
  }

  public SymbolLibrary library() {
    return library;
  }

  /**
   * Has {@code release} run when this tracker is removed: the one registered last first, each once.
   *
   * @return false if it was removed already; the caller then releases what it has itself
   */
  public boolean onRemove(Runnable release) {
    synchronized (releases) {
      if (released) {
        return false;
      }
      releases.push(release);
      return true;
    }
  }

  /** True once {@link #remove} was called. */
  public boolean isRemoved() {
    return library.session().locked(() -> removed);
  }

  /**
   * Takes away everything registered under this tracker: its symbols vanish, look-ups that wait for
   * them fail, memory is freed, whatever other threads look up or compile meanwhile. What is being
   * made and needs it fails, too. What is ready and was linked against it stays, with addresses
   * that are no longer good: not to call that any more, nor to remove code that is running, is the
   * caller's duty. Removal runs no destructors. Later calls do nothing.
   */
  public void remove() {
    library.remove(this);
    List<Runnable> all;
    synchronized (releases) {
      released = true;
      all = new ArrayList<>(releases);
      releases.clear();
    }
    for (Runnable release : all) {
      library.session().guard("removal of " + this, release);
    }
  }

  /** Call with the session's lock held. */
  void checkUsable() {
    if (removed) {
      throw new IllegalStateException(this + " was removed; use one of library.newTracker()");
    }
  }

  @Override
  public String toString() {
    return "tracker " + name + " of library \"" + library.name() + "\"";
  }
}
