package dev.lamina.cod;

import dev.lamina.ir.Function;
import dev.lamina.lazy.CompileAction;
import dev.lamina.lazy.IndirectStubsManager.Stub;
import dev.lamina.session.Responsibility;
import dev.lamina.session.SymbolLibrary;
import dev.lamina.symbol.ResolvedSymbol;
import dev.lamina.symbol.SymbolRequest;
import dev.lamina.symbol.SymbolResolver;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A function that is compiled when its stub is first run through: what its trampoline does. */
final class LazyFunction implements CompileAction {
  private final LazyModule lazy;
  private final Function function;
  private final String symbol;
  private final Responsibility responsibility;
  private volatile @Nullable Stub stub;

  /**
   * @param symbol what its stub is made for: its name, or that of an alias if another's definition
   *     counts for its name
   * @param responsibility the one that owes {@code symbol}
   */
  LazyFunction(LazyModule lazy, Function function, String symbol, Responsibility responsibility) {
    this.lazy = lazy;
    this.function = function;
    this.symbol = symbol;
    this.responsibility = responsibility;
  }

  String symbol() {
    return symbol;
  }

  SymbolLibrary library() {
    return lazy.library();
  }

  /** Whether look-ups find this definition, and not one that has replaced it. */
  boolean counts() {
    return responsibility.counts(symbol);
  }

  void setStub(Stub newStub) {
    stub = newStub;
  }

  /** The stub that it was given, or shares with other definitions of its name. */
  Stub stub() {
    Stub known = stub;
    if (known == null) {
      throw new IllegalStateException(symbol + " has no stub; please report");
    }
    return known;
  }

  /** Whether it is worth while to compile it in advance. */
  boolean mayBeSpeculatedOn() {
    return lazy.mayBeSpeculatedOn(function);
  }

  /** Has it compiled, unless it is, whether it was called or not. */
  @Override
  public void compile(Answer answer) {
    lazy.withBody(
        function,
        () -> {
          String body = lazy.plan().bodyOf(function);
          lazy.library()
              .lookupLater(
                  SymbolRequest.of(Set.of(body)),
                  new SymbolResolver.Answer() {
                    @Override
                    public void found(Map<String, ResolvedSymbol> found) {
                      ResolvedSymbol made = found.get(body);
                      if (made == null) {
                        failed(new IllegalStateException(body + " is not there; please report"));
                        return;
                      }
                      lazy.layer().live().compiled(LazyFunction.this, made.address());
                      lazy.compiled(function);
                      answer.ready(made.address());
                    }

                    @Override
                    public void failed(Throwable cause) {
                      answer.failed(cause);
                    }
                  });
        },
        answer::failed);
  }
}
