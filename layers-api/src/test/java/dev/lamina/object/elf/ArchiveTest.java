package dev.lamina.object.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.object.ObjectFile;
import dev.lamina.object.ObjectFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
  private static final String LONG_NAME = "a_member_whose_name_is_long.c";

  private final Path directory;

  ArchiveTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    Tools.compile(directory, "one.c", "int one(void) { return 1; } int shared = 3;", "gcc");
    Tools.compile(directory, LONG_NAME, "int two(void) { return 2; }", "gcc");
  }

  private byte[] archive(String flags) throws IOException {
    Files.deleteIfExists(directory.resolve("lib.a"));
    Tools.runOk(directory, "ar", flags, "lib.a", "one.c.o", LONG_NAME + ".o");
    return Files.readAllBytes(directory.resolve("lib.a"));
  }

  private static void check(Archive archive) throws IOException, ObjectFormatException {
    assertThat(archive.symbols()).containsExactlyInAnyOrder("one", "shared", "two");
    ObjectFile two = archive.readMember(archive.memberDefining("two"));
    assertThat(two.name()).endsWith("lib.a(" + LONG_NAME + ".o)");
    assertThat(two.findSymbol("two")).isNotNull();
    assertThat(archive.memberDefining("one")).isEqualTo(archive.memberDefining("shared"));
    assertThat(archive.memberDefining("three")).isEqualTo(-1);
  }

  @Test
  void findsMembersByTheIndex() throws Exception {
    check(Archive.of("lib.a", archive("rcs")));
    try (Archive archive = Archive.open(directory.resolve("lib.a"))) {
      check(archive);
    }
  }

  @Test
  void makesAnIndexWhereNoneIs() throws Exception {
    check(Archive.of("lib.a", archive("rcS")));
  }

  @Test
  void refusesThinArchives() throws Exception {
    byte[] thin = archive("rcsT");
    assertThatThrownBy(() -> Archive.of("lib.a", thin))
        .isInstanceOf(ObjectFormatException.class)
        .hasMessageContaining("a thin archive");
  }

  @Test
  void truncatedAndDamagedArchivesGiveDiagnosticsOnly() throws Exception {
    byte[] good = archive("rcs");
    for (int i = 0; i < 50; i++) {
      survive(Arrays.copyOf(good, (int) ((long) good.length * i / 50)));
    }
    Random random = new Random(9);
    int refused = 0;
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = good.clone();
      for (int k = 0; k < 10; k++) {
        damaged[random.nextInt(k % 2 == 0 ? damaged.length : 200)] = (byte) random.nextInt(256);
      }
      refused += survive(damaged);
    }
    assertThat(refused).isGreaterThan(500);
  }

  private static int survive(byte[] bytes) throws IOException {
    try (Archive archive = Archive.of("damaged.a", bytes)) {
      for (String symbol : archive.symbols()) {
        archive.readMember(archive.memberDefining(symbol));
      }
      return 0;
    } catch (ObjectFormatException e) {
      assertThat(e).hasMessageContaining(": at byte 0x");
      return 1;
    }
  }
}
