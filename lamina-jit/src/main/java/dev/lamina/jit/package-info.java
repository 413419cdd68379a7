/**
 * The stack that most people want, ready made.
 *
 * <pre>
 *                       Jit
 *   text, Module ──▶ transforms… ──▶ IRCompileLayer ──┐
 *   object, archive ──────────────────────────────────┴─▶ ObjectLinkingLayer ──▶ memory
 *   look-ups: its own library, then the process (libc, libraries that were opened)
 * </pre>
 *
 * <p>{@link dev.lamina.jit.Jit} has nothing that its users could not compose themselves from the
 * public layers; README.md shows how.
 *
 * <p>Start at {@link dev.lamina.jit.Jit}. May use all modules but the insides of targets.
 */
@NullMarked
package dev.lamina.jit;

import org.jspecify.annotations.NullMarked;
