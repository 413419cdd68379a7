// First calls at places where they might go wrong. Each scene has a target of its own, NAME_target, which it calls for
// the first time and once more; it returns 0, or the line of what was wrong.
#define _GNU_SOURCE
#include <errno.h>
#include <fenv.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

#define CHECK(condition) \
  do { \
    if (!(condition)) return __LINE__; \
  } while (0)

enum { SMALL = 16 << 10 };

// ---- Errno and the floating-point environment.

static int x87_control_word(void) {
  fenv_t environment;
  fegetenv(&environment);
  return environment.__control_word;
}

static int environment_target(double x) {
  volatile double third = x / 3;
  int upward = third > 0.333333333333333314; // by MXCSR; fegetround asks the x87
  return errno * 1000 + (fegetround() == FE_UPWARD) * 100 + upward * 10 + (x87_control_word() == 0xb7f);
}

int environment(void) {
  errno = 42;
  fesetround(FE_UPWARD);
  int first = environment_target(1);
  int errno_behind = errno, rounding = fegetround(), control = x87_control_word();
  int second = environment_target(1);
  fesetround(FE_TONEAREST);
  CHECK(errno_behind == 42);
  CHECK(rounding == FE_UPWARD && control == 0xb7f);
  CHECK(first == 42111 && second == first);
  return 0;
}

// ---- A thread of the program's, on an ordinary stack and on one of 16 KiB.

static long thread_target(long x) { return x * 3; }

static void *thread_body(void *x) { return (void *)(thread_target((long)x) + thread_target(1)); }

int thread(void) {
  pthread_t id;
  void *result;
  CHECK(pthread_create(&id, 0, thread_body, (void *)7) == 0);
  CHECK(pthread_join(id, &result) == 0 && result == (void *)24);
  return 0;
}

static long small_thread_target(long x, double y) { return x + (long)y; }

static void *small_thread_body(void *x) {
  return (void *)(small_thread_target((long)x, 2.5) * 100 + small_thread_target(1, 1));
}

int small_thread(void) {
  char *stack = mmap(0, 3 * SMALL, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  pthread_attr_t attributes;
  pthread_t id;
  void *result;
  CHECK(stack != MAP_FAILED && mprotect(stack + SMALL, SMALL, PROT_READ | PROT_WRITE) == 0);
  pthread_attr_init(&attributes);
  CHECK(pthread_attr_setstack(&attributes, stack + SMALL, SMALL) == 0);
  CHECK(pthread_create(&id, &attributes, small_thread_body, (void *)5) == 0);
  CHECK(pthread_join(id, &result) == 0 && result == (void *)702);
  munmap(stack, 3 * SMALL);
  return 0;
}

// ---- Contexts: two of them, with stacks of 16 KiB between pages that fault, take turns.

static ucontext_t outside, one, other;
static int context_log[8], context_logged;

static int context_target(int x) { return x + 100; }
static int context_second_target(int x) { return x + 200; }

static void context_one(void) {
  context_log[context_logged++] = context_target(1);
  swapcontext(&one, &other);
  context_log[context_logged++] = context_second_target(1);
}

static void context_other(void) {
  context_log[context_logged++] = context_target(2);
  swapcontext(&other, &one);
}

static char *guarded_stack(void) {
  char *stack = mmap(0, 3 * SMALL, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (stack == MAP_FAILED || mprotect(stack + SMALL, SMALL, PROT_READ | PROT_WRITE) != 0) abort();
  return stack + SMALL;
}

static void make(ucontext_t *context, char *stack, void (*body)(void)) {
  getcontext(context);
  context->uc_stack.ss_sp = stack;
  context->uc_stack.ss_size = SMALL;
  context->uc_link = &outside;
  makecontext(context, body, 0);
}

int context(void) {
  char *stacks[] = {guarded_stack(), guarded_stack()};
  memset(stacks[0], 0x5a, SMALL);
  make(&one, stacks[0], context_one);
  make(&other, stacks[1], context_other);
  CHECK(swapcontext(&outside, &one) == 0);
  CHECK(context_logged == 3);
  CHECK(context_log[0] == 101 && context_log[1] == 102 && context_log[2] == 201);
  return 0;
}

// How many bytes of the stack a first call needs: counted in a context of its own.
static void stack_target(void) {}

static void stack_body(void) { stack_target(); }

int stack(void) {
  char *memory = guarded_stack();
  long free = 0;
  memset(memory, 0x5a, SMALL);
  make(&one, memory, stack_body);
  CHECK(swapcontext(&outside, &one) == 0);
  while (memory[free] == 0x5a) free++;
  fprintf(stderr, "a first call needs %ld bytes of stack\n", SMALL - free);
  CHECK(SMALL - free < 6000);
  return 0;
}

// ---- Within a library's function.

static int compared;

static int callback_target(const void *a, const void *b) {
  compared++;
  return *(const int *)a - *(const int *)b;
}

int callback(void) {
  int numbers[] = {5, 3, 9, 1, 7};
  qsort(numbers, 5, sizeof(int), callback_target);
  CHECK(compared > 3 && numbers[0] == 1 && numbers[2] == 5 && numbers[4] == 9);
  return 0;
}

// ---- Signals. The handlers themselves are called for the first time by the system.

static volatile int handled;

static int signal_target(int x) { return x * 2; }

static void handler(int number) { handled += signal_target(number); }

int signal_handler(void) {
  signal(SIGUSR1, handler);
  raise(SIGUSR1);
  raise(SIGUSR1);
  signal(SIGUSR1, SIG_DFL);
  CHECK(handled == 4 * SIGUSR1);
  return 0;
}

static volatile int alternate;

static int alternate_target(int x) { return x * 3; }

static void alternate_handler(int number) { alternate += alternate_target(number); }

static void *alternate_body(void *unused) {
  stack_t stack = {.ss_sp = guarded_stack(), .ss_size = SMALL};
  struct sigaction action = {.sa_handler = alternate_handler, .sa_flags = SA_ONSTACK};
  if (sigaltstack(&stack, 0) != 0 || sigaction(SIGUSR1, &action, 0) != 0) return (void *)1;
  raise(SIGUSR1);
  raise(SIGUSR1);
  signal(SIGUSR1, SIG_DFL);
  return 0;
}

int alternate_stack(void) {
  pthread_t id;
  void *result;
  CHECK(pthread_create(&id, 0, alternate_body, 0) == 0);
  CHECK(pthread_join(id, &result) == 0 && result == 0);
  CHECK(alternate == 6 * SIGUSR1);
  return 0;
}

// A handler that jumps out, while the thread waits in a first call: it has to wait, too. The test calls interrupt().
static pthread_t waiting;
static sigjmp_buf out;
static volatile int jumps;

static void jump(int number) {
  jumps++;
  siglongjmp(out, number);
}

void interrupt(int number) { pthread_kill(waiting, number); }

// Has that compiled, and so what may be needed for it: a signal of number 0 is none.
void prepare(void) {
  waiting = pthread_self();
  interrupt(0);
}

static int jump_target(int x) { return x + 1; }

int jump_out(void) {
  signal(SIGUSR1, jump);
  int came = sigsetjmp(out, 1);
  volatile int result = came == 0 ? jump_target(1) : 0;
  if (came != 0) {
    CHECK(came == SIGUSR1 && jumps == 1);
    result = jump_target(1);
  }
  signal(SIGUSR1, SIG_DFL);
  CHECK(jumps == 1); // or the test has not called
  CHECK(result == 2 && jump_target(2) == 3);
  return 0;
}

// What faults is the Java VM's, and a first call is no fault.
static int fault_target(int x) { return x; }

static void fault_handler(int number) { fault_target(number); }

int fault(void) {
  struct sigaction action = {.sa_handler = fault_handler};
  errno = 0;
  CHECK(signal(SIGSEGV, fault_handler) == SIG_ERR && errno == EINVAL);
  CHECK(sigaction(SIGSEGV, &action, 0) == -1);
  CHECK(fault_target(3) == 3 && fault_target(4) == 4);
  return 0;
}

// ---- Other processes.

static int fork_target(int x) { return x; }

int fork_and_exec(void) {
  int status;
  pid_t child = fork();
  if (child == 0) {
    execl("/bin/sh", "sh", "-c", "exit 5", (char *)0);
    _exit(9);
  }
  CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 5);
  CHECK(fork_target(1) == 1);
  child = fork();
  if (child == 0) _exit(fork_target(6)); // compiled before
  CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 6);
  return 0;
}

static int forked_target(int x) { return x; }

int forked_first_call(void) {
  static const char message[] =
      "lamina: error: a forked process called a function that is not compiled yet; "
      "fork in a Java VM is for exec only\n";
  char text[200] = "";
  int ends[2], status;
  CHECK(pipe(ends) == 0);
  pid_t child = fork();
  if (child == 0) {
    dup2(ends[1], 2);
    _exit(forked_target(9));
  }
  close(ends[1]);
  CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 71);
  CHECK(read(ends[0], text, sizeof text) == sizeof message - 1 && strcmp(text, message) == 0);
  CHECK(forked_target(1) == 1);
  return 0;
}
