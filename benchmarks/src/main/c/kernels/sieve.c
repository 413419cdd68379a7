/* Primes below the size, by the sieve of Eratosthenes: stores of bytes with a stride. */
#include "kernel.h"

long kernel(long size) {
  unsigned char *composite = calloc((size_t)size + 1, 1);
  long primes = 0, sum = 0;
  for (long i = 2; i < size; i++) {
    if (composite[i]) continue;
    primes++;
    sum += i;
    for (long j = i * i; j < size; j += i) composite[j] = 1;
  }
  free(composite);
  return sum * 31 + primes;
}
