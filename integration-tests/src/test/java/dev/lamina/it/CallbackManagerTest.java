package dev.lamina.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.cod.LocalCompileCallbackManager;
import dev.lamina.cod.LocalIndirectStubsManager;
import dev.lamina.jit.Jit;
import dev.lamina.lazy.CompileAction;
import dev.lamina.lazy.IndirectStubsManager.Stub;
import dev.lamina.lazy.LazySupport;
import dev.lamina.link.host.HostAccess;
import dev.lamina.session.SymbolLibrary;
import dev.lamina.session.SymbolLibrary.Redefinition;
import dev.lamina.target.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Trampolines and stubs of this process, without the layer above. */
class CallbackManagerTest {
  private static final String CODE =
      """
      define i64 @one() { ret i64 1 }
      define i64 @two() { ret i64 2 }
      define i64 @handler() { ret i64 -1 }
      """;

  private final ConcurrentLinkedQueue<Throwable> reported = new ConcurrentLinkedQueue<>();
  private final Jit jit = Jit.builder().errorReporter(reported::add).build();
  private final HostAccess host = new HostAccess();
  private final LazySupport support = Targets.forTriple(Targets.hostTriple()).lazySupport();
  private final SymbolLibrary own = jit.createLibrary("first calls", Redefinition.REFUSED);
  private final LocalCompileCallbackManager callbacks;
  private final long one;
  private final long two;

  CallbackManagerTest() {
    jit.addModule("functions", CODE);
    one = jit.lookup("one").address();
    two = jit.lookup("two").address();
    callbacks =
        new LocalCompileCallbackManager(
            jit.irLayer(), own, support, host, jit.lookup("handler")::address);
  }

  @AfterEach
  void close() {
    callbacks.close();
    jit.close();
  }

  private long call(long function) {
    return host.call(function, 0, 0);
  }

  /** Calls {@code function} on a thread, and returns when that thread waits for its answer. */
  private FutureTask<Long> callAndWait(long function) throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    FutureTask<Long> result =
        new FutureTask<>(
            () -> {
              started.countDown();
              return call(function);
            });
    String name = "call " + Integer.toHexString((int) function);
    new Thread(result, name).start();
    started.await();
    while (!isSleeping(name)) {
      Thread.onSpinWait();
    }
    return result;
  }

  /** Whether the thread of that name, of 15 characters at most, stands in the kernel. */
  private static boolean isSleeping(String name) throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
      for (Path task : tasks.toList()) {
        String stat = Files.readString(task.resolve("stat"));
        int end = stat.lastIndexOf(')');
        if (stat.substring(stat.indexOf('(') + 1, end).equals(name)) {
          return stat.startsWith(") S", end);
        }
      }
    }
    return false;
  }

  @Test
  void anActionThatFailsSendsItsCallersToTheHandlerAndMaySucceedLater() {
    RuntimeException cause = new RuntimeException("once");
    BlockingQueue<Throwable> failures = new ArrayBlockingQueue<>(2);
    failures.add(cause);
    failures.add(new StackOverflowError("twice"));
    long[] trampolines =
        callbacks.newCallbacks(
            List.of(
                answer -> {
                  Throwable failure = failures.poll();
                  if (failure instanceof Error error) {
                    throw error;
                  }
                  if (failure != null) {
                    answer.failed(failure);
                    return;
                  }
                  answer.ready(one);
                }));
    assertThat(call(trampolines[0])).isEqualTo(-1);
    assertThat(reported).containsExactly(cause);
    assertThat(call(trampolines[0])).isEqualTo(-1);
    assertThat(reported).hasSize(2);
    assertThat(call(trampolines[0])).isEqualTo(1);
    assertThat(call(trampolines[0])).isEqualTo(1);
  }

  @Test
  void aCallThatCameBeforeATrampolineWasTakenBackIsNotTakenForOneOfItsNextOwners()
      throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    long[] trampolines =
        callbacks.newCallbacks(
            List.of(
                answer -> {
                  await(busy); // the dispatcher sees no other request meanwhile
                  answer.ready(one);
                },
                answer -> answer.ready(one)));
    FutureTask<Long> first = callAndWait(trampolines[0]);
    FutureTask<Long> second = callAndWait(trampolines[1]);
    callbacks.release(new long[] {trampolines[1]});
    long[] others = callbacks.newCallbacks(Collections.nCopies(63, answer -> answer.ready(two)));
    assertThat(others).contains(trampolines[1]);
    busy.countDown();
    assertThat(first.get()).isEqualTo(1);
    assertThat(second.get()).isEqualTo(1);
    assertThat(call(trampolines[1])).isEqualTo(2);
    assertThat(reported).isEmpty();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aCallByWayOfATrampolineThatWasTakenBackIsReported() {
    long[] trampolines = callbacks.newCallbacks(List.of(answer -> answer.ready(one)));
    callbacks.release(trampolines);
    assertThat(call(trampolines[0])).isEqualTo(-1);
    assertThat(reported)
        .singleElement()
        .extracting(Throwable::getMessage)
        .isEqualTo(
            "a call by way of the trampoline at 0x%x, which was removed with its function"
                .formatted(trampolines[0]));
    assertThatThrownBy(() -> callbacks.release(new long[] {trampolines[0] + 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("0x%x is not in use".formatted(trampolines[0] + 1));
    assertThatThrownBy(() -> callbacks.release(trampolines))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("0x%x is not in use".formatted(trampolines[0]));
  }

  @Test
  void closingWaitsForThoseWhoAreInAFirstCall() throws Exception {
    BlockingQueue<CompileAction.Answer> answers = new ArrayBlockingQueue<>(1);
    long[] trampolines = callbacks.newCallbacks(List.of(answers::add));
    FutureTask<Long> call = callAndWait(trampolines[0]);
    CompileAction.Answer answer = answers.take();
    Thread closer = new Thread(callbacks::close);
    closer.start();
    assertThatThrownBy(() -> closeIsDone()).isInstanceOf(IllegalStateException.class);
    assertThat(closer.isAlive()).isTrue();
    answer.ready(one);
    assertThat(call.get()).isEqualTo(1);
    closer.join();
  }

  /** Asks for a callback until the manager is marked as closed. */
  private void closeIsDone() {
    while (true) {
      callbacks.newCallbacks(List.of());
    }
  }

  @Test
  void stubsLeadWhereTheirPointersPoint() {
    LocalIndirectStubsManager stubs =
        new LocalIndirectStubsManager(jit.irLayer(), own, support, host);
    List<Stub> made = stubs.create(List.of("a", "b"), new long[] {one, two});
    assertThat(call(made.get(0).address())).isEqualTo(1);
    assertThat(call(made.get(1).address())).isEqualTo(2);
    made.get(0).setTarget(two);
    assertThat(made.get(0).target()).isEqualTo(two);
    assertThat(call(made.get(0).address())).isEqualTo(2);
    stubs.release(made);
    // Of a block of 64, these two come last, and are used again before there is a second block.
    List<Stub> next = stubs.create(Collections.nCopies(64, "next"), new long[64]);
    assertThat(next).extracting(Stub::address).contains(made.get(0).address());
  }
}
