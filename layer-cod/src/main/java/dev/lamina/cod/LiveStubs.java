package dev.lamina.cod;

import dev.lamina.lazy.IndirectStubsManager;
import dev.lamina.lazy.IndirectStubsManager.Stub;
import dev.lamina.session.SymbolLibrary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Whose the stubs are. In a library in which definitions may replace others, a stub outlives the
 * definition that it was made for: the next one of that name takes it over, and whoever has its
 * address calls that.
 */
final class LiveStubs {
  /** A stub of a replaceable function, and the definition that it leads to. */
  private static final class Live {
    final Stub stub;
    Object owner;

    Live(Stub stub, Object owner) {
      this.stub = stub;
      this.owner = owner;
    }
  }

  /** By library in which definitions may replace others, by name. Guarded by this. */
  private final WeakHashMap<SymbolLibrary, Map<String, Live>> libraries = new WeakHashMap<>();

  private static boolean isReplaceable(SymbolLibrary library) {
    return library.redefinition() == SymbolLibrary.Redefinition.REPLACES;
  }

  /** The stubs of some functions, new ones or those of definitions that these replace. */
  List<Stub> create(
      IndirectStubsManager manager,
      SymbolLibrary library,
      List<String> names,
      List<?> owners,
      long[] targets) {
    if (!isReplaceable(library)) {
      return manager.create(names, targets);
    }
    List<String> missing = new ArrayList<>(names);
    missing.removeAll(names(library));
    // Without the lock: making stubs may wait for a compile thread that comes here, too.
    List<Stub> made = manager.create(missing, new long[missing.size()]);
    List<Stub> spare = new ArrayList<>(0);
    List<Stub> stubs = new ArrayList<>(names.size());
    synchronized (this) {
      Map<String, Live> known = libraries.computeIfAbsent(library, key -> new HashMap<>());
      for (Stub stub : made) {
        if (known.putIfAbsent(stub.name(), new Live(stub, this)) != null) {
          spare.add(stub);
        }
      }
      for (int i = 0; i < targets.length; i++) {
        Live live = known.get(names.get(i));
        if (live == null) {
          throw new IllegalStateException("a stub went while it was made; please report");
        }
        live.owner = owners.get(i);
        live.stub.setTarget(targets[i]);
        stubs.add(live.stub);
      }
    }
    manager.release(spare);
    return stubs;
  }

  /** The names of a library whose stubs are in use. */
  synchronized List<String> names(SymbolLibrary library) {
    return List.copyOf(libraries.getOrDefault(library, Map.of()).keySet());
  }

  /** {@code owner} was compiled; its stub leads there unless another definition has it now. */
  void compiled(Object owner, SymbolLibrary library, @Nullable Stub stub, long address) {
    if (stub == null) {
      return; // called before it was told its stub; the next call comes here again
    }
    if (!isReplaceable(library)) {
      stub.setTarget(address);
      return;
    }
    synchronized (this) {
      Live live = libraries.getOrDefault(library, Map.of()).get(stub.name());
      if (live != null && live.stub == stub && live.owner == owner) {
        stub.setTarget(address);
      }
    }
  }

  /** Gives back the stubs that no other definition has taken over. */
  void release(
      IndirectStubsManager manager,
      SymbolLibrary library,
      List<String> names,
      List<?> owners,
      List<Stub> stubs) {
    if (!isReplaceable(library)) {
      manager.release(stubs);
      return;
    }
    List<Stub> own = new ArrayList<>();
    synchronized (this) {
      Map<String, Live> known = libraries.getOrDefault(library, Map.of());
      for (int i = 0; i < names.size(); i++) {
        Live live = known.get(names.get(i));
        if (live != null && live.owner == owners.get(i)) {
          known.remove(names.get(i));
          own.add(live.stub);
        }
      }
    }
    manager.release(own);
  }
}
