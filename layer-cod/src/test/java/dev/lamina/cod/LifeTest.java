package dev.lamina.cod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ir.Module;
import dev.lamina.ir.text.IRReader;
import dev.lamina.session.ResourceTracker;
import dev.lamina.session.SymbolLibrary.Redefinition;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Failures, removal, partitions of several functions, speculation. */
class LifeTest {
  private static final CompileOnDemandLayer.Options DEFAULT = CompileOnDemandLayer.Options.DEFAULT;

  /** f0 calls f1 in a side branch, f2 in a loop, f3 in its entry block; each of these calls f4. */
  private static final String CALLS =
      """
      define void @f0(i1 %c) {
        call void @f3()
        br i1 %c, label %side, label %loop
      side:
        call void @f1()
        ret void
      loop:
        call void @f2()
        br i1 %c, label %loop, label %end
      end:
        ret void
      }
      define void @f1() {
        call void @f4()
        ret void
      }
      define void @f2() {
        call void @f4()
        ret void
      }
      define void @f3() {
        call void @f4()
        ret void
      }
      define void @f4() { ret void }
      """;

  @Test
  void aBodyThatCannotBeMadeFailsEveryCallAndNoOther() {
    try (FakeStack stack = new FakeStack(Redefinition.REFUSED)) {
      stack.broken.add("f3$body");
      ResourceTracker tracker = stack.add("m", CALLS);
      long f3 = stack.address("f3");
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> stack.call(f3)).hasMessageContaining("f3$body is broken");
      }
      assertThat(stack.call("f0")).isEqualTo("f0$body");
      tracker.remove();
      stack.broken.clear();
      stack.add("m", CALLS);
      assertThat(stack.call("f3")).isEqualTo("f3$body");
    }
  }

  @Test
  void removalTakesEverything() throws Exception {
    for (Redefinition redefinition : Redefinition.values()) {
      try (FakeStack stack = new FakeStack(redefinition)) {
        WeakReference<Module> module = addCallAndRemove(stack);
        assertThat(stack.stubCount()).isZero();
        assertThat(stack.trampolineCount()).isZero();
        for (int i = 0; i < 100 && module.get() != null; i++) {
          System.gc();
          Thread.sleep(10);
        }
        assertThat(module.get()).as("a module of a library where it is " + redefinition).isNull();
      }
    }
  }

  private static WeakReference<Module> addCallAndRemove(FakeStack stack) {
    Module module = IRReader.read("m", CALLS + "@data = global ptr @f0\n");
    ResourceTracker tracker = stack.library.newTracker();
    stack.layer.add(tracker, module);
    stack.call("f0");
    stack.address("f1");
    stack.address("data");
    tracker.remove();
    return new WeakReference<>(module);
  }

  @Test
  void bodiesAreNotKeptOnceTheyAreCompiled() {
    try (FakeStack stack = new FakeStack(Redefinition.REFUSED)) {
      Module module = IRReader.read("m", CALLS);
      stack.layer.add(stack.library.newTracker(), module);
      stack.call("f0");
      assertThat(module.functions()).noneMatch(f -> f.isMaterialized());
    }
  }

  @Test
  void partitions() {
    try (FakeStack stack =
        new FakeStack(Redefinition.REFUSED, DEFAULT.partitioning(Partitioning.neighbours(3)), 1)) {
      stack.add("m", CALLS);
      stack.call("f0");
      assertThat(stack.made.keySet()).containsExactlyInAnyOrder("f0$body", "f3$body", "f1$body");
      assertThat(stack.partition("f0")).contains("call void @f3$body()", "call void @f2()");
      stack.call("f2");
      assertThat(stack.made.keySet()).contains("f2$body", "f4$body");
    }
    try (FakeStack stack =
        new FakeStack(Redefinition.REFUSED, DEFAULT.partitioning(Partitioning.WHOLE_MODULE), 1)) {
      stack.add("m", CALLS);
      stack.address("f1");
      assertThat(stack.made).isEmpty();
      stack.call("f0");
      assertThat(stack.made).hasSize(5);
    }
    Partitioning failing =
        f -> {
          throw new IllegalArgumentException("no partition of " + f);
        };
    try (FakeStack stack = new FakeStack(Redefinition.REFUSED, DEFAULT.partitioning(failing), 1)) {
      stack.add("m", CALLS);
      assertThatThrownBy(() -> stack.call("f0")).hasMessageContaining("no partition of @f0");
    }
  }

  @Test
  void partitionsAreReadWhileOthersAreCompiled() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      text.append("define void @f%d() {\n  call void @f%d()\n".formatted(i, (i * 7 + 1) % 500));
      text.append("  call void @f%d()\n  ret void\n}\n".formatted((i * 3 + 2) % 500));
    }
    try (FakeStack stack =
        new FakeStack(Redefinition.REFUSED, DEFAULT.partitioning(Partitioning.neighbours(4)), 2)) {
      stack.add("m", text.toString());
      callAll(stack, 500);
      assertThat(stack.made).hasSize(500).allSatisfy((s, times) -> assertThat(times).isEqualTo(1));
    }
  }

  private static void callAll(FakeStack stack, int count) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    List<Future<?>> calls = new ArrayList<>();
    for (int thread = 0; thread < 8; thread++) {
      int start = thread * 61;
      calls.add(
          pool.submit(
              () -> {
                for (int i = 0; i < count; i++) {
                  String f = "f" + (start + i) % count;
                  assertThat(stack.call(f)).isEqualTo(f + "$body");
                }
              }));
    }
    for (Future<?> call : calls) {
      call.get(60, TimeUnit.SECONDS);
    }
    pool.shutdown();
  }

  @Test
  void speculationCompilesWhatACompiledFunctionCalls() throws Exception {
    try (FakeStack stack = new FakeStack(Redefinition.REFUSED, DEFAULT.speculate(true), 2)) {
      stack.add("m", CALLS);
      // A body's stubs are there when it is linked; nothing is, here, so they are asked for.
      Set.of("f1", "f2", "f3", "f4").forEach(stack::address);
      stack.broken.add("f2$body");
      stack.call("f0");
      for (int i = 0; i < 1000 && !stack.made.containsKey("f1$body"); i++) {
        Thread.sleep(10);
      }
      assertThat(stack.made.keySet()).contains("f0$body", "f1$body", "f3$body");
      long f1 = stack.address("f1");
      for (int i = 0; i < 1000 && stack.leadsToTrampoline(f1); i++) {
        Thread.sleep(10);
      }
      assertThat(stack.leadsToTrampoline(f1)).isFalse();
      assertThatThrownBy(() -> stack.call("f2")).hasMessageContaining("f2$body is broken");
      assertThat(stack.call("f4")).isEqualTo("f4$body");
      assertThat(stack.made).allSatisfy((s, times) -> assertThat(times).isEqualTo(1));
    }
  }

  @Test
  void theLikeliestCalleesComeFirst() {
    Module module = IRReader.read("m", CALLS);
    dev.lamina.ir.Function f0 = module.function("f0");
    assertThat(f0).isNotNull();
    assertThat(DirectCalls.of(f0)).extracting(f -> f.name()).containsExactly("f3", "f2", "f1");
  }

  @Test
  void oneThreadHasNoTimeForSpeculation() {
    try (FakeStack stack = new FakeStack(Redefinition.REFUSED, DEFAULT.speculate(true), 1)) {
      assertThat(stack.session.executeWhenIdle("nothing", () -> {})).isFalse();
      stack.add("m", CALLS);
      Set.of("f1", "f2", "f3", "f4").forEach(stack::address);
      assertThat(stack.call("f0")).isEqualTo("f0$body");
      assertThat(stack.call("f3")).isEqualTo("f3$body");
    }
  }
}
