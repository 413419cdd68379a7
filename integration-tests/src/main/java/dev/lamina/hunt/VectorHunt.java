package dev.lamina.hunt;

import com.google.common.base.Splitter;
import dev.lamina.hunt.VectorSource.Source;
import dev.lamina.jit.Jit;
import dev.lamina.object.ObjectFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Every operation on vectors of one type, which the item names: {@code i24 5}. What each gives must
 * be what clang's code gives; the functions that are called with vectors are once our own and once
 * clang's, and clang's callers call ours.
 */
final class VectorHunt implements Hunt {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Path directory;

  VectorHunt(Path directory) {
    this.directory = directory;
  }

  /** The items for all element types and the lengths given. */
  static List<String> items(int... lengths) {
    List<String> items = new ArrayList<>();
    for (int length : lengths) {
      for (String element : VectorSource.ELEMENTS) {
        items.add(element + " " + length);
      }
    }
    return items;
  }

  @Override
  public String check(String item) throws IOException, InterruptedException {
    List<String> type = Splitter.on(' ').splitToList(item);
    Source source = VectorSource.generate(type.get(0), Integer.parseInt(type.get(1)));
    return check(item, source, source);
  }

  /** Checks the source as we compile it against what clang makes of the other. */
  String check(String item, Source source, Source ours) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    String name = "vectors-" + item.replace(' ', '-');
    Path operations = Files.writeString(directory.resolve(name + ".ll"), source.text());
    Path callees = Files.writeString(directory.resolve(name + "-callees.ll"), source.callees());
    Path operationsObject = clang(operations);
    Path calleesObject = clang(callees);
    Path program = directory.resolve(name);
    Commands.check(
        "clang-19",
        "-no-pie",
        operationsObject.toString(),
        calleesObject.toString(),
        "-o",
        program.toString(),
        "-lm");
    Commands.Outcome expected = Commands.run(LIMIT, List.of(program.toString()));
    if (expected.status() != 0) {
      throw new IOException(program + ": status " + expected.status());
    }
    List<String> lines = Splitter.on('\n').omitEmptyStrings().splitToList(expected.output());
    Files.writeString(operations, ours.text());
    List<String> wrong = new ArrayList<>();
    try {
      compare("ours", operations, callees, source, lines, wrong);
      compare("ours → clang's", operations, calleesObject, source, lines, wrong);
      compare("clang's → ours", operationsObject, callees, source, lines, wrong);
    } catch (dev.lamina.session.JitException e) {
      wrong.add(String.valueOf(e.getMessage()));
    }
    return String.join("\n", wrong);
  }

  private static Path clang(Path text) throws IOException, InterruptedException {
    Path object = text.resolveSibling(text.getFileName() + ".o");
    Commands.check(
        "clang-19", "-O0", "-w", "-fPIC", "-c", text.toString(), "-o", object.toString());
    return object;
  }

  private static void compare(
      String direction,
      Path operations,
      Path callees,
      Source source,
      List<String> expected,
      List<String> wrong)
      throws IOException {
    try (Jit jit = Jit.create()) {
      add(jit, operations);
      add(jit, callees);
      for (int n = 0; n < source.operations().size(); n++) {
        long hash = jit.lookup("check").call(n);
        String line = n + " " + String.format("%016x", hash);
        if (!expected.get(n).equals(line)) {
          wrong.add(direction + ": " + source.operations().get(n) + " differs");
        }
      }
    }
  }

  private static void add(Jit jit, Path file) throws IOException {
    if (file.toString().endsWith(".ll")) {
      jit.addModule(file);
    } else {
      try {
        jit.addObject(file);
      } catch (ObjectFormatException e) {
        throw new IOException(file + ": " + e.getMessage(), e);
      }
    }
  }
}
