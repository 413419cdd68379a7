import dev.lamina.compile.IRCompileLayer;
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
import dev.lamina.target.Target;
import dev.lamina.target.Targets;
import dev.lamina.transform.IRTransformLayer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

/**
 * A stack composed by hand, with a layer of our own in it, that runs a program:
 *
 * <pre>
 *   ./lamina --version                                                     # builds .lamina/app
 *   java -cp .lamina/app/lamina.jar examples/ComposedStack.java examples/queens.ll 10
 * </pre>
 */
public final class ComposedStack {
  public static void main(String[] arguments) throws Exception {
    Target target = Targets.forTriple(Targets.hostTriple());
    Session session = Session.create();
    SymbolLibrary library = session.createLibrary("main");
    ProcessRuntime runtime = new ProcessRuntime();
    runtime.install(library); // exit, atexit, signal: they must work inside a Java VM
    library.addGenerator(ProcessSymbols.all()); // libc and all else that the process has
    IRLayer stack =
        new IRTransformLayer(
            "count",
            ComposedStack::count,
            new IRCompileLayer(
                target,
                new ObjectLinkingLayer(
                    target.linkSupport(), new CodeMemory(ByteOrder.nativeOrder()))));
    stack.add(library.defaultTracker(), IRReader.read(Path.of(arguments[0])));
    System.exit(new ProgramRunner(runtime, library).run("main", List.of(arguments)));
  }

  /** A transform is a function from module to module; this one only looks. */
  private static Module count(Module module) {
    long defined = module.functions().stream().filter(f -> !f.isDeclaration()).count();
    System.out.println(module.name() + " defines " + defined + " functions");
    return module;
  }
}
