package dev.lamina.jit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ir.Module;
import dev.lamina.ir.text.IRReader;
import dev.lamina.session.MissingSymbolsException;
import dev.lamina.session.ResourceTracker;
import dev.lamina.session.SymbolLibrary;
import dev.lamina.session.SymbolLibrary.Redefinition;
import dev.lamina.symbol.ResolvedSymbol;
import dev.lamina.symbol.SymbolFlags;
import dev.lamina.symbol.SymbolRequest;
import dev.lamina.symbol.SymbolResolver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Several libraries in a stack, and what their modules see of each other. */
class JitLibrariesTest {
  private static Module module(String name, String text) {
    return IRReader.read(name, text);
  }

  private static String constant(String linkage, String name, int value) {
    return "define %s i64 @%s() { ret i64 %d }\n".formatted(linkage, name, value);
  }

  private static String caller(String name, String other) {
    return """
        declare i64 @%2$s()
        define i64 @%1$s() {
          %%r = call i64 @%2$s()
          ret i64 %%r
        }
        """
        .formatted(name, other);
  }

  @Test
  void eachLibraryHasItsOwnAndSeesWhatItSearches() {
    try (Jit jit = Jit.create()) {
      SymbolLibrary plugin = jit.createLibrary("plugin", Redefinition.REFUSED);
      jit.addModule("main.ll", constant("", "f", 1) + constant("", "base", 10));
      jit.addModule(plugin.newTracker(), module("plugin.ll", constant("", "f", 2)));
      jit.addModule(plugin.newTracker(), module("user.ll", caller("user", "base")));
      assertThat(jit.lookup("f").call()).isEqualTo(1);
      assertThat(jit.lookup(plugin, "f").call()).isEqualTo(2);
      assertThatThrownBy(() -> jit.lookup(plugin, "base"))
          .isInstanceOf(MissingSymbolsException.class);
      jit.setSearchOrder(plugin, jit.library());
      assertThat(jit.lookup(plugin, "user").call()).isEqualTo(10);
      assertThat(jit.lookup(plugin, "f").call()).isEqualTo(2);
      assertThat(jit.lookup(plugin, "strlen").address()).isNotZero();
      jit.session().removeLibrary(plugin);
      assertThat(jit.lookup("f").call()).isEqualTo(1);
    }
  }

  @Test
  void modulesOfTwoLibrariesThatCallEachOther() {
    try (Jit jit = Jit.create()) {
      SymbolLibrary a = jit.createLibrary("a", Redefinition.REFUSED);
      SymbolLibrary b = jit.createLibrary("b", Redefinition.REFUSED);
      jit.setSearchOrder(a, b);
      jit.setSearchOrder(b, a);
      String step =
          """
          declare i64 @%2$s(i64)
          define i64 @%1$s(i64 %%n) {
            %%more = icmp sgt i64 %%n, 0
            br i1 %%more, label %%go, label %%end
          go:
            %%m = sub i64 %%n, 1
            %%s = call i64 @%2$s(i64 %%m)
            %%r = add i64 %%s, %3$d
            ret i64 %%r
          end:
            ret i64 0
          }
          """;
      jit.addModule(a.newTracker(), module("ping.ll", step.formatted("ping", "pong", 1)));
      jit.addModule(b.newTracker(), module("pong.ll", step.formatted("pong", "ping", 100)));
      assertThat(jit.lookup(a, "ping").call(5)).isEqualTo(203);
    }
  }

  @Test
  void aProgramsDefinitionComesBeforeTheProcesss() {
    try (Jit jit = Jit.create()) {
      long libc = jit.lookup("strlen").address();
      jit.addModule("own.ll", "define i64 @strlen(ptr %s) { ret i64 77 }");
      assertThat(jit.lookup("strlen").address()).isNotEqualTo(libc);
      assertThat(jit.lookup("strlen").call(0)).isEqualTo(77);
    }
  }

  @Test
  void aFunctionIsReplaced() {
    try (Jit jit = Jit.builder().redefinition(Redefinition.REPLACES).build()) {
      ResourceTracker first = jit.addModule("one.ll", constant("", "f", 1));
      assertThat(jit.lookup("f").call()).isEqualTo(1);
      jit.addModule("caller.ll", caller("bound", "f"));
      assertThat(jit.lookup("bound").call()).isEqualTo(1);
      jit.addModule("two.ll", constant("", "f", 2));
      assertThat(jit.lookup("f").call()).isEqualTo(2);
      assertThat(jit.lookup("bound").call()).isEqualTo(1); // linked against the first
      jit.addModule("later.ll", caller("later", "f"));
      assertThat(jit.lookup("later").call()).isEqualTo(2);
      first.remove();
      assertThat(jit.lookup("later").call()).isEqualTo(2);
    }
  }

  /** What a module defined and lost is another's also for the module itself. */
  @Test
  void aModuleWhoseFunctionWasReplacedBeforeItWasMadeCallsTheNewOne() {
    try (Jit jit = Jit.builder().redefinition(Redefinition.REPLACES).build()) {
      jit.addModule(
          "one.ll",
          constant("", "f", 1)
              + "@p = global ptr @f\n"
              + "define i64 @g() {\n  %r = call i64 @f()\n  ret i64 %r\n}\n"
              + "define i64 @h() {\n  %f = load ptr, ptr @p\n  %r = call i64 %f()\n  ret i64 %r\n}\n");
      jit.addModule("two.ll", constant("", "f", 2));
      assertThat(jit.lookup("g").call()).isEqualTo(2);
      assertThat(jit.lookup("h").call()).isEqualTo(2);
    }
  }

  @Test
  void weakFunctionsAreSharedAcrossModules() {
    try (Jit jit = Jit.create()) {
      jit.addModule(
          "a.ll", constant("linkonce_odr", "shared", 1) + "@common = common global i64 0\n");
      jit.addModule(
          "b.ll",
          constant("weak", "shared", 2)
              + "@common = common global i64 0\n"
              + "define i64 @f() {\n  %r = call i64 @shared()\n  ret i64 %r\n}\n"
              + "define ptr @where() {\n  ret ptr @common\n}\n");
      jit.addModule(
          "c.ll", "@common = external global i64\ndefine ptr @where2() {\n  ret ptr @common\n}\n");
      assertThat(jit.lookup("f").call()).isEqualTo(1);
      assertThat(jit.lookup("where").call()).isEqualTo(jit.lookup("where2").call());
      assertThat(jit.lookup("common").address()).isEqualTo(jit.lookup("where").call());
    }
  }

  @Test
  void aResolverIsAskedOnceForAllThatAModuleUses() {
    List<SymbolRequest> requests = new ArrayList<>();
    try (Jit jit = Jit.create()) {
      SymbolFlags flags = SymbolFlags.EXPORTED;
      long address = jit.lookup("strlen").address();
      SymbolResolver counting =
          (request, answer) -> {
            requests.add(request);
            answer.found(
                Map.of(
                    "a", new ResolvedSymbol(address, flags),
                    "b", new ResolvedSymbol(address, flags),
                    "c", new ResolvedSymbol(address, flags)));
          };
      jit.irLayer()
          .add(
              jit.library().newTracker(),
              module(
                  "user.ll",
                  """
                  declare i64 @a(ptr)
                  declare i64 @b(ptr)
                  @c = external global i64
                  @d = extern_weak global i64
                  @text = constant [3 x i8] c"xy\\00"
                  define i64 @f() {
                    %a = call i64 @a(ptr @text)
                    %b = call i64 @b(ptr @text)
                    %c = load i64, ptr @c
                    %r = add i64 %a, %b
                    %none = icmp eq ptr @d, null
                    %n = zext i1 %none to i64
                    %s = add i64 %r, %n
                    %zero = and i64 %c, 0
                    %t = add i64 %s, %zero
                    ret i64 %t
                  }
                  """),
              counting);
      jit.irLayer()
          .add(jit.library().newTracker(), module("alone.ll", constant("", "alone", 3)), counting);
      assertThat(jit.lookup("f").call()).isEqualTo(5);
      assertThat(jit.lookup("alone").call()).isEqualTo(3);
    }
    assertThat(requests).hasSize(1);
    assertThat(requests.get(0).names()).isEqualTo(Set.of("a", "b", "c", "d"));
    assertThat(requests.get(0).weak()).isEqualTo(Set.of("d"));
  }

  @Test
  void resolversCompose() {
    try (Jit jit = Jit.create()) {
      jit.addModule("base.ll", constant("", "one", 1) + constant("", "secret", 2));
      SymbolResolver resolver =
          jit.library()
              .resolver()
              .filter(name -> !name.equals("secret"))
              .rename(name -> name.equals("uno") ? "one" : name)
              .orElse(SymbolResolver.ofAddresses(Map.of("secret", jit.lookup("one").address())));
      SymbolLibrary plugin = jit.createLibrary("plugin", Redefinition.REFUSED);
      jit.irLayer()
          .add(
              plugin.newTracker(),
              module("user.ll", caller("a", "uno") + caller("b", "secret")),
              resolver);
      assertThat(jit.lookup(plugin, "a").call()).isEqualTo(1);
      assertThat(jit.lookup(plugin, "b").call()).isEqualTo(1);
    }
  }

  @Test
  void compilesOnTheComposersExecutor() {
    AtomicInteger tasks = new AtomicInteger();
    try (Jit jit =
        Jit.builder()
            .executor(
                task -> {
                  tasks.incrementAndGet();
                  task.run();
                })
            .build()) {
      jit.addModule("a.ll", caller("f", "g"));
      jit.addModule("b.ll", constant("", "g", 4));
      assertThat(jit.lookup("f").call()).isEqualTo(4);
    }
    assertThat(tasks.get()).isGreaterThanOrEqualTo(2);
  }
}
