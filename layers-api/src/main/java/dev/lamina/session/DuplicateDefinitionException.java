package dev.lamina.session;

import java.util.List;

/** A module defines what its library has a definition of already. Nothing of it was added. */
public final class DuplicateDefinitionException extends JitException {
  private static final long serialVersionUID = 1;

  DuplicateDefinitionException(String library, List<String> conflicts) {
    super("library \"" + library + "\": " + String.join("; ", conflicts));
  }
}
