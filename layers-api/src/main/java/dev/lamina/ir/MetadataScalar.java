package dev.lamina.ir;

/**
 * A field of a specialised node that is no metadata of its own: a number, a flag set or a keyword,
 * kept as it is written ({@code 12}, {@code DW_TAG_member}, {@code DIFlagStatic | DIFlagPublic}).
 */
public final class MetadataScalar extends Metadata {
  private final String text;

  public MetadataScalar(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof MetadataScalar m && m.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
