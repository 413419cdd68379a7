package dev.lamina.ir.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.lamina.ir.Function;
import dev.lamina.ir.Module;
import dev.lamina.ir.verify.Verifier;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Damaged texts: whatever is done to one, reading it (with all bodies), verifying and printing it
 * gives a diagnostic or succeeds, within a few seconds.
 */
final class Mutants implements AutoCloseable {
  private static final int SECONDS = 5;

  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(
          r -> {
            // As small a stack as a program may give to the thread that compiles.
            Thread t = new Thread(null, r, "mutants", 512 << 10);
            t.setDaemon(true);
            return t;
          });

  private int diagnosed;
  private int accepted;

  int diagnosed() {
    return diagnosed;
  }

  int accepted() {
    return accepted;
  }

  /** Tries {@code truncated} beginnings of the text and {@code changed} texts with other bytes. */
  void tryAll(String name, byte[] text, int truncated, int changed) {
    Random random = new Random(name.hashCode() * 31L + text.length);
    for (int i = 0; i < truncated; i++) {
      tryOne(name + " truncated #" + i, Arrays.copyOf(text, random.nextInt(text.length + 1)));
    }
    for (int i = 0; i < changed; i++) {
      byte[] mutant = text.clone();
      int bytes = 1 + random.nextInt(8);
      for (int b = 0; b < bytes; b++) {
        int at = random.nextInt(text.length);
        // Bytes of the text itself make more sense to the grammar than any byte does.
        mutant[at] =
            random.nextBoolean() ? text[random.nextInt(text.length)] : (byte) random.nextInt(256);
      }
      tryOne(name + " changed #" + i, mutant);
    }
  }

  void tryOne(String name, byte[] text) {
    String failure;
    try {
      failure = executor.submit(() -> attempt(text)).get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(name + " takes more than " + SECONDS + " seconds\n" + show(text));
    } catch (ExecutionException e) {
      throw new AssertionError(name + "\n" + show(text), e.getCause());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    if (failure == null) {
      accepted++;
    } else {
      diagnosed++;
    }
  }

  /** The diagnostic, or null if all goes well. */
  private static @Nullable String attempt(byte[] text) {
    try {
      Module module = IRReader.read("mutant.ll", text);
      String problem = null;
      for (Function f : module.functions()) {
        try {
          f.materialize();
        } catch (IRReadException e) {
          problem = e.getMessage();
        }
      }
      if (problem != null) {
        return problem;
      }
      if (!Verifier.verify(module).isEmpty()) {
        problem = "violations";
      }
      String printed = IRPrinter.print(module);
      if (problem == null) {
        IRReader.readAll("again.ll", printed.getBytes(ISO_8859_1));
      }
      return problem;
    } catch (IRReadException e) {
      return e.getMessage();
    }
  }

  private static String show(byte[] text) {
    return text.length > 20_000 ? text.length + " bytes" : new String(text, ISO_8859_1);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
