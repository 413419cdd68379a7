package dev.lamina.hunt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A hunt as a command: {@code HuntMain HUNT DIRECTORY [FOLDER-OF-LL-FILES...]}, and {@code HuntMain
 * soak DIRECTORY [SECONDS]}. Ends with status 1 if it found something.
 */
final class HuntMain {
  private static final int JOBS = 2;
  private static final int CSMITH_PROGRAMS = 500;
  private static final int SIGNATURES = 1000;
  private static final int LAZY_SIGNATURES = 2000;
  private static final int MUTANTS_OF_A_KIND = 20;
  private static final int LAZY_THREADS = 32;
  private static final int LAZY_FUNCTIONS = 10_000;
  private static final int LAZY_ROUNDS = 100;
  private static final int SOAK_SECONDS = 600;
  private static final int SOAK_ROUNDS = 100_000;

  /** Damage to larger files takes longer and finds no more. */
  private static final long SMALL_FILE = 64 << 10;

  private HuntMain() {}

  public static void main(String[] arguments) throws Exception {
    String hunt = arguments[0];
    Path directory = Path.of(arguments[1]);
    List<String> rest = List.of(arguments).subList(2, arguments.length);
    int seconds = hunt.equals("soak") && !rest.isEmpty() ? Integer.parseInt(rest.get(0)) : 0;
    List<Path> files = hunt.equals("soak") ? List.of() : files(rest);
    HuntRunner.Result result =
        switch (hunt) {
          case "csmith" ->
              new HuntRunner(hunt, directory, JOBS, Duration.ofSeconds(90))
                  .run(
                      IntStream.iterate(1, i -> i + 1).mapToObj(Integer::toString).iterator(),
                      CSMITH_PROGRAMS);
          case "signatures" ->
              new HuntRunner(hunt, directory, JOBS, Duration.ofSeconds(90))
                  .run(signatures(SIGNATURES), Integer.MAX_VALUE);
          case "vectors" ->
              new HuntRunner(hunt, directory, JOBS, Duration.ofMinutes(3))
                  .run(
                      VectorHunt.items(IntStream.rangeClosed(1, VectorSource.MAX_LENGTH).toArray())
                          .iterator(),
                      Integer.MAX_VALUE);
          case "lazy-signatures" ->
              new HuntRunner(hunt, directory, JOBS, Duration.ofSeconds(90))
                  .run(signatures(Integer.MAX_VALUE), LAZY_SIGNATURES / SignatureHunt.BATCH);
          case "roundtrip" ->
              new HuntRunner(hunt, directory, JOBS, Duration.ofMinutes(5))
                  .run(files.stream().map(Path::toString).iterator(), Integer.MAX_VALUE);
          case "partitions" ->
              new HuntRunner(hunt, directory, JOBS, Duration.ofMinutes(5))
                  .run(files.stream().map(Path::toString).iterator(), Integer.MAX_VALUE);
          case "lazy-threads" -> lazyThreads(directory, LAZY_FUNCTIONS, LAZY_ROUNDS);
          case "mutants" ->
              new HuntRunner(hunt, directory, JOBS, Duration.ofSeconds(10))
                  .run(mutants(small(files), MUTANTS_OF_A_KIND), Integer.MAX_VALUE);
          case "soak" -> soak(directory, seconds > 0 ? seconds : SOAK_SECONDS, SOAK_ROUNDS);
          default -> throw new IllegalArgumentException("no hunt is called " + hunt);
        };
    String unit = hunt.endsWith("signatures") ? " batches of " + SignatureHunt.BATCH : "";
    System.out.printf(
        "%s: %d%s checked, %d skipped, %d found%n",
        hunt, result.checked(), unit, result.skipped(), result.findings().size());
    System.exit(result.findings().isEmpty() ? 0 : 1);
  }

  /** First calls by many threads at once. */
  static HuntRunner.Result lazyThreads(Path directory, int functions, int rounds)
      throws InterruptedException {
    String item = LAZY_THREADS + " " + functions + " " + rounds;
    return new HuntRunner("lazy-threads", directory, 1, Duration.ofMinutes(30))
        .run(List.of(item).iterator(), Integer.MAX_VALUE);
  }

  /** Many threads for that long, then that many rounds, one after the other. */
  static HuntRunner.Result soak(Path directory, int seconds, int rounds)
      throws InterruptedException {
    Duration limit = Duration.ofSeconds(seconds).plusMinutes(5);
    return new HuntRunner("soak", directory, 1, limit)
        .run(
            List.of("threads " + seconds, "rounds " + rounds, "lazy " + rounds / 10).iterator(),
            Integer.MAX_VALUE);
  }

  /** The items of that many signatures. */
  static Iterator<String> signatures(int count) {
    return IntStream.iterate(0, i -> i < count && i >= 0, i -> i + SignatureHunt.BATCH)
        .mapToObj(Integer::toString)
        .iterator();
  }

  /** The items for damage to {@code files}. */
  static Iterator<String> mutants(List<Path> files, int ofKind) {
    return files.stream()
        .flatMap(
            file ->
                Stream.of(MutantHunt.Kind.values())
                    .flatMap(
                        kind ->
                            IntStream.range(0, ofKind)
                                .mapToObj(i -> MutantHunt.item(kind, i, file))))
        .iterator();
  }

  private static List<Path> small(List<Path> files) throws IOException {
    List<Path> small = new ArrayList<>();
    for (Path file : files) {
      if (Files.size(file) <= SMALL_FILE) {
        small.add(file);
      }
    }
    return small;
  }

  private static List<Path> files(List<String> folders) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String folder : folders) {
      try (Stream<Path> found = Files.list(Path.of(folder))) {
        found.filter(file -> file.toString().endsWith(".ll")).sorted().forEach(files::add);
      }
    }
    return files;
  }
}
