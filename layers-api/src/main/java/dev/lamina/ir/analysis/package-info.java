/**
 * What transforms and code generation ask about a function: which blocks lead where, which dominate
 * which, which form loops.
 *
 * <pre>
 * Function ─▶ ControlFlow ─▶ DominatorTree ─▶ LoopInfo
 *             edges, orders   by semi-NCA      nesting, irreducible edges
 * </pre>
 *
 * Start at {@link dev.lamina.ir.analysis.ControlFlow}. A block is an index here, its position in
 * the function, and everything lies in arrays of {@code int}. An analysis is a snapshot: it does
 * not notice when the function changes.
 *
 * <p>May use: {@code dev.lamina.ir}, Guava and Eclipse Collections.
 */
@NullMarked
package dev.lamina.ir.analysis;

import org.jspecify.annotations.NullMarked;
