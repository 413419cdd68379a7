/** Tests of the IR model. */
@NullMarked
package dev.lamina.ir;

import org.jspecify.annotations.NullMarked;
