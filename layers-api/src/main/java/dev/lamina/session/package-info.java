/**
 * Sessions: who defines what, who waits for what, and when it is there.
 *
 * <pre>
 *   Session ── task queue ──▶ the composer's executor (compile threads)
 *      │
 *      ├─ SymbolLibrary ── search order (other libraries), definition generators
 *      │      └─ name → Entry ─────────────┐     ▲
 *      └─ SymbolLibrary …                  │     Lookup, along the search order ──▶ Query
 *                                          ▼                                          │ waits for
 *   ResourceTracker ── Work (a MaterializationUnit that was added) ◀──────────────────┘
 *                        └── depends on other Works
 *
 *   lazy ──look-up──▶ started ──resolved(addresses)──▶ emitted ──all it needs emitted──▶ ready
 *                        └────────── failed: every waiter and every dependent gets the cause
 * </pre>
 *
 * <p>A module that is added is only registered. The first look-up of one of its symbols starts it:
 * on a compile thread its unit gets a {@link dev.lamina.session.Responsibility}, which it must
 * fulfil or fail. A linker publishes the addresses of what it places <em>before</em> it asks for
 * those of others, and asks by a call that returns at once; so modules that need each other meet,
 * whatever the number of threads. A blocking look-up returns when the symbols are ready, that is,
 * when all that they need, directly or not, is in memory.
 *
 * <p>A thread that blocks in a look-up while it materializes something is replaced by a spare one
 * meanwhile. If what it waits for needs, in the end, what that thread itself is making, the look-up
 * fails with a message that says so; it does not hang.
 *
 * <p>A look-up walks the tables and begins to wait under one hold of the lock, so that it waits for
 * what is defined then, whatever was replaced or removed before. While a library's generators are
 * at work for one look-up, others that need them are set aside and go on later; no thread stands
 * still in between, so generators that look into each other's libraries cannot deadlock. A
 * generator that waits itself is refused.
 *
 * <p>What is removed is gone at once: look-ups that wait for it, and works that need it and are not
 * ready, fail and say which tracker it went with. What is ready and was linked against it stays as
 * it is. Not to call it any more is its owner's duty, as it is not to remove code that runs.
 *
 * <p>One lock guards the state of a session. It is held for short times and never while foreign
 * code runs: units, generators, resolvers, answers and releases are called without it, and one that
 * throws keeps no other from its turn.
 *
 * <p>Start at {@link dev.lamina.session.Session}. May use {@code dev.lamina.symbol}.
 */
@NullMarked
package dev.lamina.session;

import org.jspecify.annotations.NullMarked;
