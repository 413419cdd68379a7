package dev.lamina.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.layer.ArchiveDefinitions;
import dev.lamina.layer.ObjectLayer;
import dev.lamina.link.call.NativeCallback;
import dev.lamina.link.host.CodeMemory;
import dev.lamina.link.host.NativeCalls;
import dev.lamina.link.host.ProcessSymbols;
import dev.lamina.link.host.SharedLibrary;
import dev.lamina.link.process.ProcessRuntime;
import dev.lamina.object.Machine;
import dev.lamina.object.ObjectFile;
import dev.lamina.object.Section;
import dev.lamina.object.elf.Archive;
import dev.lamina.session.JitException;
import dev.lamina.session.MissingSymbolsException;
import dev.lamina.session.ResourceTracker;
import dev.lamina.session.Session;
import dev.lamina.session.SymbolLibrary;
import dev.lamina.symbol.ResolvedSymbol;
import dev.lamina.symbol.SymbolFlags;
import dev.lamina.symbol.SymbolResolver;
import dev.lamina.target.x86_64.link.X86LinkSupport;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LinkTest {
  private final Path directory;
  private final ConcurrentLinkedQueue<Throwable> reported = new ConcurrentLinkedQueue<>();
  private final Session session = Session.builder().errorReporter(reported::add).build();
  private final CodeMemory memory = new CodeMemory(ByteOrder.LITTLE_ENDIAN);
  private final ObjectLayer layer = new ObjectLinkingLayer(new X86LinkSupport(), memory);
  private final SymbolLibrary library = session.createLibrary("main");
  private int files;

  LinkTest(@TempDir Path directory) {
    this.directory = directory;
    library.addGenerator(ProcessSymbols.all());
  }

  @AfterEach
  void close() {
    session.close();
    memory.close();
    assertThat(reported).isEmpty();
  }

  private void add(String source, String... command) {
    add(library.defaultTracker(), source, command);
  }

  private void add(ResourceTracker tracker, String source, String... command) {
    layer.add(tracker, compile(source, command));
  }

  private ObjectFile compile(String source, String... command) {
    String extension = command[0].contains("++") ? ".cc" : ".c";
    return Compiler.object(directory, "m" + files++ + extension, source, command);
  }

  private long call(String name, long... arguments) {
    return NativeCalls.call(library.lookup(name).address(), arguments);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gcc -O0 -fPIC",
        "gcc -O2 -fPIC",
        "gcc -O2 -fPIE",
        "gcc -O2 -fPIC -fno-plt",
        "gcc -O1 -fPIC -mcmodel=large",
        "gcc -O1 -mcmodel=large -fno-pic",
        "clang-19 -O0 -fPIC",
        "clang-19 -O2 -fPIC",
        "clang-19 -O2 -fPIC -fno-plt",
        "clang-19 -O2 -fPIC -ffunction-sections -fdata-sections"
      })
  void objectsUseEachOthersAndLibcsSymbols(String command) {
    add(
        """
        #include <string.h>
        #include <stdlib.h>
        #include <stdio.h>
        extern int other_data[4];
        extern int (*other_pointer)(int);
        int other(int x);
        __attribute__((visibility("hidden"))) int other_hidden(int x);
        static int table_a(int x) { return x + 1; }
        static int table_b(int x) { return x + 2; }
        static int (*const table[])(int) = {table_a, table_b, other};
        int zeroed[1000];
        double scale = 2.5;
        int start(int x) {
          char text[64];
          char *copy = malloc(32);
          strcpy(copy, "abc");
          snprintf(text, sizeof text, "%s %d %.1f", copy, x, scale);
          int length = strlen(text);
          free(copy);
          zeroed[999] += 1;
          return length * 1000000 + table[x % 3](x) * 1000 + other_data[2] * 100
              + other_pointer(3) + other_hidden(x) + zeroed[999];
        }
        int pick(int x) {
          switch (x) { case 0: return 3; case 1: return 8; case 2: return -9; case 3: return 77;
            case 4: return 1; case 5: return start(2); case 6: return 12; default: return 0; }
        }
        """,
        command.split(" "));
    add(
        """
        #include <math.h>
        int pick(int x);
        int other_data[4] = {1, 2, 3, 4};
        static int triple(int x) { return 3 * x; }
        int (*other_pointer)(int) = triple;
        int other(int x) { return x * 2 + pick(1); }
        int other_hidden(int x) { return (int) sqrt(x * x); }
        void *addresses[] = {other_data, &other_pointer, other};
        int same(void) { return addresses[0] == other_data && addresses[2] == (void *) other; }
        """,
        command.split(" "));
    // "abc 2 2.5" has 9 characters; table[2] is other: 2 * 2 + 8
    assertThat((int) call("start", 2)).isEqualTo(9_000_000 + 12_000 + 300 + 9 + 2 + 1);
    assertThat((int) call("pick", 5)).isEqualTo(9_000_000 + 12_000 + 300 + 9 + 2 + 2);
    assertThat((int) call("same")).isEqualTo(1);
  }

  @Test
  void callsOutOfReachGoThroughStubsAndErrorsSayWhatToDo() {
    String far = "long far_function(long); long near(long x) { return far_function(x) + 1; }";
    NativeCallback callback = NativeCallback.of(arguments -> arguments[0] * 2);
    SymbolResolver table = SymbolResolver.ofAddresses(Map.of("far_function", callback.address()));
    layer.add(library.defaultTracker(), compile(far, "gcc", "-O2"), table);
    assertThat(call("near", 20)).isEqualTo(41);

    SymbolLibrary other = session.createLibrary("other");
    ObjectLayer noStubs =
        new ObjectLinkingLayer(
            new X86LinkSupport(), memory, ObjectLinkingLayer.Options.DEFAULT.stubs(false));
    SymbolResolver low = SymbolResolver.ofAddresses(Map.of("far_function", 0x1000L, "v", 0x2000L));
    noStubs.add(other.defaultTracker(), compile(far, "gcc", "-O2"), low);
    assertThatThrownBy(() -> other.lookup("near"))
        .isInstanceOf(LinkException.class)
        .hasMessageMatching(
            "link: near\\+0x\\p{XDigit}+ → far_function at 0x1000, 0x\\p{XDigit}+ bytes away;"
                + " R_X86_64_PLT32 reaches ±2 GiB\n"
                + "  in m1.c.o:.text, library \"other\".  fix: link with stubs"
                + " \\(ObjectLinkingLayer.Options.stubs\\(true\\)\\)");
    layer.add(
        other.defaultTracker(),
        compile("extern int v; int get(void) { return v; }", "gcc", "-O2", "-fPIE"),
        low);
    assertThatThrownBy(() -> other.lookup("get"))
        .hasMessageContaining("R_X86_64_PC32 reaches ±2 GiB")
        .hasMessageEndingWith("fix: compile with -fPIC");
    layer.add(
        other.defaultTracker(),
        compile("int w = 3; int *address(void) { return &w; }", "gcc", "-O2", "-fno-pic"),
        low);
    assertThatThrownBy(() -> other.lookup("address"))
        .hasMessageContaining("holds addresses")
        .hasMessageEndingWith("fix: compile with -fPIC");
  }

  @Test
  void weakCommonAndHiddenFollowTheirRules() {
    add(
        """
        int common_one; int common_two[2];
        __attribute__((weak)) int choice(void) { return 1; }
        __attribute__((weak)) extern int absent;
        __attribute__((weak)) int absent_function(void);
        int ask(void) { return choice(); }
        int *common_address(void) { return &common_one; }
        int is_absent(void) { return &absent == 0 && absent_function == 0; }
        """,
        "gcc",
        "-O1",
        "-fPIC",
        "-fcommon");
    add(
        """
        int common_one; int common_two[4];
        int choice(void) { return 2; }
        __attribute__((visibility("hidden"))) int secret = 6;
        int *common_address2(void) { return &common_one; }
        int sum(void) { common_two[3] = 4; return common_two[0] + common_two[3]; }
        """,
        "clang-19",
        "-O1",
        "-fPIC",
        "-fcommon");
    assertThat(call("ask")).isEqualTo(2);
    assertThat(call("is_absent")).isEqualTo(1);
    assertThat(call("common_address")).isEqualTo(call("common_address2"));
    assertThat(call("sum")).isEqualTo(4);
    SymbolLibrary user = session.createLibrary("user");
    user.setSearchOrder(List.of(library));
    assertThatThrownBy(() -> user.lookup("secret")).isInstanceOf(MissingSymbolsException.class);
    assertThat(user.lookup("choice").flags().isCallable()).isTrue();
  }

  @Test
  void missingSymbolsAreAllNamed() {
    add("int one(void); int two(void); int f(void) { return one() + two(); }", "gcc", "-fPIC");
    assertThatThrownBy(() -> library.lookup("f"))
        .isInstanceOf(MissingSymbolsException.class)
        .hasMessage("m0.c.o: undefined: one, two");
  }

  private static final String HEADER =
      """
      struct Shape { virtual ~Shape() {} virtual int area() { return 1; } };
      inline int next() { static int count = 0; return ++count; }
      template <class T> struct Holder { static T value; };
      template <class T> T Holder<T>::value = T(next() * 100);
      inline int thrower(int x) { if (x > 3) throw x; return x; }
      """;

  @ParameterizedTest
  @ValueSource(strings = {"g++ -O0", "g++ -O2 -fPIC", "clang++-19 -O0 -fPIC", "clang++-19 -O2"})
  void comdatsAreSharedAndExceptionsPass(String command) {
    SharedLibrary.open("libstdc++.so.6");
    ProcessRuntime runtime = new ProcessRuntime();
    SymbolLibrary cpp = session.createLibrary("cpp");
    runtime.install(cpp);
    cpp.addGenerator(ProcessSymbols.all());
    String[] flags = (command + " -fPIC").split(" ");
    ObjectFile one =
        compile(
            HEADER
                + """
                  extern "C" int first() { return next(); }
                  extern "C" int *holder1() { return &Holder<int>::value; }
                  extern "C" int caught(int x) { try { return thrower(x); } catch (int e) { return -e; } }
                  extern "C" Shape *make() { return new Shape; }
                  """,
            flags);
    ObjectFile two =
        compile(
            HEADER
                + """
                  extern "C" int second() { return next(); }
                  extern "C" int *holder2() { return &Holder<int>::value; }
                  extern "C" int caught2(int x) { try { return thrower(x); } catch (int e) { return -2 * e; } }
                  extern "C" int area(Shape *s) { int a = dynamic_cast<Shape *>(s)->area(); delete s; return a; }
                  """,
            flags);
    layer.add(cpp.defaultTracker(), one);
    layer.add(cpp.defaultTracker(), two);
    runtime.initialize(cpp, 0, 0, 0);
    assertThat(callIn(cpp, "first")).isEqualTo(2); // the constructor of value took 1
    assertThat(callIn(cpp, "second")).isEqualTo(3);
    assertThat(callIn(cpp, "holder1")).isEqualTo(callIn(cpp, "holder2"));
    assertThat((int) callIn(cpp, "caught", 9)).isEqualTo(-9);
    assertThat((int) callIn(cpp, "caught2", 9)).isEqualTo(-18);
    assertThat((int) callIn(cpp, "area", callIn(cpp, "make"))).isEqualTo(1);
    runtime.end(cpp);
  }

  private static long callIn(SymbolLibrary in, String name, long... arguments) {
    return NativeCalls.call(in.lookup(name).address(), arguments);
  }

  @Test
  void javaCanBeCalledFromC() {
    ResourceTracker tracker = library.newTracker();
    NativeCallback compare =
        NativeCallback.of(
                a ->
                    new com.sun.jna.Pointer(a[0]).getInt(0)
                        - new com.sun.jna.Pointer(a[1]).getInt(0))
            .keptBy(tracker);
    library.defineAbsolute(
        tracker,
        Map.of("compare", new ResolvedSymbol(compare.address(), SymbolFlags.EXPORTED.callable())));
    add(
        tracker,
        """
        #include <stdlib.h>
        int compare(const void *, const void *);
        int sorted(void) {
          int a[5] = {5, 3, 9, 1, 7};
          qsort(a, 5, sizeof a[0], compare);
          return a[0] * 10000 + a[1] * 1000 + a[2] * 100 + a[3] * 10 + a[4];
        }
        """,
        "gcc",
        "-O2",
        "-fPIC");
    assertThat(call("sorted")).isEqualTo(13579);
    tracker.remove();
    assertThatThrownBy(compare::address).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void archivesGiveTheMembersThatAreNeeded() throws Exception {
    Compiler.bytes(
        directory,
        "used.c",
        "int helper(void); int used(void) { return helper(); }",
        "gcc",
        "-fPIC");
    Compiler.bytes(directory, "helper.c", "int helper(void) { return 11; }", "gcc", "-fPIC");
    Compiler.bytes(
        directory,
        "bad.c",
        "int nowhere(void); int unused(void) { return nowhere(); }",
        "gcc",
        "-fPIC");
    Compiler.Result made =
        Compiler.run(directory, List.of("ar", "rcs", "lib.a", "used.c.o", "helper.c.o", "bad.c.o"));
    assertThat(made.status()).isZero();
    try (Archive archive = Archive.open(directory.resolve("lib.a"))) {
      library.addGenerator(new ArchiveDefinitions(archive, layer));
      add(
          """
          int used(void);
          __attribute__((weak)) int unused(void);
          int f(void) { return used() * 2 + (unused == 0); }
          """,
          "gcc",
          "-fPIC");
      assertThat(call("f")).isEqualTo(23);
      assertThat(library.isDefined("unused")).isFalse();
    }
  }

  @Test
  void aHundredFunctionsThatCallEachOther() {
    StringBuilder source = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      source.append("long f").append(i).append("(long);\n");
    }
    for (int i = 0; i < 100; i++) {
      source.append(
          "long f%d(long n) { return n <= 0 ? %d : f%d(n - 1) + %d; }\n"
              .formatted(i, i, (i + 37) % 100, i));
    }
    add(source.toString(), "gcc", "-O1", "-fPIC", "-fno-optimize-sibling-calls");
    long expected = 0;
    int f = 0;
    for (int n = 1000; n >= 0; n--) {
      expected += f;
      f = (f + 37) % 100;
    }
    assertThat(call("f0", 1000)).isEqualTo(expected);
  }

  @Test
  void whatCannotBeLinkedIsRefusedByName() {
    add("__thread int t = 3; int get(void) { return t; }", "gcc", "-fPIC");
    assertThatThrownBy(() -> library.lookup("get"))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("thread-local variables are not supported yet");
    add("extern __thread int other; int get2(void) { return other; }", "gcc", "-fPIC");
    assertThatThrownBy(() -> library.lookup("get2"))
        .hasMessageContaining("thread-local variables are not supported yet")
        .hasMessageContaining("get2+0x");
    add(
        """
        static int real(void) { return 1; }
        static void *choose(void) { return real; }
        int chosen(void) __attribute__((ifunc("choose")));
        """,
        "gcc",
        "-fPIC");
    assertThatThrownBy(() -> library.lookup("chosen")).hasMessageContaining("indirect function");
    add(
        """
        int apply(int (*f)(int)) { return f(1); }
        int nested(int y) { int inner(int x) { return x + y; } return apply(inner); }
        """,
        "gcc",
        "-O0",
        "-fPIC");
    assertThatThrownBy(() -> library.lookup("nested")).hasMessageContaining("executable stack");
    ObjectFile ppc = new ObjectFile("ppc.o", Machine.PPC64LE);
    ppc.addSymbol("p")
        .define(ppc.addSection(".text", Section.Kind.TEXT, 4).setContent(new byte[4], 4), 0, 4);
    layer.add(library.defaultTracker(), ppc);
    assertThatThrownBy(() -> library.lookup("p"))
        .hasMessage("link: ppc.o is for ppc64le; this stack links objects for x86-64");
    ObjectFile outside = new ObjectFile("outside.o", Machine.X86_64);
    Section text = outside.addSection(".text", Section.Kind.TEXT, 1).setContent(new byte[8], 8);
    outside.addSymbol("o").define(text, 0, 8);
    text.relocations().add(5, 2, 0, 0);
    layer.add(library.defaultTracker(), outside);
    assertThatThrownBy(() -> library.lookup("o"))
        .hasMessageContaining("relocation R_X86_64_PC32 at 0x5 of 4 bytes does not fit");
    ObjectFile huge = new ObjectFile("huge.o", Machine.X86_64);
    Section bss = huge.addSection(".bss", Section.Kind.BSS, 8).setZeroFill(1L << 40);
    huge.addSymbol("h").define(bss, 0, 8);
    layer.add(library.defaultTracker(), huge);
    assertThatThrownBy(() -> library.lookup("h")).hasMessageContaining(".bss has 0x10000000000");
  }

  @Test
  void largeDataGetsASlabOfItsOwn() {
    add(
        """
        char large[300000000]; char second[100000000];
        int touch(int i) { large[i] = 5; second[i / 3] = 6; return large[i] + second[i / 3]; }
        """,
        "gcc",
        "-O1",
        "-fPIC");
    assertThat(call("touch", 299_999_999)).isEqualTo(11);
  }

  @Test
  void noMemoryIsWritableAndExecutable() throws IOException {
    add("int f(void) { return 1; }", "gcc", "-fPIC");
    assertThat(call("f")).isEqualTo(1);
    String address = Long.toHexString(library.lookup("f").address() >>> 28);
    List<String> lines = Files.readAllLines(Path.of("/proc/self/maps"));
    assertThat(lines).anyMatch(line -> line.startsWith(address) && line.contains("r-xs"));
    assertThat(lines)
        .filteredOn(line -> line.contains("lamina-code"))
        .isNotEmpty()
        .allMatch(line -> !line.contains("w") || line.contains("rw-"));
  }

  @Test
  void removalGivesMemoryBack() throws IOException {
    ObjectFile object =
        compile(
            """
            static char buffer[200000] = {1};
            static const char constants[100000] = {2};
            char zeroed[300000];
            int use(int i) { buffer[i]++; zeroed[i] = 1; return buffer[0] + constants[i] + zeroed[0]; }
            """,
            "g++", "-O1", "-fPIC");
    String use = "_Z3usei";
    long before = 0;
    long after = 0;
    for (int round = 0; round < 3_000; round++) {
      ResourceTracker tracker = library.newTracker();
      layer.add(tracker, object);
      assertThat(NativeCalls.callInt(library.lookup(use).address(), 199_999)).isEqualTo(1);
      tracker.remove();
      if (round == 499) {
        before = residentKilobytes();
      }
      after = residentKilobytesAtEnd(round, 2_999, after);
    }
    // 2,500 rounds of 600 kB each would be 1.5 GB.
    assertThat(after - before).isLessThan(60_000);
    assertThatThrownBy(() -> library.lookup(use)).isInstanceOf(MissingSymbolsException.class);
  }

  private static long residentKilobytesAtEnd(int round, int last, long otherwise)
      throws IOException {
    return round == last ? residentKilobytes() : otherwise;
  }

  /**
   * What the process has in memory beside the Java heap's changes, which a collection evens out.
   */
  private static long residentKilobytes() throws IOException {
    System.gc();
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new AssertionError("no VmRSS");
  }

  @Test
  void failuresNameTheirCauseAndLeaveTheRestAlone() {
    add("int bad(void); int user(void) { return bad(); }", "gcc", "-fPIC");
    add("int missing(void); int bad(void) { return missing(); } int good;", "gcc", "-fPIC");
    add("int fine(void) { return 4; }", "gcc", "-fPIC");
    assertThatThrownBy(() -> library.lookup("user"))
        .isInstanceOf(JitException.class)
        .hasMessage("m1.c.o: undefined: missing");
    assertThat(call("fine")).isEqualTo(4);
  }
}
