/**
 * What compiling on demand costs beside the compiling: a first call's way to the compile action and
 * back, and a stub at every call after that.
 *
 * <pre>
 *   caller ──▶ stub ──▶ trampoline ──▶ resolver block ──▶ queue ──▶ dispatcher ──▶ CompileAction
 *     ▲                                                                 (or a compile thread)  │
 *     └───────────────────────────── the address ──────────────────────────────────────────────┘
 * </pre>
 *
 * <p>Start at {@link dev.lamina.bench.lazy.LazyBench}. May use everything.
 */
@NullMarked
package dev.lamina.bench.lazy;

import org.jspecify.annotations.NullMarked;
