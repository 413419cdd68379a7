package dev.lamina.codegen.assembly;

import org.jspecify.annotations.Nullable;

/**
 * Where a statement stands.
 *
 * @param line of the whole text, from 1
 * @param column where the statement begins in that line, from 1
 * @param text the statement
 * @param origin the macro or repetition that the statement comes from, whose use is at this place;
 *     null for what stands in the text itself
 */
record Place(int line, int column, String text, @Nullable String origin) {}
