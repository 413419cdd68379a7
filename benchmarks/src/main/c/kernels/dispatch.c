/* Shapes with virtual functions, as C has them: calls through pointers in tables. */
#include "kernel.h"

typedef struct Shape Shape;

typedef struct {
  long (*area)(const Shape *);
  void (*grow)(Shape *, long);
} Operations;

struct Shape {
  const Operations *operations;
  long a, b;
};

static long square_area(const Shape *s) { return s->a * s->a; }
static void square_grow(Shape *s, long by) { s->a = (s->a + by) & 255; }
static long rectangle_area(const Shape *s) { return s->a * s->b; }
static void rectangle_grow(Shape *s, long by) {
  s->a = (s->a + by) & 127;
  s->b = (s->b + 2 * by) & 127;
}
static long triangle_area(const Shape *s) { return s->a * s->b / 2; }
static void triangle_grow(Shape *s, long by) { s->b = (s->b + by) & 511; }

static const Operations kinds[] = {
    {square_area, square_grow}, {rectangle_area, rectangle_grow}, {triangle_area, triangle_grow}};

#define COUNT 96

long kernel(long size) {
  Shape shapes[COUNT];
  for (int i = 0; i < COUNT; i++) shapes[i] = (Shape){&kinds[(i * 5 + i / 7) % 3], i, i * 2};
  long check = 0;
  for (long round = 0; round < size; round++) {
    for (int i = 0; i < COUNT; i++) {
      Shape *s = &shapes[i];
      s->operations->grow(s, (round & 3) + 1);
      check += s->operations->area(s);
    }
  }
  return check;
}
