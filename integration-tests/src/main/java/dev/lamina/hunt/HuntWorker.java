package dev.lamina.hunt;

import dev.lamina.session.JitException;
import dev.lamina.target.ModuleAssemblyException;
import dev.lamina.target.UnsupportedConstructException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The process that checks items: {@code HuntWorker HUNT DIRECTORY}. Each line of input is an item;
 * each is answered by a line that begins with {@link #ANSWER}.
 */
final class HuntWorker {
  /** Marks answers among what programs and the Java VM print. */
  static final char ANSWER = '\u0001';

  /** Marks what the hunt has to say while it goes on. */
  static final char NOTE = '\u0003';

  /** Stands for a line's end in an answer. */
  static final char LINE_END = '\u0002';

  private HuntWorker() {}

  public static void main(String[] arguments) throws IOException {
    Hunt hunt = Hunts.named(arguments[0], Path.of(arguments[1]));
    BufferedReader items =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String item;
    while ((item = items.readLine()) != null) {
      String verdict = check(hunt, item);
      System.out.println("\n" + ANSWER + verdict.replace('\n', LINE_END));
      System.out.flush();
    }
    // Programs that were run may have left threads.
    Runtime.getRuntime().halt(0);
  }

  /** Has {@code line} printed by the process that runs the hunt. */
  static synchronized void say(String line) {
    System.out.println("\n" + NOTE + line);
    System.out.flush();
  }

  private static String check(Hunt hunt, String item) {
    try {
      return hunt.check(item);
    } catch (ModuleAssemblyException | UnsupportedConstructException e) {
      return "refused: " + e.getMessage();
    } catch (JitException e) {
      Throwable cause = e.getCause();
      boolean refused =
          cause instanceof ModuleAssemblyException
              || cause instanceof UnsupportedConstructException;
      return refused && cause != null ? "refused: " + cause.getMessage() : trace(e);
    } catch (Throwable e) { // whatever it is, it is what the hunt is after
      return trace(e);
    }
  }

  static String trace(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
