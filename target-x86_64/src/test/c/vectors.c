// Vectors of one SSE register and of half of one.
#include <stdio.h>
#include <string.h>
typedef unsigned long u64;
static u64 hash = 1;
static void mix(u64 v) { hash = (hash ^ v) * 0x100000001b3ul; hash ^= hash >> 29; }
static void show(const char *what) { printf("%s %016lx\n", what, hash); hash = 0xcbf29ce484222325ul; }
#define ALL(name, T, N, OPS) typedef T name __attribute__((vector_size(N * sizeof(T)))); \
  static void mix_##name(name v) { for (int i = 0; i < N; i++) { T t = v[i]; u64 u = 0; memcpy(&u, &t, sizeof t); mix(u); } } \
  static name make_##name(int k) { name v; for (int i = 0; i < N; i++) v[i] = (T)(k * 37 + i * 1001 - 5000); return v; } \
  __attribute__((noinline)) static name call_##name(int a, name x, double d, name y) { return x + y * (T)a; } \
  static void test_##name(void) { for (int k = 0; k < 20; k++) { name a = make_##name(k), b = make_##name(k * 3 + 1), c = a; mix_##name(a + b); mix_##name(a - b); mix_##name(-a); OPS c[k % N] = b[(k + 1) % N]; mix_##name(c); c[1] = 5; mix_##name(c); \
    mix_##name(__builtin_shufflevector(a, b, SHUFFLE##N)); mix_##name(k & 1 ? a : b); mix_##name(call_##name(k, a, 1.5, b)); } show(#name); }
#define SHUFFLE2 3, 0
#define SHUFFLE4 0, 4, 1, 7
#define SHUFFLE8 0, 8, 1, 9, 5, 13, 2, 15
#define INT(name) mix_##name(a & b); mix_##name(a | b); mix_##name(a ^ b); mix_##name(~a);
ALL(i16x8, short, 8, INT(i16x8) mix_i16x8(a * b);) ALL(u16x4, unsigned short, 4, INT(u16x4) mix_u16x4(a * b);)
ALL(i32x4, int, 4, INT(i32x4) mix_i32x4(a * b);) ALL(u32x4, unsigned, 4, INT(u32x4) mix_u32x4(a * b);) ALL(i64x2, long, 2, mix_i64x2(a * b); mix_i64x2(a & b);) ALL(f32x4, float, 4, mix_f32x4(a * b); mix_f32x4(a / b);) ALL(f64x2, double, 2, mix_f64x2(a * b); mix_f64x2(a / b);)
struct quad { float x, y, z; }; static struct quad quads(struct quad a, float k) { struct quad r = {a.x * k, a.y + k, a.z - k}; return r; }
int main(void) { show("start"); test_i16x8(); test_u16x4(); test_i32x4(); test_u32x4(); test_i64x2(); test_f32x4(); test_f64x2(); struct quad q = quads((struct quad){1, 2, 3}, 0.5f); printf("%g %g %g\n", q.x, q.y, q.z); return 0; }
