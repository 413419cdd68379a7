/* The product of two square matrices of doubles, the textbook's three loops. */
#include "kernel.h"

static void multiply(int n, const double *a, const double *b, double *c) {
  for (int i = 0; i < n; i++) {
    for (int j = 0; j < n; j++) {
      double sum = 0;
      for (int k = 0; k < n; k++) sum += a[i * n + k] * b[k * n + j];
      c[i * n + j] = sum;
    }
  }
}

long kernel(long size) {
  int n = (int)size;
  double *a = malloc(sizeof(double) * (size_t)(n * n));
  double *b = malloc(sizeof(double) * (size_t)(n * n));
  double *c = malloc(sizeof(double) * (size_t)(n * n));
  for (int i = 0; i < n * n; i++) {
    a[i] = i % 17 * 0.5 - 3;
    b[i] = i % 23 * 0.25 - 2;
  }
  multiply(n, a, b, c);
  double trace = 0;
  for (int i = 0; i < n; i++) trace += c[i * n + i] + c[i * n + (n - 1 - i)];
  free(a);
  free(b);
  free(c);
  return (long)(trace * 1000);
}
