/**
 * How fast compiled code is: small C programs that time themselves, run in this process by Lamina
 * and as programs that clang built.
 *
 * <pre>
 *   kernels/X.c ── clang -O0 -emit-llvm ──▶ X.ll ──▶ Jit ──▶ kernel_time(…)
 *               └─ clang -O0, -O1, -O2 ──▶ X ──▶ a process that prints its time
 * </pre>
 *
 * <p>Start at {@link dev.lamina.bench.kernels.KernelBench}. May use everything.
 */
@NullMarked
package dev.lamina.bench.kernels;

import org.jspecify.annotations.NullMarked;
