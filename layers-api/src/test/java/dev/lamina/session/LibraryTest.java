package dev.lamina.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lamina.session.SymbolLibrary.Redefinition;
import dev.lamina.symbol.ResolvedSymbol;
import dev.lamina.symbol.SymbolFlags;
import dev.lamina.symbol.SymbolRequest;
import dev.lamina.symbol.SymbolResolver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is defined where, and what a look-up finds: redefinition, search orders, generators. */
@Timeout(60)
class LibraryTest {
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

  /** An answer to be had later. */
  static final class Future extends CompletableFuture<Map<String, ResolvedSymbol>>
      implements SymbolResolver.Answer {
    @Override
    public void found(Map<String, ResolvedSymbol> symbols) {
      complete(symbols);
    }

    @Override
    public void failed(Throwable cause) {
      completeExceptionally(cause);
    }
  }

  // Redefinition.

  @Test
  void aNewDefinitionReplacesTheOldOneForLaterLookUps() {
    SymbolLibrary open = session.createLibrary("open", Redefinition.REPLACES);
    ResourceTracker first = open.newTracker();
    ResourceTracker second = open.newTracker();
    unit("one.o").defines("f", "g").addTo(first);
    long old = open.lookup("f").address();
    unit("user.o").defines("user").uses("f").addTo(open);
    open.lookup("user");
    unit("two.o").defines("f").addTo(second);
    long fresh = open.lookup("f").address();
    assertThat(fresh).isNotEqualTo(old);
    FakeUnit later = unit("later.o").defines("later").uses("f", "g");
    later.addTo(open);
    open.lookup("later");
    assertThat(later.found.get("f")).extracting("address").isEqualTo(fresh);
    first.remove();
    assertThat(open.lookup("f").address()).isEqualTo(fresh);
    assertThat(open.isDefined("g")).isFalse();
    second.remove(); // what was replaced does not come back
    assertThatThrownBy(() -> open.lookup("f")).isInstanceOf(MissingSymbolsException.class);
  }

  @Test
  void whatIsReplacedBeforeItWasMadeIsNeverMade() {
    SymbolLibrary open = session.createLibrary("open", Redefinition.REPLACES);
    FakeUnit one = unit("one.o").defines("f", "g");
    one.addTo(open);
    FakeUnit two = unit("two.o").defines("f");
    two.addTo(open);
    open.lookup(List.of("f", "g"));
    assertThat(one.owed).containsExactly("g");
    assertThat(two.owed).containsExactly("f");
  }

  @Test
  void whatIsBeingMadeWhenItIsReplacedStillReachesThoseWhoWait() throws Exception {
    SymbolLibrary open = session.createLibrary("open", Redefinition.REPLACES);
    FakeUnit one = unit("one.o").defines("f");
    FakeUnit two = unit("two.o").defines("f");
    one.before = () -> two.addTo(open);
    one.addTo(open);
    ResolvedSymbol first = open.lookup("f");
    assertThat(open.lookup("f").address()).isNotEqualTo(first.address());
    assertThat(two.made).hasValue(1);
  }

  @Test
  void weakDefinitionsDoNotReplace() {
    SymbolLibrary open = session.createLibrary("open", Redefinition.REPLACES);
    unit("one.o").defines("inline").addTo(open);
    long address = open.lookup("inline").address();
    FakeUnit weak = unit("two.o").defines("own");
    weak.symbols.put("inline", SymbolFlags.EXPORTED.weak());
    weak.addTo(open);
    open.lookup("own");
    assertThat(open.lookup("inline").address()).isEqualTo(address);
    FakeUnit usedWeakly = unit("three.o");
    usedWeakly.symbols.put("w", SymbolFlags.EXPORTED.weak());
    usedWeakly.addTo(open);
    open.lookup("w");
    FakeUnit strong = unit("four.o").defines("w");
    strong.addTo(open); // in other libraries an error, since w is in use
    open.lookup("w");
    assertThat(strong.made).hasValue(1);
  }

  @Test
  void oneUnitCannotReplaceItsOwn() {
    SymbolLibrary open = session.createLibrary("open", Redefinition.REPLACES);
    open.define(
        open.defaultTracker(),
        new FakeUnit("twice.o") {
          @Override
          public void materialize(Responsibility responsibility) {
            responsibility.defineMore(Map.of("f", SymbolFlags.EXPORTED));
          }
        }.defines("f"),
        open.resolver());
    assertThatThrownBy(() -> open.lookup("f"))
        .isInstanceOf(DuplicateDefinitionException.class)
        .hasMessage("library \"open\": f is defined in twice.o and in twice.o");
  }

  @Test
  void addressesAreDefinedOneByOneOrInBulk() {
    ResourceTracker tracker = library.newTracker();
    library.define(tracker, "now", 77, SymbolFlags.EXPORTED.callable());
    library.defineAbsolute(
        tracker,
        "my callbacks",
        Map.of(
            "a", new ResolvedSymbol(1, SymbolFlags.EXPORTED),
            "b", new ResolvedSymbol(2, SymbolFlags.NONE)));
    assertThat(library.lookup(List.of("now", "a", "b")).values())
        .extracting(ResolvedSymbol::address)
        .containsExactlyInAnyOrder(77L, 1L, 2L);
    assertThatThrownBy(() -> unit("f.o").defines("a").addTo(library))
        .hasMessage("library \"main\": a is defined in my callbacks and in f.o");
    tracker.remove();
    assertThat(library.isDefined("now")).isFalse();
  }

  // Search orders.

  @Test
  void theFirstLibraryInTheOrderCounts() {
    SymbolLibrary a = session.createLibrary("a");
    SymbolLibrary b = session.createLibrary("b");
    a.define(a.defaultTracker(), "x", 1, SymbolFlags.EXPORTED);
    b.define(b.defaultTracker(), "x", 2, SymbolFlags.EXPORTED);
    library.setSearchOrder(List.of(b, a, b, library));
    assertThat(library.searchOrder()).containsExactly(library, b, a);
    assertThat(library.lookup("x").address()).isEqualTo(2);
    library.setSearchOrder(List.of(a, b));
    assertThat(library.lookup("x").address()).isEqualTo(1);
    session.removeLibrary(a);
    assertThat(library.searchOrder()).containsExactly(library, b);
    assertThat(library.lookup("x").address()).isEqualTo(2);
    assertThat(session.libraries()).containsExactly(library, b);
    assertThatThrownBy(() -> library.setSearchOrder(List.of(a)))
        .hasMessage("library \"a\" was removed");
  }

  @Test
  void librariesThatNeedEachOther() {
    SymbolLibrary other = session.createLibrary("other");
    library.setSearchOrder(List.of(other));
    other.setSearchOrder(List.of(library));
    unit("a.o").defines("a").uses("b").addTo(library);
    unit("b.o").defines("b").uses("a").addTo(other);
    assertThat(other.lookup("a").dependency()).isNull();
    session.removeLibrary(other);
    assertThat(library.lookup("a").dependency()).isNull();
  }

  // Generators.

  @Test
  void aGeneratorMayBeFiltered() {
    library.addGenerator(
        ((DefinitionGenerator)
                (lib, request) ->
                    request
                        .names()
                        .forEach(n -> lib.define(lib.defaultTracker(), n, 5, SymbolFlags.EXPORTED)))
            .filter(name -> name.startsWith("my_")));
    assertThat(library.lookup("my_a").address()).isEqualTo(5);
    assertThatThrownBy(() -> library.lookup("a")).isInstanceOf(MissingSymbolsException.class);
  }

  @Test
  void generatorsAreNotAskedForWhatTheirLibraryHides() {
    SymbolLibrary hiding = session.createLibrary("hiding");
    AtomicInteger asked = new AtomicInteger();
    hiding.addGenerator(
        (lib, request) -> {
          asked.incrementAndGet();
          lib.define(lib.defaultTracker(), "exit", 5, SymbolFlags.NONE);
        });
    library.setSearchOrder(List.of(hiding));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> library.lookup("exit")).isInstanceOf(MissingSymbolsException.class);
    }
    assertThat(asked).hasValue(1);
    assertThat(hiding.lookup("exit").address()).isEqualTo(5);
  }

  /** The look-up has found one definition when the search for another one replaces it. */
  @Test
  void whatAGeneratorReplacesIsNotWaitedFor() {
    FakeUnit weak = unit("weak.o");
    weak.symbols.put("f", SymbolFlags.EXPORTED.weak());
    weak.addTo(library);
    FakeUnit strong = unit("strong.o").defines("f");
    SymbolLibrary other = session.createLibrary("other");
    other.addGenerator(
        (lib, request) -> {
          strong.addTo(library);
          lib.define(lib.defaultTracker(), "g", 5, SymbolFlags.EXPORTED);
        });
    library.setSearchOrder(List.of(other));
    assertThat(library.lookup(List.of("f", "g"))).containsKeys("f", "g");
    assertThat(strong.made).hasValue(1);
    assertThat(weak.made).hasValue(0);
  }

  @Test
  void generatorsThatLookIntoEachOthersLibrariesDoNotDeadlock() throws Exception {
    SymbolLibrary other = session.createLibrary("other");
    CyclicBarrier bothAtWork = new CyclicBarrier(2);
    ConcurrentLinkedQueue<Future> inner = new ConcurrentLinkedQueue<>();
    for (SymbolLibrary lib : List.of(library, other)) {
      SymbolLibrary looksInto = lib == library ? other : library;
      lib.addGenerator(
          (of, request) -> {
            if (request.names().contains("start")) {
              await(bothAtWork);
              Future answer = new Future();
              looksInto.lookupLater(SymbolRequest.of(Set.of("more")), answer);
              inner.add(answer);
            }
            for (String name : request.names()) {
              of.define(of.defaultTracker(), name, of == library ? 1 : 2, SymbolFlags.EXPORTED);
            }
          });
    }
    CompletableFuture<ResolvedSymbol> second =
        CompletableFuture.supplyAsync(() -> other.lookup("start"), r -> new Thread(r).start());
    assertThat(library.lookup("start").address()).isEqualTo(1);
    assertThat(second.get().address()).isEqualTo(2);
    assertThat(inner).hasSize(2);
    for (Future answer : inner) {
      assertThat(answer.get()).containsKey("more");
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void manyLookUpsThatNeedOneGenerator() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    library.addGenerator(
        (lib, request) -> {
          assertThat(inside.incrementAndGet()).isEqualTo(1);
          for (String name : request.names()) {
            unit(name + ".o").defines(name).addTo(lib);
          }
          inside.decrementAndGet();
        });
    ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      Random random = new Random(t);
      Thread thread =
          new Thread(
              () -> {
                Throwable failure =
                    catchThrowable(
                        () -> {
                          for (int i = 0; i < 200; i++) {
                            String a = "f" + random.nextInt(1000);
                            Future later = new Future();
                            library.lookupLater(SymbolRequest.of(Set.of(a, "g" + i)), later);
                            assertThat(library.lookup(List.of(a, "h" + i))).containsKey(a);
                            assertThat(later.get()).hasSize(2);
                          }
                        });
                if (failure != null) {
                  failures.add(failure);
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

  @Test
  void aGeneratorThatFailsFailsTheLookUpAndNoOther() {
    library.addGenerator(
        (lib, request) -> {
          if (request.names().contains("bad")) {
            throw new IllegalArgumentException("no such table");
          }
        });
    unit("user.o").defines("user").uses("bad").addTo(library);
    for (String name : List.of("bad", "user")) {
      assertThatThrownBy(() -> library.lookup(name))
          .isInstanceOf(JitException.class)
          .hasRootCauseMessage("no such table");
    }
    Future later = new Future();
    library.lookupLater(SymbolRequest.of(Set.of("bad")), later);
    assertThatThrownBy(later::get).hasRootCauseMessage("no such table");
    unit("good.o").defines("good").addTo(library);
    library.lookup("good");
  }

  // Resolvers and answers that are not ours.

  @Test
  void aResolverThatThrowsFailsItsUnit() {
    FakeUnit unit = unit("a.o").defines("a").uses("b");
    library.define(
        library.defaultTracker(),
        unit,
        (request, answer) -> {
          throw new IllegalArgumentException("cannot say");
        });
    assertThatThrownBy(() -> library.lookup("a")).hasRootCauseMessage("cannot say");
  }

  @Test
  void aSecondAnswerIsReportedAndDoesNothing() throws InterruptedException {
    CountDownLatch second = new CountDownLatch(1);
    FakeUnit unit = unit("a.o").defines("a").uses("b");
    library.define(
        library.defaultTracker(),
        unit,
        (request, answer) -> {
          answer.found(Map.of("b", new ResolvedSymbol(1, SymbolFlags.EXPORTED)));
          answer.failed(new IllegalStateException("after all"));
          second.countDown();
        });
    library.lookup("a");
    assertThat(second.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(reported).hasSize(1);
    assertThat(reported.remove()).hasMessage("a resolver answered a.o more than once");
  }

  @Test
  void anAnswerThatThrowsKeepsNobodyFromTheirs() {
    Responsibility[] kept = new Responsibility[1];
    FakeUnit unit =
        new FakeUnit("kept") {
          @Override
          public void materialize(Responsibility responsibility) {
            kept[0] = responsibility;
          }
        }.defines("kept");
    library.define(library.defaultTracker(), unit, library.resolver());
    List<Future> futures = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      if (i == 1) {
        library.lookupLater(
            SymbolRequest.of(Set.of("kept")),
            new SymbolResolver.Answer() {
              @Override
              public void found(Map<String, ResolvedSymbol> symbols) {
                throw new IllegalStateException("thrown by an answer");
              }

              @Override
              public void failed(Throwable cause) {}
            });
      } else {
        Future future = new Future();
        library.lookupLater(SymbolRequest.of(Set.of("kept")), future);
        futures.add(future);
      }
    }
    unit("next.o").defines("next").addTo(library);
    library.lookup("next"); // on the same compile thread: kept[0] is there
    kept[0].resolved(Map.of("kept", 1L));
    kept[0].emitted();
    assertThat(futures).allSatisfy(future -> assertThat(future.get()).containsKey("kept"));
    assertThat(reported).hasSize(1);
    assertThat(reported.remove()).hasRootCauseMessage("thrown by an answer");
  }

  @Test
  void aUnitThatUsesNothingAsksNobody() {
    FakeUnit unit = unit("a.o").defines("a");
    library.define(
        library.defaultTracker(),
        unit,
        (request, answer) -> {
          throw new AssertionError("asked for " + request);
        });
    library.lookup("a");
  }
}
