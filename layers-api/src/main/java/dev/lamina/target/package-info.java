/**
 * What the layers have to know of a machine, as small interfaces that targets implement.
 *
 * <pre>
 *   layer-link ──▶ LinkSupport  ◀── dev.lamina.target.x86_64.link
 *              ──▶ CallAdapters ◀── dev.lamina.target.x86_64.call
 * </pre>
 *
 * <p>Start at {@link dev.lamina.target.LinkSupport} for linking, at {@link
 * dev.lamina.target.CallAdapters} for calls between Java and compiled code. May use {@code
 * dev.lamina.object} and {@code dev.lamina.ir}.
 */
@NullMarked
package dev.lamina.target;

import org.jspecify.annotations.NullMarked;
