package dev.lamina.ir;

import org.jspecify.annotations.Nullable;

/** {@code alias}: another name for an address, or for one computed from it. */
public final class GlobalAlias extends GlobalValue {
  private @Nullable Constant aliasee;

  public GlobalAlias(@Nullable String name, Type valueType, int addressSpace) {
    super(name, valueType, addressSpace);
  }

  public Constant aliasee() {
    if (aliasee == null) {
      throw new IllegalStateException("alias " + this + " was never given its aliasee");
    }
    return aliasee;
  }

  public void setAliasee(Constant aliasee) {
    this.aliasee = aliasee;
  }

  @Override
  public boolean isDeclaration() {
    return false;
  }
}
