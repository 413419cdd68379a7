/**
 * LLVM IR text: read into a {@link dev.lamina.ir.Module} and printed from one.
 *
 * <pre>
 * bytes ─▶ ModuleParser ──────────▶ Module         (symbols, types, attributes; once)
 *             │ delimits bodies, metadata nodes
 *             ▼
 *          BodyParser ─────────────▶ blocks         (each body when first asked for, any thread)
 *          MetadataParser ─────────▶ node contents  (likewise)
 *
 *          TypeParser, ConstantParser, AttributeParser: what those share; Lexer below all
 *
 * Module ─▶ IRPrinter ─▶ text that llvm-as 19 accepts
 * </pre>
 *
 * Start at {@link dev.lamina.ir.text.IRReader} and {@link dev.lamina.ir.text.IRPrinter}.
 *
 * <p>The reader takes what LLVM 14 to 19 write and hands on one form: typed pointers become {@code
 * ptr}, attributes, intrinsics and constant expressions that LLVM 19 no longer has become their
 * successors. There are no tokens: the grammar asks the {@link dev.lamina.ir.text.Lexer} for what
 * may come next and looks at the bytes themselves. Whatever is wrong with a text is an {@link
 * dev.lamina.ir.text.IRReadException} that points at it.
 *
 * <p>May use: {@code dev.lamina.ir}, Guava and Eclipse Collections.
 */
@NullMarked
package dev.lamina.ir.text;

import org.jspecify.annotations.NullMarked;
