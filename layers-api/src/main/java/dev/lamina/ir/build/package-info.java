/**
 * Functions written as a person thinks of them: variables, ifs and loops, instead of phis and
 * blocks.
 *
 * <pre>
 *   FunctionBuilder.define(module, "sum", type, f -&gt; {           define i64 @sum(ptr %0, i64 %1) {
 *     Variable sum = f.variable("sum", f.i64(0));                  br label %for
 *     f.forRange("i", f.i64(0), count, i -&gt;                     for:
 *         sum.set(f.add(sum.get(), ...)));               ──▶       %i = phi i64 [ 0, %entry ], ...
 *     f.ret(sum.get());                                            %sum = phi i64 [ 0, %entry ], ...
 *   });                                                            ...
 * </pre>
 *
 * Start at {@link dev.lamina.ir.build.FunctionBuilder}, which is an {@link dev.lamina.ir.IRBuilder}
 * with a function around it: structure and single instructions mix freely.
 *
 * <p>{@link dev.lamina.ir.build.Variable} puts variables into SSA form while the function is
 * written, after Braun, Buchwald, Hack, Leißa, Mallon and Zwinkau, "Simple and Efficient
 * Construction of Static Single Assignment Form" (CC 2013). The alternative, stack slots that a
 * pass promotes later, would leave the quick tier, which runs no passes, with a load and a store
 * for each use. A block is <em>sealed</em> once no more jumps can be added that lead to it; only
 * then is it known which values meet there.
 *
 * <p>May use: {@code ir}.
 */
@NullMarked
package dev.lamina.ir.build;

import org.jspecify.annotations.NullMarked;
