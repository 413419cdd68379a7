package dev.lamina.ir;

import org.jspecify.annotations.Nullable;

/** A symbol of a module: a function, a variable, an alias or an ifunc. Its value is its address. */
public abstract class GlobalValue extends Constant {
  private @Nullable String name;
  @Nullable Module module;
  private final Type valueType;
  private Linkage linkage = Linkage.EXTERNAL;
  private Visibility visibility = Visibility.DEFAULT;
  private DllStorage dllStorage = DllStorage.DEFAULT;
  private UnnamedAddr unnamedAddr = UnnamedAddr.NONE;
  private ThreadLocalMode threadLocalMode = ThreadLocalMode.NONE;
  private boolean dsoLocal;
  private @Nullable Comdat comdat;
  private @Nullable String partition;

  GlobalValue(@Nullable String name, Type valueType, int addressSpace) {
    super(PointerType.get(addressSpace));
    this.name = name;
    this.valueType = valueType;
  }

  /** The name without {@code @}, or null if it is numbered when printed. */
  public final @Nullable String name() {
    return name;
  }

  /** Called by the module, which keeps the table of names. */
  final void setNameInternal(@Nullable String name) {
    this.name = name;
  }

  /** The module it is in, or null while it is in none. */
  public final @Nullable Module module() {
    return module;
  }

  public final int addressSpace() {
    return ((PointerType) type()).addressSpace();
  }

  /** The type of what lies at the address. */
  public final Type valueType() {
    return valueType;
  }

  public final Linkage linkage() {
    return linkage;
  }

  public final void setLinkage(Linkage linkage) {
    this.linkage = linkage;
  }

  public final Visibility visibility() {
    return visibility;
  }

  public final void setVisibility(Visibility visibility) {
    this.visibility = visibility;
  }

  public final DllStorage dllStorage() {
    return dllStorage;
  }

  public final void setDllStorage(DllStorage dllStorage) {
    this.dllStorage = dllStorage;
  }

  public final UnnamedAddr unnamedAddr() {
    return unnamedAddr;
  }

  public final void setUnnamedAddr(UnnamedAddr unnamedAddr) {
    this.unnamedAddr = unnamedAddr;
  }

  public final ThreadLocalMode threadLocalMode() {
    return threadLocalMode;
  }

  public final void setThreadLocalMode(ThreadLocalMode mode) {
    this.threadLocalMode = mode;
  }

  public final boolean isThreadLocal() {
    return threadLocalMode != ThreadLocalMode.NONE;
  }

  public final boolean isDsoLocal() {
    return dsoLocal;
  }

  public final void setDsoLocal(boolean dsoLocal) {
    this.dsoLocal = dsoLocal;
  }

  public final @Nullable Comdat comdat() {
    return comdat;
  }

  public final void setComdat(@Nullable Comdat comdat) {
    this.comdat = comdat;
  }

  public final @Nullable String partition() {
    return partition;
  }

  public final void setPartition(@Nullable String partition) {
    this.partition = partition;
  }

  /** Whether the module only refers to this symbol. */
  public abstract boolean isDeclaration();

  /**
   * Whether the module defines it in the sense of a linker; {@code available_externally} is a hint
   * to the optimiser, not a definition.
   */
  public final boolean isDefinitionForLinker() {
    return !isDeclaration() && linkage != Linkage.AVAILABLE_EXTERNALLY;
  }

  @Override
  public final boolean equals(Object o) {
    return this == o;
  }

  @Override
  public final int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public final String toString() {
    if (name != null) {
      return Names.global(name);
    }
    return module == null ? "@<unnamed>" : "@" + module.printedNumber(this);
  }
}
