/**
 * Compiling at the first call: the resolver block, trampolines and stubs of x86-64, as assembly.
 *
 * <p>May use {@code dev.lamina.lazy} and {@code dev.lamina.ir}.
 */
@NullMarked
package dev.lamina.target.x86_64.lazy;

import org.jspecify.annotations.NullMarked;
