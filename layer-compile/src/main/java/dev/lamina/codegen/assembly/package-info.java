/**
 * Assembly text in GNU syntax to sections, symbols and relocations: what module-level assembly
 * needs of an assembler, for any machine.
 *
 * <pre>
 *   text of the module
 *      │ Statements       lines, ';', comments; macros, .rept and .if are dealt with here
 *      │ Assembler        labels, then *Directives or InstructionSet (the target's), one by one
 *      ▼
 *   AsmSection = Fragments: bytes that are known, each with one piece behind whose size is not
 *      │ Layout           sizes of jumps, alignments, LEB128 … until nothing moves
 *      │ ObjectEmitter    references → numbers or relocations; AsmSymbol → Symbol
 *      ▼
 *   ObjectFile, of its own or that of the module's code
 * </pre>
 *
 * <p>The reference is GNU as, whose manual's chapter numbers are in the comments ("as 7.34"): which
 * jumps are short, what becomes a relocation and of which symbol is decided as it decides. LLVM's
 * integrated assembler takes the same language; where it is stricter (numbers that do not fit their
 * field), so are we. What is not supported is refused by name. Errors carry line and column, and
 * all of them are told, up to a limit.
 *
 * <p>Start at {@link dev.lamina.codegen.assembly.Assembler}; a target implements {@link
 * dev.lamina.codegen.assembly.InstructionSet}. May use {@code dev.lamina.object}, {@code
 * dev.lamina.target} and {@code dev.lamina.codegen} (only {@code CodeBuffer} and {@code Leb128}).
 */
@NullMarked
package dev.lamina.codegen.assembly;

import org.jspecify.annotations.NullMarked;
