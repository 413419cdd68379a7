package dev.lamina.ir;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * The one object for each type that is in use, all others being forgotten. Does what Guava's weak
 * interner does, which takes a tenth of the time of a small program's whole compilation to load.
 */
final class TypeInterner {
  private static final class Entry extends WeakReference<Type> {
    final int hash;
    @Nullable Entry next;

    Entry(Type type, int hash, ReferenceQueue<Type> queue) {
      super(type, queue);
      this.hash = hash;
    }
  }

  private final ReferenceQueue<Type> gone = new ReferenceQueue<>();
  private @Nullable Entry[] buckets = new Entry[256];
  private int size;

  /** The type that equals {@code type} and was given here first. */
  synchronized Type intern(Type type) {
    forgetGone();
    int hash = type.hashCode() * 0x9e3779b1;
    for (Entry e = buckets[slot(hash)]; e != null; e = e.next) {
      Type known = e.hash == hash ? e.get() : null;
      if (known != null && known.equals(type)) {
        return known;
      }
    }
    if (size == buckets.length) {
      grow();
    }
    add(new Entry(type, hash, gone));
    size++;
    return type;
  }

  private int slot(int hash) {
    return (hash ^ hash >>> 16) & buckets.length - 1;
  }

  private void add(Entry e) {
    int slot = slot(e.hash);
    e.next = buckets[slot];
    buckets[slot] = e;
  }

  private void grow() {
    @Nullable Entry[] old = buckets;
    buckets = new Entry[old.length * 2];
    for (Entry head : old) {
      for (Entry e = head; e != null; ) {
        Entry next = e.next;
        add(e);
        e = next;
      }
    }
  }

  private void forgetGone() {
    for (Reference<? extends Type> r = gone.poll(); r != null; r = gone.poll()) {
      remove((Entry) r);
    }
  }

  private void remove(Entry dead) {
    int slot = slot(dead.hash);
    Entry previous = null;
    for (Entry e = buckets[slot]; e != null; previous = e, e = e.next) {
      if (e != dead) {
        continue;
      }
      if (previous == null) {
        buckets[slot] = e.next;
      } else {
        previous.next = e.next;
      }
      size--;
      return;
    }
  }
}
