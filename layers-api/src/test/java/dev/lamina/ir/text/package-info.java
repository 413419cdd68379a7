/** Tests of the reader and printer of LLVM IR text. */
@NullMarked
package dev.lamina.ir.text;

import org.jspecify.annotations.NullMarked;
