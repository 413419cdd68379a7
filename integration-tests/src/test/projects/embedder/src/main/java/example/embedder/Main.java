package example.embedder;

import dev.lamina.compile.IRCompileLayer;
import dev.lamina.ir.text.IRReader;
import dev.lamina.layer.IRLayer;
import dev.lamina.link.ObjectLinkingLayer;
import dev.lamina.link.host.CodeMemory;
import dev.lamina.link.host.NativeCalls;
import dev.lamina.link.host.ProcessSymbols;
import dev.lamina.session.Session;
import dev.lamina.session.SymbolLibrary;
import dev.lamina.target.Target;
import dev.lamina.target.Targets;
import java.nio.ByteOrder;

/** A project that stacks two layers and calls what they make, with the process's libc beneath. */
public final class Main {
  private static final String ABSOLUTE =
      """
      declare i64 @labs(i64)
      define i64 @distance(i64 %a, i64 %b) {
        %difference = sub i64 %a, %b
        %distance = call i64 @labs(i64 %difference)
        ret i64 %distance
      }
      """;

  public static void main(String[] arguments) {
    Target target = Targets.forTriple(Targets.hostTriple());
    Session session = Session.create();
    SymbolLibrary library = session.createLibrary("main");
    library.addGenerator(ProcessSymbols.all());
    IRLayer stack =
        new IRCompileLayer(
            target,
            new ObjectLinkingLayer(target.linkSupport(), new CodeMemory(ByteOrder.nativeOrder())));
    stack.add(library.defaultTracker(), IRReader.read("distance", ABSOLUTE));
    long distance = NativeCalls.call(library.lookup("distance").address(), 3, 45);
    System.out.println(
        distance + " on the " + (Main.class.getModule().isNamed() ? "module" : "class") + " path");
    session.close();
  }
}
