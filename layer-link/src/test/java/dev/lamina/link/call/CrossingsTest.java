package dev.lamina.link.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.link.Compiler;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What would leave Java methods by other ways than returning ends the process, with words. */
class CrossingsTest {
  private static final int ABORTED = 128 + 6;

  private final Path directory;

  CrossingsTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private Compiler.Result run(String file, String source, String... command) {
    Compiler.bytes(directory, file, source, command);
    return Compiler.run(
        directory,
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Crossings.class.getName(),
            file + ".o"));
  }

  /** Jumps of {@code JUMP} and {@code SET}: within C at first, then over the Java method. */
  private static final String JUMPS =
      """
      #include <setjmp.h>
      long middle(long);
      static JUMP_BUFFER outermost;
      long inner(long n) {
        JUMP_BUFFER own;
        if (n == 2) JUMP(outermost, 5);
        return SET(own) ? 10 : (JUMP(own, 1), 0);
      }
      long outer(long n) { int r = SET(outermost); return r ? r : middle(n) + 1; }
      """;

  private void checkJumps(String... definitions) {
    String[] command = new String[definitions.length + 3];
    command[0] = "gcc";
    command[1] = "-O1";
    command[2] = "-fPIC";
    System.arraycopy(definitions, 0, command, 3, definitions.length);
    Compiler.Result result = run("jumps.c", JUMPS, command);
    assertThat(result.output())
        .startsWith(
            """
            within 11
            again 11
            lamina: error: longjmp out of a function that Java called, to one that called Java; the Java methods in between cannot be left:
            """)
        .contains("  at dev.lamina.link.call.Crossings.lambda$main$")
        .doesNotContain("over");
    assertThat(result.status()).isEqualTo(ABORTED);
  }

  @Test
  void longjmpOverJavaIsRefused() {
    checkJumps("-DJUMP_BUFFER=jmp_buf", "-DJUMP=longjmp", "-DSET=setjmp");
    checkJumps("-DJUMP_BUFFER=jmp_buf", "-DJUMP=_longjmp", "-DSET=_setjmp", "-D_GNU_SOURCE");
  }

  @Test
  void soAreItsLikes() {
    checkJumps("-DJUMP_BUFFER=sigjmp_buf", "-DJUMP=siglongjmp", "-DSET(b)=sigsetjmp(b, 1)");
    checkJumps(
        "-DJUMP_BUFFER=jmp_buf", "-DJUMP=longjmp", "-DSET=setjmp", "-O2", "-D_FORTIFY_SOURCE=2");
  }

  @Test
  void exceptionsOfCxxEndTheProcess() {
    Compiler.Result result =
        run(
            "throws.cc",
            """
            #include <stdexcept>
            extern "C" long middle(long);
            extern "C" long inner(long n) {
              try { throw std::runtime_error("from inner"); }
              catch (std::exception &) { if (n == 2) throw; return 10; }
            }
            extern "C" long outer(long n) {
              try { return middle(n) + 1; } catch (std::exception &) { return 5; }
            }
            """,
            "g++",
            "-O1",
            "-fPIC");
    assertThat(result.output())
        .contains("within 11\nagain 11\n")
        .contains("terminate called after throwing an instance of 'std::runtime_error'")
        .contains("what():  from inner")
        .doesNotContain("over");
    assertThat(result.status()).isEqualTo(ABORTED);
  }
}
