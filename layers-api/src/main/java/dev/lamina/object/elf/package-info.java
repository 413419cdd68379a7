/**
 * ELF64 relocatable files and archives of them: where objects leave and enter the process.
 *
 * <pre>
 *   ObjectFile ──ElfWriter──▶ bytes ──ElfReader──▶ ObjectFile
 *                             Archive ──member by member──▶ ElfReader
 * </pre>
 *
 * <p>What is read may be anything: truncated, damaged or made to mislead. Every offset and size is
 * checked with 64-bit arithmetic before it is used, nothing is allocated that the file's own size
 * does not justify, and a fault is always an {@link dev.lamina.object.ObjectFormatException} with
 * its place.
 *
 * <p>The field names in comments are those of the System V gABI, chapters 4 (object files) and 5.
 *
 * <p>Start at {@link dev.lamina.object.elf.ElfReader}. May use {@code dev.lamina.object}.
 */
@NullMarked
package dev.lamina.object.elf;

import org.jspecify.annotations.NullMarked;
