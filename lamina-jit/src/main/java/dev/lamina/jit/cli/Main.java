package dev.lamina.jit.cli;

import com.google.common.base.Strings;
import dev.lamina.cod.CompileOnDemandLayer;
import dev.lamina.cod.Partitioning;
import dev.lamina.ir.Module;
import dev.lamina.ir.text.IRReadException;
import dev.lamina.ir.text.IRReader;
import dev.lamina.ir.verify.VerificationException;
import dev.lamina.ir.verify.Violation;
import dev.lamina.jit.FailedCalls;
import dev.lamina.jit.Jit;
import dev.lamina.link.host.HostException;
import dev.lamina.link.host.NativeCalls;
import dev.lamina.link.host.ProcessSymbols;
import dev.lamina.link.host.SharedLibrary;
import dev.lamina.object.ObjectFormatException;
import dev.lamina.session.JitException;
import dev.lamina.target.ModuleAssemblyException;
import dev.lamina.target.Target;
import dev.lamina.target.Targets;
import dev.lamina.target.UnsupportedConstructException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The command {@code lamina}. */
public final class Main {
  private static final int FAILED = 1;

  // Linux, on all machines that there are targets for.
  private static final int SIGPIPE = 13;
  private static final int SIGXFSZ = 25;
  private static final long SIG_DFL = 0;

  private Main() {}

  /**
   * Runs a program and ends this process with the program's status, or with 1 and a line on
   * standard error.
   */
  public static void main(String[] arguments) {
    System.exit(run(arguments, System.out, System.err));
  }

  static int run(String[] arguments, PrintStream out, PrintStream err) {
    try {
      CommandLine line = CommandLine.parse(arguments);
      switch (line.action()) {
        case HELP -> {
          out.print(CommandLine.help());
          return 0;
        }
        case VERSION -> {
          printVersion(out);
          return 0;
        }
        case RUN -> {}
      }
      return runProgram(line, out, err);
    } catch (UsageError e) {
      err.println("lamina: error: " + e.getMessage());
      if (e.hint() != null) {
        err.println("lamina: " + e.hint());
      }
      return FAILED;
    } catch (IOException | ObjectFormatException | RuntimeException | StackOverflowError e) {
      return failed(e, err);
    } catch (OutOfMemoryError e) {
      err.println("lamina: error: out of memory; LAMINA_JAVA_OPTIONS=-Xmx8g gives it 8 GiB");
      return FAILED;
    }
  }

  private static int runProgram(CommandLine line, PrintStream out, PrintStream err)
      throws IOException, ObjectFormatException {
    Progress progress = Boolean.getBoolean("lamina.terminal") ? new Progress(err) : null;
    Jit jit;
    try {
      for (String library : line.libraries()) {
        SharedLibrary.open(library);
      }
      // A lazy stack consists of code, which is compiled while the program is read.
      CompletableFuture<Jit> building =
          line.lazy()
              ? CompletableFuture.supplyAsync(
                  () -> stack(line, out, err), task -> new Thread(task, "lamina-stack").start())
              : CompletableFuture.completedFuture(stack(line, out, err));
      show(progress, "reading " + line.file());
      Module main = read(line.file());
      jit = building.join();
      jit.addModule(main);
      addOthers(jit, line, progress);
      show(progress, "compiling " + line.file());
      jit.lookup(line.entryFunction());
    } finally {
      if (progress != null) {
        progress.close();
      }
    }
    takeDefaultSignals();
    // The stack is not closed: threads of the program may still be running.
    return jit.run(line.entryFunction(), line.argv());
  }

  private static Jit stack(CommandLine line, PrintStream out, PrintStream err) {
    Jit.Builder builder =
        Jit.builder()
            .compileThreads(line.compileThreads())
            .processSymbols(line.processSymbols())
            .errorReporter(error -> failed(error, err));
    if (line.lazy()) {
      CompileOnDemandLayer.Options options = CompileOnDemandLayer.Options.DEFAULT;
      options = options.speculate(line.speculation());
      if (line.wholeModules()) {
        options = options.partitioning(Partitioning.WHOLE_MODULE);
      }
      builder.lazy(options).failedCalls(FailedCalls.EXIT);
      if (line.dump() != Dump.NOTHING) {
        builder.watch(line.dump().to(out, err));
      }
    }
    return builder.build();
  }

  /**
   * The Java VM makes a write to a closed pipe, or beyond the limit of a file's size, an error that
   * programs seldom look at. Here they end by it, as they do elsewhere.
   */
  private static void takeDefaultSignals() {
    long signal = ProcessSymbols.address("signal");
    for (int number : new int[] {SIGPIPE, SIGXFSZ}) {
      NativeCalls.call(signal, number, SIG_DFL);
    }
  }

  private static void addOthers(Jit jit, CommandLine line, @Nullable Progress progress)
      throws IOException, ObjectFormatException {
    for (String file : line.extraModules()) {
      show(progress, "reading " + file);
      jit.addModule(read(file));
    }
    for (String file : line.extraObjects()) {
      jit.addObject(Path.of(file));
    }
    for (String file : line.extraArchives()) {
      jit.addArchive(Path.of(file));
    }
  }

  private static void show(@Nullable Progress progress, String phase) {
    if (progress != null) {
      progress.phase(phase);
    }
  }

  private static Module read(String file) throws IOException {
    boolean standardInput = file.equals("-");
    byte[] bytes = standardInput ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
    checkIsText(file, bytes);
    return IRReader.read(standardInput ? "<stdin>" : file, bytes);
  }

  /** Names what else people pass to lli, so that no one has to guess from a syntax error. */
  private static void checkIsText(String file, byte[] bytes) {
    if (bytes.length < 4) {
      return;
    }
    int magic =
        (bytes[0] & 0xff) << 24
            | (bytes[1] & 0xff) << 16
            | (bytes[2] & 0xff) << 8
            | bytes[3] & 0xff;
    switch (magic) {
      case 0x4243c0de, 0xdec0170b ->
          throw new JitException(
              file + ": not supported: LLVM bitcode; llvm-dis turns it into text");
      case 0x7f454c46 ->
          throw new JitException(file + " is an ELF file; pass it with --extra-object");
      default -> {}
    }
  }

  private static void printVersion(PrintStream out) {
    String version = Main.class.getPackage().getImplementationVersion();
    out.println("lamina " + (version == null ? "(not packaged)" : version));
    out.println("  on Java " + Runtime.version() + ", for " + Targets.hostTriple());
    for (Target target : Targets.all()) {
      out.println("  target " + target.name());
    }
  }

  private static int failed(Throwable thrown, PrintStream err) {
    Throwable made = thrown instanceof CompletionException ? thrown.getCause() : null;
    Throwable error = made != null ? made : thrown; // on the thread that makes the stack
    Throwable known = error;
    for (Throwable e = error; e != null; e = e.getCause()) {
      if (e instanceof IRReadException
          || e instanceof VerificationException
          || e instanceof ModuleAssemblyException
          || e instanceof UnsupportedConstructException) {
        known = e; // says all there is to say; the look-up that met it adds nothing
        break;
      }
    }
    if (known instanceof IRReadException e) {
      // The place, the problem and, behind the first line of the message, the excerpt.
      String message = Strings.nullToEmpty(e.getMessage());
      int end = message.indexOf('\n');
      String excerpt = end < 0 ? "" : message.substring(end);
      String place = e.file() + ":" + e.line() + ":" + e.column() + ": ";
      err.println("lamina: error: " + place + e.problem() + excerpt);
    } else if (known instanceof VerificationException e) {
      for (Violation violation : e.violations()) {
        err.println("lamina: error: " + violation);
      }
    } else if (known instanceof NoSuchFileException || known instanceof FileNotFoundException) {
      err.println("lamina: error: " + known.getMessage() + ": no such file");
    } else if (isDiagnostic(known)) {
      err.println("lamina: error: " + known.getMessage());
    } else {
      err.println("lamina: error: " + known + "; please report");
      error.printStackTrace(err);
    }
    return FAILED;
  }

  /** Whether the message says what is wrong with the input; all else is our bug. */
  private static boolean isDiagnostic(Throwable error) {
    if (error instanceof IOException
        || error instanceof ObjectFormatException
        || error instanceof ModuleAssemblyException
        || error instanceof UnsupportedConstructException
        || error instanceof HostException) {
      return true;
    }
    if (!(error instanceof JitException)) {
      return false;
    }
    Throwable cause = error.getCause();
    return cause == null || isDiagnostic(cause);
  }
}
