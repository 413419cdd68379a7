/**
 * From IR to objects: the layer that puts a target to work.
 *
 * <pre>
 *   Module ── for this machine? ── Verifier ── Target.compile ──▶ ObjectFile ──▶ layer below
 *                    └─────────────┴────────────┴── a failure goes to the responsibility
 * </pre>
 *
 * <p>Start at {@link dev.lamina.compile.IRCompileLayer}. May use layers-api, of which {@code
 * dev.lamina.target} stands for every machine; it does not know the code-generation framework of
 * this module ({@code dev.lamina.codegen}), so that this can be exchanged.
 */
@NullMarked
package dev.lamina.compile;

import org.jspecify.annotations.NullMarked;
