/**
 * The command that the script {@code ./lamina} starts: a drop-in for {@code lli}.
 *
 * <pre>
 *   arguments ── CommandLine (options of lli, from OptionTable) ──▶ Main ──▶ dev.lamina.jit.Jit ──▶ exit status
 *                     └── UsageError: what is wrong, and what may have been meant
 * </pre>
 *
 * <p>Options are read by hand: lli's have a syntax of their own (one dash or two, a value behind
 * {@code =} or as the next argument, {@code -O2}, everything behind the file name is the
 * program's), and the time until {@code main} runs counts.
 *
 * <p>Start at {@link dev.lamina.jit.cli.Main}. May use {@code dev.lamina.jit} and what that may
 * use.
 */
@NullMarked
package dev.lamina.jit.cli;

import org.jspecify.annotations.NullMarked;
