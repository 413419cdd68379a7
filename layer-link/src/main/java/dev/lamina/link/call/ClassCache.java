package dev.lamina.link.call;

import java.lang.ref.SoftReference;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Generated classes by what they were generated for. They refer to the interface that they
 * implement, and so are held softly: classes of others can be unloaded.
 *
 * @param <V> what is kept of a class
 */
final class ClassCache<V> {
  private final WeakHashMap<Class<?>, Map<Object, SoftReference<V>>> classes = new WeakHashMap<>();

  /**
   * @param key what else the class depends on; does not refer to {@code type}
   */
  synchronized V get(Class<?> type, Object key, Supplier<V> generator) {
    Map<Object, SoftReference<V>> ofType = classes.computeIfAbsent(type, t -> new HashMap<>());
    @Nullable SoftReference<V> reference = ofType.get(key);
    V known = reference == null ? null : reference.get();
    if (known != null) {
      return known;
    }
    V made = generator.get();
    ofType.put(key, new SoftReference<>(made));
    return made;
  }
}
