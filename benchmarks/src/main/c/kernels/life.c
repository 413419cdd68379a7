/* Conway's life on a torus: arrays of two dimensions, sums of neighbours, branches. */
#include "kernel.h"

#define SIDE 128

static unsigned char now[SIDE][SIDE], then[SIDE][SIDE];

static int neighbours(int y, int x) {
  int sum = 0;
  for (int dy = -1; dy <= 1; dy++) {
    for (int dx = -1; dx <= 1; dx++) {
      if (dy != 0 || dx != 0) sum += now[(y + dy + SIDE) % SIDE][(x + dx + SIDE) % SIDE];
    }
  }
  return sum;
}

long kernel(long size) {
  unsigned state = 99;
  for (int y = 0; y < SIDE; y++) {
    for (int x = 0; x < SIDE; x++) {
      state = state * 1664525u + 1013904223u;
      now[y][x] = state >> 29 == 0 || state >> 29 == 3;
    }
  }
  unsigned long check = 0;
  for (long generation = 0; generation < size; generation++) {
    int alive = 0;
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int n = neighbours(y, x);
        then[y][x] = n == 3 || (n == 2 && now[y][x]);
        alive += then[y][x];
      }
    }
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) now[y][x] = then[y][x];
    }
    check = check * 7 + (unsigned)alive;
  }
  return (long)check;
}
