/**
 * Object caches: in memory, in a directory, and shared over HTTP.
 *
 * <p>This package holds only its documentation for now.
 *
 * <p>May use: layers-api.
 */
@NullMarked
package dev.lamina.cache;

import org.jspecify.annotations.NullMarked;
