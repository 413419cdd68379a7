package dev.lamina.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A project that has nothing of ours but what Maven installs: it is compiled and run against a
 * repository that holds the poms and jars of this build, on the class path and on the module path.
 */
class OtherProjectIT {
  private static final String VERSION = System.getProperty("lamina.version");
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
  private static final String MAIN = "example.embedder";

  private static String classPath = "";

  @TempDir private static Path directory;

  @BeforeAll
  static void compileIt() throws Exception {
    Path project = directory.resolve("embedder");
    copy(Run.root().resolve("integration-tests/src/test/projects/embedder"), project);
    Path classPathFile = directory.resolve("class-path");
    Run maven =
        Run.of(
            project,
            Map.of(),
            "",
            List.of(
                "mvn",
                "--offline",
                "--batch-mode",
                "--quiet",
                "-Dmaven.repo.local=" + repository(directory.resolve("repository")),
                "-Dlamina.version=" + VERSION,
                "-Dmdep.outputFile=" + classPathFile,
                plugin("maven-compiler-plugin") + ":compile",
                plugin("maven-dependency-plugin") + ":build-classpath"));
    assertThat(maven.status()).as(maven.output() + maven.errors()).isZero();
    classPath = project.resolve("target/classes") + ":" + Files.readString(classPathFile).strip();
  }

  /** Before JUnit deletes the directory: it warns of every link that leads out of it. */
  @AfterAll
  static void removeLinks() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) { // which does not follow links
      for (Path link : files.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }

  /** In the version that this build has used, and therefore has. */
  private static String plugin(String name) throws IOException {
    Matcher version =
        Pattern.compile("<artifactId>" + name + "</artifactId><version>([^<]*)<")
            .matcher(Files.readString(Run.root().resolve("pom.xml")));
    assertThat(version.find()).isTrue();
    return "org.apache.maven.plugins:" + name + ":" + version.group(1);
  }

  /** Links to what the local repository holds, and our artefacts as {@code install} lays them. */
  private static Path repository(Path made) throws IOException {
    Path local = Path.of(System.getProperty("lamina.localRepository"));
    Path group = Files.createDirectories(made.resolve("dev/lamina"));
    link(local, made, "dev");
    link(local.resolve("dev"), made.resolve("dev"), "lamina");
    install(group, "lamina", Run.root());
    Matcher modules =
        Pattern.compile("<module>([^<]*)</module>")
            .matcher(Files.readString(Run.root().resolve("pom.xml")));
    while (modules.find()) {
      String module = modules.group(1);
      if (!module.equals("integration-tests") && !module.equals("benchmarks")) {
        install(group, module, Run.root().resolve(module));
      }
    }
    return made;
  }

  private static void link(Path from, Path to, String but) throws IOException {
    if (!Files.isDirectory(from)) {
      return;
    }
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : entries.toList()) {
        if (!entry.getFileName().toString().equals(but)) {
          Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
        }
      }
    }
  }

  private static void install(Path group, String artifact, Path module) throws IOException {
    Path place = Files.createDirectories(group.resolve(artifact).resolve(VERSION));
    String name = artifact + "-" + VERSION;
    Files.copy(module.resolve("pom.xml"), place.resolve(name + ".pom"));
    Path jar = module.resolve("target").resolve(name + ".jar");
    if (!artifact.equals("lamina")) {
      assertThat(jar).as("made by mvn package").exists();
      Files.copy(jar, place.resolve(name + ".jar"));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private static Run java(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(JAVA.toString()));
    command.addAll(List.of(arguments));
    return Run.of(directory, Map.of(), "", command);
  }

  @Test
  void onTheClassPath() throws Exception {
    assertThat(java("-cp", classPath, MAIN + ".Main"))
        .isEqualTo(new Run(0, "42 and 23 on the class path\n", ""));
  }

  /** Ours are automatic modules, which cannot require Guava, a named one: hence all modules. */
  @Test
  void onTheModulePath() throws Exception {
    String main = MAIN + "/" + MAIN + ".Main";
    assertThat(java("-p", classPath, "--add-modules", "ALL-MODULE-PATH", "-m", main))
        .isEqualTo(new Run(0, "42 and 23 on the module path\n", ""));
  }
}
