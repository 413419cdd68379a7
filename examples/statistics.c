/* Reads numbers from standard input and prints what statistics says of them:
     seq 100 | ./lamina examples/statistics.ll
   statistics.ll is this file as clang writes it:
     clang-19 -O0 -S -emit-llvm examples/statistics.c -o examples/statistics.ll
   Structs by value, floating point, libc's qsort calling back, memory that grows, a constructor. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct summary {
  double mean, deviation, median;
  size_t count;
};

static double *numbers;
static size_t capacity;

__attribute__((constructor)) static void begin(void) {
  capacity = 4;
  numbers = malloc(capacity * sizeof *numbers);
}

__attribute__((destructor)) static void end(void) { free(numbers); }

static int compare(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

static struct summary summarize(double *values, size_t count) {
  struct summary result = {0, 0, 0, count};
  if (count == 0)
    return result;
  for (size_t i = 0; i < count; i++)
    result.mean += values[i];
  result.mean /= (double)count;
  for (size_t i = 0; i < count; i++)
    result.deviation += (values[i] - result.mean) * (values[i] - result.mean);
  result.deviation = sqrt(result.deviation / (double)count);
  qsort(values, count, sizeof *values, compare);
  result.median = count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
  return result;
}

int main(void) {
  size_t count = 0;
  double value;
  while (scanf("%lf", &value) == 1) {
    if (count == capacity) {
      capacity *= 2;
      numbers = realloc(numbers, capacity * sizeof *numbers);
      if (numbers == NULL)
        return 1;
    }
    numbers[count++] = value;
  }
  struct summary s = summarize(numbers, count);
  printf("%zu numbers, mean %g, standard deviation %g, median %g\n", s.count, s.mean, s.deviation, s.median);
  return 0;
}
