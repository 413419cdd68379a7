package dev.lamina.link.host;

import dev.lamina.session.JitException;

/** The operating system refused something. */
public final class HostException extends JitException {
  private static final long serialVersionUID = 1;

  HostException(String message) {
    super(message);
  }
}
