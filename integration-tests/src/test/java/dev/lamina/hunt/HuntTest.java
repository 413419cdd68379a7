package dev.lamina.hunt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.hunt.HuntRunner.Result;
import dev.lamina.hunt.SignatureSource.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A part of each hunt, and that hunts find what there is to find. */
class HuntTest {
  private static final int JOBS = 2;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Path directory;

  HuntTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private Result run(String hunt, Iterator<String> items, int wanted) throws InterruptedException {
    return new HuntRunner(hunt, directory, JOBS, LIMIT).run(items, wanted);
  }

  private static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("lamina.root"), "examples"))) {
      return files.filter(file -> file.toString().endsWith(".ll")).sorted().toList();
    }
  }

  @Test
  void fiftyRandomPrograms() throws InterruptedException {
    Result result =
        run("csmith", IntStream.iterate(1, i -> i + 1).mapToObj(Integer::toString).iterator(), 50);
    assertThat(result.findings()).isEmpty();
    assertThat(result.checked()).isEqualTo(50);
  }

  @Test
  void aHundredRandomSignatures() throws InterruptedException {
    Result result = run("signatures", HuntMain.signatures(100), Integer.MAX_VALUE);
    assertThat(result.findings()).isEmpty();
    assertThat(result.checked() * SignatureHunt.BATCH).isEqualTo(100);
  }

  @Test
  void vectorsOfSomeShapes() throws InterruptedException {
    List<String> some = List.of("i1 7", "i8 4", "i24 5", "i32 8", "i64 3", "float 2", "double 5");
    Result result = run("vectors", some.iterator(), Integer.MAX_VALUE);
    assertThat(result.findings()).isEmpty();
    assertThat(result.checked()).isEqualTo(some.size());
  }

  @Test
  void aDifferentSumOfVectorsIsFound() throws Exception {
    VectorSource.Source source = VectorSource.generate("i32", 3);
    String clangs = "add <3 x i32>";
    VectorSource.Source changed =
        new VectorSource.Source(
            source.text().replaceFirst(clangs, "sub <3 x i32>"),
            source.callees(),
            source.operations());
    assertThat(new VectorHunt(directory).check("i32 3", source, changed))
        .startsWith("ours: add differs\nours → clang's: add differs");
  }

  @Test
  void aHundredSignaturesCalledForTheFirstTime() throws InterruptedException {
    Result result = run("lazy-signatures", HuntMain.signatures(Integer.MAX_VALUE), 5);
    assertThat(result.findings()).isEmpty();
    assertThat(result.checked() * SignatureHunt.BATCH).isEqualTo(100);
  }

  @Test
  void aResolverBlockThatSavesLessIsFound() throws Exception {
    assertThat(new LazySignatureHunt(directory).check("0")).isEmpty();
    String wide = "andl $0xe7, %eax"; // the components that are saved
    LazySignatureHunt narrow =
        new LazySignatureHunt(
            directory,
            text -> {
              assertThat(text).contains(wide);
              return text.replace(wide, "andl $0x3, %eax");
            });
    if (Spoiler.vectorBytes() > 16) {
      assertThat(narrow.check("0")).contains("behind stubs: first call of f");
      assertThat(narrow.check("0")).doesNotContain("second");
    }
  }

  @Test
  void aShortSoak() throws InterruptedException {
    Result result = HuntMain.soak(directory, 5, 10_000);
    assertThat(result.findings()).isEmpty();
    assertThat(result.checked()).isEqualTo(3);
  }

  @Test
  void firstCallsByManyThreads() throws InterruptedException {
    Result result = HuntMain.lazyThreads(directory, 500, 3);
    assertThat(result.findings()).isEmpty();
    assertThat(result.checked()).isEqualTo(1);
  }

  @Test
  void examplesCanBeSplit() throws Exception {
    List<Path> examples = examples();
    Result result =
        run("partitions", examples.stream().map(Path::toString).iterator(), Integer.MAX_VALUE);
    assertThat(result.findings()).isEmpty();
    assertThat(result.checked()).isEqualTo(examples.size());
  }

  @Test
  void aDifferenceInOneByteIsFound() throws Exception {
    Sources sources = SignatureSource.generate(0, SignatureHunt.BATCH);
    String check = "CHECK(1, 0, long, a0.m0, (long)";
    assertThat(sources.callee()).contains(check);
    String callee = sources.callee().replace(check, check + "1 ^ (long)");
    SignatureHunt hunt = new SignatureHunt(directory);
    assertThat(hunt.check("0")).isEmpty();
    assertThat(hunt.check("changed", new Sources(sources.caller(), callee)))
        .isEqualTo(
            "ours → gcc's: f1: scalar 0 of the arguments differs\n"
                + "gcc's → ours: f1: scalar 0 of the arguments differs");
  }

  @Test
  void examplesSurvivePrintingAndReading() throws Exception {
    List<Path> examples = examples();
    assertThat(examples).isNotEmpty();
    Result result =
        run("roundtrip", examples.stream().map(Path::toString).iterator(), Integer.MAX_VALUE);
    assertThat(result.findings()).isEmpty();
    assertThat(result.checked()).isEqualTo(examples.size());
  }

  @Test
  void damagedExamplesGiveDiagnosticsOrCode() throws Exception {
    Result result = run("mutants", HuntMain.mutants(examples(), 20), Integer.MAX_VALUE);
    assertThat(result.findings()).isEmpty();
    assertThat(result.skipped()).isZero();
  }

  @Test
  void whateverHappensToAWorkerIsFoundAndTheRestIsChecked() throws InterruptedException {
    Result result =
        new HuntRunner("trial", directory, 1, Duration.ofSeconds(5))
            .run(
                List.of("a", "crash", "", "throw", "hang", "skipped: b", "", "c").iterator(),
                Integer.MAX_VALUE);
    assertThat(result.checked()).isEqualTo(7);
    assertThat(result.skipped()).isEqualTo(1);
    assertThat(result.findings())
        .extracting(finding -> finding.toString().lines().findFirst().orElse(""))
        .containsExactly(
            "a: a",
            "crash: crashes, status 3",
            "throw: java.lang.IllegalStateException: thrown",
            "hang: hangs: no answer after 5 s",
            "c: c");
  }
}
