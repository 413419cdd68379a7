package dev.lamina.hunt;

import dev.lamina.cod.CompileOnDemandLayer;
import dev.lamina.ir.GlobalValue;
import dev.lamina.ir.Module;
import dev.lamina.ir.text.IRPrinter;
import dev.lamina.ir.text.IRReader;
import dev.lamina.ir.verify.Verifier;
import dev.lamina.layer.IRLayer;
import dev.lamina.layer.ModuleSymbols;
import dev.lamina.lazy.CompileAction;
import dev.lamina.lazy.CompileCallbackManager;
import dev.lamina.lazy.IndirectStubsManager;
import dev.lamina.session.Responsibility;
import dev.lamina.session.Session;
import dev.lamina.session.SymbolLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Files of LLVM IR, split into all their partitions by the layer that compiles on demand: each
 * verifies, refers to nothing that there is not, and some, all data among them, llvm-as accepts.
 */
final class PartitionHunt implements Hunt {
  /** One partition in so many is printed for llvm-as. */
  private static final int SAMPLE = 40;

  private final Path directory;

  PartitionHunt(Path directory) {
    this.directory = directory;
  }

  @Override
  public String check(String file) throws IOException, InterruptedException {
    Module module = IRReader.read(file, Files.readAllBytes(Path.of(file)));
    Set<String> undefined = new HashSet<>();
    for (GlobalValue g : module.globalValues()) {
      String name = ModuleSymbols.nameOf(g);
      if (name != null && !g.isDefinitionForLinker()) {
        undefined.add(name);
      }
    }
    Files.createDirectories(directory);
    try (Session session = Session.builder().executor(Runnable::run).build()) {
      Splitting splitting = new Splitting(session.createLibrary("main"), undefined);
      splitting.all(module);
      return splitting.verdict(directory);
    }
  }

  /** One module on its way; everything happens on one thread. */
  private static final class Splitting implements IRLayer {
    private final SymbolLibrary library;
    private final Set<String> undefined;
    private final CompileOnDemandLayer layer;
    private final ArrayDeque<CompileAction> actions = new ArrayDeque<>();
    private final ArrayDeque<String> wanted = new ArrayDeque<>();
    private final Set<String> seen = new HashSet<>();
    private final List<String> printed = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private int partitions;
    private long addresses;

    Splitting(SymbolLibrary library, Set<String> undefined) {
      this.library = library;
      this.undefined = undefined;
      layer =
          new CompileOnDemandLayer(
              this, new Callbacks(), new Stubs(), CompileOnDemandLayer.Options.DEFAULT);
    }

    void all(Module module) {
      for (GlobalValue g : module.globalValues()) {
        String name = ModuleSymbols.nameOf(g);
        if (name != null && g.isDefinitionForLinker() && !g.linkage().isLocal()) {
          want(name);
        }
      }
      layer.add(library.defaultTracker(), module);
      if (!library.takeInitializers().isEmpty()) { // which has the data made
        wrong.add("there are initializers, which nobody has made");
      }
      while (!wanted.isEmpty() || !actions.isEmpty()) {
        if (!wanted.isEmpty()) {
          library.lookup(wanted.remove());
          continue;
        }
        actions
            .remove()
            .compile(
                new CompileAction.Answer() {
                  @Override
                  public void ready(long address) {}

                  @Override
                  public void failed(Throwable cause) {
                    wrong.add(HuntWorker.trace(cause));
                  }
                });
      }
    }

    private void want(String name) {
      if (seen.add(name)) {
        wanted.add(name);
      }
    }

    @Override
    public void emit(Responsibility responsibility, Module module) {
      Verifier.verifyOrThrow(module);
      for (GlobalValue g : module.globalValues()) {
        String name = ModuleSymbols.nameOf(g);
        if (name == null || g.isDefinitionForLinker()) {
          continue;
        }
        if (library.isDefined(name)) {
          want(name);
        } else if (!undefined.contains(name)) {
          wrong.add(module.name() + " refers to " + name + ", which is nowhere");
        }
      }
      if (partitions++ % SAMPLE == 0 || module.name().endsWith(", data")) {
        printed.add(IRPrinter.print(module));
      }
      Map<String, Long> defined = new HashMap<>();
      for (String symbol : responsibility.symbols()) {
        GlobalValue g = module.symbol(symbol);
        if (g == null && module.moduleAsm().isEmpty() && module.symbol("\1" + symbol) == null) {
          wrong.add(module.name() + " is to define " + symbol + " and does not");
        }
        defined.put(symbol, addresses += 16);
      }
      responsibility.resolved(defined);
      responsibility.emitted();
    }

    String verdict(Path directory) throws IOException, InterruptedException {
      if (!wrong.isEmpty()) {
        return String.join("\n", wrong.subList(0, Math.min(5, wrong.size())));
      }
      for (String text : printed) {
        Path out = Files.createTempFile(directory, "partition", ".ll");
        Files.writeString(out, text);
        Commands.Outcome outcome =
            Commands.run(Commands.LONG, List.of("llvm-as-19", out.toString(), "-o", "/dev/null"));
        if (outcome.status() != 0) {
          return "llvm-as-19: " + outcome.output();
        }
        Files.delete(out);
      }
      return "";
    }

    private final class Callbacks implements CompileCallbackManager {
      @Override
      public long entry() {
        return 0;
      }

      @Override
      public long handle() {
        return 0;
      }

      @Override
      public long[] newCallbacks(List<? extends CompileAction> newActions) {
        actions.addAll(newActions);
        return newActions.stream().mapToLong(action -> addresses += 16).toArray();
      }

      @Override
      public void release(long[] trampolines) {}
    }

    private final class Stubs implements IndirectStubsManager {
      @Override
      public List<Stub> create(List<String> names, long[] targets) {
        List<Stub> stubs = new ArrayList<>();
        for (String name : names) {
          stubs.add(new NoStub(name, addresses += 16));
        }
        return stubs;
      }

      @Override
      public void release(List<Stub> stubs) {}
    }

    /** The address of a stub. */
    private record NoStub(String name, long address) implements IndirectStubsManager.Stub {
      @Override
      public long target() {
        return 0;
      }

      @Override
      public void setTarget(long target) {}
    }
  }
}
