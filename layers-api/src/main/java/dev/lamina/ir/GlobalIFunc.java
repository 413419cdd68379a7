package dev.lamina.ir;

import org.jspecify.annotations.Nullable;

/** {@code ifunc}: a function that a resolver chooses when the program is loaded. */
public final class GlobalIFunc extends GlobalValue {
  private @Nullable Constant resolver;
  private MetadataAttachments metadata = MetadataAttachments.NONE;

  public GlobalIFunc(@Nullable String name, Type valueType, int addressSpace) {
    super(name, valueType, addressSpace);
  }

  public Constant resolver() {
    if (resolver == null) {
      throw new IllegalStateException("ifunc " + this + " was never given its resolver");
    }
    return resolver;
  }

  public void setResolver(Constant resolver) {
    this.resolver = resolver;
  }

  public MetadataAttachments metadata() {
    return metadata;
  }

  public void setMetadata(MetadataAttachments metadata) {
    this.metadata = metadata;
  }

  @Override
  public boolean isDeclaration() {
    return false;
  }
}
