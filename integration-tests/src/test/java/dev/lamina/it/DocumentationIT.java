package dev.lamina.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.DocumentationTool;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documentation of all modules, as one and without a warning. */
class DocumentationIT {
  @Test
  void javadocHasNothingToSay(@TempDir Path output) throws IOException {
    DocumentationTool javadoc = ToolProvider.getSystemDocumentationTool();
    StringWriter messages = new StringWriter();
    List<String> options =
        List.of(
            "-quiet",
            "-d",
            output.toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "-Xdoclint:all,-missing");
    try (StandardJavaFileManager files = javadoc.getStandardFileManager(null, null, null)) {
      boolean made =
          javadoc
              .getTask(
                  messages,
                  files,
                  null,
                  null,
                  options,
                  files.getJavaFileObjectsFromPaths(sources()))
              .call();
      assertThat(messages).hasToString("");
      assertThat(made).isTrue();
    }
    assertThat(output.resolve("dev/lamina/ir/build/FunctionBuilder.html")).exists();
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(Run.root())) {
      for (Path module : modules.toList()) {
        Path main = module.resolve("src/main/java");
        boolean isBenchmarks = module.endsWith("benchmarks"); // needs what is not on our class path
        if (Files.isDirectory(main) && !isBenchmarks) {
          try (Stream<Path> files = Files.walk(main)) {
            files.filter(f -> f.toString().endsWith(".java")).forEach(sources::add);
          }
        }
      }
    }
    return sources;
  }
}
