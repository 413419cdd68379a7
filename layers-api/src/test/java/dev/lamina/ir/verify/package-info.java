/** Tests of the verifier. */
@NullMarked
package dev.lamina.ir.verify;

import org.jspecify.annotations.NullMarked;
