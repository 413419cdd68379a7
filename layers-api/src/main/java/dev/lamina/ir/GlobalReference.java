package dev.lamina.ir;

/** {@code dso_local_equivalent @f} and {@code no_cfi @f}: a global under another aspect. */
public final class GlobalReference extends Constant {
  /** Which aspect. */
  public enum Kind {
    DSO_LOCAL_EQUIVALENT("dso_local_equivalent"),
    NO_CFI("no_cfi");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  private final Kind kind;
  private final GlobalValue global;

  public GlobalReference(Kind kind, GlobalValue global) {
    super(global.type());
    this.kind = kind;
    this.global = global;
  }

  public Kind kind() {
    return kind;
  }

  public GlobalValue global() {
    return global;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof GlobalReference g && g.kind == kind && g.global == global;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(global) + kind.ordinal();
  }

  @Override
  public String toString() {
    return kind.text() + " " + global;
  }
}
