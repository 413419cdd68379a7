// First calls through trampolines: what a function sees must be what its caller passed.
#include <errno.h>
#include <fenv.h>
#include <immintrin.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

extern char orc_jcc_5[];

// What trampolines call: somewhere else, since they hold its address as a number.
__asm__(".section .to_resolver,\"ax\",@progbits\n jmp orc_resolver_block\n .text");

static long integers(long a, long b, long c, long d, long e, long f, long g, long h) {
  return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h;
}

static double doubles(double a, double b, double c, double d, double e, double f, double g,
                      double h, double i, long double j) {
  return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i + 10 * (double)j;
}

static double variadic(int count, ...) {
  va_list list;
  va_start(list, count);
  double sum = 0;
  for (int i = 0; i < count; i++) sum = sum * 2 + va_arg(list, double);
  va_end(list);
  return sum;
}

__attribute__((target("avx"))) static double ymm(__m256d a, __m256d b) {
  double x[4], y[4];
  memcpy(x, &a, 32);
  memcpy(y, &b, 32);
  return x[0] + 10 * x[1] + 100 * x[2] + 1000 * x[3] + 1e4 * y[0] + 1e5 * y[3];
}

__attribute__((target("avx512f"))) static double zmm(__m512d a, __m512d b) {
  double x[8], y[8];
  memcpy(x, &a, 64);
  memcpy(y, &b, 64);
  return x[0] + 10 * x[3] + 100 * x[7] + 1000 * y[0] + 1e4 * y[7];
}

static long chain(void) {
  long r10;
  __asm__("movq %%r10, %0" : "=r"(r10));
  return r10;
}

static void *const targets[] = {integers, doubles, variadic, ymm, zmm, chain};

__attribute__((target("avx"))) static void spoil_ymm(void) {
  __asm__ volatile("vpcmpeqd %%xmm0, %%xmm0, %%xmm0\n vinsertf128 $1, %%xmm0, %%ymm0, %%ymm0\n"
                   "vmovaps %%ymm0, %%ymm1\n vmovaps %%ymm0, %%ymm2\n vmovaps %%ymm0, %%ymm7"
                   ::: "xmm0", "xmm1", "xmm2", "xmm7");
}

__attribute__((target("avx512f"))) static void spoil_zmm(void) {
  __asm__ volatile("vpternlogd $255, %%zmm0, %%zmm0, %%zmm0\n vmovaps %%zmm0, %%zmm1\n"
                   "vmovaps %%zmm0, %%zmm31\n kxnorw %%k1, %%k1, %%k1"
                   ::: "xmm0", "xmm1");
}

static int calls;

// Spoils whatever a function may but errno, and says where to go on. At a fixed address, which the block holds.
__attribute__((section(".entry"))) void *entry(void *handle, char *trampoline) {
  unsigned short control;
  unsigned long flags;
  __asm__ volatile("pushf\n pop %0" : "=r"(flags));
  if (flags & 0x400) printf("direction flag\n");
  calls++;
  if (handle != (void *)HANDLE) printf("wrong handle %p\n", handle);
  if ((unsigned long)__builtin_frame_address(0) & 15) printf("misaligned\n");
  if (fegetround() != FE_TONEAREST) printf("rounding mode %d\n", fegetround());
  __asm__("fnstcw %0" : "=m"(control));
  if (control != 0x37f) printf("control word %x\n", control);
  fesetround(FE_UPWARD);
  __asm__ volatile("movq $-1, %%rax\n movq %%rax, %%rcx\n movq %%rax, %%rdx\n movq %%rax, %%rsi\n"
                   "movq %%rax, %%rdi\n movq %%rax, %%r8\n movq %%rax, %%r9\n movq %%rax, %%r10\n"
                   "movq %%rax, %%r11\n pcmpeqd %%xmm0, %%xmm0\n movaps %%xmm0, %%xmm1\n"
                   "movaps %%xmm0, %%xmm2\n movaps %%xmm0, %%xmm3\n movaps %%xmm0, %%xmm4\n"
                   "movaps %%xmm0, %%xmm5\n movaps %%xmm0, %%xmm6\n movaps %%xmm0, %%xmm7\n"
                   ::: "rax", "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11", "xmm0", "xmm1",
                   "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7");
  if (__builtin_cpu_supports("avx")) spoil_ymm();
  if (__builtin_cpu_supports("avx512f")) spoil_zmm();
  return targets[(trampoline - orc_jcc_5) / 8];
}

__attribute__((target("avx"))) static void call_ymm(double (*f)(__m256d, __m256d)) {
  printf("ymm %f\n", f(_mm256_setr_pd(1, 2, 3, 4), _mm256_setr_pd(5, 6, 7, 8)));
}

__attribute__((target("avx512f"))) static void call_zmm(double (*f)(__m512d, __m512d)) {
  printf("zmm %f\n", f(_mm512_setr_pd(1, 2, 3, 4, 5, 6, 7, 8),
                       _mm512_setr_pd(8, 7, 6, 5, 4, 3, 2, 1)));
}

static long call_chain(void *f) {
  long r;
  __asm__ volatile("movq $0x5555, %%r10\n call *%1"
                   : "=a"(r)
                   : "r"(f)
                   : "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11", "memory");
  return r;
}

static int all(void *const *f) {
  int made = 4;
  errno = 7;
  printf("%ld\n", ((long (*)(long, long, long, long, long, long, long, long))f[0])(
                      1, 2, 3, 4, 5, 6, 7, 8));
  fesetround(FE_DOWNWARD);
  printf("%f\n", ((double (*)(double, double, double, double, double, double, double, double,
                              double, long double))f[1])(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
  printf("%d %d\n", errno, fegetround() == FE_DOWNWARD);
  fesetround(FE_TONEAREST);
  printf("%f\n", ((double (*)(int, ...))f[2])(10, 1., 2., 3., 4., 5., 6., 7., 8., 9., 10.));
  if (__builtin_cpu_supports("avx")) call_ymm(f[3]), made++;
  if (__builtin_cpu_supports("avx512f")) call_zmm(f[4]), made++;
  printf("%lx %d\n", call_chain(f[5]), errno);
  return made;
}

int main(void) {
  void *lazy[6];
  for (int i = 0; i < 6; i++) lazy[i] = orc_jcc_5 + 8 * i;
  all(targets);
  printf("-\n");
  int before = calls;
  int made = all(lazy);
  printf("-\n%d %d\n", before, calls == made);
  return 0;
}
