/* Flips of the prefixes of all permutations (Baker's puzzle of pancakes): short loops over small arrays. */
#include "kernel.h"

static int flips(const int *order, int n) {
  int cakes[16], count = 0;
  for (int i = 0; i < n; i++) cakes[i] = order[i];
  while (cakes[0] != 0) {
    for (int i = 0, j = cakes[0]; i < j; i++, j--) {
      int t = cakes[i];
      cakes[i] = cakes[j];
      cakes[j] = t;
    }
    count++;
  }
  return count;
}

/* The next permutation in the order of a dictionary; 0 after the last. */
static int next(int *order, int n) {
  int i = n - 2;
  while (i >= 0 && order[i] > order[i + 1]) i--;
  if (i < 0) return 0;
  int j = n - 1;
  while (order[j] < order[i]) j--;
  int t = order[i];
  order[i] = order[j];
  order[j] = t;
  for (int k = i + 1, l = n - 1; k < l; k++, l--) {
    t = order[k];
    order[k] = order[l];
    order[l] = t;
  }
  return 1;
}

long kernel(long size) {
  int order[16], n = (int)size, most = 0;
  long sum = 0;
  for (int i = 0; i < n; i++) order[i] = i;
  do {
    int count = flips(order, n);
    if (count > most) most = count;
    sum += count;
  } while (next(order, n));
  return sum * 100 + most;
}
