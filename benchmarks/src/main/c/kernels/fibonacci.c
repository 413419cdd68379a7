/* Recursion: calls, and nothing in them. */
#include "kernel.h"

static int fibonacci(int n) {
  if (n < 2) return n;
  return fibonacci(n - 1) + fibonacci(n - 2);
}

long kernel(long size) { return fibonacci((int)size); }
