import static dev.lamina.ir.Types.I64;

import com.sun.jna.Pointer;
import dev.lamina.ir.Constant;
import dev.lamina.ir.Function;
import dev.lamina.ir.GlobalVariable;
import dev.lamina.ir.IRBuilder;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.Module;
import dev.lamina.ir.text.IRReader;
import dev.lamina.ir.verify.Verifier;
import dev.lamina.jit.Jit;
import java.util.List;
import java.util.Objects;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;

/**
 * A transform: counts the calls of each function {@code f} in a variable {@code calls.f}. {@code
 * examples/run CountCalls}
 */
public final class CountCalls implements UnaryOperator<Module> {
  @Override
  public Module apply(Module module) {
    for (Function function : List.copyOf(module.functions())) { // we add to the module meanwhile
      if (function.isDefinitionForLinker()) {
        count(module, function);
      }
    }
    return module;
  }

  private static void count(Module module, Function function) {
    GlobalVariable counter = new GlobalVariable("calls." + function.name(), I64);
    counter.setInitializer(Constant.zero(I64));
    module.add(counter);

    Instruction first = Objects.requireNonNull(function.entryBlock().first()); // reads the body
    IRBuilder builder = new IRBuilder().before(first);
    builder.store(builder.add(builder.load(I64, counter), 1), counter);
  }

  public static void main(String[] arguments) {
    Module module =
        IRReader.read(
            "fibonacci",
            """
            define i64 @fibonacci(i64 %n) {
              %small = icmp slt i64 %n, 2
              br i1 %small, label %return, label %recur
            recur:
              %n.1 = sub i64 %n, 1
              %n.2 = sub i64 %n, 2
              %a = call i64 @fibonacci(i64 %n.1)
              %b = call i64 @fibonacci(i64 %n.2)
              %sum = add i64 %a, %b
              ret i64 %sum
            return:
              ret i64 %n
            }
            """);
    // It defines more than the module did, so it is applied before the module is added.
    Module counting = new CountCalls().apply(module);
    Verifier.verifyOrThrow(counting);
    try (Jit jit = Jit.create()) {
      jit.addModule(counting);
      LongUnaryOperator fibonacci = jit.lookup("fibonacci").as(LongUnaryOperator.class);
      System.out.println("fibonacci(20) = " + fibonacci.applyAsLong(20));
      Pointer counter = new Pointer(jit.lookup("calls.fibonacci").address());
      System.out.println("calls: " + counter.getLong(0));
    }
  }
}
