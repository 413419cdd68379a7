/** Tests of the layer without machine code; those of the whole are in integration-tests. */
@NullMarked
package dev.lamina.cod;

import org.jspecify.annotations.NullMarked;
