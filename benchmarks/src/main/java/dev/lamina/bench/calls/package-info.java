/**
 * What a call costs, from Java to compiled code and back, beside what JNI and JNA take for the
 * same.
 *
 * <pre>
 *   long f(long, long)   Java → native: JNI, JNA (direct, Function), NativeFunction.call and as, RegisterNatives
 *                        native → Java: JNI; from compiled code a JNA callback and Jit.addFunction
 * </pre>
 *
 * <p>Start at {@link dev.lamina.bench.calls.CallBench}. May use everything.
 */
@NullMarked
package dev.lamina.bench.calls;

import org.jspecify.annotations.NullMarked;
