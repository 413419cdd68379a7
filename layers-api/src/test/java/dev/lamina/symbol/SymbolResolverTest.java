package dev.lamina.symbol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SymbolResolverTest {
  private final SymbolResolver first = SymbolResolver.ofAddresses(Map.of("a", 1L, "b", 2L));
  private final SymbolResolver second = SymbolResolver.ofAddresses(Map.of("b", 20L, "c", 30L));

  private static Map<String, Long> ask(SymbolResolver resolver, String... names) {
    Map<String, Long> result = new TreeMap<>();
    boolean[] answered = new boolean[1];
    resolver.resolve(
        SymbolRequest.of(Set.of(names)),
        new SymbolResolver.Answer() {
          @Override
          public void found(Map<String, ResolvedSymbol> symbols) {
            symbols.forEach((name, symbol) -> result.put(name, symbol.address()));
            answered[0] = true;
          }

          @Override
          public void failed(Throwable cause) {
            throw new IllegalStateException(cause);
          }
        });
    assertThat(answered[0]).isTrue();
    return result;
  }

  @Test
  void orElseAsksTheNextForWhatIsMissing() {
    assertThat(ask(first.orElse(second), "a", "b", "c", "d"))
        .isEqualTo(Map.of("a", 1L, "b", 2L, "c", 30L));
    assertThat(ask(SymbolResolver.none().orElse(first), "a", "x")).isEqualTo(Map.of("a", 1L));
  }

  @Test
  void filterHides() {
    assertThat(ask(first.filter(name -> !name.equals("b")).orElse(second), "a", "b"))
        .isEqualTo(Map.of("a", 1L, "b", 20L));
  }

  @Test
  void renameAnswersUnderTheNameAsked() {
    assertThat(ask(first.rename(name -> name.substring(3)), "my_a", "my_b", "my_z"))
        .isEqualTo(Map.of("my_a", 1L, "my_b", 2L));
  }

  @Test
  void anExceptionOfALookUpFailsTheAnswer() {
    SymbolResolver broken =
        SymbolResolver.of(
            names -> {
              throw new IllegalArgumentException("broken");
            });
    assertThatThrownBy(() -> ask(first.orElse(broken), "a", "x")).hasRootCauseMessage("broken");
  }

  @Test
  void partsOfARequestKeepWhatIsWeak() {
    SymbolRequest request = new SymbolRequest(Set.of("a", "b", "w"), Set.of("w"), null);
    assertThat(request.only(name -> !name.equals("a")).weak()).containsExactly("w");
    assertThat(request.required()).containsExactlyInAnyOrder("a", "b");
    assertThatThrownBy(() -> new SymbolRequest(Set.of("a"), Set.of("b"), null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void flagsAreValues() {
    assertThat(SymbolFlags.EXPORTED.weak().callable().hidden())
        .isSameAs(SymbolFlags.NONE.callable().weak());
    assertThat(SymbolFlags.EXPORTED.common().isStrong()).isFalse();
    assertThat(SymbolFlags.EXPORTED.weak().absolute()).hasToString("exported weak absolute");
  }
}
