// Floating point of three formats: arithmetic, comparison, conversion, library routines.
#include <math.h>
#include <stdio.h>
#include <string.h>
typedef unsigned long u64;
static u64 hash;
static void mix(u64 v) { hash = (hash ^ v) * 0x100000001b3ul; hash ^= hash >> 29; }
static void show(const char *what) { printf("%s %016lx\n", what, hash); hash = 0xcbf29ce484222325ul; }
static void mixf(float f) { unsigned u; if (f != f) f = 1234.5f; memcpy(&u, &f, 4); mix(u); }
static void mixd(double d) { u64 u; if (d != d) d = 1234.5; memcpy(&u, &d, 8); mix(u); }
static void mixl(long double l) { u64 u[2] = {0}; if (l != l) l = 1234.5L; memcpy(u, &l, 10); mix(u[0]); mix(u[1]); }
static volatile double source[] = {0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, -2.5, 3.14159265358979, 1e10, -1e10, 4294967295.0, 4294967296.0,
  9223372036854775807.0, 9223372036854775808.0, 18446744073709549568.0, 1e300, -1e300, 1e-310, 127.0, 128.0, 255.9, -128.5, 32767.0, 65535.0, 2147483647.0, -2147483648.0};
#define N (sizeof source / sizeof *source)
#define ARITH(name, T, MIX, F) \
static void name(void) { \
  for (unsigned i = 0; i < N + 2; i++) for (unsigned j = 0; j < N + 2; j++) { \
    T a = i < N ? (T)source[i] : i == N ? (T)INFINITY : (T)NAN, b = j < N ? (T)source[j] : j == N ? (T)-INFINITY : (T)NAN; \
    MIX(a + b); MIX(a - b); MIX(a * b); MIX(a / b); MIX(-a); MIX(a * b + (T)2.5); \
    mix(a < b); mix(a <= b); mix(a > b); mix(a >= b); mix(a == b); mix(a != b); \
    mix(!(a < b)); mix(!(a <= b)); mix(!(a > b)); mix(!(a >= b)); mix(__builtin_isunordered(a, b)); mix(__builtin_islessgreater(a, b)); \
    MIX(a < b ? a : b); MIX(a == b ? a : b); MIX(a != b ? (T)1 : (T)2); MIX(a >= b ? b : (T)7); MIX(a ? a : b); \
    if (a == b) mix(11); else mix(12); if (a != b) mix(13); if (!(a > b)) mix(14); if (a <= b) mix(15); while (a == b) { mix(16); break; } \
    mix(a == b ? 100 : 200); mix(a != b ? 100 : 200); mix(a && b); mix(!a); \
    MIX(F##fmod##F##_(a, b)); MIX(F##fabs##F##_(a)); MIX(F##copysign##F##_(a, b)); MIX(F##sqrt##F##_(a)); MIX(F##floor##F##_(a)); MIX(F##ceil##F##_(a)); \
    MIX(F##trunc##F##_(a)); MIX(F##rint##F##_(a)); MIX(F##round##F##_(a)); MIX(F##fmin##F##_(a, b)); MIX(F##fmax##F##_(a, b)); MIX(F##pow##F##_(a, (T)2)); \
  } \
  show(#name); }
#define Ffmod F_fmodf_
#define FN(n) static float F##n##F_(float a) { return n##f(a); } static double D##n##D_(double a) { return n(a); } static long double L##n##L_(long double a) { return n##l(a); }
#define FN2(n) static float F##n##F_(float a, float b) { return n##f(a, b); } static double D##n##D_(double a, double b) { return n(a, b); } static long double L##n##L_(long double a, long double b) { return n##l(a, b); }
#undef Ffmod
FN2(fmod) FN(fabs) FN2(copysign) FN(sqrt) FN(floor) FN(ceil) FN(trunc) FN(rint) FN(round) FN2(fmin) FN2(fmax) FN2(pow)
ARITH(single, float, mixf, F)
ARITH(dbl, double, mixd, D)
ARITH(extended, long double, mixl, L)
#define CONV(T, MIX) \
  for (unsigned i = 0; i < N; i++) { T a = (T)source[i]; \
    MIX((T)(float)a); MIX((T)(double)a); MIX((T)(long double)a); mixf((float)a); mixd((double)a); mixl((long double)a); \
    if (a >= -128 && a < 128) mix((u64)(signed char)a); if (a > -1 && a < 256) mix((unsigned char)a); \
    if (a >= -32768 && a < 32768) mix((u64)(short)a); if (a > -1 && a < 65536) mix((unsigned short)a); \
    if (a >= -2147483648.0 && a < 2147483648.0) mix((u64)(int)a); if (a > -1 && a < 4294967296.0) mix((unsigned)a); \
    if (a >= -9.2e18 && a < 9.2e18) mix((u64)(long)a); if (a > -1 && a < 1.8e19) mix((u64)a); \
    if (a > -1 && a < 1e30) { unsigned __int128 w = (unsigned __int128)a; mix((u64)w); mix((u64)(w >> 64)); } \
    if (a > -1e30 && a < 1e30) { __int128 w = (__int128)a; mix((u64)w); mix((u64)(w >> 64)); } \
    mix((_Bool)a); } \
  for (unsigned i = 0; i < N; i++) { long s = (long)(i * 0x123456789abcdeful); \
    MIX((T)(signed char)s); MIX((T)(unsigned char)s); MIX((T)(short)s); MIX((T)(unsigned short)s); MIX((T)(int)s); MIX((T)(unsigned)s); MIX((T)s); MIX((T)(u64)s); MIX((T)(u64)-s); \
    MIX((T)((unsigned __int128)s << 20)); MIX((T)-((__int128)s << 20)); MIX((T)(_Bool)s); }
static void conversions(void) { CONV(float, mixf) show("from float"); CONV(double, mixd) show("from double"); CONV(long double, mixl) show("from long double"); }
static void bits(void) {
  for (unsigned i = 0; i < N; i++) { double d = source[i]; float f = (float)d; u64 u; unsigned w; memcpy(&u, &d, 8); memcpy(&w, &f, 4); u ^= 1ul << 63; memcpy(&d, &u, 8); mixd(d); mix(w);
    mix(__builtin_isnan(d)); mix(__builtin_isinf(d)); mix(__builtin_signbit(d)); mix(__builtin_isfinite(f)); mix(__builtin_isnormal(d));
    mix(__builtin_isnan((long double)d)); mix(__builtin_isinf((long double)d)); mix(__builtin_signbit((long double)d)); mix(__builtin_isnormal((long double)d));
    mix((u64)lrint(fmod(d, 1e6))); mix((u64)llround(fmod(d, 1e6))); mixd(__builtin_powi(fmod(d, 10), 3)); mixd(fma(d, 2, 1)); mixf(fmaf(f, 2, 1)); mixd(exp(fmod(d, 3))); mixd(log(fabs(d) + 1)); mixd(sin(fmod(d, 7))); mixf(cosf(fmodf(f, 7))); }
  show("bits");
}
static long double mixed(int a, long double x, float f, long double y, double d, long double z) { return a * x + f * y - d * z; }
int main(void) { show("start"); single(); dbl(); extended(); conversions(); bits(); mixl(mixed(3, 1.25L, 2.5f, -3.5L, 0.125, 1e10L)); show("passed"); printf("%.3Lf %Lg %a\n", mixed(1, 2, 3, 4, 5, 6), 1e400L, 0.1); return 0; }
