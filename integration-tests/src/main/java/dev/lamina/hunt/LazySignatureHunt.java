package dev.lamina.hunt;

import dev.lamina.cod.CompileOnDemandLayer;
import dev.lamina.cod.LocalCompileCallbackManager;
import dev.lamina.cod.LocalIndirectStubsManager;
import dev.lamina.hunt.SignatureSource.Sources;
import dev.lamina.jit.Jit;
import dev.lamina.jit.NativeFunction;
import dev.lamina.lazy.CompileAction;
import dev.lamina.lazy.IndirectStubsManager.Stub;
import dev.lamina.lazy.LazySupport;
import dev.lamina.link.call.NativeCallback;
import dev.lamina.link.host.HostAccess;
import dev.lamina.object.elf.ElfReader;
import dev.lamina.session.SymbolLibrary;
import dev.lamina.symbol.ResolvedSymbol;
import dev.lamina.symbol.SymbolFlags;
import dev.lamina.target.Target;
import dev.lamina.target.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;

/**
 * Random signatures called for the first time and once more, from gcc's code: without vectors into
 * functions that we compile at that call, with vectors into gcc's behind stubs. First calls
 * overwrite all registers on their way ({@link Spoiler}). An item is the number of its first
 * signature; it stands for {@link SignatureHunt#BATCH} of them, each way.
 */
final class LazySignatureHunt implements Hunt {
  private static final String MAIN =
      """
      extern void call_all(void);
      static int wrong;
      void mismatch(int signature, int scalar) { wrong = 1; }
      int main(void) { call_all(); return wrong; }
      """;

  private final Path directory;
  private final UnaryOperator<String> change;

  LazySignatureHunt(Path directory) {
    this(directory, UnaryOperator.identity());
  }

  /**
   * @param change what is done to the resolver block's text, to see whether it is found out
   */
  LazySignatureHunt(Path directory, UnaryOperator<String> change) {
    this.directory = directory;
    this.change = change;
  }

  @Override
  public String check(String item) throws Exception {
    Files.createDirectories(directory);
    int first = Integer.parseInt(item);
    Sources sources = SignatureSource.generate(first, SignatureHunt.BATCH, Spoiler.vectorBytes());
    Path caller;
    Path callee;
    try {
      caller = gcc("vector-caller-" + first, sources.caller());
      callee = gcc("vector-callee-" + first, sources.callee());
    } catch (IOException e) {
      // gcc 12 does so with va_arg of some unions that have vectors in them.
      if (String.valueOf(e.getMessage()).contains("internal compiler error")) {
        return Hunt.SKIPPED + " gcc crashes";
      }
      throw e;
    }
    if (!worksByItself(first, caller, callee)) {
      return Hunt.SKIPPED + " gcc's code is wrong without us";
    }
    List<String> wrong = new ArrayList<>();
    wrong.addAll(compiledAtTheCall(first));
    wrong.addAll(behindStubs(first, caller, callee));
    return String.join("\n", wrong);
  }

  /** Whether both sides work in a program that we have no part in. */
  private boolean worksByItself(int first, Path caller, Path callee) throws Exception {
    Path main = Files.writeString(directory.resolve("lazy-main-" + first + ".c"), MAIN);
    Path program = directory.resolve("lazy-main-" + first);
    Commands.check(
        "gcc",
        "-w",
        main.toString(),
        caller.toString(),
        callee.toString(),
        "-o",
        program.toString());
    return Commands.run(Commands.LONG, List.of(program.toString())).status() == 0;
  }

  private static Target host() {
    return Targets.forTriple(Targets.hostTriple());
  }

  private List<String> compiledAtTheCall(int first) throws Exception {
    Sources sources = SignatureSource.generate(first, SignatureHunt.BATCH);
    Path caller = gcc("caller-" + first, sources.caller());
    Path source = Files.writeString(directory.resolve("callee-" + first + ".c"), sources.callee());
    Path text = source.resolveSibling("callee-" + first + ".ll");
    Commands.check(
        "clang-19", "-O0", "-w", "-S", "-emit-llvm", source.toString(), "-o", text.toString());
    ConcurrentLinkedQueue<String> compiled = new ConcurrentLinkedQueue<>();
    try (Spoiler spoiler = Spoiler.make(directory);
        Jit jit =
            Jit.builder()
                .target(spoiler.target(host(), change))
                .lazy(CompileOnDemandLayer.Options.DEFAULT)
                .watch(
                    module ->
                        module.functions().stream()
                            .filter(
                                f ->
                                    f.isDefinitionForLinker()
                                        && String.valueOf(f.name()).startsWith("f"))
                            .forEach(f -> compiled.add(String.valueOf(f.name()))))
                .build()) {
      jit.addModule(text);
      Calls calls = new Calls("compiled at the call", jit);
      calls.define(jit.library());
      return calls.callTwice(caller, spoiler, compiled::size);
    }
  }

  private List<String> behindStubs(int first, Path caller, Path callee) throws Exception {
    AtomicInteger actions = new AtomicInteger();
    try (Spoiler spoiler = Spoiler.make(directory);
        Jit jit = Jit.create()) {
      Calls calls = new Calls("behind stubs", jit);
      SymbolLibrary own = jit.createLibrary("first calls", SymbolLibrary.Redefinition.REFUSED);
      SymbolLibrary callees = jit.createLibrary("callees", SymbolLibrary.Redefinition.REFUSED);
      jit.addObject(
          callees.newTracker(), ElfReader.read(callee.toString(), Files.readAllBytes(callee)));
      calls.define(callees);
      List<String> names = new ArrayList<>();
      List<CompileAction> compile = new ArrayList<>();
      List<Stub> stubs = new ArrayList<>();
      for (int i = 0; i < SignatureHunt.BATCH; i++) {
        int index = i;
        String name = "f" + (first + i);
        names.add(name);
        compile.add(
            answer -> {
              actions.incrementAndGet();
              long address = callees.lookup(name).address();
              stubs.get(index).setTarget(address);
              answer.ready(address);
            });
      }
      LazySupport support = spoiler.target(host(), change).lazySupport();
      HostAccess host = new HostAccess();
      try (LocalCompileCallbackManager callbacks =
          new LocalCompileCallbackManager(jit.irLayer(), own, support, host, () -> 0)) {
        long[] trampolines = callbacks.newCallbacks(compile);
        stubs.addAll(
            new LocalIndirectStubsManager(jit.irLayer(), own, support, host)
                .create(names, trampolines));
        for (Stub stub : stubs) {
          jit.library()
              .defineAbsolute(
                  jit.library().defaultTracker(),
                  Map.of(stub.name(), new ResolvedSymbol(stub.address(), SymbolFlags.EXPORTED)));
        }
        calls.define(jit.library());
        return calls.callTwice(caller, spoiler, actions::get);
      }
    }
  }

  private Path gcc(String name, String source) throws Exception {
    Path file = Files.writeString(directory.resolve("lazy-" + name + ".c"), source);
    Path object = directory.resolve("lazy-" + name + ".o");
    Commands.gcc(file, object, Spoiler.gccOptions());
    return object;
  }

  /** The calls of a batch, and what was wrong with them. */
  private static final class Calls {
    private final String what;
    private final Jit jit;
    private final List<String> wrong = new ArrayList<>();
    private final NativeCallback mismatch;
    private String pass = "first";

    Calls(String what, Jit jit) {
      this.what = what;
      this.jit = jit;
      mismatch =
          NativeCallback.of(
              arguments -> {
                int scalar = (int) arguments[1];
                String place =
                    scalar >= SignatureSource.RESULT
                        ? "scalar " + (scalar - SignatureSource.RESULT) + " of the result"
                        : "scalar " + scalar + " of the arguments";
                wrong.add(
                    "%s: %s call of f%d: %s differs"
                        .formatted(what, pass, (int) arguments[0], place));
                return 0;
              });
    }

    /** Defines what both sides call if something differs. */
    void define(SymbolLibrary library) {
      library.defineAbsolute(
          library.defaultTracker(),
          Map.of("mismatch", new ResolvedSymbol(mismatch.address(), SymbolFlags.EXPORTED)));
    }

    /**
     * Calls all functions, twice.
     *
     * @param compiled how many of them have been compiled
     */
    List<String> callTwice(Path caller, Spoiler spoiler, IntSupplier compiled) throws Exception {
      jit.objectLayer()
          .add(
              jit.library().newTracker(),
              ElfReader.read(caller.toString(), Files.readAllBytes(caller)));
      NativeFunction callAll = jit.lookup("call_all");
      expect("were compiled before their first call", compiled.getAsInt(), 0);
      expect("first calls were made before that", spoiler.count(), 0);
      callAll.call();
      expect("were compiled at their first call", compiled.getAsInt(), SignatureHunt.BATCH);
      expect("first calls spoiled all registers", spoiler.count(), SignatureHunt.BATCH);
      pass = "second";
      callAll.call();
      expect("were compiled at their second call", compiled.getAsInt(), SignatureHunt.BATCH);
      expect("calls went by the resolver block", spoiler.count(), SignatureHunt.BATCH);
      return wrong;
    }

    private void expect(String happened, long count, long expected) {
      if (count != expected) {
        wrong.add("%s: %d %s, not %d".formatted(what, count, happened, expected));
      }
    }
  }
}
