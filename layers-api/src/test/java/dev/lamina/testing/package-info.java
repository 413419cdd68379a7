/**
 * What several tests of this module need: golden files, files of many small cases, the LLVM tools.
 *
 * <p>May use: JUnit and AssertJ, nothing of Lamina.
 */
@NullMarked
package dev.lamina.testing;

import org.jspecify.annotations.NullMarked;
