import dev.lamina.cod.CompileOnDemandLayer;
import dev.lamina.cod.LocalCompileCallbackManager;
import dev.lamina.cod.LocalIndirectStubsManager;
import dev.lamina.compile.IRCompileLayer;
import dev.lamina.ir.Function;
import dev.lamina.ir.Module;
import dev.lamina.ir.text.IRReader;
import dev.lamina.layer.IRLayer;
import dev.lamina.layer.ObjectLayer;
import dev.lamina.link.ObjectLinkingLayer;
import dev.lamina.link.host.CodeMemory;
import dev.lamina.link.host.HostAccess;
import dev.lamina.link.host.NativeCalls;
import dev.lamina.link.host.ProcessSymbols;
import dev.lamina.session.Session;
import dev.lamina.session.SymbolLibrary;
import dev.lamina.target.Target;
import dev.lamina.target.Targets;
import dev.lamina.transform.IRTransformLayer;
import java.nio.ByteOrder;

/**
 * A stack that compiles functions at their first call, composed by hand: {@code examples/run
 * LazyStack}
 *
 * <pre>
 *   CompileOnDemandLayer ─▶ IRTransformLayer ─▶ IRCompileLayer ─▶ ObjectLinkingLayer
 *      │  splits modules       prints what          ▲
 *      │                       is compiled          │
 *      └── trampolines, stubs: modules of assembly ─┘
 * </pre>
 */
public final class LazyStack {
  private static final String PROGRAM =
      """
      define i64 @even(i64 %n) {
        %small = icmp eq i64 %n, 0
        br i1 %small, label %yes, label %less
      yes:
        ret i64 1
      less:
        %m = sub i64 %n, 1
        %r = call i64 @odd(i64 %m)
        ret i64 %r
      }
      define i64 @odd(i64 %n) {
        %small = icmp eq i64 %n, 0
        br i1 %small, label %no, label %less
      no:
        ret i64 0
      less:
        %m = sub i64 %n, 1
        %r = call i64 @even(i64 %m)
        ret i64 %r
      }
      define i64 @never(i64 %n) {
        this is not even read
      }
      """;

  public static void main(String[] arguments) {
    Target target = Targets.forTriple(Targets.hostTriple());
    Session session = Session.create();
    ObjectLayer linker =
        new ObjectLinkingLayer(target.linkSupport(), new CodeMemory(ByteOrder.nativeOrder()));
    IRLayer compiler = new IRCompileLayer(target, linker);

    // Trampolines and stubs are in a library of their own, which finds libc.
    SymbolLibrary support = session.createLibrary("support");
    support.addGenerator(ProcessSymbols.all());
    HostAccess host = new HostAccess();
    LocalCompileCallbackManager callbacks =
        new LocalCompileCallbackManager(
            compiler, support, target.lazySupport(), host, () -> 0); // a failing call aborts
    LocalIndirectStubsManager stubs =
        new LocalIndirectStubsManager(compiler, support, target.lazySupport(), host);

    IRLayer stack =
        new CompileOnDemandLayer(
            new IRTransformLayer("show", LazyStack::show, compiler),
            callbacks,
            stubs,
            CompileOnDemandLayer.Options.DEFAULT);

    SymbolLibrary library = session.createLibrary("program");
    stack.add(library.defaultTracker(), IRReader.read("program", PROGRAM));
    long even = library.lookup("even").address();
    System.out.println("looked up");
    System.out.println("even(0) = " + NativeCalls.call(even, 0));
    System.out.println("even(7) = " + NativeCalls.call(even, 7));

    callbacks.close(); // before the session, which holds the code that it runs
    session.close();
  }

  private static Module show(Module module) {
    for (Function function : module.functions()) {
      if (!function.isDeclaration()) {
        System.out.println("  compiling " + function.name());
      }
    }
    return module;
  }
}
