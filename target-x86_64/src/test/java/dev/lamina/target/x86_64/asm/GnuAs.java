package dev.lamina.target.x86_64.asm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.object.ObjectFile;
import dev.lamina.object.ObjectFormatException;
import dev.lamina.object.elf.ElfReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The reference assembler, which these tests need. */
final class GnuAs {
  private final Path directory;

  GnuAs(Path directory) {
    this.directory = directory;
  }

  /** The object, or null if the text is refused. */
  @Nullable ObjectFile assemble(String name, String text)
      throws IOException, InterruptedException, ObjectFormatException {
    Path source = directory.resolve(name + ".s");
    Path object = directory.resolve(name + ".o");
    Files.deleteIfExists(object);
    Files.write(source, text.getBytes(StandardCharsets.ISO_8859_1));
    run(List.of("as", "--64", "-mx86-used-note=no", "-o", object.toString(), source.toString()));
    return Files.exists(object) ? ElfReader.read(name, Files.readAllBytes(object)) : null;
  }

  Path directory() {
    return directory;
  }

  /** What a command prints. */
  String run(List<String> command) throws IOException, InterruptedException {
    Path out = directory.resolve("command.out");
    Process process =
        new ProcessBuilder(new ArrayList<>(command))
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
    return Files.readString(out, StandardCharsets.ISO_8859_1);
  }
}
