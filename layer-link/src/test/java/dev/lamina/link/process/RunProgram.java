package dev.lamina.link.process;

import dev.lamina.link.ObjectLinkingLayer;
import dev.lamina.link.host.CodeMemory;
import dev.lamina.link.host.ProcessSymbols;
import dev.lamina.object.elf.ElfReader;
import dev.lamina.session.Session;
import dev.lamina.session.SymbolLibrary;
import dev.lamina.target.x86_64.link.X86LinkSupport;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process of its own that runs a program: {@code RunProgram (run|bare) object… -- argument…}.
 * {@code bare} calls main without a {@link ProgramRunner}, so that {@code exit} ends the process.
 */
final class RunProgram {
  private RunProgram() {}

  public static void main(String[] arguments) throws Exception {
    List<String> all = List.of(arguments);
    int separator = all.indexOf("--");
    Session session = Session.create();
    ObjectLinkingLayer layer =
        new ObjectLinkingLayer(new X86LinkSupport(), new CodeMemory(ByteOrder.LITTLE_ENDIAN));
    SymbolLibrary library = session.createLibrary("main");
    ProcessRuntime runtime = new ProcessRuntime();
    runtime.install(library);
    library.addGenerator(ProcessSymbols.all());
    for (String object : all.subList(1, separator)) {
      layer.add(
          library.defaultTracker(), ElfReader.read(object, Files.readAllBytes(Path.of(object))));
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("Java's hook")));
    System.out.println("Java before");
    if (all.get(0).equals("run")) {
      List<String> argv = new ArrayList<>(List.of("program"));
      argv.addAll(all.subList(separator + 1, all.size()));
      int status = new ProgramRunner(runtime, library).run("main", argv);
      System.out.println("Java after " + status);
      session.close();
      System.exit(status);
    } else {
      long main = library.lookup("main").address();
      runtime.initialize(library, 0, 0, 0);
      runtime.exit(dev.lamina.link.host.NativeCalls.callInt(main, 0, 0, 0));
    }
  }
}
