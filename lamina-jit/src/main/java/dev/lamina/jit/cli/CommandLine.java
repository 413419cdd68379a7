package dev.lamina.jit.cli;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.lamina.target.Targets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a command line asks for. Its syntax is that of LLVM's tools (LLVM, "CommandLine 2.0 Library
 * Manual"): options until the first argument that is none, which is the file; all behind it is the
 * program's.
 */
final class CommandLine {
  /** What to do. */
  enum Action {
    RUN,
    HELP,
    VERSION
  }

  private Action action = Action.RUN;
  private @Nullable String file;
  private List<String> programArguments = List.of();
  private String entryFunction = "main";
  private @Nullable String argv0;
  private int compileThreads = 1;
  private boolean lazy;
  private boolean wholeModules;
  private boolean speculation;
  private Dump dump = Dump.NOTHING;
  private boolean processSymbols = true;
  private final List<String> extraModules = new ArrayList<>();
  private final List<String> extraObjects = new ArrayList<>();
  private final List<String> extraArchives = new ArrayList<>();
  private final List<String> libraries = new ArrayList<>();
  private final Set<Option> seen = EnumSet.noneOf(Option.class);

  private CommandLine() {}

  /** Reads the arguments of the command. */
  static CommandLine parse(String... arguments) throws UsageError {
    CommandLine line = new CommandLine();
    int i = 0;
    while (i < arguments.length && line.file == null && line.action == Action.RUN) {
      String argument = arguments[i++];
      if (argument.equals("--")) {
        if (i < arguments.length) {
          line.file = arguments[i++];
        }
        break;
      }
      if (argument.startsWith("-") && argument.length() > 1) {
        i = line.option(argument, arguments, i);
      } else {
        line.file = argument;
      }
    }
    line.programArguments = List.of(arguments).subList(i, arguments.length);
    return line;
  }

  /**
   * Takes the option {@code argument}, and its value from {@code next} on; returns what is next.
   */
  private int option(String argument, String[] arguments, int next) throws UsageError {
    String text = argument.substring(argument.startsWith("--") ? 2 : 1);
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    String value = equals < 0 ? null : text.substring(equals + 1);
    Option option = Option.named(name);
    if (option == null && text.startsWith("O")) {
      option = Option.O;
      value = text.substring(1);
    }
    if (option == null) {
      throw unknown(argument, name, value);
    }
    if (!seen.add(option) && !option.isRepeatable()) {
      throw wrong(option, "may only occur zero or one times!");
    }
    if (!option.takesValue()) {
      if (flag(option, value)) {
        take(option, "");
      }
      return next;
    }
    if (value != null) {
      take(option, value);
      return next;
    }
    if (next == arguments.length) {
      throw wrong(option, "requires a value!");
    }
    take(option, arguments[next]);
    return next + 1;
  }

  private static boolean flag(Option option, @Nullable String value) throws UsageError {
    return switch (value == null ? "" : value) {
      case "", "true", "TRUE", "True", "1" -> true;
      case "false", "FALSE", "False", "0" -> false;
      default ->
          throw wrong(option, "'" + value + "' is invalid value for boolean argument! Try 0 or 1");
    };
  }

  private void take(Option option, String value) throws UsageError {
    if (option.refusal() != null) {
      throw new UsageError("not supported: --" + option.text() + ": " + option.refusal());
    }
    ImmutableList<String> accepted = option.accepted();
    if (accepted != null) {
      checkAccepted(option, accepted, value);
      return;
    }
    switch (option) {
      case ENTRY_FUNCTION -> entryFunction = value;
      case FAKE_ARGV0 -> argv0 = value;
      case EXTRA_MODULE -> extraModules.add(value);
      case EXTRA_OBJECT -> extraObjects.add(value);
      case EXTRA_ARCHIVE -> extraArchives.add(value);
      case DLOPEN -> libraries.add(value);
      case NO_PROCESS_SYMS -> processSymbols = false;
      case O -> checkLevel(value);
      case JIT_KIND -> lazy = isLazy(value);
      case PER_MODULE_LAZY -> wholeModules = true;
      case LAZY_SPECULATION -> speculation = true;
      case ORC_LAZY_DEBUG -> dump = dump(value);
      case COMPILE_THREADS -> compileThreads = threads(value);
      case HELP -> action = Action.HELP;
      case VERSION -> action = Action.VERSION;
      default -> throw new IllegalStateException(option + " is not handled; please report");
    }
  }

  private static void checkAccepted(Option option, ImmutableList<String> accepted, String value)
      throws UsageError {
    boolean fine;
    if (accepted == Option.Values.ADDED_FEATURES) {
      fine = true;
      for (String feature : Splitter.on(',').split(value)) {
        fine &= feature.startsWith("+");
      }
    } else if (accepted == Option.Values.HOST_TRIPLE) {
      fine = Targets.forTriple(Targets.hostTriple()).supports(value);
    } else {
      fine =
          accepted == Option.Values.NONE
              || accepted == Option.Values.ANY
              || accepted.contains(value);
    }
    if (!fine) {
      throw new UsageError(
          "not supported: --%s=%s; accepted: %s"
              .formatted(option.text(), value, String.join(", ", accepted)));
    }
  }

  private static void checkLevel(String value) throws UsageError {
    switch (value) {
      case "0", "1", "2", "3" -> {}
      default -> throw new UsageError("invalid optimization level -O" + value + "; -O0 to -O3");
    }
  }

  private static boolean isLazy(String kind) throws UsageError {
    return switch (kind) {
      case "orc" -> false;
      case "orc-lazy" -> true;
      case "mcjit" -> throw new UsageError("not supported: --jit-kind=mcjit; use --jit-kind=orc");
      default -> throw wrong(Option.JIT_KIND, "Cannot find option named '" + kind + "'!");
    };
  }

  private static Dump dump(String value) throws UsageError {
    for (Dump dump : Dump.values()) {
      if (dump.text().equals(value)) {
        return dump;
      }
    }
    throw wrong(Option.ORC_LAZY_DEBUG, "Cannot find option named '" + value + "'!");
  }

  private static int threads(String value) throws UsageError {
    try {
      int count = Integer.parseInt(value);
      if (count > 0) {
        return count;
      }
    } catch (NumberFormatException e) {
      // Reported below, with the numbers that make no sense.
    }
    throw wrong(Option.COMPILE_THREADS, "'" + value + "' value invalid for uint argument!");
  }

  private static UsageError wrong(Option option, String problem) {
    return new UsageError("for the --" + option.text() + " option: " + problem);
  }

  private static UsageError unknown(String argument, String name, @Nullable String value) {
    String message = "Unknown command line argument '" + argument + "'.  Try: 'lamina --help'";
    String near = nearest(name);
    return near == null
        ? new UsageError(message)
        : new UsageError(
            message, "Did you mean '--" + near + (value == null ? "" : "=" + value) + "'?");
  }

  /** The name of an option from which {@code name} differs by few letters, or null. */
  private static @Nullable String nearest(String name) {
    String best = null;
    int least = Math.min(Math.max(2, name.length() / 3), name.length() - 1) + 1;
    for (Option option : Option.values()) {
      int distance = distance(name, option.text());
      if (distance < least) {
        least = distance;
        best = option.text();
      }
    }
    return best;
  }

  /** Levenshtein's distance: how many letters to change, insert or leave out. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }

  Action action() {
    return action;
  }

  /** The file to run; {@code -}, standard input, if none is named. */
  String file() {
    return file == null ? "-" : file;
  }

  /** What the program finds in {@code argv}. */
  List<String> argv() {
    List<String> argv = new ArrayList<>();
    argv.add(argv0 != null ? argv0 : file());
    argv.addAll(programArguments);
    return argv;
  }

  String entryFunction() {
    return entryFunction;
  }

  List<String> extraModules() {
    return extraModules;
  }

  List<String> extraObjects() {
    return extraObjects;
  }

  List<String> extraArchives() {
    return extraArchives;
  }

  List<String> libraries() {
    return libraries;
  }

  boolean processSymbols() {
    return processSymbols;
  }

  int compileThreads() {
    return compileThreads;
  }

  /** Whether functions are compiled when they are called. */
  boolean lazy() {
    return lazy;
  }

  /** Whether a call compiles all of the function's module. */
  boolean wholeModules() {
    return wholeModules;
  }

  /** Whether idle compile threads compile what may be called next. */
  boolean speculation() {
    return speculation;
  }

  /** What a lazy run shows of its modules. */
  Dump dump() {
    return dump;
  }

  private static void appendRow(StringBuilder text, String subject, @Nullable String words) {
    String padding = " ".repeat(Math.max(2, 32 - subject.length()));
    text.append("  ").append(subject).append(padding).append(words).append('\n');
  }

  /** The text of {@code --help}. */
  static String help() {
    StringBuilder text = new StringBuilder(1 << 12);
    text.append(
        """
        Runs a program in LLVM IR.

        usage: lamina [options] FILE.ll [ARGS...]        (FILE - or none: standard input)

        Options are those of lli, with one dash or two, the value behind = or as the next argument:

        """);
    for (Option option : Option.values()) {
      String help = option.help();
      if (help != null) {
        String value = option.value();
        appendRow(text, "--" + option.text() + (value == null ? "" : "=" + value), help);
      }
    }
    text.append("\nWhat --orc-lazy-debug prints:\n");
    for (Dump dump : Dump.values()) {
      appendRow(text, dump.text(), dump.help());
    }
    text.append("\nAccepted without effect:\n");
    for (Option option : Option.values()) {
      ImmutableList<String> accepted = option.accepted();
      if (accepted != null) {
        text.append("  --").append(option.text());
        text.append(accepted.isEmpty() ? "" : "=" + String.join("|", accepted)).append('\n');
      }
    }
    text.append("\nRefused, with the reason:\n");
    for (Option option : Option.values()) {
      if (option.refusal() != null) {
        appendRow(text, "--" + option.text(), option.refusal());
      }
    }
    return text.toString();
  }
}
