// Switches of all shapes, loops with phis, computed goto, setjmp, recursion, variable arrays.
#include <alloca.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static int dense(int x) { switch (x) { case 0: return 10; case 1: return 11; case 2: return 12; case 3: return 13; case 4: return 14; case 5: return 15; case 7: return 17; case 9: return 19; default: return -1; } }
static int sparse(int x) { switch (x) { case -1000000: return 1; case -5: return 2; case 0: return 3; case 77: return 4; case 1000: return 5; case 65536: return 6; case 2147483647: return 7; case -2147483647 - 1: return 8; case 12345678: return 9; default: return 0; } }
static int mixed(long x) { switch (x) { case 1: case 2: case 3: case 4: case 5: case 6: return 1; case 100: case 101: case 102: case 103: case 104: case 105: case 106: return 2; case 0x7fffffffffffffff: return 3; case -0x7fffffffffffffff - 1: return 4; case 0x100000000: return 5; case 0x100000001: return 6; default: return 9; } }
static int small(unsigned char x) { switch (x) { case 'a' ... 'f': return 1; case 'x': return 2; case 255: return 3; case 128: return 4; default: return 0; } }
static int tiny(short x) { switch (x) { case -1: return 1; case -32768: return 2; default: return 3; } }
static int single(int x) { switch (x) { default: return 5; } }
static int huge(__int128 x) { if (x == ((__int128)1 << 100)) return 1; switch ((long)x) { case 5: return 2; } return 3; }
static int loops(int n) { int a = 0, b = 1, c = 2; for (int i = 0; i < n; i++) { int t = a; a = b; b = c; c = t + i; if (i % 7 == 3) continue; if (c > 1000) { c -= 1000; b ^= a; } } return a * 31 + b * 17 + c; }
static int interpret(const char *p) {
  static void *const table[] = {&&inc, &&dec, &&dbl, &&out};
  int acc = 0;
  goto *table[*p++ - '0'];
inc: acc++; goto *table[*p++ - '0'];
dec: acc -= 3; goto *table[*p++ - '0'];
dbl: acc *= 2; goto *table[*p++ - '0'];
out: return acc;
}
static jmp_buf where;
static int depth(int n) { if (n == 0) longjmp(where, 42); return depth(n - 1) + 1; }
static int jumps(int n) { volatile int kept = n * 2; int lost = n; int r = setjmp(where); if (r == 0) { kept += 5; return depth(n) + lost; } return r + kept; }
static long vla(int n) { int a[n]; long s = 0; for (int i = 0; i < n; i++) a[i] = i * i; for (int k = 0; k < 3; k++) { char b[k * 100 + 1]; memset(b, k, sizeof b); s += b[k * 100]; } char *p = alloca((unsigned)n); memset(p, 1, (unsigned)n); for (int i = 0; i < n; i++) s += a[i] + p[i]; return s + (long)snprintf(p, (unsigned)n, "%d %d %d %d %d %d %d %d %d", n, 1, 2, 3, 4, 5, 6, 7, 8); }
static long sum(int n, ...) { va_list v, w; va_start(v, n); va_copy(w, v); long s = 0; for (int i = 0; i < n; i++) { switch (i % 4) { case 0: s += va_arg(v, int); break; case 1: s += (long)va_arg(v, double); break; case 2: s += va_arg(v, long); break; case 3: s += (long)va_arg(v, long double); break; } } s += va_arg(w, int); va_end(v); va_end(w); return s; }
static int print(const char *f, ...) { va_list v; va_start(v, f); int n = vprintf(f, v); va_end(v); return n; }
struct big { long a[9]; char c; }; struct pair { double x; int y; }; struct two { long a, b; };
static struct big makebig(int k) { struct big b; memset(&b, 0, sizeof b); for (int i = 0; i < 9; i++) b.a[i] = k + i; b.c = (char)k; return b; }
static long usebig(int a, struct big b, struct pair p, struct two t, float f) { return a + b.a[8] + b.c + (long)p.x + p.y + t.a - t.b + (long)f; }
static struct pair makepair(double x, int y) { struct pair p = {x, y}; return p; }
static struct two maketwo(long a) { struct two t = {a, a * 2}; return t; }
static int fact(int n) { return n < 2 ? 1 : n * fact(n - 1); }
static int cmp(const void *a, const void *b) { int x = *(const int *)a, y = *(const int *)b; return (x > y) - (x < y); }
static int (*const table[])(int) = {dense, sparse, single, loops, fact};
_Alignas(64) static char aligned[64];
int main(void) {
  for (int i = -2; i < 12; i++) printf("%d ", dense(i)); puts("");
  int sp[] = {-1000000, -5, 0, 77, 1000, 65536, 2147483647, -2147483647 - 1, 12345678, 5, -6}; for (int i = 0; i < 11; i++) printf("%d ", sparse(sp[i])); puts("");
  long mx[] = {0, 1, 6, 7, 99, 100, 106, 107, 0x7fffffffffffffff, -0x7fffffffffffffff - 1, 0x100000000, 0x100000001, 0x100000002}; for (int i = 0; i < 13; i++) printf("%d ", mixed(mx[i])); puts("");
  for (int i = 0; i < 256; i += 3) printf("%d", small((unsigned char)i)); puts("");
  printf("%d %d %d %d %d %d\n", tiny(-1), tiny(-32768), tiny(5), single(3), huge((__int128)1 << 100), huge(5));
  printf("%d %d %d\n", loops(10), loops(100), loops(1000));
  printf("%d %d\n", interpret("0002213"), interpret("022203"));
  printf("%d %d\n", jumps(3), jumps(50));
  printf("%ld %ld\n", vla(10), vla(77));
  printf("%ld %ld\n", sum(4, 1, 2.5, 3L, 4.5L), sum(12, 1, 2.5, 3L, 4.5L, 5, 6.5, 7L, 8.5L, 9, 10.5, 11L, 12.5L));
  print("%d %s %f %ld %c %Lf %x %g %g %g %g %g %g %g %g %g\n", 1, "two", 3.0, 4L, '5', 6.0L, 7, 8., 9., 10., 11., 12., 13., 14., 15., 16.);
  printf("%ld\n", usebig(1, makebig(7), makepair(2.5, 3), maketwo(9), 1.5f));
  int v[] = {5, 3, 9, -1, 7, 0}; qsort(v, 6, sizeof *v, cmp); for (int i = 0; i < 6; i++) printf("%d ", v[i]); puts("");
  for (int i = 0; i < 5; i++) printf("%d ", table[i](i + 3)); printf("%d\n", (int)((unsigned long)aligned & 63));
  return fact(5) - 77;
}
