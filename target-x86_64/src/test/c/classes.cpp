// Pointers to members, whose low bit means "virtual", and many functions with registers to save.
#include <cstdio>
struct A { int x; int f(int k) { return x + k; } int g(int k) { return x * k; } virtual int h(int k) { return x - k; } virtual ~A() {} };
struct C { long pad[3]; virtual int w(int k) { return k * 2; } int plain(int k) { return k + 1; } };
struct B : A, C { int h(int k) override { return x * 100 + k; } int w(int k) override { return k * x; } };
template <typename T> __attribute__((noinline)) int call(T &a, int (T::*m)(int), int k) { return (a.*m)(k); }
__attribute__((noinline)) int id(int k) { return k; }
template <int N> __attribute__((noinline)) int busy(int a, int b, int c, int d, int e) { if constexpr (N == 0) return a + id(b); else if constexpr (N == 1) return a * id(b) + c; else if constexpr (N == 2) return a * id(b) + c * id(d); else return (a + id(b)) * (c + id(d)) + (a - id(e)) * (b - id(c)) + d * id(a) + e * id(b); }
template <int N> bool even() { return ((unsigned long)&busy<N> & 1) == 0; }
int main() {
  B b; b.x = 7; C c;
  int (A::*t[])(int) = {&A::f, &A::g, &A::h}; for (auto m : t) printf("%d\n", call<A>(b, m, 3));
  int (B::*u[])(int) = {&B::f, &B::h, &B::w, (int (B::*)(int))&C::plain, (int (B::*)(int))&C::w}; for (auto m : u) printf("%d\n", call<B>(b, m, 5));
  printf("%d %d\n", call<C>(c, &C::plain, 1), call<C>(c, &C::w, 1));
  printf("%d %d %d %d\n", busy<0>(1, 2, 3, 4, 5), busy<1>(1, 2, 3, 4, 5), busy<2>(1, 2, 3, 4, 5), busy<3>(1, 2, 3, 4, 5));
  printf("%d%d%d%d\n", even<0>(), even<1>(), even<2>(), even<3>());
}
