/** Tests of structured building. */
@NullMarked
package dev.lamina.ir.build;

import org.jspecify.annotations.NullMarked;
