/**
 * The code between JNI and C on x86-64: both are the System V convention (psABI, 3.2.3), JNI with
 * the environment and the class in front.
 *
 * <pre>
 *   JNI   rdi env  rsi class  rdx function  rcx r8 r9 stack…   xmm0…7 stack…
 *                                │           └──┬──┘
 *   C                            ▼         rdi rsi rdx rcx r8 r9 stack…   xmm0…7 stack…
 * </pre>
 *
 * <p>Start at {@link dev.lamina.target.x86_64.call.X86CallAdapters}. May use {@code
 * dev.lamina.target}, {@code dev.lamina.target.x86_64.encode} and the framework's {@code
 * CodeBuffer}.
 */
@NullMarked
package dev.lamina.target.x86_64.call;

import org.jspecify.annotations.NullMarked;
