/**
 * AT&amp;T-syntax assembly text to machine code, one instruction at a time; the heart of inline and
 * module-level assembly. Labels, directives and what else makes a text are the business of {@code
 * dev.lamina.codegen.assembly}, which asks {@code X86InstructionSet} for what is x86-64's.
 *
 * <pre>
 *   "lock addq $1, 8(%rax,%rcx,4)"
 *      │ Lexer            characters → tokens with columns
 *      │ OperandParser    tokens → Operand (register | immediate | memory), with symbols
 *      │ Mnemonics        name → candidate rows of the instruction table
 *      │ Matcher          the first candidate whose operands fit → a call of the Encoder
 *      ▼
 *   bytes in the CodeBuffer, and a Fixup for each symbol
 * </pre>
 *
 * <p>Start at {@link dev.lamina.target.x86_64.asm.InstructionAssembler}. Which bytes an instruction
 * has is known to {@code dev.lamina.target.x86_64.encode} alone; this package knows names, the
 * order of operands, and how a size follows from a suffix or a register. The reference is GNU as:
 * where it has a choice of encodings, we make the same.
 *
 * <p>May use: {@code dev.lamina.target.x86_64.encode}, {@code dev.lamina.codegen} (only {@code
 * CodeBuffer}), {@code dev.lamina.codegen.assembly}.
 */
@NullMarked
package dev.lamina.target.x86_64.asm;

import org.jspecify.annotations.NullMarked;
