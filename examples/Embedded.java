import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.Function;
import dev.lamina.ir.FunctionType;
import dev.lamina.ir.IRBuilder;
import dev.lamina.ir.IntegerType;
import dev.lamina.ir.Module;
import dev.lamina.ir.text.IRPrinter;
import dev.lamina.jit.Jit;
import dev.lamina.session.ResourceTracker;

/**
 * Functions made at run time, called, and removed again:
 *
 * <pre>
 *   ./lamina --version                                                     # builds .lamina/app
 *   java -cp .lamina/app/lamina.jar examples/Embedded.java
 * </pre>
 */
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
      System.out.println("distance(3, 45) = " + jit.lookup("distance").call(3, 45));

      // Built in memory. What was added is removed with its tracker, memory included.
      for (long factor = 2; factor <= 4; factor++) {
        Module module = multiplier(factor);
        if (factor == 2) {
          System.out.print(IRPrinter.print(module));
        }
        ResourceTracker tracker = jit.addModule(module);
        System.out.println("multiply(14) = " + jit.lookup("multiply").call(14));
        tracker.remove();
      }
    }
  }

  /** {@code long multiply(long a) { return a * factor; }}. */
  private static Module multiplier(long factor) {
    Module module = new Module("multiplier");
    IntegerType i64 = IntegerType.get(64);
    Function multiply = new Function("multiply", FunctionType.get(i64, i64));
    module.add(multiply);
    BasicBlock entry = multiply.addBlock("entry");
    IRBuilder builder = new IRBuilder(entry);
    builder.ret(builder.mul(multiply.argument(0), ConstantInt.get(i64, factor)));
    return module;
  }
}
