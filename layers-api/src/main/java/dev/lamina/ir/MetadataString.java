package dev.lamina.ir;

/**
 * {@code !"text"}; the text holds one Latin-1 character per byte. Most string fields of specialised
 * nodes are written without the exclamation mark ("bare").
 */
public final class MetadataString extends Metadata {
  private final String text;
  private final boolean bare;

  public MetadataString(String text) {
    this(text, false);
  }

  public MetadataString(String text, boolean bare) {
    this.text = text;
    this.bare = bare;
  }

  public String text() {
    return text;
  }

  /** Whether it is a field that is written without the exclamation mark. */
  public boolean isBare() {
    return bare;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof MetadataString m && m.bare == bare && m.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return (bare ? "" : "!") + Names.quoted(text);
  }
}
