/** The code-generation framework that targets are built from. */
@NullMarked
package dev.lamina.codegen;

import org.jspecify.annotations.NullMarked;
