package dev.lamina.cod;

import dev.lamina.lazy.CompileAction;
import dev.lamina.lazy.CompileCallbackManager;
import dev.lamina.lazy.IndirectStubsManager;
import dev.lamina.lazy.IndirectStubsManager.Stub;
import dev.lamina.session.JitException;
import dev.lamina.session.ResourceTracker;
import dev.lamina.session.SymbolLibrary;
import dev.lamina.symbol.ResolvedSymbol;
import dev.lamina.symbol.SymbolRequest;
import dev.lamina.symbol.SymbolResolver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Whose the stubs are. In a library in which definitions may replace others, all definitions of a
 * name have one stub, which leads to the newest; whoever has its address calls that.
 *
 * <pre>
 *   stub ──▶ LazyFunction's trampoline, then its body
 *     │        a definition of its name is added              its tracker is removed
 *     └──▶ Redirection's trampoline: looks the name up at the call ◀──┘
 * </pre>
 *
 * <p>A stub exists until the last of the definitions is removed that had it or would have it. While
 * older ones stay and the newest is gone, a call by the stub is a call of something undefined,
 * unless the name has been defined again by then: what was replaced does not come back.
 */
final class LiveStubs {
  private final CompileCallbackManager callbacks;
  private final IndirectStubsManager manager;

  /** By library in which definitions may replace others, by name. Guarded by this. */
  private final WeakHashMap<SymbolLibrary, Map<String, Live>> libraries = new WeakHashMap<>();

  /** The stub of a name. Guarded by {@link LiveStubs}. */
  private static final class Live {
    final Stub stub;

    /** What it leads to: a LazyFunction or a Redirection; null while it is new. */
    @Nullable CompileAction leadsTo;

    /** How many definitions have it, and how many are to have it that have replaced others. */
    int holders;

    /** For when the newest definition goes first: one less than holders. */
    final ArrayDeque<Redirection> reserve = new ArrayDeque<>(0);

    /** Those that may still be on some caller's way. */
    List<Redirection> redirections = new ArrayList<>(0);

    Live(Stub stub) {
      this.stub = stub;
    }

    void redirect(Redirection redirection) {
      leadsTo = redirection;
      redirections.add(redirection);
      stub.setTarget(redirection.trampoline);
    }
  }

  /**
   * Redirections from before a definition took its stub over, whose callers may still be on the way
   * to it: they go when it goes. Guarded by this.
   */
  private final IdentityHashMap<LazyFunction, List<Redirection>> before = new IdentityHashMap<>();

  LiveStubs(CompileCallbackManager callbacks, IndirectStubsManager manager) {
    this.callbacks = callbacks;
    this.manager = manager;
  }

  private static boolean isReplaceable(SymbolLibrary library) {
    return library.redefinition() == SymbolLibrary.Redefinition.REPLACES;
  }

  /** Goes to what the library defines when it is called. Each is used once. */
  private final class Redirection implements CompileAction {
    final SymbolLibrary library;
    final String name;
    long trampoline;

    /** Guarded by {@link LiveStubs}. */
    boolean answered;

    Redirection(SymbolLibrary library, String name) {
      this.library = library;
      this.name = name;
    }

    @Override
    public void compile(Answer answer) {
      library.lookupLater(
          SymbolRequest.of(Set.of(name)),
          new SymbolResolver.Answer() {
            @Override
            public void found(Map<String, ResolvedSymbol> found) {
              ResolvedSymbol symbol = found.get(name);
              if (symbol == null) {
                failed(
                    new JitException(
                        "a call of %s, whose definition was removed from %s"
                            .formatted(name, library)));
                return;
              }
              if (redirected(Redirection.this, symbol.address())) {
                answer.ready(symbol.address());
              } else {
                compile(answer); // replaced while it was made: there is a newer one
              }
            }

            @Override
            public void failed(Throwable cause) {
              answer.failed(cause);
            }
          });
    }
  }

  /**
   * {@code address} is that of the stub itself if the definition found has it; then it leads on,
   * unless that definition did not count any more when it came to have it. Otherwise it is of
   * something that has no stub.
   *
   * @return false if a call of {@code address} would come here again
   */
  private synchronized boolean redirected(Redirection redirection, long address) {
    Live live = libraries.getOrDefault(redirection.library, Map.of()).get(redirection.name);
    if (live != null && live.leadsTo == redirection) {
      if (live.stub.address() == address) {
        return false;
      }
      live.stub.setTarget(address);
    }
    redirection.answered = true;
    return true;
  }

  private Map<String, Redirection> newRedirections(SymbolLibrary library, List<String> names) {
    List<Redirection> made = new ArrayList<>(names.size());
    Map<String, Redirection> byName = new HashMap<>();
    for (String name : names) {
      Redirection redirection = new Redirection(library, name);
      made.add(redirection);
      byName.put(name, redirection);
    }
    long[] trampolines = callbacks.newCallbacks(made);
    for (int i = 0; i < trampolines.length; i++) {
      made.get(i).trampoline = trampolines[i];
    }
    return byName;
  }

  private void release(Collection<Redirection> redirections) {
    if (!redirections.isEmpty()) {
      callbacks.release(redirections.stream().mapToLong(r -> r.trampoline).toArray());
    }
  }

  /** Gives functions their stubs: new ones, or those of definitions that they replace. */
  void create(SymbolLibrary library, List<LazyFunction> functions, long[] trampolines) {
    if (!isReplaceable(library)) {
      List<Stub> stubs =
          manager.create(functions.stream().map(LazyFunction::symbol).toList(), trampolines);
      for (int i = 0; i < trampolines.length; i++) {
        functions.get(i).setStub(stubs.get(i));
      }
      return;
    }
    Map<String, Stub> newStubs = new HashMap<>();
    Map<String, Redirection> redirections = new HashMap<>();
    boolean[] counts = new boolean[functions.size()];
    while (true) {
      List<String> stubless = new ArrayList<>();
      List<String> undirected = new ArrayList<>();
      synchronized (this) {
        Map<String, Live> known = known(library);
        for (int i = 0; i < counts.length; i++) {
          String name = functions.get(i).symbol();
          boolean first = !known.containsKey(name);
          counts[i] = functions.get(i).counts();
          if (first && !newStubs.containsKey(name)) {
            stubless.add(name);
          }
          if (!(first && counts[i]) && !redirections.containsKey(name)) {
            undirected.add(name);
          }
        }
        if (stubless.isEmpty() && undirected.isEmpty()) {
          for (int i = 0; i < counts.length; i++) {
            String name = functions.get(i).symbol();
            Live live = known.get(name);
            if (live == null) {
              live = new Live(newStubs.remove(name));
              known.put(name, live);
            }
            take(live, functions.get(i), counts[i], trampolines[i], redirections.remove(name));
          }
          break;
        }
      }
      // Without the lock: making these may wait for a compile thread that comes here, too.
      for (Stub stub : manager.create(stubless, new long[stubless.size()])) {
        newStubs.put(stub.name(), stub);
      }
      redirections.putAll(newRedirections(library, undirected));
    }
    manager.release(List.copyOf(newStubs.values()));
    release(redirections.values());
  }

  /** What is known of a library, to which this listens from then on. */
  private Map<String, Live> known(SymbolLibrary library) {
    Map<String, Live> known = libraries.get(library);
    if (known == null) {
      known = new HashMap<>();
      libraries.put(library, known);
      library.onReplaced((tracker, names) -> replaced(library, tracker, names));
    }
    return known;
  }

  private void take(
      Live live,
      LazyFunction f,
      boolean counts,
      long trampoline,
      @Nullable Redirection redirection) {
    f.setStub(live.stub);
    boolean first = live.holders++ == 0;
    if (counts) {
      if (!live.redirections.isEmpty()) {
        before.put(f, live.redirections);
        live.redirections = new ArrayList<>(0);
      }
      live.leadsTo = f;
      live.stub.setTarget(trampoline);
    }
    if (redirection != null) {
      if (!counts && first) {
        live.redirect(redirection); // replaced before it came so far
      } else {
        live.reserve.add(redirection);
      }
    }
  }

  /** A definition that has replaced others and whose stub, theirs, must stay therefore. */
  private record Claim(Live live, @Nullable Redirection redirection) {}

  /** Definitions of {@code names} do not count any more, but newer ones of {@code tracker}. */
  private void replaced(SymbolLibrary library, ResourceTracker tracker, Set<String> names) {
    List<String> live = new ArrayList<>();
    synchronized (this) {
      live.addAll(names);
      live.retainAll(known(library).keySet());
    }
    if (live.isEmpty()) {
      return;
    }
    Map<String, Redirection> redirections = newRedirections(library, live);
    Map<String, Redirection> reserve = newRedirections(library, live);
    List<Claim> claims = new ArrayList<>();
    synchronized (this) {
      for (String name : live) {
        Live stub = known(library).get(name);
        if (stub == null) {
          continue; // gone meanwhile, with the last definition that had it
        }
        stub.holders++;
        stub.reserve.add(reserve.remove(name));
        Redirection redirection = null;
        if (leadsElsewhere(stub)) {
          redirection = redirections.remove(name);
          stub.redirect(redirection);
        }
        claims.add(new Claim(stub, redirection));
      }
    }
    release(redirections.values());
    release(reserve.values());
    Runnable end = () -> releaseClaims(library, claims);
    if (!tracker.onRemove(end)) {
      end.run();
    }
  }

  private void releaseClaims(SymbolLibrary library, List<Claim> claims) {
    List<Stub> stubs = new ArrayList<>(0);
    List<Redirection> redirections = new ArrayList<>();
    synchronized (this) {
      for (Claim claim : claims) {
        Redirection own = claim.redirection;
        // Where it has led to something, that is what goes now.
        boolean leads = own != null && own.answered && claim.live.leadsTo == own;
        leave(library, claim.live, leads, stubs, redirections);
      }
    }
    manager.release(stubs);
    release(redirections);
  }

  /** One holder less; adds to the lists what is to be released. */
  private void leave(
      SymbolLibrary library,
      Live live,
      boolean leads,
      List<Stub> stubs,
      List<Redirection> redirections) {
    if (--live.holders == 0) {
      known(library).remove(live.stub.name());
      stubs.add(live.stub);
      redirections.addAll(live.reserve);
      redirections.addAll(live.redirections);
    } else if (leads) {
      live.redirect(live.reserve.remove());
    } else {
      redirections.add(live.reserve.remove());
    }
  }

  private static boolean leadsElsewhere(@Nullable Live live) {
    return live != null
        && (live.leadsTo instanceof LazyFunction f
            ? !f.counts()
            : live.leadsTo instanceof Redirection r && r.answered);
  }

  /** {@code f} was compiled; its stub leads there unless another definition has it now. */
  void compiled(LazyFunction f, long address) {
    if (!isReplaceable(f.library())) {
      f.stub().setTarget(address);
      return;
    }
    synchronized (this) {
      Live live = libraries.getOrDefault(f.library(), Map.of()).get(f.symbol());
      if (live != null && live.leadsTo == f) {
        live.stub.setTarget(address);
      }
    }
  }

  /** Definitions are removed; stubs that no other has go with them. */
  void release(SymbolLibrary library, List<LazyFunction> functions) {
    if (!isReplaceable(library)) {
      manager.release(functions.stream().map(LazyFunction::stub).toList());
      return;
    }
    List<Stub> stubs = new ArrayList<>();
    List<Redirection> redirections = new ArrayList<>(0);
    synchronized (this) {
      Map<String, Live> known = known(library);
      for (LazyFunction f : functions) {
        Live live = known.get(f.symbol());
        if (live == null) {
          throw new IllegalStateException(f.symbol() + " lost its stub; please report");
        }
        redirections.addAll(before.getOrDefault(f, List.of()));
        before.remove(f);
        leave(library, live, live.leadsTo == f, stubs, redirections);
      }
    }
    manager.release(stubs);
    release(redirections);
  }

  /** How many names of a library have stubs that may be replaced; for tests. */
  synchronized int count(SymbolLibrary library) {
    return libraries.getOrDefault(library, Map.of()).size();
  }
}
