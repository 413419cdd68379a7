package dev.lamina.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ir.Module;
import dev.lamina.ir.text.IRReadException;
import dev.lamina.ir.text.IRReader;
import dev.lamina.ir.verify.VerificationException;
import dev.lamina.layer.ObjectLayer;
import dev.lamina.object.Machine;
import dev.lamina.object.ObjectFile;
import dev.lamina.session.JitException;
import dev.lamina.session.ResourceTracker;
import dev.lamina.session.Responsibility;
import dev.lamina.session.Session;
import dev.lamina.session.SymbolLibrary;
import dev.lamina.symbol.ResolvedSymbol;
import dev.lamina.symbol.SymbolRequest;
import dev.lamina.symbol.SymbolResolver;
import dev.lamina.target.LinkSupport;
import dev.lamina.target.Target;
import dev.lamina.target.UnsupportedConstructException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IRCompileLayerTest {
  /** A target for {@code toy-} triples that compiles by a function of the test's. */
  private record Toy(Function<Module, ObjectFile> compiler) implements Target {
    @Override
    public String name() {
      return "toy";
    }

    @Override
    public boolean supports(String triple) {
      return triple.startsWith("toy-");
    }

    @Override
    public String defaultDataLayout() {
      return "e";
    }

    @Override
    public ObjectFile compile(Module module, Consumer<? super dev.lamina.ir.Function> check) {
      module.functions().forEach(check);
      return compiler.apply(module);
    }

    @Override
    public LinkSupport linkSupport() {
      throw new AssertionError("compiling does not link");
    }
  }

  /** Gives all owed symbols one address and keeps the objects. */
  private static final class FakeLinker implements ObjectLayer {
    final List<ObjectFile> objects = new ArrayList<>();

    @Override
    public void emit(Responsibility responsibility, ObjectFile object) {
      objects.add(object);
      Map<String, Long> addresses = new HashMap<>();
      responsibility.symbols().forEach(name -> addresses.put(name, 0x42L));
      responsibility.resolved(addresses);
      responsibility.emitted();
    }
  }

  private final Session session = Session.create();
  private final SymbolLibrary library = session.createLibrary("main");
  private final FakeLinker linker = new FakeLinker();

  @AfterEach
  void close() {
    session.close();
  }

  private void add(Function<Module, ObjectFile> compiler, String text) {
    new IRCompileLayer(new Toy(compiler), linker)
        .add(library.defaultTracker(), IRReader.read("m.ll", text));
  }

  private static ObjectFile emptyObject(Module module) {
    return new ObjectFile(module.name() + ".o", Machine.X86_64);
  }

  @Test
  void theObjectGoesToTheLayerBelow() {
    add(
        IRCompileLayerTest::emptyObject,
        "target triple = \"toy-linux\"\ndefine void @f() { ret void }");
    assertThat(library.lookup("f").address()).isEqualTo(0x42);
    assertThat(linker.objects).extracting(ObjectFile::name).containsExactly("m.ll.o");
  }

  @Test
  void aModuleOfAnotherMachineIsRefused() {
    add(
        IRCompileLayerTest::emptyObject,
        "target triple = \"aarch64-linux-gnu\"\ndefine void @f() { ret void }");
    assertThatThrownBy(() -> library.lookup("f"))
        .isInstanceOf(JitException.class)
        .hasMessage("m.ll is for aarch64-linux-gnu; this stack compiles for toy");
    assertThat(linker.objects).isEmpty();
  }

  @Test
  void aRefusalReachesTheLookUpAsItIs() {
    add(
        module -> {
          throw new UnsupportedConstructException("the moon").in("m.ll", "@f", 3);
        },
        "define void @f() { ret void }");
    assertThatThrownBy(() -> library.lookup("f"))
        .isInstanceOf(JitException.class)
        .hasMessage(
            "look-up in library \"main\" of f: m.ll:3: in function @f: not supported: the moon")
        .cause()
        .isInstanceOf(UnsupportedConstructException.class);
  }

  @Test
  void aMistakeInABodyReachesTheLookUpWithItsPlace() {
    add(
        module -> {
          module.functions().forEach(dev.lamina.ir.Function::materialize);
          return emptyObject(module);
        },
        "define void @f() {\n  retreat\n}");
    assertThatThrownBy(() -> library.lookup("f"))
        .isInstanceOf(JitException.class)
        .hasMessageContaining("m.ll:2:3: error: ")
        .cause()
        .isInstanceOf(IRReadException.class);
  }

  private static final String BROKEN =
      "define i64 @f(i64 %a) {\n  %b = add i64 %c, 1\n  %c = add i64 %a, 1\n  ret i64 %b\n}";

  @Test
  void irThatBreaksTheRulesReachesTheLookUpBeforeTheTarget() {
    add(
        module -> {
          throw new AssertionError("a target gets verified modules only");
        },
        BROKEN);
    assertThatThrownBy(() -> library.lookup("f"))
        .isInstanceOf(JitException.class)
        .hasMessageContaining("m.ll:2: in @f: ")
        .cause()
        .isInstanceOf(VerificationException.class);
  }

  @Test
  void verifyingCanBeLeftOut() {
    new IRCompileLayer(
            new Toy(IRCompileLayerTest::emptyObject),
            linker,
            IRCompileLayer.Options.DEFAULT.verify(false))
        .add(library.defaultTracker(), IRReader.read("m.ll", BROKEN));
    assertThat(library.lookup("f").address()).isEqualTo(0x42);
  }

  @Test
  void whatIsNotExpectedNamesTheModule() {
    add(
        module -> {
          throw new IllegalStateException("lost count; please report");
        },
        "define void @f() { ret void }");
    assertThatThrownBy(() -> library.lookup("f"))
        .isInstanceOf(JitException.class)
        .hasMessage("compiling m.ll: java.lang.IllegalStateException: lost count; please report")
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void nestingThatIsTooDeepFailsAndDoesNotKillTheThread() {
    add(
        module -> {
          throw new StackOverflowError();
        },
        "define void @f() { ret void }");
    assertThatThrownBy(() -> library.lookup("f"))
        .isInstanceOf(JitException.class)
        .hasMessage("compiling m.ll: java.lang.StackOverflowError");
  }

  @Test
  void whatWasRemovedBeforeItsTurnIsNotCompiled() throws InterruptedException {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch removed = new CountDownLatch(1);
    session.execute(
        "keeping the only compile thread busy",
        () -> {
          busy.countDown();
          try {
            removed.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    busy.await();
    ResourceTracker tracker = library.newTracker();
    List<String> compiled = new ArrayList<>();
    IRCompileLayer layer =
        new IRCompileLayer(
            new Toy(
                module -> {
                  compiled.add(module.name());
                  return emptyObject(module);
                }),
            linker);
    layer.add(tracker, IRReader.read("gone.ll", "define void @gone() { ret void }"));
    layer.add(library.defaultTracker(), IRReader.read("f.ll", "define void @f() { ret void }"));
    library.lookupLater(
        SymbolRequest.of(Set.of("gone")),
        new SymbolResolver.Answer() {
          @Override
          public void found(Map<String, ResolvedSymbol> symbols) {}

          @Override
          public void failed(Throwable cause) {}
        });
    tracker.remove();
    removed.countDown();
    library.lookup("f"); // by then the one before it in the queue has had its turn
    assertThat(compiled).containsExactly("f.ll");
  }
}
