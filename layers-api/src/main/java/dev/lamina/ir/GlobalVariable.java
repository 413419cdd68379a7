package dev.lamina.ir;

import org.jspecify.annotations.Nullable;

/** A global variable or constant. */
public final class GlobalVariable extends GlobalValue {
  private boolean constant;
  private boolean externallyInitialized;
  private @Nullable Constant initializer;
  private @Nullable String section;
  private @Nullable String codeModel;
  private long alignment;
  private AttributeSet attributes = AttributeSet.EMPTY;
  private MetadataAttachments metadata = MetadataAttachments.NONE;
  private String sanitizers = "";

  public GlobalVariable(@Nullable String name, Type valueType) {
    this(name, valueType, 0);
  }

  public GlobalVariable(@Nullable String name, Type valueType, int addressSpace) {
    super(name, valueType, addressSpace);
  }

  /** Whether the program never writes it. */
  public boolean isConstant() {
    return constant;
  }

  public void setConstant(boolean constant) {
    this.constant = constant;
  }

  public boolean isExternallyInitialized() {
    return externallyInitialized;
  }

  public void setExternallyInitialized(boolean externallyInitialized) {
    this.externallyInitialized = externallyInitialized;
  }

  /** The initial contents; null for a declaration. */
  public @Nullable Constant initializer() {
    return initializer;
  }

  public void setInitializer(@Nullable Constant initializer) {
    this.initializer = initializer;
  }

  public @Nullable String section() {
    return section;
  }

  public void setSection(@Nullable String section) {
    this.section = section;
  }

  /** {@code code_model "..."}, or null. */
  public @Nullable String codeModel() {
    return codeModel;
  }

  public void setCodeModel(@Nullable String codeModel) {
    this.codeModel = codeModel;
  }

  /** In bytes; 0 if not given. */
  public long alignment() {
    return alignment;
  }

  public void setAlignment(long alignment) {
    this.alignment = alignment;
  }

  public AttributeSet attributes() {
    return attributes;
  }

  public void setAttributes(AttributeSet attributes) {
    this.attributes = attributes;
  }

  public MetadataAttachments metadata() {
    return metadata;
  }

  public void setMetadata(MetadataAttachments metadata) {
    this.metadata = metadata;
  }

  /** The sanitizer keywords as written ({@code no_sanitize_address ...}), or empty. */
  public String sanitizers() {
    return sanitizers;
  }

  public void setSanitizers(String sanitizers) {
    this.sanitizers = sanitizers;
  }

  @Override
  public boolean isDeclaration() {
    return initializer == null;
  }
}
