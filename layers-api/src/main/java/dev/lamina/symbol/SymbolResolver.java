package dev.lamina.symbol;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Turns names into addresses: a library, the process, a table of the user's own. The resolver that
 * a module is added with is asked for every symbol the module uses and does not define.
 *
 * <pre>
 *   layer.add(tracker, module,
 *       library.resolver()                                      // this library and its search order,
 *           .orElse(SymbolResolver.ofAddresses(Map.of("now", clockAddress)))     // then my own
 *           .rename(name -> name.equals("malloc") ? "my_malloc" : name));
 * </pre>
 *
 * <p>Implementations are called from any thread and must not wait for look-ups of a session.
 */
@FunctionalInterface
public interface SymbolResolver {
  /** Receives what a resolver found. */
  interface Answer {
    /**
     * Called once.
     *
     * @param symbols what was found; names of the request that are missing here are unknown
     */
    void found(Map<String, ResolvedSymbol> symbols);

    /** Called instead of {@link #found} if a symbol exists and could not be made. */
    void failed(Throwable cause);
  }

  /**
   * Answers {@code request} by exactly one call to {@code answer}, before this returns or later and
   * on any thread.
   */
  void resolve(SymbolRequest request, Answer answer);

  /** What this resolver does not know, {@code next} is asked for. */
  default SymbolResolver orElse(SymbolResolver next) {
    return (request, answer) ->
        resolve(
            request,
            new Answer() {
              @Override
              public void found(Map<String, ResolvedSymbol> first) {
                SymbolRequest rest = request.only(name -> !first.containsKey(name));
                if (rest.names().isEmpty()) {
                  answer.found(first);
                  return;
                }
                Joined joined = new Joined(first, answer);
                try {
                  next.resolve(rest, joined);
                } catch (RuntimeException e) {
                  if (joined.isAnswered()) {
                    throw e;
                  }
                  answer.failed(e); // we may be far from whoever would see it thrown
                }
              }

              @Override
              public void failed(Throwable cause) {
                answer.failed(cause);
              }
            });
  }

  /** This resolver, asked only for names that {@code visible} accepts; others are unknown to it. */
  default SymbolResolver filter(Predicate<String> visible) {
    return (request, answer) -> {
      SymbolRequest some = request.only(visible);
      if (some.names().isEmpty()) {
        answer.found(Map.of());
      } else {
        resolve(some, answer);
      }
    };
  }

  /** This resolver, asked for {@code toKnown(name)} where {@code name} is wanted. */
  default SymbolResolver rename(UnaryOperator<String> toKnown) {
    return (request, answer) -> {
      Map<String, String> renamed = new HashMap<>();
      Set<String> weak = new LinkedHashSet<>();
      Set<String> required = new LinkedHashSet<>();
      for (String name : request.names()) {
        String known = toKnown.apply(name);
        renamed.put(name, known);
        (request.weak().contains(name) ? weak : required).add(known);
      }
      weak.removeAll(required); // two names may become one
      Set<String> all = new LinkedHashSet<>(required);
      all.addAll(weak);
      resolve(
          new SymbolRequest(all, weak, request.requester()),
          new Answer() {
            @Override
            public void found(Map<String, ResolvedSymbol> symbols) {
              Map<String, ResolvedSymbol> back = new HashMap<>();
              renamed.forEach(
                  (name, known) -> {
                    ResolvedSymbol symbol = symbols.get(known);
                    if (symbol != null) {
                      back.put(name, symbol);
                    }
                  });
              answer.found(back);
            }

            @Override
            public void failed(Throwable cause) {
              answer.failed(cause);
            }
          });
    };
  }

  /** Knows nothing. */
  static SymbolResolver none() {
    return (request, answer) -> answer.found(Map.of());
  }

  /** A resolver that answers at once: {@code lookUp} returns what it knows of the names given. */
  static SymbolResolver of(Function<Set<String>, Map<String, ResolvedSymbol>> lookUp) {
    return (request, answer) -> {
      Map<String, ResolvedSymbol> found;
      try {
        found = lookUp.apply(request.names());
      } catch (RuntimeException e) {
        answer.failed(e);
        return;
      }
      answer.found(found);
    };
  }

  /** A table of addresses; it is read at each request, so it may change meanwhile. */
  static SymbolResolver ofAddresses(Map<String, Long> table) {
    SymbolFlags flags = SymbolFlags.EXPORTED.absolute();
    return of(
        names -> {
          Map<String, ResolvedSymbol> found = new HashMap<>();
          for (String name : names) {
            Long address = table.get(name);
            if (address != null) {
              found.put(name, new ResolvedSymbol(address, flags));
            }
          }
          return found;
        });
  }
}
