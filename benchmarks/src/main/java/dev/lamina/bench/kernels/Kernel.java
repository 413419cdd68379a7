package dev.lamina.bench.kernels;

import java.util.List;

/**
 * A kernel: {@code benchmarks/src/main/c/kernels/NAME.c}, whose first line says what it is.
 *
 * @param name its file, without the ending
 * @param size what it is measured with: about 20 ms of clang's -O0 code
 * @param check the check value for {@code size}
 * @param tinySize a size for tests
 * @param tinyCheck the check value for {@code tinySize}
 */
record Kernel(String name, long size, long check, long tinySize, long tinyCheck) {
  static final List<Kernel> ALL =
      List.of(
          // integers
          new Kernel("fibonacci", 34, 5702887L, 12, 144L),
          new Kernel("queens", 12, 14200L, 6, 4L),
          new Kernel("sieve", 5000000, 25996497834861L, 1000, 2360105L),
          new Kernel("quicksort", 500000, 7910024765102572774L, 100, -1689757553044709521L),
          new Kernel("permutations", 9, 191150530L, 5, 26507L),
          new Kernel("list", 200000, 49862802239764L, 100, 1319701350L),
          new Kernel("hashing", 1000000, 8240184242089428840L, 200, 172616304761934288L),
          new Kernel("crc", 10000000, -4010946219998921385L, 1000, -3655124739459261008L),
          new Kernel("cipher", 40000, -8649127200493566627L, 3, -6964214302627608534L),
          new Kernel("strings", 100000, 721680590L, 20, 472780786L),
          new Kernel("interpreter", 700000, 36583541960L, 30, 38557116346L),
          new Kernel("dispatch", 100000, 118840904768L, 5, 1611346L),
          new Kernel("life", 40, 588594569529044287L, 2, 37244L),
          // floating point
          new Kernel("polynomial", 1000000, 1080885754L, 100, -748631L),
          new Kernel("matrix", 256, 98227125L, 8, 63625L),
          new Kernel("nbody", 200000, -638646063L, 20, -558856323L),
          new Kernel("mandelbrot", 400, 3953351L, 8, 1792L),
          new Kernel("spectral", 800, 1274224143L, 10, 1271844019L));
}
