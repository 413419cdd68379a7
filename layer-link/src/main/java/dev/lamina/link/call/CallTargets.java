package dev.lamina.link.call;

import dev.lamina.session.ResourceTracker;
import dev.lamina.session.SymbolLibrary;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;

/** One {@link CallTarget} per definition, told when its tracker is removed. Safe for threads. */
public final class CallTargets {
  private record Definition(String symbol, long address) {}

  private final Map<ResourceTracker, Map<Definition, CallTarget>> byTracker = new WeakHashMap<>();

  /**
   * What calls the definition of {@code symbol} that {@code library} found at {@code address}. If
   * that was removed meanwhile, calls of it fail from the beginning.
   */
  public CallTarget get(SymbolLibrary library, String symbol, long address) {
    ResourceTracker tracker = library.trackerOf(symbol, address);
    if (tracker == null) {
      return new CallTarget(symbol, 0);
    }
    Map<Definition, CallTarget> targets;
    synchronized (byTracker) {
      targets = byTracker.get(tracker);
      if (targets == null) {
        Map<Definition, CallTarget> made = new HashMap<>();
        if (!tracker.onRemove(() -> removeAll(tracker, made))) {
          return new CallTarget(symbol, 0);
        }
        byTracker.put(tracker, made);
        targets = made;
      }
      return targets.computeIfAbsent(
          new Definition(symbol, address), d -> new CallTarget(symbol, address));
    }
  }

  private void removeAll(ResourceTracker tracker, Map<Definition, CallTarget> targets) {
    synchronized (byTracker) {
      byTracker.remove(tracker);
      targets.values().forEach(target -> target.remove(tracker.toString()));
    }
  }
}
