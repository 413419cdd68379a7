package dev.lamina.hunt;

import com.google.common.base.Splitter;
import dev.lamina.ir.Module;
import dev.lamina.ir.text.IRReadException;
import dev.lamina.ir.text.IRReader;
import dev.lamina.ir.verify.VerificationException;
import dev.lamina.ir.verify.Verifier;
import dev.lamina.jit.Jit;
import dev.lamina.layer.ArchiveDefinitions;
import dev.lamina.object.ObjectFile;
import dev.lamina.object.ObjectFormatException;
import dev.lamina.object.Symbol;
import dev.lamina.object.elf.Archive;
import dev.lamina.object.elf.ElfReader;
import dev.lamina.object.elf.ElfWriter;
import dev.lamina.session.JitException;
import dev.lamina.target.ModuleAssemblyException;
import dev.lamina.target.Target;
import dev.lamina.target.Targets;
import dev.lamina.target.UnsupportedConstructException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Damaged input: text is read, verified and compiled, objects and members of archives are read and
 * linked, and none of it is run. What comes of it is code or a diagnostic, in time.
 *
 * <p>An item is {@code KIND NUMBER FILE}. The kind says how {@code FILE}, a file of LLVM IR, is
 * damaged; kind and number determine where.
 */
final class MutantHunt implements Hunt {
  /** The kinds of damage. */
  enum Kind {
    /** The text ends somewhere. */
    CUT,
    /** A few bytes of the text are others. */
    CHANGE,
    /** A few bytes of the object that it is compiled to are others, or it ends somewhere. */
    OBJECT,
    /** The same, for an archive that holds the object. */
    ARCHIVE
  }

  private static final int MOST_CHANGES = 4;

  private final Path directory;
  private final Target target = Targets.forTriple(Targets.hostTriple());

  // Items of one file follow each other.
  private String file = "";
  private byte[] text = {};
  private byte @Nullable [] object;
  private byte @Nullable [] archive;

  MutantHunt(Path directory) {
    this.directory = directory;
  }

  /** The item for damage number {@code number} of a kind. */
  static String item(Kind kind, int number, Path file) {
    return kind + " " + number + " " + file;
  }

  @Override
  public String check(String item) throws IOException, InterruptedException {
    List<String> parts = Splitter.on(' ').limit(3).splitToList(item);
    Kind kind = Kind.valueOf(parts.get(0));
    if (!file.equals(parts.get(2))) {
      file = parts.get(2);
      text = Files.readAllBytes(Path.of(file));
      object = null;
      archive = null;
    }
    Random random = new Random(item.substring(0, item.length() - file.length()).hashCode());
    return switch (kind) {
      case CUT -> compile(Arrays.copyOf(text, random.nextInt(text.length)));
      case CHANGE -> compile(changed(text, random));
      case OBJECT -> {
        byte[] bytes = object();
        yield bytes == null ? SKIPPED + "it does not compile" : link(damaged(bytes, random));
      }
      case ARCHIVE -> {
        byte[] member = object();
        yield member == null
            ? SKIPPED + "it does not compile"
            : linkMembers(damaged(archive(member), random), member);
      }
    };
  }

  private static byte[] damaged(byte[] bytes, Random random) {
    return random.nextInt(4) == 0
        ? Arrays.copyOf(bytes, random.nextInt(bytes.length))
        : changed(bytes, random);
  }

  private static byte[] changed(byte[] bytes, Random random) {
    byte[] changed = bytes.clone();
    int changes = 1 + random.nextInt(MOST_CHANGES);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(changed.length);
      changed[at] =
          switch (random.nextInt(4)) {
            case 0 -> (byte) random.nextInt(256);
            case 1 -> (byte) (changed[at] ^ (1 << random.nextInt(8)));
            case 2 -> (byte) ('0' + random.nextInt(10));
            default -> changed[random.nextInt(changed.length)];
          };
    }
    return changed;
  }

  private String compile(byte[] damaged) {
    try {
      Module module = IRReader.read("mutant.ll", damaged);
      if (Verifier.verify(module).isEmpty() && target.supports(triple(module))) {
        target.compile(module);
      }
    } catch (RuntimeException e) {
      return unlessDiagnostic(e);
    }
    return "";
  }

  /** Empty for what tells a user what is wrong with the input; anything else is a finding. */
  private static String unlessDiagnostic(Exception e) {
    if (isDiagnostic(e)) {
      return "";
    }
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  private static boolean isDiagnostic(Throwable e) {
    if (e instanceof IRReadException
        || e instanceof VerificationException
        || e instanceof ModuleAssemblyException
        || e instanceof UnsupportedConstructException
        || e instanceof ObjectFormatException) {
      return true;
    }
    return e instanceof JitException && (e.getCause() == null || isDiagnostic(e.getCause()));
  }

  private static String triple(Module module) {
    return module.targetTriple().isEmpty() ? Targets.hostTriple() : module.targetTriple();
  }

  /** The file compiled, or null if that is refused. */
  private byte @Nullable [] object() throws IOException {
    if (object == null) {
      try {
        object = ElfWriter.write(target.compile(IRReader.read(file, text)));
      } catch (ModuleAssemblyException | UnsupportedConstructException e) {
        return null;
      }
    }
    return object;
  }

  private byte[] archive(byte[] member) throws IOException, InterruptedException {
    if (archive == null) {
      Files.createDirectories(directory);
      Path place = Files.createTempDirectory(directory, "archive");
      Path memberFile = Files.write(place.resolve("member.o"), member);
      Path archiveFile = place.resolve("archive.a");
      Commands.check("ar", "rcs", archiveFile.toString(), memberFile.toString());
      archive = Files.readAllBytes(archiveFile);
      Files.delete(memberFile);
      Files.delete(archiveFile);
      Files.delete(place);
    }
    return archive;
  }

  private static String link(byte[] bytes) {
    try (Jit jit = Jit.create()) {
      ObjectFile read = ElfReader.read("mutant.o", bytes);
      jit.addObject(read);
      lookupAll(jit, read);
    } catch (ObjectFormatException | RuntimeException e) {
      return unlessDiagnostic(e);
    }
    return "";
  }

  private static String linkMembers(byte[] bytes, byte[] intact) {
    try (Jit jit = Jit.create()) {
      Archive read = Archive.of("mutant.a", bytes);
      jit.library().addGenerator(new ArchiveDefinitions(read, jit.objectLayer()));
      lookupAll(jit, ElfReader.read("intact.o", intact));
    } catch (ObjectFormatException | RuntimeException e) {
      return unlessDiagnostic(e);
    }
    return "";
  }

  /** Has all that {@code object} defines linked, in this process, and not run. */
  private static void lookupAll(Jit jit, ObjectFile object) {
    Set<String> names = new LinkedHashSet<>();
    for (Symbol symbol : object.symbols()) {
      if (!symbol.isLocal() && !symbol.isUndefined()) {
        names.add(symbol.name());
      }
    }
    if (!names.isEmpty()) {
      jit.library().lookup(names);
    }
  }
}
