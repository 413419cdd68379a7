package dev.lamina.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ir.Function;
import dev.lamina.ir.Module;
import dev.lamina.ir.text.IRReader;
import dev.lamina.session.DuplicateDefinitionException;
import dev.lamina.session.JitException;
import dev.lamina.session.ResourceTracker;
import dev.lamina.session.Responsibility;
import dev.lamina.session.Session;
import dev.lamina.session.SymbolLibrary;
import dev.lamina.symbol.SymbolFlags;
import dev.lamina.target.AssemblySymbols;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a module announces to its library. */
class IRLayerTest {
  /** Gives every owed symbol an address, and keeps the modules it was given. */
  private static final class FakeCompiler implements IRLayer {
    final List<Module> emitted = new ArrayList<>();

    @Override
    public void emit(Responsibility responsibility, Module module) {
      emitted.add(module);
      Map<String, Long> addresses = new HashMap<>();
      for (String name : responsibility.symbols()) {
        addresses.put(name, 0x1000L * emitted.size());
      }
      responsibility.resolved(addresses);
      responsibility.emitted();
    }
  }

  private final Session session = Session.create();
  private final SymbolLibrary library = session.createLibrary("main");
  private final FakeCompiler compiler = new FakeCompiler();

  @AfterEach
  void close() {
    session.close();
  }

  private void add(String name, String text) {
    compiler.add(library.defaultTracker(), IRReader.read(name, text));
  }

  private static Map<String, String> announced(String text) {
    Map<String, String> flags = new TreeMap<>();
    new IRUnit(new FakeCompiler(), IRReader.read("m.ll", text))
        .symbols()
        .forEach((symbol, value) -> flags.put(symbol, value.toString()));
    return flags;
  }

  @Test
  void linkageAndVisibilityBecomeFlags() {
    Map<String, String> flags =
        announced(
            """
            $odr = comdat any
            $own = comdat nodeduplicate
            @variable = global i32 1
            @declared = external global i32
            @tentative = common global [10 x i32] zeroinitializer
            @weak = weak global i32 1
            @hidden = hidden global i32 1
            @local = internal global i32 1
            @secret = private global i32 1
            @"\\01plain" = global i32 1
            @0 = global i32 1
            @llvm.used = appending global [1 x ptr] [ptr @local]
            @shared = global i32 0, comdat($odr)
            @single = global i32 0, comdat($own)
            @function_alias = alias void (), ptr @function
            @variable_alias = weak alias i32, ptr @variable
            define void @function() { ret void }
            define linkonce_odr hidden void @odr() comdat { ret void }
            define available_externally void @elsewhere() { ret void }
            define internal void @static() { ret void }
            define protected void @protected() { ret void }
            declare void @printf()
            """);
    assertThat(flags)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("variable", "exported"),
                Map.entry("tentative", "exported common"),
                Map.entry("weak", "exported weak"),
                Map.entry("hidden", "hidden"),
                Map.entry("plain", "exported"),
                Map.entry("shared", "exported weak"),
                Map.entry("single", "exported"),
                Map.entry("function_alias", "exported function"),
                Map.entry("variable_alias", "exported weak"),
                Map.entry("function", "exported function"),
                Map.entry("odr", "hidden weak function"),
                Map.entry("protected", "exported function")));
  }

  @Test
  void whatAssemblyDefinesIsAnnounced() {
    AssemblySymbols assembly =
        new AssemblySymbols(
            Map.of(
                "f", SymbolFlags.EXPORTED.callable(),
                "g", SymbolFlags.EXPORTED,
                "c", SymbolFlags.EXPORTED.common()),
            Map.of("c", 24L),
            Set.of("puts"),
            true);
    IRLayer layer =
        new IRLayer() {
          @Override
          public AssemblySymbols assemblySymbols(Module module) {
            return assembly;
          }

          @Override
          public void emit(Responsibility responsibility, Module module) {
            throw new AssertionError("nothing is looked up");
          }
        };
    IRUnit unit =
        new IRUnit(
            layer,
            IRReader.read(
                "m.ll", "module asm \"f:\"\ndeclare hidden void @g()\n@x = global i32 1"));
    Map<String, String> flags = new TreeMap<>();
    unit.symbols().forEach((symbol, value) -> flags.put(symbol, value.toString()));
    assertThat(flags)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "f", "exported function",
                "g", "hidden",
                "c", "exported common",
                "x", "exported"));
    assertThat(unit.commonSize("c")).isEqualTo(24);
    assertThat(unit.hasInitializers()).isTrue();
  }

  @Test
  void withoutATargetAssemblyIsLeftToTheCompiler() {
    assertThat(announced("target triple = \"z80-none\"\nmodule asm \".globl f; f: nop\""))
        .isEmpty();
  }

  @Test
  void commonSymbolsHaveTheSizeOfTheirType() {
    IRUnit unit =
        new IRUnit(
            compiler, IRReader.read("m.ll", "@c = common global [10 x i32] zeroinitializer"));
    assertThat(unit.commonSize("c")).isEqualTo(40);
  }

  @Test
  void constructorsAreAnnouncedHoweverTheyAreWritten() {
    assertThat(hasInitializers("@a = global i32 1")).isFalse();
    assertThat(
            hasInitializers(
                """
                @llvm.global_ctors = appending global [1 x { i32, ptr, ptr }]
                    [{ i32, ptr, ptr } { i32 65535, ptr @f, ptr null }]
                define internal void @f() { ret void }
                """))
        .isTrue();
    assertThat(hasInitializers("@a = internal global ptr null, section \".init_array.101\""))
        .isTrue();
    assertThat(hasInitializers("@a = internal global ptr null, section \".fini_array\"")).isTrue();
    assertThat(hasInitializers("@a = internal global ptr null, section \".initial\"")).isFalse();
  }

  private boolean hasInitializers(String text) {
    return new IRUnit(compiler, IRReader.read("m.ll", text)).hasInitializers();
  }

  @Test
  void nothingIsReadBeyondTheSymbolsUntilALookUp() {
    add("good.ll", "define void @good() { ret void }\ndefine void @bad() { this is no IR }");
    assertThat(compiler.emitted).isEmpty();
    assertThat(library.lookup("good").address()).isEqualTo(0x1000);
    assertThat(compiler.emitted).hasSize(1);
    Function bad = compiler.emitted.get(0).function("bad");
    assertThat(bad).isNotNull();
    assertThat(bad.isMaterialized()).isFalse();
  }

  @Test
  void aStrongDefinitionWinsOverAWeakOneAndTwoStrongOnesAreRefused() {
    add("weak.ll", "define weak void @f() { ret void }\ndefine void @g() { ret void }");
    add("strong.ll", "define void @f() { ret void }");
    assertThatThrownBy(() -> add("again.ll", "define void @f() { ret void }"))
        .isInstanceOf(DuplicateDefinitionException.class)
        .hasMessage("library \"main\": f is defined in strong.ll and in again.ll");
    assertThat(library.lookup("f").address()).isEqualTo(0x1000);
    assertThat(compiler.emitted).hasSize(1);
    assertThat(compiler.emitted.get(0).name()).isEqualTo("strong.ll");
  }

  @Test
  void whatIsRemovedIsNoLongerDefined() {
    ResourceTracker tracker = library.newTracker();
    compiler.add(tracker, IRReader.read("m.ll", "define void @f() { ret void }"));
    tracker.remove();
    assertThatThrownBy(() -> library.lookup("f"))
        .isInstanceOf(JitException.class)
        .hasMessage("look-up in library \"main\": undefined: f");
  }
}
