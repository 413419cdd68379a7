/** Tests of the assembler, and through it of the encoder. */
@NullMarked
package dev.lamina.target.x86_64.asm;

import org.jspecify.annotations.NullMarked;
