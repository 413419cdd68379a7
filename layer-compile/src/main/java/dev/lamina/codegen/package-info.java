/**
 * The code-generation framework that targets are built from.
 *
 * <pre>
 *   ModuleCompiler ─┬─ FunctionCompiler: one function after the other, in one pass
 *                   │     FunctionAnalysis   order of blocks, loops, how long each value lives
 *                   │     Selector           rules of the target: IR instruction → instructions
 *                   │        │ virtual registers
 *                   │     FunctionSink       BaselineSink assigns registers …
 *                   │        │ physical registers
 *                   │     MachineEmitter     … and the target encodes, at once
 *                   │     ControlFlow        ends of blocks: stores, phis, jumps
 *                   │     FunctionFrame      prologue and epilogue, written last
 *                   ├─ DataEmitter: variables, constants, initialiser arrays
 *                   └─ UnwindTable, ExceptionTable: .eh_frame, .gcc_except_table
 * </pre>
 *
 * <p>Start at {@link dev.lamina.codegen.ModuleCompiler} for the way of a module, at {@link
 * dev.lamina.codegen.MachineTarget} for what a target supplies.
 *
 * <p>The baseline tier compiles a function in one pass, as TPDE does (Schwarz, Kamm, Engelke:
 * "TPDE: A Fast Adaptable Compiler Back-End Framework", 2025): there is no machine IR; an
 * instruction is selected, given registers and encoded before the next one is looked at. The rules
 * hand their instructions to a {@link dev.lamina.codegen.FunctionSink} and do not know that, so
 * that an optimising tier can keep the same instructions for a whole-function allocator.
 *
 * <p>Code generation numbers values densely and works on primitive arrays, which one compiler
 * object uses for one function after the other. Nothing here knows a machine.
 *
 * <p>May use: layers-api.
 */
@NullMarked
package dev.lamina.codegen;

import org.jspecify.annotations.NullMarked;
