package dev.lamina.ir;

/** A COMDAT of a module: of the groups of one name the linker keeps one. */
public final class Comdat {
  /** Which group is kept. */
  public enum SelectionKind {
    ANY("any"),
    EXACTMATCH("exactmatch"),
    LARGEST("largest"),
    NODEDUPLICATE("nodeduplicate"),
    SAMESIZE("samesize");

    private final String text;

    SelectionKind(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  private final String name;
  private final SelectionKind kind;

  public Comdat(String name, SelectionKind kind) {
    this.name = name;
    this.kind = kind;
  }

  public String name() {
    return name;
  }

  public SelectionKind kind() {
    return kind;
  }

  @Override
  public String toString() {
    return Names.comdat(name);
  }
}
