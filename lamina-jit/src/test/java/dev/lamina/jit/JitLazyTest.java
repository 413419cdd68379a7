package dev.lamina.jit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.cod.CompileOnDemandLayer;
import dev.lamina.cod.Partitioning;
import dev.lamina.ir.Function;
import dev.lamina.ir.Module;
import dev.lamina.session.JitException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** {@link Jit} with functions that are compiled when they are called. */
class JitLazyTest {
  private static final String CHAIN =
      """
      define i64 @first(i64 %a) {
        %r = call i64 @second(i64 %a)
        ret i64 %r
      }
      define i64 @second(i64 %a) {
        %r = add i64 %a, 1
        ret i64 %r
      }
      define i64 @third(i64 %a) {
        %r = call i64 @missing(i64 %a)
        ret i64 %r
      }
      define i64 @fourth(i64 %a) {
        %r = call i64 @third(i64 %a)
        %s = add i64 %r, 100
        ret i64 %s
      }
      declare i64 @missing(i64)
      """;

  private final List<Throwable> reported = new CopyOnWriteArrayList<>();
  private final List<String> compiled = new CopyOnWriteArrayList<>();
  private final List<String> watched = new CopyOnWriteArrayList<>();

  private Jit jit(CompileOnDemandLayer.Options options) {
    return Jit.builder()
        .lazy(options)
        .errorReporter(reported::add)
        .transform("note", this::note)
        .watch(module -> watched.add(module.name()))
        .build();
  }

  private Module note(Module module) {
    for (Function f : module.functions()) {
      if (!f.isDeclaration() && f.name() != null) {
        compiled.add(f.name().replaceAll("[^a-z].*", ""));
      }
    }
    return module;
  }

  @Test
  void aLookUpCompilesNothingAndACallWhatItNeeds() {
    try (Jit jit = jit(CompileOnDemandLayer.Options.DEFAULT)) {
      jit.addModule("chain", CHAIN);
      NativeFunction first = jit.lookup("first");
      assertThat(compiled).isEmpty();
      assertThat(first.as(LongUnaryOperator.class).applyAsLong(41)).isEqualTo(42);
      assertThat(compiled).containsExactly("first", "second");
      assertThat(jit.lookup("first").address()).isEqualTo(first.address());
      assertThat(watched.subList(0, 2)).containsExactly("<first calls>", "<resolver block>");
      assertThatThrownBy(() -> first.as(Runnable.class))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(reported).isEmpty();
  }

  @Test
  void aPartitionMayBeAllOfAModule() {
    CompileOnDemandLayer.Options options =
        CompileOnDemandLayer.Options.DEFAULT.partitioning(Partitioning.neighbours(2));
    try (Jit jit = jit(options)) {
      jit.addModule("chain", CHAIN);
      assertThat(jit.lookup("first").call(1)).isEqualTo(2);
      assertThat(compiled).containsExactly("first", "second");
      assertThat(watched).filteredOn(name -> name.startsWith("chain, ")).hasSize(1);
    }
  }

  /** The call is over, and Java hears of it; when what was missing is there, it can be made. */
  @Test
  void aCallThatFailsThrows() {
    try (Jit jit = jit(CompileOnDemandLayer.Options.DEFAULT)) {
      jit.addModule("chain", CHAIN);
      LongUnaryOperator fourth = jit.lookup("fourth").as(LongUnaryOperator.class);
      assertThatThrownBy(() -> fourth.applyAsLong(1))
          .isInstanceOf(JitException.class)
          .hasMessageContaining("cannot be compiled");
      assertThat(reported).hasSize(1);
      assertThat(reported.get(0)).hasMessageContaining("undefined: missing");
      assertThatThrownBy(() -> fourth.applyAsLong(1)).isInstanceOf(JitException.class);
    }
  }

  @Test
  void whatWasRemovedIsNotCompiled() {
    try (Jit jit = jit(CompileOnDemandLayer.Options.DEFAULT)) {
      for (int round = 0; round < 20; round++) {
        var tracker = jit.addModule("chain", CHAIN);
        assertThat(jit.lookup("first").call(round)).isEqualTo(round + 1);
        tracker.remove();
      }
      assertThatThrownBy(() -> jit.lookup("first")).hasMessageContaining("undefined: first");
    }
    assertThat(reported).isEmpty();
  }
}
