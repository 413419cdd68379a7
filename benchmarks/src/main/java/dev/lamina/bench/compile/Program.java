package dev.lamina.bench.compile;

import static com.google.common.base.Preconditions.checkArgument;

import dev.lamina.bench.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is compiled: one module of LLVM IR that clang 19 made at -O0 or -O2. */
final class Program {
  static final List<String> NAMES = List.of("k20", "zlib", "lua", "sqlite3");
  static final List<String> LEVELS = List.of("O0", "O2");

  /** A line of a body that holds an instruction, as clang indents them. */
  private static final Pattern INSTRUCTION =
      Pattern.compile("^  (?! )(?:%\\S+ = )?[a-z].*", Pattern.MULTILINE);

  private final String name;
  private final String level;
  private final byte[] text;
  private final String symbol;
  private final long instructions;

  private Program(String name, String level, byte[] text) {
    this.name = name;
    this.level = level;
    this.text = text;
    symbol = symbolOf(name);
    instructions = count(text);
  }

  /** {@code k20}, {@code zlib}, {@code lua} or {@code sqlite3}. */
  String name() {
    return name;
  }

  /** {@code O0} or {@code O2}. */
  String level() {
    return level;
  }

  /** The module's text, not to be changed. */
  byte[] text() {
    return text;
  }

  /** A function in it, to look up. */
  String symbol() {
    return symbol;
  }

  /** How many there are, as LLVM counts them. */
  long instructions() {
    return instructions;
  }

  /**
   * Makes a program from the sources that {@code scripts/corpora fetch} leaves in {@code
   * $LAMINA_CORPORA}, unless that has been done.
   *
   * @throws IOException if it cannot be made
   */
  static Program load(String name, String level) throws IOException {
    checkKnown(name, level);
    Path text = file(name, level);
    if (!Files.exists(text)) {
      make(name, level, text);
    }
    return new Program(name, level, Files.readAllBytes(text));
  }

  private static void checkKnown(String name, String level) {
    checkArgument(
        NAMES.contains(name),
        "no program is called %s; there are %s",
        name,
        String.join(", ", NAMES));
    checkArgument(LEVELS.contains(level), "the level is O0 or O2, not %s", level);
  }

  private static String symbolOf(String name) {
    return switch (name) {
      case "k20" -> "check";
      case "zlib" -> "deflate";
      case "lua" -> "main";
      case "sqlite3" -> "sqlite3_exec";
      default -> "sqlite3_exec";
    };
  }

  private static Path corpora() {
    String corpora = System.getenv("LAMINA_CORPORA");
    return corpora != null
        ? Path.of(corpora)
        : Path.of(System.getProperty("user.home"), ".cache/lamina/corpora");
  }

  private static Path file(String name, String level) {
    Path directory =
        name.equals("k20")
            ? Tools.root().resolve("benchmarks/target/programs")
            : corpora().resolve("bench");
    return directory.resolve(name + "." + level + ".ll");
  }

  private static void make(String name, String level, Path text) throws IOException {
    Path directory = Files.createDirectories(text.toAbsolutePath().getParent());
    List<Path> sources = sources(name);
    List<String> flags = new ArrayList<>(List.of("-w", "-" + level, "-emit-llvm"));
    flags.addAll(flags(name));
    Path temporary = Files.createTempDirectory(directory, name);
    List<String> link = new ArrayList<>(List.of("llvm-link-19", "-S", "-o"));
    Path linked = temporary.resolve("linked.ll");
    link.add(linked.toString());
    for (Path source : sources) {
      Path bitcode = temporary.resolve(link.size() + ".bc");
      List<String> arguments = new ArrayList<>(flags);
      arguments.addAll(List.of("-c", source.toString(), "-o", bitcode.toString()));
      Tools.clang(arguments);
      link.add(bitcode.toString());
    }
    Tools.output(link);
    Files.move(linked, text);
    try (Stream<Path> left = Files.list(temporary)) {
      for (Path file : left.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(temporary);
  }

  private static List<String> flags(String name) {
    return switch (name) {
      case "zlib" -> List.of("-DHAVE_UNISTD_H", "-DHAVE_STDARG_H");
      case "lua" -> List.of("-DLUA_USE_POSIX", "-DLUA_COMPAT_5_3");
      case "sqlite3" -> List.of("-DSQLITE_THREADSAFE=0", "-DSQLITE_OMIT_LOAD_EXTENSION");
      default -> List.of();
    };
  }

  private static List<Path> sources(String name) throws IOException {
    Path all = corpora().resolve("src");
    List<Path> found =
        switch (name) {
          case "k20" -> List.of(Tools.sources().resolve("compile/k20.c"));
          case "zlib" -> filesOf(all.resolve("zlib"));
          case "lua" -> filesOf(all.resolve("lua5.4/src"));
          default -> List.of(all.resolve("fossil/extsrc/sqlite3.c"));
        };
    if (found.isEmpty() || !Files.exists(found.get(0))) {
      throw new IOException(
          "the source of " + name + " is not in " + all + "; fetch it with: scripts/corpora fetch");
    }
    return found;
  }

  private static List<Path> filesOf(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(f -> f.toString().endsWith(".c") && !f.endsWith("luac.c"))
          .sorted()
          .toList();
    }
  }

  /**
   * Lines that clang prints an instruction on: cases of a switch and clauses of a landingpad are
   * deeper, labels and closing brackets are not indented so.
   */
  private static long count(byte[] text) {
    String all = new String(text, StandardCharsets.ISO_8859_1);
    Matcher matcher = INSTRUCTION.matcher(all);
    long count = 0;
    while (matcher.find()) {
      count++;
    }
    return count;
  }

  String title() {
    return name + " " + level.toUpperCase(Locale.ROOT);
  }
}
