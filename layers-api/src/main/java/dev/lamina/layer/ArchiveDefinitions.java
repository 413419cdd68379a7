package dev.lamina.layer;

import static com.google.common.base.Preconditions.checkState;

import dev.lamina.object.ObjectFile;
import dev.lamina.object.ObjectFormatException;
import dev.lamina.object.elf.Archive;
import dev.lamina.session.DefinitionGenerator;
import dev.lamina.session.JitException;
import dev.lamina.session.ResourceTracker;
import dev.lamina.session.SymbolLibrary;
import dev.lamina.symbol.SymbolRequest;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds an archive's members to a library when a symbol that they define is wanted, each once, as
 * linkers do. It serves one library, the first that asks.
 *
 * <pre>
 *   library.addGenerator(new ArchiveDefinitions(Archive.open(path), objectLayer));
 * </pre>
 */
public final class ArchiveDefinitions implements DefinitionGenerator {
  private final Archive archive;
  private final ObjectLayer layer;
  private final Set<Long> added = new HashSet<>();
  private @Nullable SymbolLibrary served;

  public ArchiveDefinitions(Archive archive, ObjectLayer layer) {
    this.archive = archive;
    this.layer = layer;
  }

  @Override
  public synchronized void generate(SymbolLibrary library, SymbolRequest request) {
    checkState(
        served == null || served == library,
        "%s serves %s; %s needs definitions of its own",
        archive,
        served,
        library);
    served = library;
    ResourceTracker tracker = library.defaultTracker();
    for (String name : request.required()) {
      long member = archive.memberDefining(name);
      if (member >= 0 && !added.contains(member)) {
        layer.add(tracker, read(member)); // a failure is found again by the next who asks
        added.add(member);
      }
    }
  }

  private ObjectFile read(long member) {
    try {
      return archive.readMember(member);
    } catch (IOException | ObjectFormatException e) {
      throw new JitException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
    }
  }
}
