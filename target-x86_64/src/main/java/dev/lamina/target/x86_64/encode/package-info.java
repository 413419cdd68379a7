/**
 * The x86-64 machine-code encoder: instructions as table rows, and one class that turns a row and
 * its operands into bytes.
 *
 * <pre>
 *   Op  Sse  Packed  X87  Sys      instruction constants, by chapter of the manual
 *     └───┴─────┼─────┴────┘
 *          Descriptors             one packed long per instruction: opcodes, prefixes, operands
 *               │
 *            Encoder               rr rm mr ri mi … : picks the form, checks it, writes the bytes
 *               │
 *           CodeBuffer
 * </pre>
 *
 * <p>Start at {@link dev.lamina.target.x86_64.encode.Encoder}. Adding an instruction is adding a
 * row; {@link dev.lamina.target.x86_64.encode.Descriptors} explains its columns. Registers are
 * plain ints ({@link dev.lamina.target.x86_64.encode.Regs}) and nothing is allocated per
 * instruction, because this is the innermost loop of code generation. "SDM" in comments is the
 * Intel 64 and IA-32 Architectures Software Developer's Manual.
 *
 * <p>May use: {@code dev.lamina.codegen} (only {@code CodeBuffer}).
 */
@NullMarked
package dev.lamina.target.x86_64.encode;

import org.jspecify.annotations.NullMarked;
