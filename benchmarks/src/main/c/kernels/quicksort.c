/* Sorts pseudo-random integers in place: compares, swaps, recursion. */
#include "kernel.h"

static void sort(int *a, long low, long high) {
  while (low < high) {
    int pivot = a[low + (high - low) / 2];
    long i = low, j = high;
    while (i <= j) {
      while (a[i] < pivot) i++;
      while (a[j] > pivot) j--;
      if (i <= j) {
        int t = a[i];
        a[i++] = a[j];
        a[j--] = t;
      }
    }
    /* Recursion into the shorter side keeps the stack small. */
    if (j - low < high - i) {
      sort(a, low, j);
      low = i;
    } else {
      sort(a, i, high);
      high = j;
    }
  }
}

long kernel(long size) {
  int *a = malloc(sizeof(int) * (size_t)size);
  unsigned state = 12345;
  for (long i = 0; i < size; i++) {
    state = state * 1664525u + 1013904223u;
    a[i] = (int)(state >> 4);
  }
  sort(a, 0, size - 1);
  unsigned long check = 0;
  for (long i = 0; i < size; i++) {
    if (i > 0 && a[i - 1] > a[i]) return -1;
    check = check * 3 + (unsigned)a[i];
  }
  free(a);
  return (long)check;
}
