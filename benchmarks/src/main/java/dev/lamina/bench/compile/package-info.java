/**
 * How fast text becomes linked code, phase by phase, in a warm VM: Lamina's beside LLVM ORC's,
 * which runs in the same process through its C API.
 *
 * <pre>
 *   Programs (made by clang from the corpora) ──▶ CompileSpeed  JMH, one fork per benchmark
 *                                             └─▶ QuickCompile  both in turn in this VM, seconds
 *   LaminaPhases  read │ verify │ compile │ link      total: text → look-up, on one stack
 *   LlvmOrc       parse         │ add and look up     total
 * </pre>
 *
 * <p>LLVM is only there with the Maven profile {@code peers}; without it, its columns are empty.
 *
 * <p>Start at {@link dev.lamina.bench.compile.CompileBench}. May use everything.
 */
@NullMarked
package dev.lamina.bench.compile;

import org.jspecify.annotations.NullMarked;
