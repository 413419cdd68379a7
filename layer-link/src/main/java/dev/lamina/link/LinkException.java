package dev.lamina.link;

import dev.lamina.session.JitException;

/** An object cannot be linked. */
public final class LinkException extends JitException {
  private static final long serialVersionUID = 1;

  LinkException(String message) {
    super("link: " + message);
  }
}
