package dev.lamina.ir;

/**
 * Data about the program that does not change what it computes (LangRef, "Metadata"): a {@link
 * MetadataNode}, a {@link MetadataString}, a {@link MetadataValue}, or, within a node only, a
 * {@link MetadataScalar} or {@link MetadataNull}.
 */
public abstract class Metadata {
  Metadata() {}

  /**
   * How an operand refers to it: {@code !7}, {@code !"text"}, or the whole node if it is inline.
   */
  @Override
  public abstract String toString();
}
