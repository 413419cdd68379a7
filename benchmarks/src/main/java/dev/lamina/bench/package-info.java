/**
 * What is measured, and with what it is compared. {@code scripts/bench} starts all of it;
 * docs/benchmarks.md has the figures.
 *
 * <pre>
 *   scripts/bench ──▶ BenchMain ──▶ kernels   code's speed: C programs, ours against clang's
 *                               ├─▶ compile   compile speed: ours against LLVM ORC, by JMH or quickly
 *                               └─▶ calls     from Java and to Java, against JNI and JNA, by JMH
 * </pre>
 *
 * <p>Nothing here is part of the product. Programs that are compiled as inputs are made by clang
 * when a benchmark starts; no figure is asserted by a test.
 *
 * <p>Start at {@link dev.lamina.bench.BenchMain}. May use everything.
 */
@NullMarked
package dev.lamina.bench;

import org.jspecify.annotations.NullMarked;
