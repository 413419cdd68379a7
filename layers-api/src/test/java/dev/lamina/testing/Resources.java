package dev.lamina.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The test inputs and golden files of this module, as they lie in the source tree. */
public final class Resources {
  private Resources() {}

  /** The file of that path below {@code src/test/resources}. */
  public static Path path(String resource) {
    String root = System.getProperty("lamina.root");
    Path module = root == null ? Path.of("") : Path.of(root, "layers-api");
    return module.resolve("src/test/resources").resolve(resource).toAbsolutePath();
  }

  public static String read(Path file) {
    try {
      return Files.readString(file, ISO_8859_1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The files in a directory whose names end in {@code suffix}, by name. */
  public static List<Path> list(Path directory, String suffix) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.toString().endsWith(suffix)).sorted().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The cases of a file: each is headed by a line {@code === name}. */
  public static Map<String, String> cases(String resource) {
    Map<String, String> cases = new LinkedHashMap<>();
    String name = "";
    List<String> lines = new ArrayList<>();
    String text = read(path(resource)) + "\n=== ";
    for (String line : text.split("\n", -1)) {
      if (!line.startsWith("===")) {
        lines.add(line);
        continue;
      }
      if (!name.isEmpty() && cases.put(name, String.join("\n", lines) + "\n") != null) {
        throw new AssertionError("two cases in " + resource + " are called " + name);
      }
      name = line.substring(3).strip();
      lines.clear();
    }
    return cases;
  }

  /**
   * Compares {@code actual} with a golden file. With {@code -Dlamina.updateGoldens=true} the file
   * is written instead.
   */
  public static void checkGolden(String resource, String actual) {
    Path file = path(resource);
    try {
      if (Boolean.getBoolean("lamina.updateGoldens")) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, actual, ISO_8859_1);
        return;
      }
      String expected = Files.exists(file) ? Files.readString(file, ISO_8859_1) : "";
      if (!expected.equals(actual)) {
        throw new AssertionError(
            "differs from the golden file "
                + file
                + "\n"
                + firstDifference(expected, actual)
                + "\nIf the new text is right, write it with\n"
                + "  mvn -q -B -pl layers-api -am test -Dlamina.updateGoldens=true");
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String firstDifference(String expected, String actual) {
    String[] a = expected.split("\n", -1);
    String[] b = actual.split("\n", -1);
    int i = 0;
    while (i < a.length && i < b.length && a[i].equals(b[i])) {
      i++;
    }
    String old = i < a.length ? a[i] : "<end>";
    String fresh = i < b.length ? b[i] : "<end>";
    return "line " + (i + 1) + "\n  expected: " + old + "\n  actual:   " + fresh;
  }
}
