/* Ways to place queens on a board, counted with bit masks: recursion and integer logic. */
#include "kernel.h"

static long place(unsigned all, unsigned columns, unsigned left, unsigned right) {
  if (columns == all) return 1;
  long count = 0;
  unsigned open = all & ~(columns | left | right);
  while (open) {
    unsigned bit = open & -open;
    open &= open - 1;
    count += place(all, columns | bit, (left | bit) << 1, (right | bit) >> 1);
  }
  return count;
}

long kernel(long size) { return place((1u << size) - 1, 0, 0, 0); }
