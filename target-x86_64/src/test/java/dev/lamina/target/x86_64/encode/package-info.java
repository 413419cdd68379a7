/** Tests of what the encoding tables, which go through the assembler, cannot see. */
@NullMarked
package dev.lamina.target.x86_64.encode;

import org.jspecify.annotations.NullMarked;
