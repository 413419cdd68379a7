/**
 * Calls between Java and compiled code at the speed of native methods.
 *
 * <pre>
 *   Downcalls   Java ── generated class (DowncallClass) ── native method ┐
 *                                                          adapter (1) ──┴──▶ C function
 *   Upcall      C ──▶ adapter (2) ── JNI ── generated class (UpcallClass) ──▶ Java function
 *   NativeCallback    the same for six longs, without a generated class
 *
 *   Signature          a Java interface or method type, value by value
 *   CompiledSignature  what the IR said of the function; the two must fit
 *   CallTargets        the functions that are called, which may be removed
 *   Adapters           (1) one for each shape of function, (2) one for each upcall; the machine's
 *                      part is its CallAdapters
 *   Jni                RegisterNatives and its like, through JNA
 *   LongjmpGuard       longjmp that does not leave Java methods
 *   JnaCalls           structures and variadic arguments, by JNA and as slow
 * </pre>
 *
 * <p>A generated class is loaded once for an interface and a shape, and serves all functions of
 * that shape: an object is a pointer to its {@code CallTarget}, whose address a call loads, so that
 * a removal is seen by all. Neither costs native memory. Generated classes are hidden ones, written
 * with ASM, and are unloaded when no object is left and memory is short.
 *
 * <p>Exceptions cross compiled frames as {@link dev.lamina.link.host.ThrownInUpcall} says.
 *
 * <p>No class is generated, and ASM not loaded, before the first call by way of an interface or
 * method handle: a run of the command makes callbacks of six longs at most. Start at {@link
 * dev.lamina.link.call.Downcalls} and {@link dev.lamina.link.call.Upcall}. May use {@code
 * dev.lamina.link.host}, layers-api, JNA and ASM.
 */
@NullMarked
package dev.lamina.link.call;

import org.jspecify.annotations.NullMarked;
