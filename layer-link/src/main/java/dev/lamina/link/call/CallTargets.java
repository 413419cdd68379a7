package dev.lamina.link.call;

import dev.lamina.session.ResourceTracker;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** One {@link CallTarget} per definition, told when its tracker is removed. Safe for threads. */
public final class CallTargets {
  private record Definition(String symbol, long address) {}

  private final Map<ResourceTracker, Map<Definition, CallTarget>> byTracker = new WeakHashMap<>();

  /**
   * What calls the definition of {@code symbol} at {@code address}.
   *
   * @param tracker what the definition goes with, null if it has gone already: calls fail from the
   *     beginning then
   */
  public CallTarget get(@Nullable ResourceTracker tracker, String symbol, long address) {
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
