/**
 * Compile on demand: a layer that splits a module into stubs and bodies, so that a function is
 * compiled when it is first called.
 *
 * <p>This package holds only its documentation for now; {@code CompileOnDemandLayer} and the
 * implementations of the callback and stub managers come here.
 *
 * <p>May use: layers-api.
 */
@NullMarked
package dev.lamina.cod;

import org.jspecify.annotations.NullMarked;
