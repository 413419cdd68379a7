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
 * signal handler. A request lies on its stack until it is answered. The waiting is done by
 * semaphores of libc, which, once posted, is not touched any more by the one who posted it.
 */
final class LazyGate {
  /** Offsets in a request, in words. */
  private static final int NEXT = 0;

  private static final int RETURN_ADDRESS = 1;

  /**
   * {@code %queue}: newest request, semaphore of the dispatcher, its process. {@code %request}:
   * next older request, return address, answer, semaphore of the caller.
   */
  private static final String TEXT =
      """
      %queue = type { i64, [4 x i64], i32, i32 }
      %request = type { i64, i64, i64, [4 x i64] }

      @forked = private unnamed_addr constant [111 x i8] c"lamina: error: a forked process called a \
      function that is not compiled yet; fork in a Java VM is for exec only\\0A"

      declare ptr @__errno_location()
      declare i32 @sem_init(ptr, i32, i32)
      declare i32 @sem_wait(ptr)
      declare i32 @sem_post(ptr)
      declare i32 @getpid()
      declare i64 @write(i32, ptr, i64)
      declare void @_exit(i32)
      declare void @abort()
      declare ptr @calloc(i64, i64)
      declare void @free(ptr)

      define i64 @lamina_lazy_open(i64 %a, i64 %b) {
        %q = call ptr @calloc(i64 1, i64 48)
        %sem = getelementptr %queue, ptr %q, i64 0, i32 1
        %r = call i32 @sem_init(ptr %sem, i32 0, i32 0)
        %pid = call i32 @getpid()
        %place = getelementptr %queue, ptr %q, i64 0, i32 2
        store i32 %pid, ptr %place
        %i = ptrtoint ptr %q to i64
        ret i64 %i
      }

      define i64 @lamina_lazy_free(i64 %queue, i64 %b) {
        %q = inttoptr i64 %queue to ptr
        call void @free(ptr %q)
        ret i64 0
      }

      define i64 @lamina_lazy_enter(ptr %q, i64 %return) {
        %r = alloca %request, align 8
        %errno = call ptr @__errno_location()
        %error = load i32, ptr %errno
        %maker = getelementptr %queue, ptr %q, i64 0, i32 2
        %theirs = load i32, ptr %maker
        %mine = call i32 @getpid()
        %same = icmp eq i32 %theirs, %mine
        br i1 %same, label %ask, label %refuse
      ask:
        %address = getelementptr %request, ptr %r, i64 0, i32 1
        store i64 %return, ptr %address
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
        store i32 %error, ptr %errno
        ret i64 %to
      refuse:
        %n = call i64 @write(i32 2, ptr @forked, i64 111)
        call void @_exit(i32 71)
        unreachable
      }

      ; Waits until there are requests, or the queue is closed; the newest, or 0.
      define i64 @lamina_lazy_take(i64 %queue, i64 %b) {
        %q = inttoptr i64 %queue to ptr
        %sem = getelementptr %queue, ptr %q, i64 0, i32 1
        br label %wait
      wait:
        %w = call i32 @sem_wait(ptr %sem)
        %requests = atomicrmw xchg ptr %q, i64 0 acq_rel, align 8
        %some = icmp ne i64 %requests, 0
        br i1 %some, label %done, label %none
      none:
        %place = getelementptr %queue, ptr %q, i64 0, i32 3
        %closed = load atomic i32, ptr %place acquire, align 4
        %open = icmp eq i32 %closed, 0
        br i1 %open, label %wait, label %done
      done:
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

      define i64 @lamina_lazy_close(i64 %queue, i64 %b) {
        %q = inttoptr i64 %queue to ptr
        %place = getelementptr %queue, ptr %q, i64 0, i32 3
        store atomic i32 1, ptr %place release, align 4
        %sem = getelementptr %queue, ptr %q, i64 0, i32 1
        %p = call i32 @sem_post(ptr %sem)
        ret i64 0
      }

      define void @lamina_lazy_failed() {
        call void @abort()
        unreachable
      }
      """;

  private final NativeAccess host;
  private final long enter;
  private final long take;
  private final long answer;
  private final long close;
  private final long free;
  private final long failed;
  private final long queue;

  /** Compiles the module in {@code library}, which must find libc, by way of {@code stack}. */
  LazyGate(IRLayer stack, SymbolLibrary library, NativeAccess host) {
    this.host = host;
    stack.add(library.defaultTracker(), IRReader.read("<first calls>", TEXT));
    Map<String, ResolvedSymbol> found =
        library.lookup(
            Set.of(
                "lamina_lazy_open",
                "lamina_lazy_enter",
                "lamina_lazy_take",
                "lamina_lazy_answer",
                "lamina_lazy_close",
                "lamina_lazy_free",
                "lamina_lazy_failed"));
    enter = address(found, "lamina_lazy_enter");
    take = address(found, "lamina_lazy_take");
    answer = address(found, "lamina_lazy_answer");
    close = address(found, "lamina_lazy_close");
    free = address(found, "lamina_lazy_free");
    failed = address(found, "lamina_lazy_failed");
    queue = host.call(address(found, "lamina_lazy_open"), 0, 0);
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

  /** A function that aborts, for those who have no better end for a call that cannot be made. */
  long failed() {
    return failed;
  }

  /** Waits for requests: the newest, older ones behind it; 0 once {@link #close} was called. */
  long take() {
    return host.call(take, queue, 0);
  }

  long next(long request) {
    return host.readWord(request + 8 * NEXT);
  }

  long returnAddress(long request) {
    return host.readWord(request + 8 * RETURN_ADDRESS);
  }

  /** Lets the caller go on at {@code address}; the request is no more. */
  void answer(long request, long address) {
    host.call(answer, request, address);
  }

  /** Ends {@link #take}. */
  void close() {
    host.call(close, queue, 0);
  }

  /** Frees the queue, when no thread can come any more. */
  void free() {
    host.call(free, queue, 0);
  }
}
