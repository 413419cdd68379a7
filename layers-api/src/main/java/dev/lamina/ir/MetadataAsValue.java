package dev.lamina.ir;

/** Metadata as an argument of an intrinsic: {@code metadata !3}. */
public final class MetadataAsValue extends Value {
  private final Metadata metadata;

  public MetadataAsValue(Metadata metadata) {
    super(Types.METADATA);
    this.metadata = metadata;
  }

  public Metadata metadata() {
    return metadata;
  }

  @Override
  public String toString() {
    return metadata.toString();
  }
}
