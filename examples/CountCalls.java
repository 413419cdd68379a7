import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.Function;
import dev.lamina.ir.GlobalVariable;
import dev.lamina.ir.IRBuilder;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.IntegerType;
import dev.lamina.ir.Module;
import dev.lamina.ir.Value;
import dev.lamina.ir.text.IRReader;
import dev.lamina.ir.verify.Verifier;
import dev.lamina.jit.Jit;
import dev.lamina.jit.NativeFunction;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A transform: counts the calls of each function {@code f} in a variable {@code calls.f}.
 *
 * <pre>
 *   ./lamina --version                                                     # builds .lamina/app
 *   java -cp .lamina/app/lamina.jar examples/CountCalls.java
 * </pre>
 */
public final class CountCalls implements UnaryOperator<Module> {
  private static final IntegerType I64 = IntegerType.get(64);

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
    counter.setInitializer(ConstantInt.get(I64, 0));
    module.add(counter);

    Instruction first = Objects.requireNonNull(function.entryBlock().first()); // reads the body
    IRBuilder builder = new IRBuilder().before(first);
    Value calls = builder.load(I64, counter);
    builder.store(builder.add(calls, ConstantInt.get(I64, 1)), counter);
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
            define i64 @peek(ptr %address) {
              %value = load i64, ptr %address
              ret i64 %value
            }
            """);
    // It defines more than the module did, so it is applied before the module is added.
    Module counting = new CountCalls().apply(module);
    Verifier.verifyOrThrow(counting);
    try (Jit jit = Jit.create()) {
      jit.addModule(counting);
      NativeFunction fibonacci = jit.lookup("fibonacci");
      long counter = jit.lookup("calls.fibonacci").address();
      System.out.println("fibonacci(20) = " + fibonacci.call(20));
      System.out.println("calls: " + jit.lookup("peek").call(counter));
    }
  }
}
