package dev.lamina.ir;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The attributes that have a keyword (LangRef, "Parameter Attributes", "Function Attributes").
 * Those that code generation and transforms ask for have a constant; the reader keeps all others by
 * name.
 */
public enum AttributeKind {
  ALIGN,
  ALIGNSTACK,
  ALLOCALIGN,
  ALWAYSINLINE,
  ARGMEMONLY,
  BYREF,
  BYVAL,
  COLD,
  CONVERGENT,
  DEREFERENCEABLE,
  DEREFERENCEABLE_OR_NULL,
  ELEMENTTYPE,
  HOT,
  IMMARG,
  INACCESSIBLEMEMONLY,
  INALLOCA,
  INLINEHINT,
  INREG,
  MEMORY,
  MINSIZE,
  MUSTPROGRESS,
  NAKED,
  NEST,
  NOALIAS,
  NOBUILTIN,
  NOCAPTURE,
  NOFREE,
  NOINLINE,
  NONNULL,
  NORECURSE,
  NORETURN,
  NOSYNC,
  NOUNDEF,
  NOUNWIND,
  OPTNONE,
  OPTSIZE,
  PREALLOCATED,
  READNONE,
  READONLY,
  RETURNED,
  RETURNS_TWICE,
  SIGNEXT,
  SPECULATABLE,
  SRET,
  SSP,
  SSPREQ,
  SSPSTRONG,
  STRICTFP,
  SWIFTASYNC,
  SWIFTERROR,
  SWIFTSELF,
  UWTABLE,
  WILLRETURN,
  WRITEONLY,
  ZEROEXT;

  private static final Map<String, AttributeKind> BY_TEXT = new HashMap<>();

  static {
    for (AttributeKind kind : values()) {
      BY_TEXT.put(kind.text, kind);
    }
  }

  private final String text = name().toLowerCase(Locale.ROOT);

  /** The keyword. */
  public String text() {
    return text;
  }

  /** The constant for a keyword, or null if it has none. */
  static @Nullable AttributeKind of(String text) {
    return BY_TEXT.get(text);
  }
}
