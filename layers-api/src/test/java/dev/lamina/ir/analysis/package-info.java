/** Tests of the analyses. */
@NullMarked
package dev.lamina.ir.analysis;

import org.jspecify.annotations.NullMarked;
