/**
 * What a C program expects of its process, given to one that shares its process with a Java VM.
 *
 * <pre>
 *   ProgramRunner ── thread with a C program's stack ── initializers ── main ──┐
 *                                                                              ▼
 *   exit(n) called at any depth, on any thread ──────────────────────▶ ProcessRuntime.exit
 *                    handlers in reverse order, finalizers, fflush(NULL); then Java goes on
 * </pre>
 *
 * <p>A {@link dev.lamina.link.process.ProcessRuntime} is installed in a library before the
 * process's own symbols and takes these functions' place:
 *
 * <ul>
 *   <li>{@code exit}, {@code atexit}, {@code __cxa_atexit}, {@code on_exit}: libc's own {@code
 *       exit} would run the program's handlers when the Java VM, and with it the program's memory,
 *       is half gone. Handlers run on the thread that called {@code exit}, newest first, then
 *       destructors of the libraries, then {@code fflush(NULL)}. The thread that called {@code
 *       exit} never returns from it: it stands still while Java ends the process or, in a run under
 *       {@code ProgramRunner}, gets the status. A second thread that calls {@code exit} meanwhile
 *       stands still, too; a handler that calls it goes on with the handlers that are left.
 *   <li>{@code at_quick_exit} (libc has it only in its static part). {@code quick_exit}, {@code
 *       _exit}, {@code _Exit} and {@code abort} are libc's.
 *   <li>{@code signal}, {@code bsd_signal}, {@code ssignal}, {@code sysv_signal}, {@code sigset},
 *       {@code sigaction}: of SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGQUIT and SIGUSR2, which
 *       the Java VM needs, the program sees default handling: asking what is installed works and
 *       gives {@code SIG_DFL}, so does setting {@code SIG_DFL}; anything else is refused with
 *       {@code SIG_ERR} or -1, {@code errno} EINVAL and a line on standard error that names the
 *       signal. All other signals are libc's and the program's own, SIGINT and SIGTERM included.
 *   <li>{@code longjmp}, {@code _longjmp}, {@code siglongjmp}, {@code __longjmp_chk}: a jump over a
 *       Java method's frame ends the process with a message; see {@link
 *       dev.lamina.link.call.LongjmpGuard}.
 * </ul>
 *
 * <p>A run begins in the "C" locale, as C programs do; the Java VM has read what it needs of the
 * environment's at its own beginning. While threads that a program made are running, its library
 * must not be removed, as with {@code dlclose}.
 *
 * <p>Start at {@link dev.lamina.link.process.ProgramRunner}. May use {@code dev.lamina.link.call},
 * {@code dev.lamina.link.host}, {@code dev.lamina.session}, {@code dev.lamina.symbol} and JNA.
 */
@NullMarked
package dev.lamina.link.process;

import org.jspecify.annotations.NullMarked;
