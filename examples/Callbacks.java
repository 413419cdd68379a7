import com.sun.jna.Pointer;
import dev.lamina.ir.text.IRReader;
import dev.lamina.jit.Jit;
import dev.lamina.link.host.NativeCallback;
import dev.lamina.session.ResourceTracker;
import dev.lamina.symbol.ResolvedSymbol;
import dev.lamina.symbol.SymbolFlags;
import dev.lamina.symbol.SymbolRequest;
import dev.lamina.symbol.SymbolResolver;
import java.util.HashMap;
import java.util.Map;

/** A module whose functions are written in Java, found by a resolver: {@code examples/run Callbacks}. */
public final class Callbacks {
  private static final String MODULE =
      """
      @greeting = private constant [7 x i8] c"Lamina\\00"
      declare i64 @java_square(i64)
      declare void @java_print(ptr, i64)
      declare i64 @labs(i64)

      define void @run(i64 %x) {
        %positive = call i64 @labs(i64 %x)
        %square = call i64 @java_square(i64 %positive)
        call void @java_print(ptr @greeting, i64 %square)
        ret void
      }
      """;

  public static void main(String[] arguments) {
    try (Jit jit = Jit.create()) {
      ResourceTracker tracker = jit.library().newTracker();
      JavaFunctions functions = new JavaFunctions(tracker);
      functions.put("java_square", a -> a[0] * a[0]);
      functions.put(
          "java_print",
          a -> {
            System.out.println(new Pointer(a[0]).getString(0) + " says " + a[1]);
            return 0;
          });
      // What the library does not know (it knows libc), the table of Java functions is asked for.
      SymbolResolver resolver = jit.library().resolver().orElse(functions);
      jit.irLayer().add(tracker, IRReader.read("callbacks", MODULE), resolver);
      jit.lookup("run").call(-12);
    }
  }

  /** Java functions by name. One becomes callable when a module first asks for it. */
  private static final class JavaFunctions implements SymbolResolver {
    private final Map<String, NativeCallback.Handler> functions = new HashMap<>();
    private final ResourceTracker keeper;

    JavaFunctions(ResourceTracker keeper) {
      this.keeper = keeper;
    }

    void put(String name, NativeCallback.Handler function) {
      functions.put(name, function);
    }

    @Override
    public void resolve(SymbolRequest request, Answer answer) {
      Map<String, ResolvedSymbol> found = new HashMap<>();
      for (String name : request.names()) {
        NativeCallback.Handler function = functions.get(name);
        if (function != null) {
          long address = NativeCallback.of(function).keptBy(keeper).address();
          found.put(name, new ResolvedSymbol(address, SymbolFlags.EXPORTED.absolute()));
        }
      }
      answer.found(found);
    }
  }
}
