/**
 * The x86-64 target: System V ABI, SSE2 as the floor.
 *
 * <pre>
 *   X86Target ── select (rules: IR → instructions) ── encode (instructions → bytes)
 *        ├────── asm    (text → instructions)
 *        ├────── link   (relocations)
 *        └────── call   (between Java and C)
 * </pre>
 *
 * Start at {@link dev.lamina.target.x86_64.X86Target}. May use: layers-api, the code-generation
 * framework of layer-compile, and its own sub-packages.
 */
@NullMarked
package dev.lamina.target.x86_64;

import org.jspecify.annotations.NullMarked;
