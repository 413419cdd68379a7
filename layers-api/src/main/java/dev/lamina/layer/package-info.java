/**
 * The contract of layers: what a JIT is stacked from.
 *
 * <pre>
 *   add(tracker, module, resolver)        registers: nothing is compiled yet
 *        │ first look-up of a symbol of the module, on a compile thread
 *        ▼
 *   emit(responsibility, module) ──▶ the layer below's emit, with a changed module ──▶ … memory
 * </pre>
 *
 * <p>A layer holds its options and the layer below in final fields, so that a stack reads as nested
 * constructors. Whatever happens in {@code emit}, the responsibility is settled or handed on.
 *
 * <p>Start at {@link dev.lamina.layer.Layer}. May use {@code dev.lamina.session}, {@code
 * dev.lamina.symbol}, {@code dev.lamina.object}, {@code dev.lamina.target} and {@code
 * dev.lamina.ir}.
 */
@NullMarked
package dev.lamina.layer;

import org.jspecify.annotations.NullMarked;
