/**
 * Code that compiles a function when it is first called, written as module-level assembly that goes
 * down the stack like any other module.
 *
 * <pre>
 *   caller ──call──▶ orc_jcc_N: call *resolver ──▶ orc_resolver_block ──▶ CompileCallback-
 *                    (a trampoline)                 saves registers       Manager.entry (compiles,
 *                                                        │                returns the address)
 *   function  ◀──────────────ret──── restores registers ◀┘
 * </pre>
 *
 * <p>Start at {@link dev.lamina.target.x86_64.lazy.X86LazySupport}. May use {@code dev.lamina.lazy}
 * and {@code dev.lamina.ir}.
 */
@NullMarked
package dev.lamina.target.x86_64.lazy;

import org.jspecify.annotations.NullMarked;
