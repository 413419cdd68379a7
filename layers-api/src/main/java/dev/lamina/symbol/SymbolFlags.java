package dev.lamina.symbol;

/** What is known of a symbol beside its address. Immutable; equal sets are the same object. */
public final class SymbolFlags {
  private static final int EXPORTED_BIT = 1;
  private static final int WEAK_BIT = 2;
  private static final int COMMON_BIT = 4;
  private static final int CALLABLE_BIT = 8;
  private static final int ABSOLUTE_BIT = 16;
  private static final SymbolFlags[] ALL = new SymbolFlags[32];

  static {
    for (int i = 0; i < ALL.length; i++) {
      ALL[i] = new SymbolFlags(i);
    }
  }

  /** Nothing: strong, seen only within its library, data or not known to be code. */
  public static final SymbolFlags NONE = ALL[0];

  /** Strong and exported. */
  public static final SymbolFlags EXPORTED = ALL[EXPORTED_BIT];

  private final int bits;

  private SymbolFlags(int bits) {
    this.bits = bits;
  }

  /** Seen by other libraries; others are hidden, and seen by the modules of their own library. */
  public boolean isExported() {
    return (bits & EXPORTED_BIT) != 0;
  }

  /** A strong definition takes its place; of several weak ones the first counts. */
  public boolean isWeak() {
    return (bits & WEAK_BIT) != 0;
  }

  /** Zeroed memory that definitions of one name share, as large as the largest. */
  public boolean isCommon() {
    return (bits & COMMON_BIT) != 0;
  }

  public boolean isStrong() {
    return (bits & (WEAK_BIT | COMMON_BIT)) == 0;
  }

  /** A function. Without this flag it is data, or not known. */
  public boolean isCallable() {
    return (bits & CALLABLE_BIT) != 0;
  }

  /** Not placed by the linker. */
  public boolean isAbsolute() {
    return (bits & ABSOLUTE_BIT) != 0;
  }

  public SymbolFlags exported() {
    return ALL[bits | EXPORTED_BIT];
  }

  public SymbolFlags hidden() {
    return ALL[bits & ~EXPORTED_BIT];
  }

  public SymbolFlags weak() {
    return ALL[bits | WEAK_BIT];
  }

  public SymbolFlags common() {
    return ALL[bits | COMMON_BIT];
  }

  public SymbolFlags callable() {
    return ALL[bits | CALLABLE_BIT];
  }

  public SymbolFlags absolute() {
    return ALL[bits | ABSOLUTE_BIT];
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(isExported() ? "exported" : "hidden");
    text.append(isWeak() ? " weak" : "");
    text.append(isCommon() ? " common" : "");
    text.append(isCallable() ? " function" : "");
    text.append(isAbsolute() ? " absolute" : "");
    return text.toString();
  }
}
