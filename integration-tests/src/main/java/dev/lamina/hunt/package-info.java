/**
 * Hunts: tests over so many inputs that a part of them runs in {@code ./verify} and the whole by
 * {@code ./verify --long}.
 *
 * <pre>
 *   Hunts (names) ── HuntRunner ── items, one line each ──▶ HuntWorker (a JVM) ── Hunt.check(item)
 *                        │   ◀── one line each: what is wrong ──┘
 *                        └── a worker that crashes or hangs is a finding; another takes its place
 *
 *   Csmith       random programs against lli          Signatures   random calls, ours and gcc's
 *   LazySignatures   the same, through stubs: first calls and second ones
 *   RoundTrip    printing and reading again           Mutants      damaged text, objects, archives
 *   Soak         16 threads on one stack; add, call and remove 100,000 times: memory stays flat
 * </pre>
 *
 * <p>Start at {@link dev.lamina.hunt.Hunt}. May use everything.
 */
@NullMarked
package dev.lamina.hunt;

import org.jspecify.annotations.NullMarked;
