package dev.lamina.link.call;

import dev.lamina.link.ObjectLinkingLayer;
import dev.lamina.link.host.CodeMemory;
import dev.lamina.link.host.ProcessSymbols;
import dev.lamina.link.host.SharedLibrary;
import dev.lamina.link.process.ProcessRuntime;
import dev.lamina.object.elf.ElfReader;
import dev.lamina.session.Session;
import dev.lamina.session.SymbolLibrary;
import dev.lamina.symbol.ResolvedSymbol;
import dev.lamina.symbol.SymbolFlags;
import dev.lamina.target.x86_64.link.X86LinkSupport;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/** Run in a process of its own by {@link CrossingsTest}: C, called by Java, called by C. */
final class Crossings {
  private Crossings() {}

  public static void main(String[] arguments) throws Exception {
    Session session = Session.create();
    SymbolLibrary library = session.createLibrary("main");
    new ProcessRuntime().install(library);
    library.addGenerator(SharedLibrary.open("libstdc++.so.6").symbols());
    library.addGenerator(ProcessSymbols.all());
    LongUnaryOperator[] inner = new LongUnaryOperator[1];
    Upcall middle =
        Upcall.of("middle", LongUnaryOperator.class, n -> inner[0].applyAsLong(n), session::report);
    library.defineAbsolute(
        library.defaultTracker(),
        Map.of("middle", new ResolvedSymbol(middle.address(), SymbolFlags.EXPORTED)));
    new ObjectLinkingLayer(new X86LinkSupport(), new CodeMemory(ByteOrder.LITTLE_ENDIAN))
        .add(
            library.defaultTracker(),
            ElfReader.read(arguments[0], Files.readAllBytes(Path.of(arguments[0]))));
    inner[0] = function(library, "inner");
    LongUnaryOperator outer = function(library, "outer");
    System.out.println("within " + outer.applyAsLong(1));
    System.out.println("again " + outer.applyAsLong(1));
    System.out.flush();
    System.out.println("over " + outer.applyAsLong(2));
  }

  private static LongUnaryOperator function(SymbolLibrary library, String name) {
    CallTarget target = CallTarget.lasting(name, library.lookup(name).address());
    return Downcalls.as(target, LongUnaryOperator.class, null);
  }
}
