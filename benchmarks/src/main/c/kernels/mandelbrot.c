/* How long points of the plane stay bounded: a short loop of doubles, each iteration needing the last. */
#include "kernel.h"

static int escape(double cr, double ci, int limit) {
  double r = 0, i = 0;
  int n = 0;
  while (n < limit && r * r + i * i < 4) {
    double next = r * r - i * i + cr;
    i = 2 * r * i + ci;
    r = next;
    n++;
  }
  return n;
}

long kernel(long size) {
  long sum = 0;
  for (long y = 0; y < size; y++) {
    for (long x = 0; x < size; x++) {
      sum += escape((double)x * 3.0 / (double)size - 2.25, (double)y * 2.5 / (double)size - 1.25, 100);
    }
  }
  return sum;
}
