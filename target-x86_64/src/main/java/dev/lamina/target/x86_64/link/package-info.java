/**
 * Relocations, GOT entries and stubs of x86-64 (System V psABI for AMD64, chapter 4.4 and appendix
 * B.2).
 *
 * <pre>
 *   relocation ──needs──▶ GOT entry?  stub?      ──apply──▶ bytes at the place
 *                         8 bytes     jmp *got(%rip)
 * </pre>
 *
 * <p>Start at {@link dev.lamina.target.x86_64.link.X86LinkSupport}. May use {@code
 * dev.lamina.target} and {@code dev.lamina.object}.
 */
@NullMarked
package dev.lamina.target.x86_64.link;

import org.jspecify.annotations.NullMarked;
