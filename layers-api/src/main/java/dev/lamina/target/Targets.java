package dev.lamina.target;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Finds targets on the class path. */
public final class Targets {
  private Targets() {}

  /** All targets that are installed. */
  public static List<Target> all() {
    List<Target> targets = new ArrayList<>();
    ServiceLoader.load(Target.class).forEach(targets::add);
    return targets;
  }

  /**
   * The target for a triple such as {@code x86_64-pc-linux-gnu}.
   *
   * @throws IllegalArgumentException if none is installed; the message names those that are
   */
  public static Target forTriple(String triple) {
    List<String> names = new ArrayList<>();
    for (Target target : all()) {
      if (target.supports(triple)) {
        return target;
      }
      names.add(target.name());
    }
    throw new IllegalArgumentException("no target for \"" + triple + "\"; installed are " + names);
  }

  /** The triple of the machine that this program runs on. */
  public static String hostTriple() {
    String arch = System.getProperty("os.arch", "");
    String cpu =
        switch (arch) {
          case "amd64" -> "x86_64";
          case "ppc64le" -> "powerpc64le";
          default -> arch;
        };
    return cpu + "-unknown-linux-gnu";
  }
}
