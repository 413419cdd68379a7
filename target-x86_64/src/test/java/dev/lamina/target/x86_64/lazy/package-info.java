/** Tests of first calls. */
@NullMarked
package dev.lamina.target.x86_64.lazy;

import org.jspecify.annotations.NullMarked;
