/**
 * LLVM IR as an object graph that a person can hold.
 *
 * <pre>
 * Module ─┬─ GlobalVariable, GlobalAlias, GlobalIFunc
 *         └─ Function ─── BasicBlock ─── Instruction ──operands──▶ Value ─┬─ LocalValue (knows its users)
 *                                                                        └─ Constant
 * </pre>
 *
 * Start at {@link dev.lamina.ir.Module} to hold a program, at {@link dev.lamina.ir.IRBuilder} to
 * write one by instructions and at {@code dev.lamina.ir.build} to write one by variables, ifs and
 * loops, and at {@code dev.lamina.ir.text} to read or print one.
 *
 * <p>Three decisions shape this package. Only values that are local to a function ({@link
 * dev.lamina.ir.LocalValue}) have use lists: a global's users are found by an analysis, so that
 * functions share no mutable state and can be parsed, transformed and compiled in parallel. Bodies
 * of functions are made when first asked for ({@link dev.lamina.ir.Function#blocks()}), so that
 * code which is never run costs next to nothing. Types and constants are immutable and compared
 * with {@code equals}; only named structs have identity.
 *
 * <p>May use: Guava and Eclipse Collections, nothing else of Lamina.
 */
@NullMarked
package dev.lamina.ir;

import org.jspecify.annotations.NullMarked;
