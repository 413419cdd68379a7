package dev.lamina.ir;

/** LangRef, "Linkage Types". */
public enum Linkage {
  EXTERNAL("external"),
  AVAILABLE_EXTERNALLY("available_externally"),
  LINKONCE("linkonce"),
  LINKONCE_ODR("linkonce_odr"),
  WEAK("weak"),
  WEAK_ODR("weak_odr"),
  APPENDING("appending"),
  INTERNAL("internal"),
  PRIVATE("private"),
  EXTERN_WEAK("extern_weak"),
  COMMON("common");

  private final String text;

  Linkage(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  /** Whether the symbol is not seen outside its module. */
  public boolean isLocal() {
    return this == INTERNAL || this == PRIVATE;
  }

  /** Whether another definition of the same name may take this one's place when linking. */
  public boolean isReplaceable() {
    return switch (this) {
      case LINKONCE, LINKONCE_ODR, WEAK, WEAK_ODR, COMMON, EXTERN_WEAK -> true;
      default -> false;
    };
  }
}
