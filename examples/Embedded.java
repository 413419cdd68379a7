import static dev.lamina.ir.Types.I64;

import dev.lamina.ir.FunctionType;
import dev.lamina.ir.Module;
import dev.lamina.ir.build.FunctionBuilder;
import dev.lamina.ir.text.IRPrinter;
import dev.lamina.jit.Jit;
import dev.lamina.session.ResourceTracker;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/** Functions made at run time, called, and removed again: {@code examples/run Embedded} */
public final class Embedded {
  public static void main(String[] arguments) {
    try (Jit jit = Jit.create()) {
      // From text, with a call into libc.
      jit.addModule(
          "text",
          """
          declare i64 @labs(i64)
          define i64 @distance(i64 %a, i64 %b) {
            %difference = sub i64 %a, %b
            %distance = call i64 @labs(i64 %difference)
            ret i64 %distance
          }
          """);
      LongBinaryOperator distance = jit.lookup("distance").as(LongBinaryOperator.class);
      System.out.println("distance(3, 45) = " + distance.applyAsLong(3, 45));

      // Built in memory. What was added is removed with its tracker, memory included.
      for (long factor = 2; factor <= 4; factor++) {
        Module module = multiplier(factor);
        if (factor == 2) {
          System.out.print(IRPrinter.print(module));
        }
        ResourceTracker tracker = jit.addModule(module);
        LongUnaryOperator multiply = jit.lookup("multiply").as(LongUnaryOperator.class);
        System.out.println("multiply(14) = " + multiply.applyAsLong(14));
        tracker.remove();
      }
    }
  }

  /** {@code long multiply(long a) { return a * factor; }}. */
  private static Module multiplier(long factor) {
    Module module = new Module("multiplier");
    FunctionBuilder.define(
        module, "multiply", FunctionType.get(I64, I64), f -> f.ret(f.mul(f.argument(0), factor)));
    return module;
  }
}
