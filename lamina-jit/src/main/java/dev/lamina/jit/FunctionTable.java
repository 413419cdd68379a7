package dev.lamina.jit;

import dev.lamina.ir.Function;
import dev.lamina.ir.Module;
import dev.lamina.link.call.CallTarget;
import dev.lamina.link.call.CallTargets;
import dev.lamina.link.call.CompiledSignature;
import dev.lamina.session.ResourceTracker;
import dev.lamina.session.SymbolLibrary;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The types of the functions that were added as IR, by tracker and name, so that a wrong call can
 * be refused when the IR is gone. Safe for use by several threads.
 */
final class FunctionTable {
  private final CallTargets targets = new CallTargets();
  private final Map<ResourceTracker, Map<String, CompiledSignature>> signatures =
      new WeakHashMap<>();

  /** Notes what {@code module} defines. */
  void enter(ResourceTracker tracker, Module module) {
    Map<String, CompiledSignature> defined = new HashMap<>();
    for (Function function : module.functions()) {
      String name = function.name();
      if (name != null && !function.isDeclaration() && !function.linkage().isLocal()) {
        // Byte 1 in front means that the name is taken as it is.
        defined.put(
            name.startsWith("\1") ? name.substring(1) : name, CompiledSignature.of(function));
      }
    }
    synchronized (signatures) {
      signatures.put(tracker, defined);
    }
  }

  /** What calls the definition of {@code symbol} at {@code address}. */
  CallTarget target(SymbolLibrary library, String symbol, long address) {
    return targets.get(library, symbol, address);
  }

  /** What is known of that definition, if it was added as IR and is there still. */
  @Nullable CompiledSignature signature(SymbolLibrary library, String symbol, long address) {
    ResourceTracker tracker = library.trackerOf(symbol, address);
    synchronized (signatures) {
      Map<String, CompiledSignature> defined = tracker == null ? null : signatures.get(tracker);
      return defined == null ? null : defined.get(symbol);
    }
  }
}
