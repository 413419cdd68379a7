package dev.lamina.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lamina.symbol.ResolvedSymbol;
import dev.lamina.symbol.SymbolFlags;
import dev.lamina.symbol.SymbolRequest;
import dev.lamina.symbol.SymbolResolver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SessionTest {
  private final ConcurrentLinkedQueue<Throwable> reported = new ConcurrentLinkedQueue<>();
  private final Session session = Session.builder().errorReporter(reported::add).build();
  private final SymbolLibrary library = session.createLibrary("main");

  @AfterEach
  void nothingWasReported() {
    session.close();
    assertThat(reported).isEmpty();
  }

  private static FakeUnit unit(String name) {
    return new FakeUnit(name);
  }

  @Test
  void makesWhatIsLookedUpAndNothingElse() {
    FakeUnit a = unit("a.o").defines("a").uses("b");
    FakeUnit b = unit("b.o").defines("b");
    FakeUnit c = unit("c.o").defines("c").uses("a");
    a.addTo(library);
    b.addTo(library);
    c.addTo(library);
    ResolvedSymbol found = library.lookup("a");
    assertThat(found.dependency()).isNull();
    assertThat(library.lookup("a")).isEqualTo(found);
    assertThat(a.made).hasValue(1);
    assertThat(b.made).hasValue(1);
    assertThat(c.made).hasValue(0);
  }

  static Executor executor(String kind) {
    return switch (kind) {
      case "caller" -> Runnable::run;
      case "threads" -> task -> new Thread(task).start();
      default -> throw new AssertionError(kind);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"caller", "threads"})
  void cyclesAndLongChainsAreMadeOnAnyExecutor(String kind) {
    try (Session own = Session.builder().executor(executor(kind)).build()) {
      SymbolLibrary lib = own.createLibrary("lib");
      int count = 2_000;
      List<FakeUnit> units = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        FakeUnit unit = unit("m" + i).defines("f" + i).uses("f" + (i + 1) % count, "f" + i / 2);
        unit.addTo(lib);
        units.add(unit);
      }
      assertThat(lib.lookup(List.of("f7", "f1999"))).containsKeys("f7", "f1999");
      assertThat(lib.lookup("f7").dependency()).isNull();
      for (FakeUnit unit : units) {
        assertThat(unit.made).hasValue(1);
      }
    }
  }

  @Test
  void aSymbolIsNotReadyBeforeAllItNeedsIs() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (Session own = Session.builder().compileThreads(4).build()) {
      SymbolLibrary lib = own.createLibrary("lib");
      FakeUnit slow = unit("slow").defines("slow").uses("slower");
      FakeUnit slower = unit("slower").defines("slower");
      Responsibility[] kept = new Responsibility[1];
      CountDownLatch resolved = new CountDownLatch(1);
      lib.define(
          lib.defaultTracker(),
          new FakeUnit("kept") {
            @Override
            public void materialize(Responsibility responsibility) {
              responsibility.resolved(Map.of("kept", 1L));
              kept[0] = responsibility;
              resolved.countDown();
            }
          }.defines("kept"),
          lib.resolver());
      slow.addTo(lib);
      slower.uses("kept").addTo(lib);
      AtomicReference<Map<String, ResolvedSymbol>> answer = new AtomicReference<>();
      lib.lookupLater(
          SymbolRequest.of(Set.of("slow")),
          new SymbolResolver.Answer() {
            @Override
            public void found(Map<String, ResolvedSymbol> symbols) {
              answer.set(symbols);
              release.countDown();
            }

            @Override
            public void failed(Throwable cause) {
              throw new AssertionError(cause);
            }
          });
      resolved.await();
      assertThat(release.await(100, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(kept[0].emitted()).isTrue();
      release.await();
      assertThat(answer.get()).containsKey("slow");
    }
  }

  @Test
  void randomGraphsBecomeReadyWhateverTheOrder() {
    Random random = new Random(1);
    for (int round = 0; round < 100; round++) {
      SymbolLibrary lib = session.createLibrary("random" + round);
      int count = 2 + random.nextInt(40);
      for (int i = 0; i < count; i++) {
        FakeUnit unit = unit("m" + i).defines("f" + i);
        for (int k = random.nextInt(4); k > 0; k--) {
          unit.uses("f" + random.nextInt(count));
        }
        unit.addTo(lib);
      }
      List<String> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        all.add("f" + i);
        if (random.nextInt(3) == 0) {
          lib.lookup("f" + i);
        }
      }
      for (ResolvedSymbol symbol : lib.lookup(all).values()) {
        assertThat(symbol.dependency()).isNull();
      }
      session.removeLibrary(lib);
    }
  }

  @Test
  void aMissingSymbolIsNamedWithAllOthers() {
    unit("a.o").defines("a").uses("nowhere", "elsewhere").addTo(library);
    assertThatThrownBy(() -> library.lookup(List.of("x", "a", "y")))
        .isInstanceOf(MissingSymbolsException.class)
        .hasMessage("look-up in library \"main\": undefined: x, y");
    assertThatThrownBy(() -> library.lookup("a"))
        .isInstanceOf(MissingSymbolsException.class)
        .hasMessage("a.o: undefined: elsewhere, nowhere");
  }

  @Test
  void aFailureReachesAllWaitersAndDependents() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    FakeUnit bad = unit("bad.o").defines("bad");
    bad.failure = new IllegalArgumentException("no such instruction");
    bad.before =
        () -> {
          try {
            go.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        };
    bad.addTo(library);
    unit("user.o").defines("user").uses("bad").addTo(library);
    unit("far.o").defines("far").uses("user").addTo(library);
    List<Thread> threads = new ArrayList<>();
    ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < 16; i++) {
      String name = List.of("bad", "user", "far").get(i % 3);
      Thread thread = new Thread(() -> failures.add(catchThrowable(() -> library.lookup(name))));
      thread.start();
      threads.add(thread);
    }
    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).hasSize(16);
    assertThat(failures)
        .allSatisfy(
            failure ->
                assertThat(failure)
                    .isInstanceOf(JitException.class)
                    .hasMessageContaining("no such instruction")
                    .hasCause(bad.failure));
    assertThat(bad.made).hasValue(1);
    assertThatThrownBy(() -> library.lookup("far")).hasRootCause(bad.failure);
  }

  @Test
  void duplicatesNameBothPlacesAndAddNothing() {
    unit("one.o").defines("f", "g").addTo(library);
    FakeUnit second = unit("two.o").defines("h", "f", "g");
    assertThatThrownBy(() -> second.addTo(library))
        .isInstanceOf(DuplicateDefinitionException.class)
        .hasMessage(
            "library \"main\": f is defined in one.o and in two.o; g is defined in one.o and in"
                + " two.o");
    assertThat(library.isDefined("h")).isFalse();
  }

  @Test
  void strongBeatsCommonBeatsWeak() {
    FakeUnit weak = unit("weak.o");
    weak.symbols.put("x", SymbolFlags.EXPORTED.weak());
    weak.symbols.put("own", SymbolFlags.EXPORTED);
    FakeUnit small = unit("small.o");
    small.symbols.put("x", SymbolFlags.EXPORTED.common());
    small.commonSizes.put("x", 4L);
    FakeUnit large = unit("large.o");
    large.symbols.put("x", SymbolFlags.EXPORTED.common());
    large.commonSizes.put("x", 8L);
    FakeUnit strong = unit("strong.o").defines("x");
    weak.addTo(library);
    small.addTo(library);
    large.addTo(library);
    SymbolLibrary second = session.createLibrary("second");
    large.addTo(second);
    small.addTo(second);
    weak.addTo(second);
    second.lookup("x");
    assertThat(large.owed).containsExactly("x");
    assertThat(small.made).hasValue(0);
    strong.addTo(library);
    library.lookup(List.of("x", "own"));
    assertThat(strong.owed).containsExactly("x");
    assertThat(weak.owed).containsExactly("own");
    assertThatThrownBy(() -> strong.addTo(second))
        .hasMessage(
            "library \"second\": x is defined in large.o and in strong.o (the first, common, is in"
                + " use already and cannot be replaced)");
  }

  @Test
  void searchOrderShowsWhatIsExported() {
    SymbolLibrary other = session.createLibrary("other");
    FakeUnit hidden = unit("hidden.o").defines("seen").uses("unseen");
    hidden.symbols.put("unseen", SymbolFlags.NONE);
    hidden.addTo(other);
    library.setSearchOrder(List.of(other));
    assertThat(library.lookup("seen").flags().isExported()).isTrue();
    assertThatThrownBy(() -> library.lookup("unseen")).isInstanceOf(MissingSymbolsException.class);
    assertThat(other.lookup("unseen").flags().isExported()).isFalse();
  }

  @Test
  void generatorsDefineWhatIsWantedOnce() {
    AtomicInteger asked = new AtomicInteger();
    library.addGenerator(
        (lib, request) -> {
          asked.incrementAndGet();
          for (String name : request.names()) {
            if (name.startsWith("gen")) {
              unit(name + ".o").defines(name).addTo(lib);
            }
          }
        });
    unit("user.o").defines("user").uses("gen1", "gen2").addTo(library);
    library.lookup("user");
    library.lookup(List.of("gen1", "gen2"));
    assertThat(asked).hasValue(1);
    assertThatThrownBy(() -> library.lookup("other")).isInstanceOf(MissingSymbolsException.class);
  }

  @Test
  void addressesAreThereAtOnce() {
    library.defineAbsolute(
        library.defaultTracker(), Map.of("now", new ResolvedSymbol(77, SymbolFlags.EXPORTED)));
    assertThat(library.lookup("now").address()).isEqualTo(77);
    assertThat(library.lookup("now").flags().isAbsolute()).isTrue();
  }

  @Test
  void removalTakesSymbolsAndReleasesBackwardsAndOnce() {
    ResourceTracker tracker = library.newTracker();
    List<String> released = new ArrayList<>();
    unit("a.o").defines("a").addTo(tracker);
    assertThat(tracker.onRemove(() -> released.add("first"))).isTrue();
    assertThat(tracker.onRemove(() -> released.add("second"))).isTrue();
    library.lookup("a");
    tracker.remove();
    tracker.remove();
    assertThat(released).containsExactly("second", "first");
    assertThat(tracker.isRemoved()).isTrue();
    assertThat(tracker.onRemove(() -> released.add("late"))).isFalse();
    assertThatThrownBy(() -> library.lookup("a")).isInstanceOf(MissingSymbolsException.class);
    assertThatThrownBy(() -> unit("b.o").defines("b").addTo(tracker))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("of library \"main\" was removed; use one of library.newTracker()");
    unit("a2.o").defines("a").addTo(library);
    library.lookup("a");
  }

  @Test
  void removalDuringMakingWithdrawsItAndTellsWaiters() throws Exception {
    ResourceTracker tracker = library.newTracker();
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    FakeUnit slow = unit("slow.o").defines("slow");
    slow.before =
        () -> {
          started.countDown();
          try {
            go.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        };
    slow.addTo(tracker);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread waiter = new Thread(() -> failure.set(catchThrowable(() -> library.lookup("slow"))));
    waiter.start();
    started.await();
    tracker.remove();
    waiter.join();
    assertThat(failure.get()).hasMessageContaining("slow.o was removed, with tracker #");
    go.countDown();
    unit("next.o").defines("next").addTo(library);
    library.lookup("next"); // on the same compile thread, hence after slow's end
    assertThat(slow.withdrawn).isTrue();
  }

  @Test
  void aLookUpFromWithinTheMakingOfAnotherSymbolDoesNotDeadlock() {
    FakeUnit inner = unit("inner.o").defines("inner").uses("leaf");
    unit("leaf.o").defines("leaf").addTo(library);
    FakeUnit outer = unit("outer.o").defines("outer");
    outer.before = () -> library.lookup("inner");
    inner.addTo(library);
    outer.addTo(library);
    library.lookup("outer");
    assertThat(inner.made).hasValue(1);
  }

  @Test
  void aLookUpThatWaitsForItselfFails() {
    unit("inner.o").defines("inner").uses("outer").addTo(library);
    FakeUnit outer = unit("outer.o").defines("outer");
    outer.before = () -> library.lookup("inner");
    outer.addTo(library);
    assertThatThrownBy(() -> library.lookup("outer"))
        .hasMessageContaining(
            "look-up of inner from within the making of outer.o needs, in the end, outer.o itself");
  }

  @Test
  void twoThreadsThatWaitForEachOtherFail() {
    try (Session own = Session.builder().compileThreads(2).build()) {
      SymbolLibrary lib = own.createLibrary("lib");
      FakeUnit a = unit("a.o").defines("a");
      FakeUnit b = unit("b.o").defines("b");
      a.before = () -> lib.lookup("b");
      b.before = () -> lib.lookup("a");
      a.addTo(lib);
      b.addTo(lib);
      assertThatThrownBy(() -> lib.lookup(List.of("a", "b"))).hasMessageContaining("itself");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void randomLookUpsFromWithinNeverHang(int threads) throws Exception {
    int succeeded = 0;
    int failed = 0;
    try (Session own = Session.builder().compileThreads(threads).build()) {
      for (int round = 0; round < 150; round++) {
        Random random = new Random(round);
        SymbolLibrary lib = own.createLibrary("lib" + round);
        int count = 2 + random.nextInt(10);
        for (int i = 0; i < count; i++) {
          FakeUnit unit = unit("m" + i).defines("f" + i);
          for (int k = random.nextInt(3); k > 0; k--) {
            unit.uses("f" + random.nextInt(count));
          }
          if (random.nextInt(3) == 0) {
            String wanted = "f" + random.nextInt(count);
            unit.before = () -> lib.lookup(wanted);
          }
          unit.addTo(lib);
        }
        ConcurrentLinkedQueue<Throwable> outcomes = new ConcurrentLinkedQueue<>();
        List<Thread> lookers = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
          String name = "f" + random.nextInt(count);
          Thread looker =
              new Thread(
                  () -> {
                    Throwable thrown = catchThrowable(() -> lib.lookup(name));
                    outcomes.add(thrown == null ? new AssertionError("none") : thrown);
                  });
          looker.start();
          lookers.add(looker);
        }
        for (Thread looker : lookers) {
          looker.join();
        }
        for (Throwable outcome : outcomes) {
          if (outcome instanceof AssertionError) {
            succeeded++;
          } else {
            assertThat(outcome).hasMessageContaining("itself; ask for the address alone");
            failed++;
          }
        }
        own.removeLibrary(lib);
      }
    }
    assertThat(succeeded).isGreaterThan(50);
    assertThat(failed).isGreaterThan(20);
  }

  @Test
  void initializersComeByPriorityThenByOrderOfAdding() {
    FakeUnit first = unit("first.o").defines("first").uses("third");
    first.initializers = List.of(new InitFunction(65535, 1), new InitFunction(101, 2));
    FakeUnit second = unit("second.o");
    second.initializers = List.of(new InitFunction(100, 3), new InitFunction(65535, 4));
    FakeUnit third = unit("third.o").defines("third");
    third.initializers = List.of(new InitFunction(101, 5));
    first.addTo(library);
    second.addTo(library);
    third.addTo(library);
    library.lookup("third");
    assertThat(library.takeInitializers())
        .extracting(InitFunction::address)
        .containsExactly(3L, 2L, 5L, 1L, 4L);
    assertThat(library.takeInitializers()).isEmpty();
    assertThat(library.takeFinalizers())
        .extracting(InitFunction::address)
        .containsExactly(4L, 1L, 5L, 2L, 3L);
    assertThat(library.takeFinalizers()).isEmpty();
  }

  @Test
  void aResponsibilityCanBeDividedAndGivenBack() {
    FakeUnit lazyPart = unit("lazy part").defines("lazy");
    List<Responsibility> rest = new ArrayList<>();
    library.define(
        library.defaultTracker(),
        new FakeUnit("whole") {
          @Override
          public void materialize(Responsibility responsibility) {
            responsibility.delegate(lazyPart);
            Responsibility other = responsibility.split(Set.of("other"));
            rest.add(responsibility);
            responsibility.defineMore(Map.of("extra", SymbolFlags.EXPORTED));
            assertThat(responsibility.symbols()).containsExactlyInAnyOrder("mine", "extra");
            responsibility.resolved(Map.of("mine", 1L, "extra", 2L));
            assertThat(responsibility.emitted()).isTrue();
            other.fail(new JitException("other cannot be made"));
          }
        }.defines("lazy", "mine", "other"),
        library.resolver());
    assertThat(library.lookup("mine").address()).isEqualTo(1);
    assertThat(library.lookup("extra").address()).isEqualTo(2);
    assertThat(lazyPart.made).hasValue(0);
    assertThatThrownBy(() -> library.lookup("other")).hasMessage("other cannot be made");
    library.lookup("lazy");
    assertThat(lazyPart.made).hasValue(1);
    assertThat(rest.get(0).isOpen()).isFalse();
  }

  @Test
  void whatAFailingUnitWasAskedForIsToldToTheOneWhoAsks() {
    FakeUnit unit = unit("odd.o").defines("f");
    unit.before =
        () -> {
          throw new StackOverflowError("too deep");
        };
    unit.addTo(library);
    assertThatThrownBy(() -> library.lookup("f"))
        .hasMessageContaining("too deep")
        .hasCauseInstanceOf(StackOverflowError.class);
  }

  @Test
  void aClosedSessionSaysSo() {
    Session other = Session.create();
    SymbolLibrary lib = other.createLibrary("lib");
    List<String> released = new ArrayList<>();
    assertThat(lib.defaultTracker().onRemove(() -> released.add("gone"))).isTrue();
    other.close();
    assertThat(released).containsExactly("gone");
    assertThatThrownBy(() -> lib.lookup("f")).hasMessage("the session is closed");
    assertThatThrownBy(() -> other.createLibrary("x")).hasMessage("the session is closed");
  }

  @Test
  void manyThreadsAddLookUpAndRemove() throws Exception {
    try (Session own = Session.builder().compileThreads(2).errorReporter(reported::add).build()) {
      SymbolLibrary lib = own.createLibrary("lib");
      ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 16; t++) {
        int id = t;
        Thread thread =
            new Thread(
                () -> {
                  try {
                    for (int i = 0; i < 50; i++) {
                      String p = "t" + id + "_" + i + "_";
                      ResourceTracker tracker = lib.newTracker();
                      unit(p + "a").defines(p + "a").uses(p + "b").addTo(tracker);
                      unit(p + "b").defines(p + "b").uses(p + "c", p + "a").addTo(tracker);
                      unit(p + "c").defines(p + "c").uses(p + "a").addTo(tracker);
                      lib.lookup(List.of(p + "b", p + "c"));
                      tracker.remove();
                      assertThat(lib.isDefined(p + "a")).isFalse();
                    }
                  } catch (Throwable e) {
                    failures.add(e);
                  }
                });
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(failures).isEmpty();
    }
  }
}
