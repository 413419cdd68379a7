/* The greatest singular value of an infinite matrix, by the power method: conversions, divisions, small calls. */
#include "kernel.h"
#include <math.h>

static double element(int i, int j) { return 1.0 / ((i + j) * (i + j + 1) / 2 + i + 1); }

static void apply(int n, const double *v, double *out, int transposed) {
  for (int i = 0; i < n; i++) {
    double sum = 0;
    for (int j = 0; j < n; j++) sum += (transposed ? element(j, i) : element(i, j)) * v[j];
    out[i] = sum;
  }
}

long kernel(long size) {
  int n = (int)size;
  double *u = malloc(sizeof(double) * (size_t)n);
  double *v = malloc(sizeof(double) * (size_t)n);
  double *w = malloc(sizeof(double) * (size_t)n);
  for (int i = 0; i < n; i++) u[i] = 1;
  for (int round = 0; round < 5; round++) {
    apply(n, u, w, 0);
    apply(n, w, v, 1);
    apply(n, v, w, 0);
    apply(n, w, u, 1);
  }
  double uv = 0, vv = 0;
  for (int i = 0; i < n; i++) {
    uv += u[i] * v[i];
    vv += v[i] * v[i];
  }
  free(u);
  free(v);
  free(w);
  return (long)(sqrt(uv / vv) * 1e9);
}
