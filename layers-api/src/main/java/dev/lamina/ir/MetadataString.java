package dev.lamina.ir;

/** {@code !"text"}; the text holds one Latin-1 character per byte. */
public final class MetadataString extends Metadata {
  private final String text;

  public MetadataString(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof MetadataString m && m.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "!" + Names.quoted(text);
  }
}
