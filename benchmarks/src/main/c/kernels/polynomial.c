/* Single precision: polynomials by Horner's rule, conversions between floats and integers. */
#include "kernel.h"

static float sine(float x) {
  float y = x * x;
  return x * (1.0f + y * (-1.66666667e-1f + y * (8.33333333e-3f + y * (-1.98412698e-4f + y * 2.75573192e-6f))));
}

static float evaluate(const float *coefficients, int count, float x) {
  float sum = 0;
  for (int i = count - 1; i >= 0; i--) sum = sum * x + coefficients[i];
  return sum;
}

long kernel(long size) {
  float coefficients[12];
  for (int i = 0; i < 12; i++) coefficients[i] = 1.0f / (float)(i * i + 1);
  long check = 0;
  for (long i = 0; i < size; i++) {
    float x = (float)(i % 2001 - 1000) / 1000.0f;
    check += (int)(sine(x) * 10000.0f) + (int)(evaluate(coefficients, 12, x) * 1000.0f);
  }
  return check;
}
