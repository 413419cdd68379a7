/**
 * Selection for x86-64: which instructions an IR instruction becomes, how calls are made, what a
 * frame looks like.
 *
 * <p>Start at {@link dev.lamina.target.x86_64.select.X86Selector}; each {@code *Rules} class holds
 * the rules of one kind of instruction, the most specific first. Integers are held in registers
 * with arbitrary bits above their width: a rule whose result depends on those bits extends first.
 *
 * <p>Vectors: {@link dev.lamina.target.x86_64.select.Lanes} says how any of them is held. What has
 * instructions is done part by part, all else lane by lane through the rules for scalars, which
 * work on values that are in no IR:
 *
 * <pre>
 *   VectorRules, VectorCompare, VectorCasts, VectorElements, VectorShuffle     by parts (VectorOps)
 *      │ no instruction for the lanes
 *   ElementWise: one scalar instruction for each lane ──────────────────────→  rules for scalars
 *   Expansion: an intrinsic as several instructions (VectorIntrinsics, ...) →  any rules
 *   VectorMemory, VectorAbi, VectorConstants: memory, calls, constants
 * </pre>
 *
 * <p>May use: layers-api, layer-compile's framework, {@code encode}.
 */
@NullMarked
package dev.lamina.target.x86_64.select;

import org.jspecify.annotations.NullMarked;
