/*
 * What all kernels share. A kernel is one file that defines kernel(), which computes a check value from a size and from
 * nothing else. It is called in process through kernel_time(), or run as a program: KERNEL SIZE REPETITIONS prints the
 * check value and the least processor time of one call in nanoseconds.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

long kernel(long size);

/* Of this thread's processor time, on which other work on the machine has less influence than on elapsed time. */
static long nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * 1000000000L + now.tv_nsec;
}

/*
 * The least time of one call among several, or -1 if they did not all give the check value. The call goes through a
 * volatile pointer because a compiler may see that a kernel has no effect and call it once for all.
 */
long kernel_time(long size, long repetitions, long check) {
  long (*volatile call)(long) = kernel;
  long least = -1;
  for (long i = 0; i < repetitions; i++) {
    long begin = nanoseconds();
    long result = call(size);
    long time = nanoseconds() - begin;
    if (result != check) return -1;
    if (least < 0 || time < least) least = time;
  }
  return least;
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: %s SIZE REPETITIONS\n", argv[0]);
    return 2;
  }
  long size = atol(argv[1]);
  long check = kernel(size);
  printf("%ld %ld\n", check, kernel_time(size, atol(argv[2]), check));
  return 0;
}
