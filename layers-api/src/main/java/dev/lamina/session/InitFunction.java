package dev.lamina.session;

/**
 * A function to run when a library's code begins or ends to be used.
 *
 * @param priority lower ones begin first and end last; 65535 is that of functions without one
 * @param address of {@code void f(int argc, char **argv, char **envp)}, or of {@code void f(void)}
 *     for one that runs at the end
 */
public record InitFunction(int priority, long address) {
  /** The priority of those that state none. */
  public static final int DEFAULT_PRIORITY = 65535;
}
