package dev.lamina.ir;

/**
 * A value as metadata: {@code i32 4} in a node, {@code i32 %x} in a debug record. This is no use of
 * the value: nothing keeps a local value alive or replaces it here, and one that is in no function
 * any more prints as {@code poison}.
 */
public final class MetadataValue extends Metadata {
  private Value value;

  public MetadataValue(Value value) {
    this.value = value;
  }

  public Value value() {
    return value;
  }

  public void setValue(Value value) {
    this.value = value;
  }

  @Override
  public String toString() {
    return value.type() + " " + value;
  }
}
