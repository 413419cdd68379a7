package dev.lamina.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lamina.session.LibraryTest.Future;
import dev.lamina.session.SymbolLibrary.Redefinition;
import dev.lamina.symbol.SymbolFlags;
import dev.lamina.symbol.SymbolRequest;
import dev.lamina.symbol.SymbolResolver;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken away: all of it, safely, and with a name to later users. */
@Timeout(60)
class RemovalTest {
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

  /** A unit that keeps its responsibility and publishes an address, and no more. */
  private static final class Kept extends FakeUnit {
    private final CountDownLatch started = new CountDownLatch(1);
    private volatile Responsibility[] responsibility = new Responsibility[0];

    Kept(String name) {
      super(name + ".o");
      defines(name);
    }

    @Override
    public void materialize(Responsibility made) {
      made.resolved(Map.of(symbols.keySet().iterator().next(), 1L));
      responsibility = new Responsibility[] {made};
      started.countDown();
    }

    Responsibility responsibility() throws InterruptedException {
      started.await();
      return responsibility[0];
    }
  }

  @Test
  void whatIsReadyStaysSoWhenWhatItUsesIsRemoved() {
    ResourceTracker tracker = library.newTracker();
    unit("a.o").defines("a").addTo(tracker);
    unit("user.o").defines("user").uses("a").addTo(library);
    library.lookup("user");
    tracker.remove();
    assertThat(library.lookup("user").dependency()).isNull();
    unit("late.o").defines("late").uses("a", "user").addTo(library);
    assertThatThrownBy(() -> library.lookup("late")).hasMessage("late.o: undefined: a");
    unit("a2.o").defines("a").addTo(library);
    library.lookup("a");
  }

  @Test
  void whatIsNotReadyFailsWithWhatItNeeds() throws Exception {
    ResourceTracker tracker = library.newTracker();
    Kept kept = new Kept("kept");
    kept.addTo(tracker);
    unit("user.o").defines("user").uses("kept").addTo(library);
    Future far = new Future();
    unit("far.o").defines("far").uses("user").addTo(library);
    library.lookupLater(SymbolRequest.of(Set.of("far")), far);
    Responsibility responsibility = kept.responsibility();
    tracker.remove();
    assertThatThrownBy(far::get)
        .hasRootCauseInstanceOf(JitException.class)
        .hasMessageContaining("kept.o was removed, with tracker #");
    assertThat(responsibility.isOpen()).isFalse();
    assertThat(responsibility.emitted()).isFalse();
  }

  /** The address is given out, then its owner becomes ready and is removed, then it arrives. */
  @Test
  void anAddressThatArrivesAfterItsOwnersRemovalIsNotUsed() throws Exception {
    ResourceTracker tracker = library.newTracker();
    Kept kept = new Kept("kept");
    kept.addTo(tracker);
    CountDownLatch resolved = new CountDownLatch(1);
    List<Runnable> delayed = new ArrayList<>();
    SymbolResolver slow =
        (request, answer) ->
            library
                .resolver()
                .resolve(
                    request,
                    new SymbolResolver.Answer() {
                      @Override
                      public void found(Map<String, dev.lamina.symbol.ResolvedSymbol> symbols) {
                        delayed.add(() -> answer.found(symbols));
                        resolved.countDown();
                      }

                      @Override
                      public void failed(Throwable cause) {
                        answer.failed(cause);
                      }
                    });
    FakeUnit user = unit("user.o").defines("user").uses("kept");
    library.define(library.defaultTracker(), user, slow);
    Future answer = new Future();
    library.lookupLater(SymbolRequest.of(Set.of("user")), answer);
    resolved.await();
    assertThat(kept.responsibility().emitted()).isTrue();
    library.lookup("kept");
    tracker.remove();
    delayed.get(0).run();
    assertThatThrownBy(answer::get).hasMessageContaining("kept.o was removed, with tracker #");
    unit("next.o").defines("next").addTo(library);
    library.lookup("next"); // on the same compile thread, hence after the withdrawal
    assertThat(user.withdrawn).isTrue();
  }

  @Test
  void whatWasNeverMadeGoesToo() {
    ResourceTracker tracker = library.newTracker();
    WeakReference<FakeUnit> lazy = addLazy(tracker);
    tracker.remove();
    for (int i = 0; i < 50 && lazy.get() != null; i++) {
      System.gc();
    }
    assertThat(lazy.get()).isNull();
  }

  private static WeakReference<FakeUnit> addLazy(ResourceTracker tracker) {
    FakeUnit unit = unit("lazy.o").defines("lazy");
    unit.addTo(tracker);
    return new WeakReference<>(unit);
  }

  @Test
  void trackersAreListedUntilTheyAreRemoved() {
    ResourceTracker tracker = library.newTracker();
    assertThat(library.trackers()).containsExactly(library.defaultTracker(), tracker);
    tracker.remove();
    assertThat(library.trackers()).containsExactly(library.defaultTracker());
  }

  @Test
  void aFailureThatIsRemovedIsForgotten() {
    ResourceTracker tracker = library.newTracker();
    unit("bad.o").defines("f").uses("nowhere").addTo(tracker);
    assertThatThrownBy(() -> library.lookup("f")).hasMessage("bad.o: undefined: nowhere");
    assertThatThrownBy(() -> unit("good.o").defines("f").addTo(library))
        .hasMessage(
            "library \"main\": f is defined in bad.o and in good.o (the first failed; remove its"
                + " tracker to define it anew)");
    tracker.remove();
    unit("good.o").defines("f").addTo(library);
    library.lookup("f");
  }

  @Test
  void aRemovedLibraryIsNotAskedAndSaysSo() {
    SymbolLibrary other = session.createLibrary("other");
    List<String> asked = new ArrayList<>();
    other.addGenerator((lib, request) -> asked.addAll(request.names()));
    library.setSearchOrder(List.of(other));
    assertThatThrownBy(() -> library.lookup("x")).isInstanceOf(MissingSymbolsException.class);
    assertThat(asked).containsExactly("x");
    session.removeLibrary(other);
    session.removeLibrary(other);
    assertThatThrownBy(() -> library.lookup("y")).isInstanceOf(MissingSymbolsException.class);
    assertThat(asked).containsExactly("x");
    for (Runnable use :
        List.<Runnable>of(
            () -> other.lookup("x"),
            other::newTracker,
            () -> other.setSearchOrder(List.of()),
            () -> other.addGenerator((lib, request) -> {}),
            () -> unit("u.o").defines("u").addTo(other),
            other::takeInitializers)) {
      assertThatThrownBy(use::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("library \"other\" was removed");
    }
    Future later = new Future();
    other.lookupLater(SymbolRequest.of(Set.of("x")), later);
    assertThatThrownBy(later::get).hasMessageContaining("library \"other\" was removed");
    session.createLibrary("other");
  }

  @Test
  void closingEndsAllThatWaits() throws Exception {
    Session own = Session.builder().errorReporter(reported::add).build();
    SymbolLibrary lib = own.createLibrary("lib");
    new Kept("kept").addTo(lib);
    ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    CountDownLatch begun = new CountDownLatch(4);
    for (int i = 0; i < 4; i++) {
      Thread thread =
          new Thread(
              () -> {
                begun.countDown();
                failures.add(catchThrowable(() -> lib.lookup("kept")));
              });
      thread.start();
      threads.add(thread);
    }
    begun.await();
    own.close();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures)
        .hasSize(4)
        .allSatisfy(
            failure ->
                assertThat(failure.getMessage())
                    .matches(
                        "kept.o was removed, with tracker default of library \"lib\""
                            + "|the session is closed|library \"lib\" was removed"));
  }

  /** Libraries that search each other, generators, redefinition and removal, all at once. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void whateverHappensAtOnceEveryLookUpIsAnswered(int compileThreads) throws Exception {
    try (Session own =
        Session.builder().compileThreads(compileThreads).errorReporter(reported::add).build()) {
      SymbolLibrary a = own.createLibrary("a", Redefinition.REPLACES);
      SymbolLibrary b = own.createLibrary("b", Redefinition.REPLACES);
      a.setSearchOrder(List.of(b));
      b.setSearchOrder(List.of(a));
      for (SymbolLibrary lib : List.of(a, b)) {
        String prefix = lib.name() + "_generated";
        lib.addGenerator(
            (of, request) -> {
              for (String name : request.names()) {
                if (name.startsWith(prefix)) {
                  unit(name).defines(name).uses("f" + name.length()).addTo(of);
                }
              }
            });
      }
      ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
      List<Thread> threads = new ArrayList<>();
      int[] found = new int[8];
      for (int t = 0; t < 8; t++) {
        int number = t;
        Thread thread =
            new Thread(
                () -> {
                  Throwable failure = catchThrowable(() -> found[number] = churn(a, b, number));
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
      assertThat(found).doesNotContain(0);
      assertThat(a.trackers()).hasSize(1);
      assertThat(b.trackers()).hasSize(1);
    }
  }

  /** Returns how many look-ups found what they wanted. */
  private static int churn(SymbolLibrary a, SymbolLibrary b, int seed) {
    Random random = new Random(seed);
    List<ResourceTracker> own = new ArrayList<>();
    int found = 0;
    for (int i = 0; i < 400; i++) {
      SymbolLibrary lib = random.nextBoolean() ? a : b;
      switch (random.nextInt(5)) {
        case 0, 1 -> {
          ResourceTracker tracker = lib.newTracker();
          own.add(tracker);
          String name = "f" + random.nextInt(16);
          FakeUnit unit = unit(name + ".o");
          SymbolFlags flags = SymbolFlags.EXPORTED;
          unit.symbols.put(name, random.nextInt(3) == 0 ? flags.weak() : flags);
          for (int k = random.nextInt(3); k > 0; k--) {
            unit.uses("f" + random.nextInt(16));
          }
          if (random.nextInt(4) == 0) {
            unit.uses((random.nextBoolean() ? "a" : "b") + "_generated" + random.nextInt(100));
          }
          unit.addTo(tracker);
        }
        case 2 -> {
          if (!own.isEmpty()) {
            own.remove(random.nextInt(own.size())).remove();
          }
        }
        default -> {
          try {
            String generated = lib.name() + "_generated" + i;
            found += lib.lookup(List.of("f" + random.nextInt(16), generated)).size();
          } catch (MissingSymbolsException e) {
            assertThat(e.names()).allMatch(name -> name.matches("f\\d+"));
          } catch (JitException e) {
            assertThat(e).hasMessageContaining(" was removed, with tracker #");
          }
        }
      }
    }
    own.forEach(ResourceTracker::remove);
    return found;
  }
}
