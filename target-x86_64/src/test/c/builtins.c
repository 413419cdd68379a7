// Intrinsics: bits, overflow, saturation, atomics, memory, addresses.
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
typedef unsigned long u64; typedef unsigned __int128 u128;
static u64 hash;
static void mix(u64 v) { hash = (hash ^ v) * 0x100000001b3ul; hash ^= hash >> 29; }
static void show(const char *what) { printf("%s %016lx\n", what, hash); hash = 0xcbf29ce484222325ul; }
static const u64 values[] = {0, 1, 2, 0x7f, 0x80, 0xff, 0x1234, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff, 0x123456789abcdef0, 0x7fffffffffffffff, 0x8000000000000000, 0xffffffffffffffff};
#define N (sizeof values / sizeof *values)
static void bits(void) {
  for (unsigned i = 0; i < N; i++) { u64 v = values[i]; unsigned w = (unsigned)v; unsigned short h = (unsigned short)v; unsigned char b = (unsigned char)v;
    mix((u64)__builtin_popcountl(v)); mix((u64)__builtin_popcount(w)); mix((u64)__builtin_parityl(v)); if (v) { mix((u64)__builtin_clzl(v)); mix((u64)__builtin_ctzl(v)); } if (w) { mix((u64)__builtin_clz(w)); mix((u64)__builtin_ctz(w)); }
    mix((u64)__builtin_ffsl((long)v)); mix((u64)__builtin_clrsbl((long)v)); mix(__builtin_clzg(h, 16)); mix(__builtin_ctzg(b, 8)); mix((u64)__builtin_popcountg(h));
    mix(__builtin_bswap64(v)); mix(__builtin_bswap32(w)); mix(__builtin_bswap16(h)); mix(__builtin_bitreverse64(v)); mix(__builtin_bitreverse32(w)); mix(__builtin_bitreverse16(h)); mix(__builtin_bitreverse8(b));
    for (unsigned k = 0; k < 70; k += 3) { mix(__builtin_rotateleft64(v, k)); mix(__builtin_rotateright32(w, k)); mix(__builtin_rotateleft16(h, (unsigned short)k)); mix(__builtin_rotateright8(b, (unsigned char)k)); }
    mix(__builtin_rotateleft64(v, 13)); mix(__builtin_rotateright32(w, 5)); mix((u64)__builtin_labs((long)v >> 1)); mix((u64)__builtin_abs((int)w >> 1));
    u128 x = (u128)v << 64 | values[N - 1 - i]; mix((u64)__builtin_popcountg(x)); mix((u64)__builtin_clzg(x, 128)); mix((u64)__builtin_ctzg(x, 128)); mix((u64)(__builtin_elementwise_abs((__int128)1) > 0)); }
  show("bits");
}
#define OV(T) { T r; T a = (T)values[i], b = (T)values[j]; mix(__builtin_add_overflow(a, b, &r)); mix((u64)r); mix(__builtin_sub_overflow(a, b, &r)); mix((u64)r); mix(__builtin_mul_overflow(a, b, &r)); mix((u64)r); }
#define SAT(T) { T a = (T)values[i], b = (T)values[j]; mix((u64)__builtin_elementwise_add_sat(a, b)); mix((u64)__builtin_elementwise_sub_sat(a, b)); mix((u64)__builtin_elementwise_max(a, b)); mix((u64)__builtin_elementwise_min(a, b)); }
static void overflow(void) {
  for (unsigned i = 0; i < N; i++) for (unsigned j = 0; j < N; j++) { OV(signed char) OV(unsigned char) OV(short) OV(unsigned short) OV(int) OV(unsigned) OV(long) OV(u64)
    SAT(signed char) SAT(unsigned char) SAT(short) SAT(unsigned short) SAT(int) SAT(unsigned) SAT(long) SAT(u64)
    { __int128 r, a = (__int128)values[i] << 63, b = (__int128)values[j] << 64; mix(__builtin_add_overflow(a, b, &r)); mix((u64)(r >> 64)); mix(__builtin_sub_overflow(a, b, &r)); mix((u64)r); }
    { unsigned _BitInt(20) r, a = (unsigned _BitInt(20))values[i], b = (unsigned _BitInt(20))values[j]; mix(__builtin_add_overflow(a, b, &r)); mix((u64)r); mix(__builtin_mul_overflow(a, b, &r)); mix((u64)r); } }
  show("overflow");
}
#define AT(T) { _Atomic(T) x = (T)values[i]; T v = (T)values[j]; mix((u64)atomic_fetch_add(&x, v)); mix((u64)atomic_fetch_sub(&x, (T)(v + 1))); mix((u64)atomic_fetch_and(&x, v)); mix((u64)atomic_fetch_or(&x, (T)5)); mix((u64)atomic_fetch_xor(&x, v)); mix((u64)atomic_exchange(&x, v)); \
  mix((u64)__c11_atomic_fetch_nand(&x, v, __ATOMIC_SEQ_CST)); mix((u64)__c11_atomic_fetch_max(&x, v, __ATOMIC_ACQ_REL)); mix((u64)__c11_atomic_fetch_min(&x, (T)7, __ATOMIC_RELAXED)); T e = v; mix(atomic_compare_exchange_strong(&x, &e, (T)9)); mix((u64)e); e = x; mix(atomic_compare_exchange_strong(&x, &e, (T)3)); atomic_store(&x, (T)(e + 1)); \
  atomic_store_explicit(&x, (T)(e + 2), __ATOMIC_RELEASE); mix((u64)atomic_load(&x)); mix((u64)atomic_load_explicit(&x, __ATOMIC_ACQUIRE)); }
static void atomics(void) {
  for (unsigned i = 0; i < N; i++) for (unsigned j = 0; j < N; j++) { AT(signed char) AT(unsigned char) AT(short) AT(unsigned short) AT(int) AT(unsigned) AT(long) AT(u64) }
  _Atomic(double) d = 1.5; atomic_store(&d, 2.5); mix((u64)atomic_load(&d)); _Atomic(void *) p = 0; atomic_store(&p, (void *)values); mix(atomic_load(&p) == values); atomic_thread_fence(__ATOMIC_SEQ_CST); atomic_thread_fence(__ATOMIC_ACQUIRE);
  u128 w = 5, *pw = &w; mix(1); (void)pw; show("atomics");
}
static void memory(void) {
  static unsigned char a[1000], b[1000]; for (int i = 0; i < 1000; i++) a[i] = (unsigned char)(i * 7);
#define CP(n) memset(b, 0xee, sizeof b); __builtin_memcpy(b + 1, a + 3, n); for (int i = 0; i < n + 8; i++) mix(b[i]); __builtin_memset(b + 2, 0x91, n); for (int i = 0; i < n + 8; i++) mix(b[i]); __builtin_memset(b + 2, 0, n); for (int i = 0; i < n + 8; i++) mix(b[i]); __builtin_memmove(b + 3, b, n); for (int i = 0; i < n + 8; i++) mix(b[i]);
  CP(0) CP(1) CP(2) CP(3) CP(4) CP(5) CP(7) CP(8) CP(9) CP(15) CP(16) CP(17) CP(31) CP(33) CP(64) CP(127) CP(128) CP(129) CP(500)
  volatile int n = 77; memcpy(b, a, (unsigned)n); memset(b + 100, n, (unsigned)n); memmove(b + 50, b, (unsigned)n); for (int i = 0; i < 300; i++) mix(b[i]);
  mix(__builtin_object_size(a, 0) > 0); mix(__builtin_return_address(0) != 0); mix(__builtin_frame_address(0) != 0); mix(__builtin_expect(n == 77, 1)); mix(__builtin_readcyclecounter() != 0); mix(__builtin_constant_p(n)); __builtin_prefetch(a); __builtin_assume(n > 0);
  show("memory");
}
int main(void) { show("start"); bits(); overflow(); atomics(); memory(); return 3; }
