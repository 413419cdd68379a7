package dev.lamina.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ir.Module;
import dev.lamina.ir.text.IRReader;
import dev.lamina.layer.IRLayer;
import dev.lamina.session.JitException;
import dev.lamina.session.Responsibility;
import dev.lamina.session.Session;
import dev.lamina.session.SymbolLibrary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IRTransformLayerTest {
  private static final class FakeCompiler implements IRLayer {
    final List<Module> emitted = new ArrayList<>();

    @Override
    public void emit(Responsibility responsibility, Module module) {
      emitted.add(module);
      Map<String, Long> addresses = new HashMap<>();
      responsibility.symbols().forEach(name -> addresses.put(name, 0x42L));
      responsibility.resolved(addresses);
      responsibility.emitted();
    }
  }

  private final Session session = Session.create();
  private final SymbolLibrary library = session.createLibrary("main");
  private final FakeCompiler compiler = new FakeCompiler();
  private final Module module = IRReader.read("m.ll", "define void @f() { ret void }");

  @AfterEach
  void close() {
    session.close();
  }

  @Test
  void theLayerBelowGetsWhatTheTransformReturnsAndOnlyWhenItIsWanted() {
    Module other = IRReader.read("other.ll", "define void @f() { ret void }");
    List<Module> given = new ArrayList<>();
    IRLayer layer =
        new IRTransformLayer(
            "exchange",
            m -> {
              given.add(m);
              return other;
            },
            compiler);
    layer.add(library.defaultTracker(), module);
    assertThat(given).isEmpty();
    library.lookup("f");
    assertThat(given).containsExactly(module);
    assertThat(compiler.emitted).containsExactly(other);
  }

  @Test
  void theOuterTransformComesFirst() {
    List<String> order = new ArrayList<>();
    IRLayer inner = new IRTransformLayer("b", m -> noted(order, "b", m), compiler);
    IRLayer outer = new IRTransformLayer("a", m -> noted(order, "a", m), inner);
    outer.add(library.defaultTracker(), module);
    library.lookup("f");
    assertThat(order).containsExactly("a", "b");
  }

  private static Module noted(List<String> order, String name, Module module) {
    order.add(name);
    return module;
  }

  @Test
  void aTransformThatThrowsFailsTheLookUpByItsName() {
    IRLayer layer =
        new IRTransformLayer(
            "invert",
            m -> {
              throw new IllegalArgumentException("no inverse");
            },
            compiler);
    layer.add(library.defaultTracker(), module);
    assertThatThrownBy(() -> library.lookup("f"))
        .isInstanceOf(JitException.class)
        .hasMessage("transform \"invert\" of m.ll: java.lang.IllegalArgumentException: no inverse")
        .hasCauseInstanceOf(IllegalArgumentException.class);
    assertThat(compiler.emitted).isEmpty();
  }
}
