package dev.lamina.ir;

import static com.google.common.base.Preconditions.checkArgument;

/** {@code ptr}, or {@code ptr addrspace(N)}. Pointers are opaque, as in LLVM since version 15. */
public final class PointerType extends Type {
  private static final PointerType DEFAULT = new PointerType(0);

  private final int addressSpace;

  private PointerType(int addressSpace) {
    super(TypeKind.POINTER);
    this.addressSpace = addressSpace;
  }

  public static PointerType get(int addressSpace) {
    checkArgument(addressSpace >= 0, "address space %s is negative", addressSpace);
    return addressSpace == 0
        ? DEFAULT
        : (PointerType) INTERNER.intern(new PointerType(addressSpace));
  }

  public int addressSpace() {
    return addressSpace;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof PointerType t && t.addressSpace == addressSpace;
  }

  @Override
  public int hashCode() {
    return 0x9e37 + addressSpace;
  }

  @Override
  public String toString() {
    return addressSpace == 0 ? "ptr" : "ptr addrspace(" + addressSpace + ")";
  }
}
