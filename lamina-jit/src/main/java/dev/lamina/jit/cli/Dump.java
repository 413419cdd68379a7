package dev.lamina.jit.cli;

import dev.lamina.ir.Function;
import dev.lamina.ir.Module;
import dev.lamina.ir.text.IRPrinter;
import dev.lamina.session.JitException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What {@code --orc-lazy-debug} prints of each module, when that is compiled. The first are those
 * that make first calls work: their native side, the resolver block, blocks of stubs and
 * trampolines.
 */
enum Dump {
  NOTHING("no-dump", "Nothing (default)"),
  FUNCTIONS("funcs-to-stdout", "The names of the functions that are compiled"),
  STDOUT("mods-to-stdout", "The modules, on standard output"),
  STDERR("mods-to-stderr", "The modules, on standard error"),
  DISK("mods-to-disk", "The modules, in files of the current directory that are called after them");

  private final String text;
  private final String help;

  Dump(String text, String help) {
    this.text = text;
    this.help = help;
  }

  String text() {
    return text;
  }

  String help() {
    return help;
  }

  /** What prints modules; it may be used by several threads. */
  Consumer<Module> to(PrintStream out, PrintStream err) {
    return switch (this) {
      case NOTHING -> module -> {};
      case FUNCTIONS -> module -> print(out, functions(module));
      case STDOUT -> module -> print(out, framed(module));
      case STDERR -> module -> print(err, framed(module));
      case DISK -> new FileWriter();
    };
  }

  /** In one piece: other threads print, too, and so does the program. */
  private static void print(PrintStream stream, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    synchronized (stream) {
      stream.write(bytes, 0, bytes.length);
      stream.flush();
    }
  }

  private static String functions(Module module) {
    StringBuilder names = new StringBuilder("[ ");
    for (Function f : module.functions()) {
      if (!f.isDeclaration()) {
        names.append(Objects.requireNonNullElse(f.name(), "<anon>")).append(' ');
      }
    }
    return names.append("]\n").toString();
  }

  private static String framed(Module module) {
    return "----- Module Start -----\n" + IRPrinter.print(module) + "----- Module End -----\n";
  }

  /** One file for each module; what a file system may not take in a name becomes a line. */
  private static final class FileWriter implements Consumer<Module> {
    private static final int LONGEST = 200;

    /** How often a name was used. Guarded by this. */
    private final Map<String, Integer> used = new HashMap<>();

    @Override
    public void accept(Module module) {
      Path file = Path.of(fileName(module.name()));
      try {
        Files.writeString(file, IRPrinter.print(module), StandardCharsets.ISO_8859_1);
      } catch (IOException e) {
        throw new JitException("writing " + file + ": " + e.getMessage(), e);
      }
    }

    private synchronized String fileName(String module) {
      StringBuilder name = new StringBuilder();
      for (int i = module.lastIndexOf('/') + 1;
          i < module.length() && name.length() < LONGEST;
          i++) {
        char c = module.charAt(i);
        boolean plain = c == '.' || c == '-' || c == '$' || c < 128 && Character.isLetterOrDigit(c);
        if (plain) {
          name.append(c);
        } else if (name.length() > 0 && name.charAt(name.length() - 1) != '_') {
          name.append('_');
        }
      }
      int count = used.merge(name.toString(), 1, Integer::sum);
      return name + (count == 1 ? "" : "." + count) + ".ll";
    }
  }
}
