/**
 * The process that the JIT lives in: its memory, its symbols, first calls into native code. JNA is
 * known here and nowhere else but in its neighbours, {@code dev.lamina.link.call}, which has the
 * quick calls, and {@code dev.lamina.link.process}.
 *
 * <pre>
 *   CodeMemory ── Slab ── code  (R-X) ┐ a memory file, mapped a second time (RW-) for the linker
 *      │            ├──── rodata (R--) ┘
 *      │            └──── data   (RW-)  private memory
 *      └─ Allocation: one object's share of each, within reach of each other
 *
 *   NativeCalls    Java → native       ProcessSymbols, SharedLibrary    dlsym, dlopen
 *   ThrownInUpcall exceptions between  FrameRegistry                    unwinding information
 * </pre>
 *
 * <p>No memory is ever mapped writable and executable at once. Code and constants are written
 * through a second view of the same memory, so that pages which run are never unmapped or made
 * writable for a moment, and modules may share pages whatever they hold: what differs in protection
 * is in another part of the slab. Memory that is freed goes back to the system in whole pages.
 *
 * <p>Functions of libc are JNA {@code Function} objects made at first use, since registering them
 * as Java methods costs several times as much at start-up.
 *
 * <p>Start at {@link dev.lamina.link.host.CodeMemory}. May use {@code dev.lamina.session}, {@code
 * dev.lamina.symbol} and JNA.
 */
@NullMarked
package dev.lamina.link.host;

import org.jspecify.annotations.NullMarked;
