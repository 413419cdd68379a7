/* Bodies that attract each other, by the step of Euler and Cromer: doubles in structs, division, square roots. */
#include "kernel.h"
#include <math.h>

typedef struct {
  double x, y, z, vx, vy, vz, mass;
} Body;

#define COUNT 5

static void step(Body *bodies, double dt) {
  for (int i = 0; i < COUNT; i++) {
    Body *a = &bodies[i];
    for (int j = i + 1; j < COUNT; j++) {
      Body *b = &bodies[j];
      double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
      double square = dx * dx + dy * dy + dz * dz + 0.01;
      double pull = dt / (square * sqrt(square));
      a->vx -= dx * b->mass * pull;
      a->vy -= dy * b->mass * pull;
      a->vz -= dz * b->mass * pull;
      b->vx += dx * a->mass * pull;
      b->vy += dy * a->mass * pull;
      b->vz += dz * a->mass * pull;
    }
  }
  for (int i = 0; i < COUNT; i++) {
    Body *a = &bodies[i];
    a->x += dt * a->vx;
    a->y += dt * a->vy;
    a->z += dt * a->vz;
  }
}

static double energy(const Body *bodies) {
  double sum = 0;
  for (int i = 0; i < COUNT; i++) {
    const Body *a = &bodies[i];
    sum += 0.5 * a->mass * (a->vx * a->vx + a->vy * a->vy + a->vz * a->vz);
    for (int j = i + 1; j < COUNT; j++) {
      const Body *b = &bodies[j];
      double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
      sum -= a->mass * b->mass / sqrt(dx * dx + dy * dy + dz * dz);
    }
  }
  return sum;
}

long kernel(long size) {
  Body bodies[COUNT];
  for (int i = 0; i < COUNT; i++) {
    double angle = i * 1.25;
    bodies[i] = (Body){.x = (i + 1) * 1.5 * (1 - angle * angle / 16), .y = i * 0.8 - 1, .z = angle - 2,
                       .vx = 0.1 * i, .vy = 0.3 - 0.1 * i, .vz = 0.05, .mass = 1.0 / (i + 1)};
  }
  for (long i = 0; i < size; i++) step(bodies, 0.001);
  return (long)(energy(bodies) * 1e9);
}
