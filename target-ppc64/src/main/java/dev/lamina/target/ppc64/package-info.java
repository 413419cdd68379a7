/**
 * The ppc64 target: ELFv2 little-endian in process, ELFv1 big-endian as objects.
 *
 * <p>This package holds only its documentation for now.
 *
 * <p>May use: layers-api and the code-generation framework of layer-compile.
 */
@NullMarked
package dev.lamina.target.ppc64;

import org.jspecify.annotations.NullMarked;
