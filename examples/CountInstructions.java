import static dev.lamina.ir.Types.I64;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.lamina.compile.IRCompileLayer;
import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.Function;
import dev.lamina.ir.GlobalVariable;
import dev.lamina.ir.IRBuilder;
import dev.lamina.ir.Module;
import dev.lamina.ir.text.IRReader;
import dev.lamina.layer.IRLayer;
import dev.lamina.link.ObjectLinkingLayer;
import dev.lamina.link.host.CodeMemory;
import dev.lamina.link.host.ProcessSymbols;
import dev.lamina.link.process.ProcessRuntime;
import dev.lamina.link.process.ProgramRunner;
import dev.lamina.session.Session;
import dev.lamina.session.SymbolLibrary;
import dev.lamina.symbol.ResolvedSymbol;
import dev.lamina.symbol.SymbolFlags;
import dev.lamina.target.Target;
import dev.lamina.target.Targets;
import dev.lamina.transform.IRTransformLayer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A stack composed by hand, with a layer of our own in it: it makes programs count the instructions
 * that they execute. {@code examples/run CountInstructions examples/queens.ll 10}
 */
public final class CountInstructions {
  private static final String COUNTER = "instructions.executed";

  public static void main(String[] arguments) throws Exception {
    Target target = Targets.forTriple(Targets.hostTriple());
    Session session = Session.create();
    SymbolLibrary library = session.createLibrary("main");
    ProcessRuntime runtime = new ProcessRuntime();
    runtime.install(library); // exit, atexit, signal: they must work inside a Java VM
    library.addGenerator(ProcessSymbols.all()); // libc and all else that the process has
    Memory counter = define(library, COUNTER);

    IRLayer stack =
        new IRTransformLayer(
            "count instructions",
            CountInstructions::count,
            new IRCompileLayer(
                target,
                new ObjectLinkingLayer(
                    target.linkSupport(), new CodeMemory(ByteOrder.nativeOrder()))));
    stack.add(library.defaultTracker(), IRReader.read(Path.of(arguments[0])));

    int status = new ProgramRunner(runtime, library).run("main", List.of(arguments));
    System.out.printf("%,d instructions executed%n", counter.getLong(0));
    System.exit(status);
  }

  /** Eight bytes of our own, under a name that modules can refer to. */
  private static Memory define(SymbolLibrary library, String name) {
    Memory memory = new Memory(8);
    memory.clear();
    ResolvedSymbol symbol =
        new ResolvedSymbol(Pointer.nativeValue(memory), SymbolFlags.EXPORTED.absolute());
    library.defineAbsolute(library.defaultTracker(), Map.of(name, symbol));
    return memory;
  }

  /** The transform: each block of each function begins with adding its length to the counter. */
  private static Module count(Module module) {
    GlobalVariable counter = new GlobalVariable(COUNTER, I64); // declared: the library has it
    module.add(counter);
    for (Function function : module.functions()) {
      for (BasicBlock block : function.blocks()) {
        int length = block.countInstructions();
        IRBuilder b = new IRBuilder().before(block.firstNonPhi());
        b.store(b.add(b.load(I64, counter), length), counter);
      }
    }
    return module;
  }
}
