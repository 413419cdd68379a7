/**
 * Functions that are compiled at their first call: what the layer for that, targets and hosts agree
 * on.
 *
 * <pre>
 *   caller ──▶ stub ──▶ pointer ──┬─▶ trampoline ──▶ resolver block ──▶ CompileCallbackManager
 *              (IndirectStubs-    │    (one a function)   (saves all)       runs the CompileAction
 *               Manager)          └─▶ the function, once it is compiled
 * </pre>
 *
 * <p>Stubs, trampolines and the resolver block are written by the target, as module-level assembly
 * ({@link dev.lamina.lazy.LazySupport}), and go down the stack like any other module.
 *
 * <p>May use {@code dev.lamina.ir} and {@code dev.lamina.session}.
 */
@NullMarked
package dev.lamina.lazy;

import org.jspecify.annotations.NullMarked;
