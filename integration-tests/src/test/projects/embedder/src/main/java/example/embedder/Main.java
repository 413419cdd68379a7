package example.embedder;

import dev.lamina.compile.IRCompileLayer;
import dev.lamina.ir.text.IRReader;
import dev.lamina.jit.Jit;
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

/** A project that stacks layers of its own, and uses the stack that is ready made. */
public final class Main {
  private static final String DISTANCE =
      """
      declare i64 @labs(i64)
      define i64 @distance(i64 %a, i64 %b) {
        %difference = sub i64 %a, %b
        %distance = call i64 @labs(i64 %difference)
        ret i64 %distance
      }
      """;

  interface Distance {
    long between(long a, long b);
  }

  public static void main(String[] arguments) {
    String path = Main.class.getModule().isNamed() ? "module" : "class";
    System.out.println(byHand(3, 45) + " and " + readyMade(-2, 21) + " on the " + path + " path");
  }

  private static long byHand(long a, long b) {
    Target target = Targets.forTriple(Targets.hostTriple());
    Session session = Session.create();
    SymbolLibrary library = session.createLibrary("main");
    library.addGenerator(ProcessSymbols.all());
    IRLayer stack =
        new IRCompileLayer(
            target,
            new ObjectLinkingLayer(target.linkSupport(), new CodeMemory(ByteOrder.nativeOrder())));
    stack.add(library.defaultTracker(), IRReader.read("distance", DISTANCE));
    long distance = NativeCalls.call(library.lookup("distance").address(), a, b);
    session.close();
    return distance;
  }

  private static long readyMade(long a, long b) {
    try (Jit jit = Jit.create()) {
      jit.addModule("distance", DISTANCE);
      return jit.lookup("distance").as(Distance.class).between(a, b);
    }
  }
}
