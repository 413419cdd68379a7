package dev.lamina.jit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lamina.ir.text.IRReader;
import dev.lamina.layer.ArchiveDefinitions;
import dev.lamina.link.host.CodeMemory;
import dev.lamina.object.Machine;
import dev.lamina.object.ObjectFile;
import dev.lamina.object.Section;
import dev.lamina.object.elf.Archive;
import dev.lamina.session.JitException;
import dev.lamina.session.ResourceTracker;
import dev.lamina.session.Session;
import dev.lamina.session.SymbolLibrary;
import dev.lamina.session.SymbolLibrary.Redefinition;
import dev.lamina.symbol.SymbolFlags;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What each failure says, all in one golden file, and that each who waits for a symbol is told.
 *
 * <pre>
 *   mvn -q -B -pl lamina-jit -am test -Dlamina.updateGoldens=true       # writes failures.txt
 * </pre>
 */
@Timeout(60)
class FailureTextsTest {
  private static final int WAITERS = 16;

  private final Path directory;
  private final StringBuilder texts = new StringBuilder();
  private final ConcurrentLinkedQueue<Throwable> reported = new ConcurrentLinkedQueue<>();

  FailureTextsTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void everyFailureHasItsText() throws Exception {
    modules();
    missing();
    linking();
    redefinition();
    removal();
    libraries();
    generatorsAndResolvers();
    assertThat(reported).isEmpty();
    String root = System.getProperty("lamina.root");
    Path module = root == null ? Path.of("") : Path.of(root, "lamina-jit");
    Path golden = module.resolve("src/test/resources/failures.txt").toAbsolutePath();
    if (Boolean.getBoolean("lamina.updateGoldens")) {
      Files.writeString(golden, texts);
    }
    assertThat(texts.toString())
        .as("mvn -q -B -pl lamina-jit -am test -Dlamina.updateGoldens=true writes the new text")
        .isEqualTo(Files.readString(golden));
  }

  private Jit jit() {
    return Jit.builder().errorReporter(reported::add).build();
  }

  private static String function(String name, String body) {
    return "define i64 @%s() {\n%s}\n".formatted(name, body);
  }

  private void note(String what, Throwable failure) {
    texts.append("=== ").append(what).append('\n');
    String text = String.valueOf(failure.getMessage());
    // Numbers of trackers and addresses differ from run to run.
    text = text.replaceAll("tracker #\\d+", "tracker #N").replaceAll("0x7[0-9a-f]{6,}", "0x7…");
    texts.append(failure.getClass().getSimpleName()).append(": ").append(text).append('\n');
    assertThat(text).doesNotContain("please report").doesNotContain("null");
  }

  private void fails(String what, ThrowingCallable action) {
    Throwable failure = catchThrowable(action);
    assertThat(failure).as(what).isNotNull();
    note(what, failure);
  }

  /** Looks {@code symbol} up from many threads at once; all must be told the same. */
  private void lookupFails(String what, SymbolLibrary library, String symbol)
      throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < WAITERS; i++) {
      Thread thread =
          new Thread(
              () -> {
                failures.add(
                    catchThrowable(
                        () -> {
                          go.await();
                          library.lookup(symbol);
                        }));
              });
      thread.start();
      threads.add(thread);
    }
    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).as(what).hasSize(WAITERS);
    Throwable first = failures.element();
    assertThat(failures)
        .as(what)
        .allSatisfy(
            failure -> {
              assertThat(failure).isInstanceOf(JitException.class).hasMessage(first.getMessage());
              assertThat(rootCause(failure)).hasSameClassAs(rootCause(first));
              assertThat(rootCause(failure)).hasMessage(rootCause(first).getMessage());
            });
    note(what, first);
  }

  private static Throwable rootCause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private void modules() throws InterruptedException {
    try (Jit jit =
        Jit.builder()
            .errorReporter(reported::add)
            .transform(
                "mine",
                module -> {
                  if (module.name().equals("transformed.ll")) {
                    throw new IllegalArgumentException("cannot divide by three");
                  }
                  return module;
                })
            .build()) {
      fails(
          "parse: a mistake outside of functions",
          () -> jit.addModule("a.ll", "define i64 @f() { ret i64 0 }\n@x = globl i32 0\n"));
      jit.addModule("b.ll", function("body", "  ret i65 %x\n"));
      lookupFails("parse: a mistake in a function's body", jit.library(), "body");
      jit.addModule(
          "c.ll",
          function("dominated", "  %b = add i64 %c, 1\n  %c = add i64 1, 1\n  ret i64 %b\n"));
      lookupFails("verify", jit.library(), "dominated");
      jit.addModule("transformed.ll", function("divided", "  ret i64 0\n"));
      lookupFails("transform: an exception", jit.library(), "divided");
      jit.addModule(
          "d.ll", "target triple = \"aarch64-linux-gnu\"\n" + function("arm", "  ret i64 0\n"));
      lookupFails("compile: another machine's module", jit.library(), "arm");
      jit.addModule("e.ll", function("wide", "  %p = alloca <vscale x 2 x i64>\n  ret i64 0\n"));
      lookupFails("compile: what is not supported", jit.library(), "wide");
      jit.addModule(
          "user.ll",
          "declare i64 @body()\n" + function("user", "  %r = call i64 @body()\n  ret i64 %r\n"));
      lookupFails("a module that needs one with a mistake", jit.library(), "user");
    }
  }

  private void missing() throws InterruptedException {
    try (Jit jit = jit()) {
      lookupFails("missing: what was looked up", jit.library(), "nowhere");
      fails(
          "missing: several that were looked up",
          () -> jit.library().lookup(List.of("nowhere", "here", "elsewhere")));
      jit.addModule(
          "a.ll",
          """
          declare i64 @lamina_test_x()
          declare i64 @lamina_test_y()
          @lamina_test_z = external global i64
          define i64 @f() {
            %x = call i64 @lamina_test_x()
            %y = call i64 @lamina_test_y()
            %z = load i64, ptr @lamina_test_z
            ret i64 %z
          }
          """);
      lookupFails("missing: what a module uses", jit.library(), "f");
    }
  }

  private void linking() throws InterruptedException {
    try (Jit jit = jit()) {
      ObjectFile ppc = new ObjectFile("ppc.o", Machine.PPC64LE);
      Section code = ppc.addSection(".text", Section.Kind.TEXT, 4).setContent(new byte[4], 4);
      ppc.addSymbol("p").define(code, 0, 4);
      jit.addObject(ppc);
      lookupFails("link: another machine's object", jit.library(), "p");
      ObjectFile outside = new ObjectFile("outside.o", Machine.X86_64);
      Section text = outside.addSection(".text", Section.Kind.TEXT, 1).setContent(new byte[8], 8);
      outside.addSymbol("o").define(text, 0, 8);
      text.relocations().add(5, 2, 0, 0);
      jit.addObject(outside);
      lookupFails("link: a damaged object", jit.library(), "o");
      ObjectFile huge = new ObjectFile("huge.o", Machine.X86_64);
      Section bss = huge.addSection(".bss", Section.Kind.BSS, 8).setZeroFill(1L << 40);
      huge.addSymbol("h").define(bss, 0, 8);
      jit.addObject(huge);
      lookupFails("link: an object that is too large", jit.library(), "h");
      ObjectFile far = new ObjectFile("far.o", Machine.X86_64);
      Section near = far.addSection(".text", Section.Kind.TEXT, 1).setContent(new byte[8], 8);
      far.addSymbol("near").define(near, 0, 8);
      near.relocations().add(0, 2, far.addSymbol("low").index(), -4);
      jit.library().define(jit.library().defaultTracker(), "low", 0x1000, SymbolFlags.EXPORTED);
      jit.addObject(far);
      lookupFails("link: a distance that is out of reach", jit.library(), "near");
    }
    CodeMemory memory = new CodeMemory(ByteOrder.LITTLE_ENDIAN);
    memory.close();
    CodeMemory.Size size = new CodeMemory.Size(16, 16);
    fails("link: memory that was closed", () -> memory.allocate(size, size, size));
  }

  private void redefinition() {
    try (Jit jit = jit()) {
      jit.addModule("one.ll", function("f", "  ret i64 1\n") + function("g", "  ret i64 1\n"));
      fails(
          "redefinition",
          () ->
              jit.addModule(
                  "two.ll", function("f", "  ret i64 2\n") + function("g", "  ret i64 2\n")));
      jit.addModule("weak.ll", "define weak i64 @w() { ret i64 1 }");
      jit.lookup("w");
      fails(
          "redefinition: a weak one that is in use",
          () -> jit.addModule("strong.ll", function("w", "  ret i64 2\n")));
      jit.addModule("bad.ll", function("b", "  ret i64 %none\n"));
      assertThat(catchThrowable(() -> jit.lookup("b"))).isNotNull();
      fails(
          "redefinition: the first failed",
          () -> jit.addModule("good.ll", function("b", "  ret i64 2\n")));
      jit.library().define(jit.library().defaultTracker(), "n", 1, SymbolFlags.EXPORTED);
      fails(
          "redefinition: the first is an address",
          () -> jit.addModule("n.ll", function("n", "  ret i64 2\n")));
    }
  }

  private void removal() throws InterruptedException {
    try (Jit jit = jit()) {
      ResourceTracker tracker = jit.addModule("a.ll", function("f", "  ret i64 1\n"));
      jit.lookup("f");
      tracker.remove();
      lookupFails("removed: a look-up of what was there", jit.library(), "f");
      fails(
          "removed: adding with a tracker that was",
          () -> jit.addModule(tracker, IRReader.read("b.ll", function("f", "  ret i64 1\n"))));
      ResourceTracker slow = jit.library().newTracker();
      CountDownLatch started = new CountDownLatch(1);
      jit.irLayer()
          .add(
              slow,
              IRReader.read(
                  "slow.ll",
                  "declare i64 @never()\n"
                      + function("slow", "  %r = call i64 @never()\n  ret i64 %r\n")),
              (request, answer) -> started.countDown());
      ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
      Thread waiter = new Thread(() -> failures.add(catchThrowable(() -> jit.lookup("slow"))));
      waiter.start();
      started.await();
      slow.remove();
      waiter.join();
      note("removed: while it was being made and waited for", failures.remove());
    }
  }

  private void libraries() {
    Jit jit = jit();
    SymbolLibrary plugin = jit.createLibrary("plugin", Redefinition.REFUSED);
    fails("library: two of one name", () -> jit.createLibrary("plugin", Redefinition.REFUSED));
    fails(
        "library: a tracker of another",
        () -> plugin.defineAbsolute(jit.library().defaultTracker(), java.util.Map.of()));
    try (Session other = Session.create()) {
      SymbolLibrary foreign = other.createLibrary("foreign");
      fails("library: another session's searched", () -> jit.setSearchOrder(plugin, foreign));
      fails("library: another session's removed", () -> jit.session().removeLibrary(foreign));
    }
    jit.session().removeLibrary(plugin);
    fails("library: a look-up in one that was removed", () -> jit.lookup(plugin, "f"));
    fails("library: adding to one that was removed", plugin::newTracker);
    fails(
        "library: searching one that was removed", () -> jit.setSearchOrder(jit.library(), plugin));
    jit.close();
    fails("session: a look-up when it is closed", () -> jit.lookup("f"));
    fails("session: adding when it is closed", () -> jit.addModule("a.ll", "@x = global i32 1"));
  }

  private void generatorsAndResolvers() throws IOException, InterruptedException {
    try (Jit jit = jit()) {
      jit.library()
          .addGenerator(
              (library, request) -> {
                if (request.names().contains("throw")) {
                  throw new IllegalArgumentException("no such table");
                }
                if (request.names().contains("wait")) {
                  library.lookup("other");
                }
              });
      lookupFails("generator: an exception", jit.library(), "throw");
      lookupFails("generator: one that waits", jit.library(), "wait");
      jit.irLayer()
          .add(
              jit.library().newTracker(),
              IRReader.read(
                  "a.ll",
                  "declare i64 @b()\n" + function("a", "  %r = call i64 @b()\n  ret i64 %r\n")),
              (request, answer) -> {
                throw new IllegalArgumentException("the table is locked");
              });
      lookupFails("resolver: an exception", jit.library(), "a");
      Path file = Files.write(directory.resolve("libx.a"), "!<arch>\n".getBytes(UTF_8));
      try (Archive archive = openArchive(file)) {
        ArchiveDefinitions definitions = new ArchiveDefinitions(archive, jit.objectLayer());
        for (String name : List.of("one", "two")) {
          SymbolLibrary library = jit.createLibrary(name, Redefinition.REFUSED);
          library.addGenerator(definitions);
          Throwable failure = catchThrowable(() -> library.lookup("x"));
          if (name.equals("two")) {
            note("generator: one archive for two libraries", withoutDirectory(failure));
          }
        }
      }
      fails("a shared library that is not there", () -> jit.addSharedLibrary("liblamina_none.so"));
    }
    Jit[] itself = new Jit[1];
    try (Jit jit =
        Jit.builder()
            .errorReporter(reported::add)
            .transform(
                "waits",
                module -> {
                  itself[0].lookup("partner");
                  return module;
                })
            .build()) {
      itself[0] = jit;
      jit.addModule("self.ll", function("partner", "  ret i64 1\n"));
      lookupFails("a look-up that waits for itself", jit.library(), "partner");
    }
  }

  private static Archive openArchive(Path file) throws IOException {
    try {
      return Archive.open(file);
    } catch (dev.lamina.object.ObjectFormatException e) {
      throw new IOException(e);
    }
  }

  private Throwable withoutDirectory(Throwable failure) {
    return new JitException(String.valueOf(failure.getMessage()).replace(directory + "/", ""));
  }
}
