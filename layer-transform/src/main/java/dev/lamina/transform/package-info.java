/**
 * Changes to IR on its way to the compiler.
 *
 * <pre>
 *   Module ── IRTransformLayer("strip", …) ──▶ Module ── IRTransformLayer(…) ──▶ … ──▶ IRCompileLayer
 *                        │
 *                        └── an exception goes to the responsibility, with the transform's name
 * </pre>
 *
 * <p>A transform is a function {@code Module → Module}. It may change the module it is given, which
 * is its own from then on, and return it, or return another; it must define the symbols that the
 * module defined when it was added. Transforms keep no state between modules: several threads may
 * apply one at the same time.
 *
 * <p>Start at {@link dev.lamina.transform.IRTransformLayer}. May use layers-api.
 */
@NullMarked
package dev.lamina.transform;

import org.jspecify.annotations.NullMarked;
