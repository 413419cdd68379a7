package dev.lamina.cod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.session.DuplicateDefinitionException;
import dev.lamina.session.ResourceTracker;
import dev.lamina.session.SymbolLibrary.Redefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RedefinitionTest {
  private static String function(String name, int value) {
    return "define i32 @%s() { ret i32 %d }\n".formatted(name, value);
  }

  private static void checkNothingIsLeft(FakeStack stack) {
    assertThat(stack.stubCount()).isZero();
    assertThat(stack.trampolineCount()).isZero();
    assertThat(stack.layer.live().count(stack.library)).isZero();
  }

  @Test
  void isAnErrorThatNamesBothWhereTheLibraryRefusesIt() {
    try (FakeStack stack = new FakeStack(Redefinition.REFUSED)) {
      stack.add("old.ll", function("f", 1));
      String old = stack.call("f");
      assertThatThrownBy(() -> stack.add("new.ll", function("f", 2)))
          .isInstanceOf(DuplicateDefinitionException.class)
          .hasMessageContaining("f is defined in old.ll and in new.ll");
      assertThat(stack.call("f")).isEqualTo(old);
    }
  }

  @Test
  void aStubLeadsToTheNewestAtOnce() {
    try (FakeStack stack = new FakeStack(Redefinition.REPLACES)) {
      ResourceTracker first = stack.add("1", function("f", 1));
      long f = stack.address("f");
      String old = stack.call(f);
      ResourceTracker second = stack.add("2", function("f", 2));
      // Nobody looks f up; the caller has its address.
      assertThat(stack.emitted).containsOnlyKeys("1, f");
      assertThat(stack.call(f)).isNotEqualTo(old);
      assertThat(stack.emitted.get("2, f")).contains("ret i32 2");
      assertThat(stack.address("f")).isEqualTo(f);

      ResourceTracker third = stack.add("3", function("f", 3));
      ResourceTracker fourth = stack.add("4", function("f", 4)); // before the third was called
      stack.call(f);
      assertThat(stack.emitted).containsOnlyKeys("1, f", "2, f", "4, f");
      assertThat(stack.address("f")).isEqualTo(f);

      third.remove();
      first.remove();
      assertThat(stack.isStub(f)).isTrue();
      assertThat(stack.emitted.get("4, f")).contains("ret i32 4");
      assertThat(stack.call(f)).isEqualTo(stack.call("f"));
      fourth.remove();
      assertThat(stack.isStub(f)).isTrue(); // the second is still there
      assertThatThrownBy(() -> stack.call(f))
          .hasMessageContaining("a call of f, whose definition was removed from library \"main\"");
      assertThat(stack.library.isDefined("f")).isFalse();

      ResourceTracker fifth = stack.add("5", function("f", 5));
      stack.call(f);
      assertThat(stack.emitted).containsKey("5, f");
      assertThat(stack.address("f")).isEqualTo(f);
      second.remove();
      fifth.remove();
      checkNothingIsLeft(stack);
    }
  }

  @Test
  void removingTheOldOneLeavesTheStub() {
    try (FakeStack stack = new FakeStack(Redefinition.REPLACES)) {
      ResourceTracker first = stack.add("1", function("f", 1));
      long f = stack.address("f");
      stack.call(f);
      ResourceTracker second = stack.add("2", function("f", 2));
      ResourceTracker third = stack.add("3", function("f", 3));
      first.remove();
      second.remove();
      assertThat(stack.isStub(f)).isTrue();
      stack.call(f);
      assertThat(stack.emitted).containsOnlyKeys("1, f", "3, f");
      assertThat(stack.address("f")).isEqualTo(f);
      third.remove();
      checkNothingIsLeft(stack);
    }
  }

  @Test
  void aStubDoesNotLeadToWhatIsRemoved() {
    try (FakeStack stack = new FakeStack(Redefinition.REPLACES)) {
      ResourceTracker first = stack.add("1", function("f", 1));
      long f = stack.address("f");
      stack.call(f);
      ResourceTracker other = stack.define("f", 0x77);
      stack.call(f);
      other.remove();
      assertThatThrownBy(() -> stack.call(f)).hasMessageContaining("a call of f, whose definition");
      first.remove();
      checkNothingIsLeft(stack);
    }
  }

  @Test
  void callsInTheOldModuleGoToTheNewDefinition() {
    try (FakeStack stack = new FakeStack(Redefinition.REPLACES)) {
      stack.add("1", function("g", 1) + "define i32 @f() {\n  %r = call i32 @g()\n  ret i32 %r\n}");
      stack.call("f");
      assertThat(stack.partition("f")).contains("call i32 @g()");
      long g = stack.address("g");
      stack.call(g);
      stack.add("2", function("g", 2));
      stack.call(g);
      assertThat(stack.emitted.get("2, g")).contains("ret i32 2");
    }
  }

  @Test
  void anythingMayReplaceAFunctionAndBeReplaced() {
    try (FakeStack stack = new FakeStack(Redefinition.REPLACES)) {
      stack.add("1", function("f", 1));
      long f = stack.address("f");
      stack.call(f);
      stack.define("f", 0x77);
      assertThat(stack.call(f)).isEqualTo("f elsewhere");
      assertThat(stack.leadsToTrampoline(f)).isFalse();
      assertThat(stack.address("f")).isEqualTo(0x77);
      stack.add("2", function("f", 2));
      stack.call(f);
      assertThat(stack.emitted).containsKey("2, f");
      assertThat(stack.address("f")).isEqualTo(f);
      stack.define("f", 0x88);
      stack.define("f", 0x99);
      stack.call(f);
      stack.define("f", 0xaa);
      stack.call(f);
      assertThat(stack.address("f")).isEqualTo(0xaa);
    }
  }

  @Test
  void anAliasSharesItsFunctionsStub() {
    try (FakeStack stack = new FakeStack(Redefinition.REPLACES)) {
      String alias = "@a = alias i32 (), ptr @f\n";
      stack.add("1", alias + function("f", 1));
      long f = stack.address("f");
      assertThat(stack.address("a")).isEqualTo(f);
      stack.call(f);
      stack.add("2", alias + function("f", 2));
      stack.call(f);
      assertThat(stack.emitted).containsKey("2, f");
      assertThat(stack.address("a")).isEqualTo(f);
    }
  }

  @Test
  void whatIsReplacedWhileItsStubIsMadeDoesNotGetIt() {
    try (FakeStack stack = new FakeStack(Redefinition.REPLACES)) {
      ResourceTracker first = stack.add("1", function("f", 1));
      long f = stack.address("f");
      stack.call(f);
      List<ResourceTracker> trackers = new ArrayList<>();
      trackers.add(stack.add("2", function("f", 2)));
      stack.whileStubsAreMade = () -> trackers.add(stack.add("3", function("f", 3)));
      stack.call(f);
      assertThat(trackers).hasSize(2);
      assertThat(stack.emitted).containsOnlyKeys("1, f", "3, f");
      assertThat(stack.address("f")).isEqualTo(f);
      first.remove();
      trackers.forEach(ResourceTracker::remove);
      checkNothingIsLeft(stack);
    }
  }

  @Test
  void aNewFunctionThatIsReplacedBeforeItHasAStub() {
    try (FakeStack stack = new FakeStack(Redefinition.REPLACES)) {
      ResourceTracker first = stack.add("1", function("f", 1));
      List<ResourceTracker> trackers = new ArrayList<>();
      stack.whileStubsAreMade = () -> trackers.add(stack.add("2", function("f", 2)));
      long f = stack.address("f"); // of the first, which was asked for
      stack.call(f);
      assertThat(stack.emitted).containsOnlyKeys("2, f");
      assertThat(stack.address("f")).isEqualTo(f);
      trackers.forEach(ResourceTracker::remove);
      first.remove();
      checkNothingIsLeft(stack);
    }
  }

  @Test
  void everyCallIsAnsweredWhileDefinitionsCome() throws Exception {
    try (FakeStack stack =
        new FakeStack(Redefinition.REPLACES, CompileOnDemandLayer.Options.DEFAULT, 2)) {
      stack.add("m", function("f", 0));
      long f = stack.address("f");
      AtomicInteger calls = new AtomicInteger();
      AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
      Thread caller =
          new Thread(
              () -> {
                try {
                  while (!Thread.currentThread().isInterrupted()) {
                    stack.call(f);
                    calls.incrementAndGet();
                  }
                } catch (Throwable e) {
                  failure.set(e);
                }
              });
      caller.setDaemon(true);
      caller.start();
      for (int i = 1; i <= 3000 && failure.get() == null; i++) {
        stack.add("m", function("f", i));
      }
      int before = calls.get();
      for (int i = 0; i < 1000 && calls.get() == before && failure.get() == null; i++) {
        Thread.sleep(10);
      }
      assertThat(failure.get()).isNull();
      assertThat(calls.get()).isGreaterThan(before);
      caller.interrupt();
      caller.join(10_000);
    }
  }

  @Test
  void thousandsOfReplacementsLeaveNothing() {
    try (FakeStack stack = new FakeStack(Redefinition.REPLACES)) {
      ResourceTracker base = stack.add("base", function("f", 0));
      long f = stack.address("f");
      stack.call(f);
      ResourceTracker before = stack.add("m", function("f", 1));
      for (int i = 0; i < 300; i++) {
        stack.call(f);
        ResourceTracker next = stack.add("m", function("f", 1));
        if (i % 3 == 0) {
          stack.call(f);
        }
        (i % 2 == 0 ? before : next).remove();
        before = i % 2 == 0 ? next : before;
        if (i % 2 == 1) {
          before.remove();
          before = stack.add("m", function("f", 2));
        }
      }
      assertThat(stack.stubCount()).isEqualTo(1);
      assertThat(stack.trampolineCount()).isLessThan(10);
      before.remove();
      base.remove();
      checkNothingIsLeft(stack);
    }
  }
}
