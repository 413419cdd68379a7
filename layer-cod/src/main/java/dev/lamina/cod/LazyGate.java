package dev.lamina.cod;

import dev.lamina.ir.text.IRReader;
import dev.lamina.layer.IRLayer;
import dev.lamina.lazy.NativeAccess;
import dev.lamina.session.SymbolLibrary;
import dev.lamina.symbol.ResolvedSymbol;
import java.util.Map;
import java.util.Set;

/**
 * The native side of first calls: a queue that the program's threads put requests in, and wait.
 *
 * <p>It is a module of IR that goes down the stack like any other. The calling thread runs no Java
 * at all: its stack may be small, it may be a thread that the program made, and it may be in a
 * signal handler. A request lies on its stack until it is answered, which is why the thread must
 * not leave that by other ways: while it waits, signals are held back (but those that a fault of
 * its own would raise), so that no handler jumps out, and it is not cancelled. The waiting is done
 * by semaphores of libc; one is not touched any more by who posted it, once it was.
 *
 * <p>The queue is data of the module, so that it is there as long as the code is that uses it.
 */
final class LazyGate {
  /** Offsets in a request, in words. */
  private static final int NEXT = 0;

  private static final int TRAMPOLINE = 1;

  /** What {@link #TEXT} defines. */
  private static final String QUEUE = "lamina_lazy_queue";

  private static final String OPEN = "lamina_lazy_open";
  private static final String ENTER = "lamina_lazy_enter";
  private static final String AWAIT = "lamina_lazy_await";
  private static final String POLL = "lamina_lazy_poll";
  private static final String ANSWER = "lamina_lazy_answer";
  private static final String CLOSE = "lamina_lazy_close";
  private static final String WAKE = "lamina_lazy_wake";
  private static final String INSIDE = "lamina_lazy_inside";
  private static final String FAILED = "lamina_lazy_failed";

  /**
   * {@code %queue}: newest request, semaphore of the dispatcher, its process, 1 once it is closed,
   * threads that are in here. {@code %request}: next older request, trampoline, answer, semaphore
   * of the caller.
   *
   * <p>A signal set has a bit for each signal from number 1 on, at all sizes that libc may give it;
   * SIGILL, SIGTRAP, SIGBUS, SIGFPE and SIGSEGV have the same numbers on all machines we know.
   */
  private static final String TEXT =
      """
      %queue = type { i64, [4 x i64], i32, i32, i64 }
      %request = type { i64, i64, i64, [4 x i64] }

      @lamina_lazy_queue = global %queue zeroinitializer, align 8
      @signals = private unnamed_addr constant [16 x i64] [i64 -1241, i64 -1, i64 -1, i64 -1, \
      i64 -1, i64 -1, i64 -1, i64 -1, i64 -1, i64 -1, i64 -1, i64 -1, i64 -1, i64 -1, i64 -1, \
      i64 -1], align 8
      @late = private unnamed_addr constant [106 x i8] c"lamina: error: a function was called that is \
      not compiled yet, while the stack that compiles it is closed\\0A"
      @forked = private unnamed_addr constant [111 x i8] c"lamina: error: a forked process called a \
      function that is not compiled yet; fork in a Java VM is for exec only\\0A"

      declare ptr @__errno_location()
      declare i32 @pthread_sigmask(i32, ptr, ptr)
      declare i32 @pthread_setcancelstate(i32, ptr)
      declare i32 @sem_init(ptr, i32, i32)
      declare i32 @sem_wait(ptr)
      declare i32 @sem_post(ptr)
      declare i32 @getpid()
      declare i64 @write(i32, ptr, i64)
      declare void @_exit(i32)
      declare void @abort()

      define i64 @lamina_lazy_open(i64 %a, i64 %b) {
        %sem = getelementptr %queue, ptr @lamina_lazy_queue, i64 0, i32 1
        %r = call i32 @sem_init(ptr %sem, i32 0, i32 0)
        %pid = call i32 @getpid()
        %place = getelementptr %queue, ptr @lamina_lazy_queue, i64 0, i32 2
        store i32 %pid, ptr %place
        ret i64 0
      }

      define i64 @lamina_lazy_enter(ptr %q, i64 %trampoline) {
        %r = alloca %request, align 8
        %mask = alloca [16 x i64], align 8
        %cancel = alloca i32, align 4
        %errno = call ptr @__errno_location()
        %error = load i32, ptr %errno
        %maker = getelementptr %queue, ptr %q, i64 0, i32 2
        %theirs = load i32, ptr %maker
        %mine = call i32 @getpid()
        %same = icmp eq i32 %theirs, %mine
        br i1 %same, label %come, label %refuse
      come:
        %s = call i32 @pthread_sigmask(i32 0, ptr @signals, ptr %mask)
        %c = call i32 @pthread_setcancelstate(i32 1, ptr %cancel)
        %inside = getelementptr %queue, ptr %q, i64 0, i32 4
        %before = atomicrmw add ptr %inside, i64 1 seq_cst, align 8
        %place = getelementptr %queue, ptr %q, i64 0, i32 3
        %closed = load atomic i32, ptr %place seq_cst, align 4
        %open = icmp eq i32 %closed, 0
        br i1 %open, label %ask, label %late
      late:
        %m = call i64 @write(i32 2, ptr @late, i64 106)
        call void @abort()
        unreachable
      ask:
        %address = getelementptr %request, ptr %r, i64 0, i32 1
        store i64 %trampoline, ptr %address
        %answer = getelementptr %request, ptr %r, i64 0, i32 2
        store i64 0, ptr %answer
        %sem = getelementptr %request, ptr %r, i64 0, i32 3
        %i = call i32 @sem_init(ptr %sem, i32 0, i32 0)
        %number = ptrtoint ptr %r to i64
        br label %push
      push:
        %newest = load atomic i64, ptr %q monotonic, align 8
        store i64 %newest, ptr %r
        %pushed = cmpxchg ptr %q, i64 %newest, i64 %number acq_rel monotonic, align 8
        %done = extractvalue { i64, i1 } %pushed, 1
        br i1 %done, label %wake, label %push
      wake:
        %theirsem = getelementptr %queue, ptr %q, i64 0, i32 1
        %p = call i32 @sem_post(ptr %theirsem)
        br label %wait
      wait:
        %w = call i32 @sem_wait(ptr %sem)
        %again = icmp ne i32 %w, 0
        br i1 %again, label %wait, label %got
      got:
        %to = load atomic i64, ptr %answer acquire, align 8
        %after = atomicrmw sub ptr %inside, i64 1 seq_cst, align 8
        %old = load i32, ptr %cancel
        %c2 = call i32 @pthread_setcancelstate(i32 %old, ptr %cancel)
        %s2 = call i32 @pthread_sigmask(i32 2, ptr %mask, ptr null)
        store i32 %error, ptr %errno
        ret i64 %to
      refuse:
        %n = call i64 @write(i32 2, ptr @forked, i64 111)
        call void @_exit(i32 71)
        unreachable
      }

      define i64 @lamina_lazy_await(i64 %a, i64 %b) {
        %sem = getelementptr %queue, ptr @lamina_lazy_queue, i64 0, i32 1
        br label %wait
      wait:
        %w = call i32 @sem_wait(ptr %sem)
        %again = icmp ne i32 %w, 0
        br i1 %again, label %wait, label %done
      done:
        ret i64 0
      }

      define i64 @lamina_lazy_poll(i64 %a, i64 %b) {
        %requests = atomicrmw xchg ptr @lamina_lazy_queue, i64 0 acq_rel, align 8
        ret i64 %requests
      }

      define i64 @lamina_lazy_answer(i64 %request, i64 %address) {
        %r = inttoptr i64 %request to ptr
        %answer = getelementptr %request, ptr %r, i64 0, i32 2
        store atomic i64 %address, ptr %answer release, align 8
        %sem = getelementptr %request, ptr %r, i64 0, i32 3
        %p = call i32 @sem_post(ptr %sem)
        ret i64 0
      }

      define i64 @lamina_lazy_close(i64 %a, i64 %b) {
        %place = getelementptr %queue, ptr @lamina_lazy_queue, i64 0, i32 3
        store atomic i32 1, ptr %place seq_cst, align 4
        %sem = getelementptr %queue, ptr @lamina_lazy_queue, i64 0, i32 1
        %p = call i32 @sem_post(ptr %sem)
        ret i64 0
      }

      define i64 @lamina_lazy_wake(i64 %a, i64 %b) {
        %sem = getelementptr %queue, ptr @lamina_lazy_queue, i64 0, i32 1
        %p = call i32 @sem_post(ptr %sem)
        ret i64 0
      }

      define i64 @lamina_lazy_inside(i64 %a, i64 %b) {
        %place = getelementptr %queue, ptr @lamina_lazy_queue, i64 0, i32 4
        %inside = load atomic i64, ptr %place seq_cst, align 8
        ret i64 %inside
      }

      define void @lamina_lazy_failed() {
        call void @abort()
        unreachable
      }
      """;

  private final NativeAccess host;
  private final long queue;
  private final long enter;
  private final long await;
  private final long poll;
  private final long answer;
  private final long close;
  private final long wake;
  private final long inside;
  private final long failed;

  /** Compiles the module in {@code library}, which must find libc, by way of {@code stack}. */
  LazyGate(IRLayer stack, SymbolLibrary library, NativeAccess host) {
    this.host = host;
    stack.add(library.defaultTracker(), IRReader.read("<first calls>", TEXT));
    Map<String, ResolvedSymbol> found =
        library.lookup(
            Set.of(QUEUE, OPEN, ENTER, AWAIT, POLL, ANSWER, CLOSE, WAKE, INSIDE, FAILED));
    queue = address(found, QUEUE);
    enter = address(found, ENTER);
    await = address(found, AWAIT);
    poll = address(found, POLL);
    answer = address(found, ANSWER);
    close = address(found, CLOSE);
    wake = address(found, WAKE);
    inside = address(found, INSIDE);
    failed = address(found, FAILED);
    host.call(address(found, OPEN), 0, 0);
  }

  private static long address(Map<String, ResolvedSymbol> found, String name) {
    ResolvedSymbol symbol = found.get(name);
    if (symbol == null) {
      throw new IllegalStateException(name + " is missing in an answer; please report");
    }
    return symbol.address();
  }

  /** What resolver blocks call; see {@link dev.lamina.lazy.CompileCallbackManager#entry}. */
  long enter() {
    return enter;
  }

  long queue() {
    return queue;
  }

  /** Waits until a request was made, or {@link #close} was called: once for each. */
  void await() {
    host.call(await, 0, 0);
  }

  /** Takes the requests there are: the newest, older ones behind it; 0 if there are none. */
  long poll() {
    return host.call(poll, 0, 0);
  }

  long next(long request) {
    return host.readWord(request + 8 * NEXT);
  }

  long trampoline(long request) {
    return host.readWord(request + 8 * TRAMPOLINE);
  }

  /** Lets the caller go on at {@code address}; the request is no more. */
  void answer(long request, long address) {
    host.call(answer, request, address);
  }

  /** A function that aborts, for those who have no better end for a call that cannot be made. */
  long failed() {
    return failed;
  }

  /** Ends one {@link #await}. */
  void wake() {
    host.call(wake, 0, 0);
  }

  /** Ends the process for whoever comes from now on: its code is about to be taken away. */
  void close() {
    host.call(close, 0, 0);
  }

  /** Whether some thread waits for an answer, or is just on its way. */
  boolean isEntered() {
    return host.call(inside, 0, 0) != 0;
  }
}
