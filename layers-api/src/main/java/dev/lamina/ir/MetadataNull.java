package dev.lamina.ir;

/** {@code null}, where a node has an operand or field that refers to nothing. */
public final class MetadataNull extends Metadata {
  public static final MetadataNull INSTANCE = new MetadataNull();

  private MetadataNull() {}

  @Override
  public String toString() {
    return "null";
  }
}
