/**
 * Checks that IR keeps the rules that transforms and code generation rely on.
 *
 * <pre>
 * Verifier ─┬─ ModuleVerifier       symbols: linkage, initializers, aliases, attributes
 *           └─ FunctionVerifier     blocks, phis, dominance, names
 *                └─ InstructionVerifier ── CallVerifier ── IntrinsicSignatures
 * </pre>
 *
 * Start at {@link dev.lamina.ir.verify.Verifier}. All violations are reported, not the first.
 *
 * <p>May use: {@code dev.lamina.ir}, {@code dev.lamina.ir.analysis}, {@code dev.lamina.ir.text} (to
 * show instructions), Guava and Eclipse Collections.
 */
@NullMarked
package dev.lamina.ir.verify;

import org.jspecify.annotations.NullMarked;
