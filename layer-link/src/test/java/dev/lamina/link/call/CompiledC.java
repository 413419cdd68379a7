package dev.lamina.link.call;

import dev.lamina.layer.ObjectLayer;
import dev.lamina.link.Compiler;
import dev.lamina.link.ObjectLinkingLayer;
import dev.lamina.link.host.CodeMemory;
import dev.lamina.link.host.ProcessSymbols;
import dev.lamina.link.process.ProcessRuntime;
import dev.lamina.session.ResourceTracker;
import dev.lamina.session.Session;
import dev.lamina.session.SymbolLibrary;
import dev.lamina.symbol.ResolvedSymbol;
import dev.lamina.symbol.SymbolFlags;
import dev.lamina.target.x86_64.link.X86LinkSupport;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/** C code in this process, to be called and to call. */
final class CompiledC implements AutoCloseable {
  final ConcurrentLinkedQueue<Throwable> reported = new ConcurrentLinkedQueue<>();
  final Session session = Session.builder().errorReporter(reported::add).build();
  private final CodeMemory memory = new CodeMemory(ByteOrder.LITTLE_ENDIAN);
  private final ObjectLayer layer = new ObjectLinkingLayer(new X86LinkSupport(), memory);
  final SymbolLibrary library = session.createLibrary("main");
  private final CallTargets targets = new CallTargets();
  private final Path directory;
  private int files;

  CompiledC(Path directory) {
    this.directory = directory;
    new ProcessRuntime().install(library);
    library.addGenerator(ProcessSymbols.all());
  }

  ResourceTracker add(String source, String... command) {
    String extension = command[0].contains("++") ? ".cc" : ".c";
    ResourceTracker tracker = library.newTracker();
    layer.add(tracker, Compiler.object(directory, "m" + files++ + extension, source, command));
    return tracker;
  }

  ResourceTracker add(String source) {
    return add(source, "gcc", "-O1", "-fPIC", "-w");
  }

  <F> void define(String name, Class<F> type, F function) {
    ResourceTracker tracker = library.newTracker();
    define(tracker, name, Upcall.of(name, type, function, session::report));
  }

  void define(ResourceTracker tracker, String name, Upcall upcall) {
    long address = upcall.keptBy(tracker).address();
    library.defineAbsolute(
        tracker, Map.of(name, new ResolvedSymbol(address, SymbolFlags.EXPORTED.callable())));
  }

  CallTarget target(String name) {
    return targets.get(library, name, library.lookup(name).address());
  }

  <F> F as(String name, Class<F> type) {
    return Downcalls.as(target(name), type, null);
  }

  MethodHandle as(String name, MethodType type) {
    return Downcalls.as(target(name), type, null);
  }

  @Override
  public void close() {
    session.close();
    memory.close();
  }
}
