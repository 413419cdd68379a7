import dev.lamina.ir.text.IRReader;
import dev.lamina.jit.Jit;
import dev.lamina.link.call.Upcall;
import dev.lamina.session.ResourceTracker;
import dev.lamina.symbol.ResolvedSymbol;
import dev.lamina.symbol.SymbolFlags;
import dev.lamina.symbol.SymbolRequest;
import dev.lamina.symbol.SymbolResolver;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;

/**
 * A module that uses Java functions, which a resolver of our own supplies when the module asks for
 * them: {@code examples/run Callbacks}. (For a function or two, {@code Jit.addFunction} is enough.)
 */
public final class Callbacks {
  private static final String MODULE =
      """
      @greeting = private constant [7 x i8] c"Lamina\00"
      declare i64 @labs(i64)
      declare i64 @java_square(i64)
      declare void @java_print(ptr, i64)

      define void @run(i64 %x) {
        %positive = call i64 @labs(i64 %x)
        %square = call i64 @java_square(i64 %positive)
        call void @java_print(ptr @greeting, i64 %square)
        ret void
      }
      """;

  /** What C sees as {@code void print(char *who, long what)}. */
  public interface Print {
    void print(String who, long what);
  }

  public static void main(String[] arguments) {
    try (Jit jit = Jit.create()) {
      ResourceTracker tracker = jit.library().newTracker();
      JavaFunctions functions = new JavaFunctions(jit, tracker);
      functions.put("java_square", LongUnaryOperator.class, x -> x * x);
      functions.put(
          "java_print", Print.class, (who, what) -> System.out.println(who + " says " + what));

      // What the library does not know (it knows libc), the table of Java functions is asked for.
      SymbolResolver resolver = jit.library().resolver().orElse(functions);
      jit.irLayer().add(tracker, IRReader.read("callbacks", MODULE), resolver);
      jit.lookup("run").as(LongConsumer.class).accept(-12);
    }
  }

  /** Java functions by name. Each becomes one of C's when it is first asked for. */
  private static final class JavaFunctions implements SymbolResolver {
    private final Map<String, Supplier<Upcall>> functions = new HashMap<>();
    private final Jit jit;
    private final ResourceTracker keeper;

    JavaFunctions(Jit jit, ResourceTracker keeper) {
      this.jit = jit;
      this.keeper = keeper;
    }

    <F> void put(String name, Class<F> type, F function) {
      functions.put(name, () -> Upcall.of(name, type, function, jit.session()::report));
    }

    @Override
    public void resolve(SymbolRequest request, Answer answer) {
      Map<String, ResolvedSymbol> found = new HashMap<>();
      for (String name : request.names()) {
        Supplier<Upcall> function = functions.get(name);
        if (function != null) {
          long address = function.get().keptBy(keeper).address();
          found.put(name, new ResolvedSymbol(address, SymbolFlags.EXPORTED.callable()));
        }
      }
      answer.found(found);
    }
  }
}
