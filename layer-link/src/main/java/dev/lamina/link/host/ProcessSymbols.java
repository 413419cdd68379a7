package dev.lamina.link.host;

import dev.lamina.session.DefinitionGenerator;
import dev.lamina.session.SymbolLibrary;
import dev.lamina.symbol.ResolvedSymbol;
import dev.lamina.symbol.SymbolFlags;
import dev.lamina.symbol.SymbolRequest;
import java.util.HashMap;
import java.util.Map;

/**
 * Defines what the process has, as {@code dlsym} finds it: symbols of libc and of libraries that
 * were opened globally, or those of one {@link SharedLibrary}. {@link #filter} leaves some out:
 *
 * <pre>
 *   library.addGenerator(ProcessSymbols.all().filter(name -> !name.startsWith("system")));
 * </pre>
 */
public final class ProcessSymbols implements DefinitionGenerator {
  private final long handle;
  private final String origin;

  /**
   * @param origin what {@code handle} stands for, for messages
   */
  ProcessSymbols(long handle, String origin) {
    this.handle = handle;
    this.origin = origin;
  }

  /** All that is visible to the process's own libraries. */
  public static ProcessSymbols all() {
    return new ProcessSymbols(0, "this process");
  }

  /** The address of {@code name}, or 0 if the process has no such symbol. */
  public static long address(String name) {
    return Libc.dlsym(0, name);
  }

  @Override
  public void generate(SymbolLibrary library, SymbolRequest request) {
    Map<String, ResolvedSymbol> found = new HashMap<>();
    for (String name : request.names()) {
      long address = Libc.dlsym(handle, name);
      if (address != 0) {
        found.put(name, new ResolvedSymbol(address, SymbolFlags.EXPORTED));
      }
    }
    if (!found.isEmpty()) {
      library.defineAbsolute(library.defaultTracker(), origin, found);
    }
  }
}
