import static dev.lamina.ir.Types.I32;
import static dev.lamina.ir.Types.PTR;

import dev.lamina.ir.Function;
import dev.lamina.ir.FunctionType;
import dev.lamina.ir.Module;
import dev.lamina.ir.build.FunctionBuilder;
import dev.lamina.ir.text.IRPrinter;
import dev.lamina.ir.text.IRReader;
import dev.lamina.jit.Jit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One program twice, read from a file and built in memory: {@code examples/run Hello}. */
public final class Hello {
  public static void main(String[] arguments) throws IOException {
    run(IRReader.read(Path.of("examples/hello.ll")));
    Module built = build();
    System.out.print(IRPrinter.print(built));
    run(built);
  }

  private static Module build() {
    Module module = new Module("hello");
    Function puts = module.declare("puts", I32, PTR); // libc's
    FunctionBuilder.define(
        module,
        "main",
        FunctionType.get(I32, I32, PTR),
        f -> {
          f.nameArguments("argc", "argv");
          f.call(puts, f.string("Hello, builder!"));
          f.ret(f.i32(0));
        });
    return module;
  }

  /** As a program: its {@code main}, its exit handlers, its streams flushed. */
  private static void run(Module program) {
    try (Jit jit = Jit.create()) {
      jit.addModule(program);
      jit.runMain(List.of("hello"));
    }
  }
}
