package dev.lamina.link.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs in processes of their own, since how a process ends is what is tested. */
class ProgramTest {
  private record Result(int status, String output, String errors) {}

  private final Path directory;

  ProgramTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private Result exec(List<String> command) throws IOException, InterruptedException {
    Path output = directory.resolve("stdout");
    Path errors = directory.resolve("stderr");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(command + " hangs; so far: " + Files.readString(output));
    }
    return new Result(
        process.exitValue(),
        Files.readString(output, StandardCharsets.UTF_8),
        Files.readString(errors, StandardCharsets.UTF_8));
  }

  private void compile(String name, String source, String... command) throws Exception {
    Files.writeString(directory.resolve(name), source);
    List<String> all = new ArrayList<>(Arrays.asList(command));
    all.addAll(List.of("-fPIC", "-c", "-o", name + ".o", name));
    Result result = exec(all);
    if (result.status != 0) {
      throw new AssertionError(all + ": " + result.errors);
    }
  }

  private Result run(String mode, List<String> objects, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(RunProgram.class.getName());
    command.add(mode);
    command.addAll(objects);
    command.add("--");
    command.addAll(Arrays.asList(arguments));
    return exec(command);
  }

  @Test
  void constructorsMainAndDestructorsRunInOrder() throws Exception {
    compile(
        "a.c",
        """
        #include <stdio.h>
        #include <stdlib.h>
        #include <unistd.h>
        #include <sys/resource.h>
        __attribute__((constructor)) static void c1(int argc, char **argv) { printf("c1 %d %s\\n", argc, argv[1]); }
        __attribute__((constructor(200))) static void c2(void) { printf("c2\\n"); }
        __attribute__((constructor(101))) static void c3(void) { printf("c3\\n"); }
        __attribute__((destructor)) static void d1(void) { printf("d1\\n"); }
        __attribute__((destructor(101))) static void d2(void) { printf("d2\\n"); }
        static void at1(void) { printf("at1\\n"); }
        static void at2(void) { printf("at2\\n"); atexit(at1); }
        static int deep(int n) { char pad[4096]; pad[n % 4096] = n; return n ? deep(n - 1) + pad[n % 4096] * 0 : 1; }
        int main(int argc, char **argv, char **envp) {
          atexit(at1);
          atexit(at2);
          printf("main %d %s %s %d %d\\n", argc, argv[0], argv[2], argv[3] == NULL, envp == environ);
          printf("deep %d\\n", deep(1700)); /* 6.8 MiB of the 8 MiB that a program has */
          return 300;
        }
        """,
        "gcc",
        "-O1",
        "-D_GNU_SOURCE");
    compile(
        "b.cc",
        """
        #include <cstdio>
        struct Global { Global() { printf("global\\n"); } ~Global() { printf("~global\\n"); } };
        static Global global;
        """,
        "g++",
        "-O1");
    Result result = run("run", List.of("a.c.o", "b.cc.o"), "x", "y z");
    assertThat(result.errors).isEmpty();
    assertThat(result.output)
        .isEqualTo(
            """
            Java before
            c3
            c2
            c1 3 x
            global
            main 3 program y z 1 1
            deep 1
            at2
            at1
            at1
            ~global
            d1
            d2
            Java after 44
            Java's hook
            """);
    assertThat(result.status).isEqualTo(44);
  }

  private static final String EXIT_SOURCE =
      """
      #include <pthread.h>
      #include <stdio.h>
      #include <stdlib.h>
      #include <unistd.h>
      static void last(void) { printf("last\\n"); }
      static void again(void) { printf("again\\n"); exit(9); }
      static void status(int code, void *arg) { printf("status %d %s\\n", code, (char *) arg); }
      __attribute__((destructor)) static void d(void) { printf("d\\n"); }
      static int compare(const void *a, const void *b) { exit(7); }
      static void *thread(void *arg) { exit(5); }
      int main(int argc, char **argv) {
        printf("main\\n");
        atexit(last);
        on_exit(status, "arg");
        int array[3] = {3, 1, 2};
        pthread_t t;
        switch (MODE) {
          case 0: qsort(array, 3, sizeof array[0], compare); break;
          case 1: pthread_create(&t, NULL, thread, NULL); pthread_join(t, NULL); break;
          case 2: atexit(again); exit(3);
          case 3: fflush(stdout); _exit(6);
          case 4: at_quick_exit(last); quick_exit(8);
        }
        printf("not reached\\n");
        return 1;
      }
      """;

  private void checkExit(String mode, int number, int status, String output) throws Exception {
    compile("e.c", EXIT_SOURCE, "gcc", "-O1", "-D_GNU_SOURCE", "-DMODE=" + number);
    Result result = run(mode, List.of("e.c.o"));
    assertThat(result.errors).isEmpty();
    assertThat(result.output).isEqualTo("Java before\n" + output);
    assertThat(result.status).isEqualTo(status);
  }

  @Test
  void exitFromWithinACallback() throws Exception {
    checkExit("run", 0, 7, "main\nstatus 7 arg\nlast\nd\nJava after 7\nJava's hook\n");
    checkExit("bare", 0, 7, "main\nstatus 7 arg\nlast\nd\nJava's hook\n");
  }

  @Test
  void exitFromAThreadOfTheProgram() throws Exception {
    checkExit("run", 1, 5, "main\nstatus 5 arg\nlast\nd\nJava after 5\nJava's hook\n");
    checkExit("bare", 1, 5, "main\nstatus 5 arg\nlast\nd\nJava's hook\n");
  }

  @Test
  void exitFromAHandlerGoesOnWithThoseThatAreLeft() throws Exception {
    checkExit("run", 2, 9, "main\nagain\nstatus 9 arg\nlast\nd\nJava after 9\nJava's hook\n");
  }

  @Test
  void theQuickWaysOutAreLibcs() throws Exception {
    checkExit("run", 3, 6, "main\n");
    compile("e.c", EXIT_SOURCE, "gcc", "-O1", "-D_GNU_SOURCE", "-DMODE=4");
    assertThat(run("run", List.of("e.c.o")).status).isEqualTo(8);
  }

  @Test
  void programsBeginInTheCLocale() throws Exception {
    compile(
        "l.c",
        """
        #include <locale.h>
        #include <stdlib.h>
        #include <stdio.h>
        int main(void) {
          printf("%s %d\\n", setlocale(LC_ALL, NULL), (int) MB_CUR_MAX);
          return setlocale(LC_ALL, "") == NULL;
        }
        """,
        "gcc");
    assertThat(run("run", List.of("l.c.o")).output)
        .isEqualTo("Java before\nC 1\nJava after 0\nJava's hook\n");
  }

  @Test
  void signalsThatJavaNeedsAreRefusedAndOthersWork() throws Exception {
    compile(
        "s.c",
        """
        #include <errno.h>
        #include <signal.h>
        #include <stdio.h>
        #include <string.h>
        static volatile int caught;
        static void handler(int s) { caught = s; }
        int main(void) {
          struct sigaction act, old;
          memset(&act, 0, sizeof act);
          memset(&old, 77, sizeof old);
          act.sa_handler = handler;
          printf("%d\\n", signal(SIGSEGV, SIG_DFL) == SIG_DFL);
          errno = 0;
          printf("%d", signal(SIGSEGV, handler) == SIG_ERR); printf(" %d\\n", errno == EINVAL);
          errno = 0;
          printf("%d", sigaction(SIGFPE, &act, &old)); printf(" %d\\n", errno == EINVAL);
          printf("%d", sigaction(SIGFPE, NULL, &old)); printf(" %d\\n", old.sa_handler == SIG_DFL);
          errno = 0;
          printf("%d", sigaction(999, &act, NULL)); printf(" %d\\n", errno == EINVAL);
          printf("%d\\n", sigaction(SIGUSR1, &act, &old));
          raise(SIGUSR1);
          printf("%d\\n", caught == SIGUSR1);
          printf("%d\\n", signal(SIGUSR1, SIG_IGN) == handler);
          raise(SIGUSR1);
          signal(SIGTERM, handler);
          raise(SIGTERM);
          printf("%d\\n", caught == SIGTERM);
          signal(SIGSEGV, SIG_IGN);
          return 0;
        }
        """,
        "gcc",
        "-O1");
    Result result = run("run", List.of("s.c.o"));
    assertThat(result.output)
        .isEqualTo("Java before\n1\n1 1\n-1 1\n0 1\n-1 1\n0\n1\n1\n1\nJava after 0\nJava's hook\n");
    assertThat(result.errors)
        .isEqualTo(
            """
            lamina: warning: signal: the Java VM needs SIGSEGV; the program's handler was not installed
            lamina: warning: sigaction: the Java VM needs SIGFPE; the program's handler was not installed
            lamina: warning: signal: the Java VM needs SIGSEGV; the program's handler was not installed
            """);
  }
}
