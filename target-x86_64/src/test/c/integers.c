// Every operation on every width, over boundary values; prints a hash for each.
#include <stdio.h>
typedef unsigned long u64;
static u64 hash;
static void mix(u64 v) { hash = (hash ^ v) * 0x100000001b3ul; hash ^= hash >> 29; }
static void show(const char *what) { printf("%s %016lx\n", what, hash); hash = 0xcbf29ce484222325ul; }
static const u64 values[] = {0, 1, 2, 3, 7, 8, 0x7f, 0x80, 0x81, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000,
  0x7fffffff, 0x80000000, 0xffffffff, 0x100000000, 0x123456789abcdef0, 0x7fffffffffffffff,
  0x8000000000000000, 0xfffffffffffffffe, 0xffffffffffffffff};
#define N (sizeof values / sizeof *values)
#define OPS(name, S, U, BITS) \
static void name(void) { \
  for (unsigned i = 0; i < N; i++) for (unsigned j = 0; j < N; j++) { \
    U a = (U)values[i], b = (U)values[j]; S sa = (S)a, sb = (S)b; \
    mix((u64)(U)(a + b)); mix((u64)(U)(a - b)); mix((u64)(U)(a * b)); \
    mix((u64)(a & b)); mix((u64)(a | b)); mix((u64)(a ^ b)); mix((u64)(U)~a); mix((u64)(U)-a); \
    if (b) { mix((u64)(U)(a / b)); mix((u64)(U)(a % b)); } \
    if (b && !(sb == -1 && sa == (S)((U)1 << (BITS - 1)))) { mix((u64)(U)(sa / sb)); mix((u64)(U)(sa % sb)); } \
    unsigned k = (unsigned)(values[j] % BITS); \
    mix((u64)(U)(a << k)); mix((u64)(U)(a >> k)); mix((u64)(U)(sa >> k)); \
    mix(a < b); mix(a <= b); mix(a > b); mix(a >= b); mix(a == b); mix(a != b); \
    mix(sa < sb); mix(sa <= sb); mix(sa > sb); mix(sa >= sb); \
    mix((u64)(U)(a < b ? a : b)); mix((u64)(U)(sa > sb ? sa : sb)); \
    mix((u64)(U)(a + 100)); mix((u64)(U)(a * 7)); mix((u64)(U)(a / 8)); mix((u64)(U)(a % 16)); mix((u64)(U)(a << 3)); \
    mix((u64)(U)(sa >> 2)); mix((u64)(U)(a >> 1)); mix((u64)(U)(sa / 5)); mix((u64)(U)(100 - a)); mix((u64)(U)(a & 0x55)); \
    mix((u64)(long)sa); mix((u64)a); mix((u64)(int)sa); mix((u64)(signed char)a); mix((u64)(unsigned short)a); \
    S x = sa; x++; mix((u64)x); --x; x -= sb; mix((u64)x); \
    mix(a ? 1 : 2); mix(!b); mix(a && b); mix(a || b); \
  } \
  show(#name); }
OPS(bits8, signed char, unsigned char, 8)
OPS(bits16, short, unsigned short, 16)
OPS(bits32, int, unsigned, 32)
OPS(bits64, long, u64, 64)
OPS(odd7, signed _BitInt(7), unsigned _BitInt(7), 7)
OPS(odd13, signed _BitInt(13), unsigned _BitInt(13), 13)
OPS(odd24, signed _BitInt(24), unsigned _BitInt(24), 24)
OPS(odd33, signed _BitInt(33), unsigned _BitInt(33), 33)
OPS(odd47, signed _BitInt(47), unsigned _BitInt(47), 47)
OPS(odd63, signed _BitInt(63), unsigned _BitInt(63), 63)
typedef __int128 s128; typedef unsigned __int128 u128;
static void wide(void) {
  for (unsigned i = 0; i < N; i++) for (unsigned j = 0; j < N; j++) for (unsigned k = 0; k < N; k += 5) {
    u128 a = (u128)values[i] << 64 | values[k], b = (u128)values[k] << 64 | values[j]; s128 sa = (s128)a, sb = (s128)b;
#define M(e) { u128 r = (u128)(e); mix((u64)r); mix((u64)(r >> 64)); }
    M(a + b) M(a - b) M(a * b) M(a & b) M(a | b) M(a ^ b) M(~a) M(-a)
    if (b) { M(a / b) M(a % b) }
    if (b && sb != -1) { M(sa / sb) M(sa % sb) }
    unsigned c = (unsigned)(values[j] & 127);
    M(a << c) M(a >> c) M(sa >> c) M(a << 64) M(a >> 64) M(sa >> 100) M(a << 3) M(a >> 9) M(sa >> 1) M(a << 127) M(a << 0)
    M(a < b) M(a <= b) M(a > b) M(a >= b) M(a == b) M(a != b) M(sa < sb) M(sa <= sb) M(sa > sb) M(sa >= sb)
    M(a < b ? a : b) M(a + 5) M(a - 1) M((u64)a) M((long)sa) M((s128)(long)a) M((u128)(unsigned)a) M((s128)(signed char)a) M(a ? 3 : 4)
    M((double)sa > 1.0) M((u128)(double)(a >> 70)) M((s128)(float)(sa >> 40)) M((u64)(double)a)
  }
  show("wide");
}
static void odd100(void) {
  for (unsigned i = 0; i < N; i++) for (unsigned j = 0; j < N; j++) {
    unsigned _BitInt(100) a = (unsigned _BitInt(100))((u128)values[i] << 40 | values[j]), b = values[j] | 1;
    signed _BitInt(100) sa = (signed _BitInt(100))a, sb = (signed _BitInt(100))b;
    M(a + b) M(a * b) M(a / b) M(a % b) M(sa / sb) M(a << 7) M(a >> 50) M(sa >> 50) M(a < b) M(sa < sb) M(a == b) M((u64)a) M((s128)sa) M((unsigned _BitInt(80))a)
    M((unsigned _BitInt(100))values[i]) M((signed _BitInt(100))(long)values[j]) M(sa >> (values[j] % 100)) M((double)sa < 0.5)
  }
  show("odd100");
}
typedef unsigned _BitInt(200) u200; typedef signed _BitInt(200) s200; typedef signed _BitInt(129) s129;
static void mix200(u200 v) { for (int i = 0; i < 4; i++) { mix((u64)v); v >>= 64; } }
static void very_wide(void) {
  for (unsigned i = 0; i < N; i++) for (unsigned j = 0; j < N; j++) {
    u200 a = (u200)values[i] << 130 | (u200)values[j] << 67 | values[i], b = (u200)values[j] << 136 | (u200)values[i] << 64; s200 sa = (s200)a, sb = (s200)b;
    mix200(a + b); mix200(a - b); mix200(a & b); mix200(a | b); mix200(a ^ b); mix200(~a); mix200(-a); mix200(a << 1); mix200(a << 64); mix200(a << 135); mix200(a << 199); mix200(a >> 1); mix200(a >> 64); mix200(a >> 77); mix200((u200)(sa >> 5)); mix200((u200)(sa >> 150)); mix200(a << 0);
    mix(a < b); mix(a <= b); mix(a > b); mix(a >= b); mix(a == b); mix(a != b); mix(sa < sb); mix(sa <= sb); mix(sa > sb); mix(sa >= sb); if (a > b) mix(3); if (sa <= sb) mix(4); mix200(a < b ? a : b);
    mix((u64)a); mix((u64)((u128)a >> 64)); mix200((u200)(s200)(signed char)values[i]); mix200((u200)(s200)(s128)((u128)values[i] << 64)); mix200((u200)(s129)sa); mix200((u200)(unsigned _BitInt(150))a); mix200((u200)(s200)(s129)b); }
  show("very wide");
}
struct wideBits { unsigned long a : 61; signed long b : 47; unsigned c : 13; signed long d : 50; };
static void wideFields(void) {
  struct wideBits s = {0};
  for (unsigned i = 0; i < N; i++) { s.a += values[i]; s.b ^= (long)values[i]; s.c -= (unsigned)values[i]; s.d += (long)values[i] * 3; mix(s.a); mix((u64)s.b); mix(s.c); mix((u64)s.d); }
  show("wide fields");
}
struct bits { unsigned a : 3; int b : 5; unsigned long c : 40; signed long d : 16; };
static void fields(void) {
  struct bits s = {0};
  for (unsigned i = 0; i < N; i++) { s.a += (unsigned)values[i]; s.b ^= (int)values[i]; s.c -= values[i]; s.d *= 3; s.d += (long)values[i]; mix(s.a); mix((u64)s.b); mix(s.c); mix((u64)s.d); }
  show("fields");
}
int main(void) { show("start"); bits8(); bits16(); bits32(); bits64(); odd7(); odd13(); odd24(); odd33(); odd47(); odd63(); wide(); odd100(); very_wide(); wideFields(); fields(); return 0; }
