package dev.lamina.ir;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A struct type. Literal structs are equal when their elements are; a named ("identified") struct
 * is equal only to itself and may be opaque until {@link #setBody} is called, which is how
 * recursive types are made.
 */
public final class StructType extends Type {
  private final @Nullable String name;
  private @Nullable List<Type> elements;
  private boolean packed;

  /** Set once known to be true, without which a chain of structs takes exponential time to ask. */
  private boolean knownSized;

  private StructType(@Nullable String name, @Nullable List<Type> elements, boolean packed) {
    super(TypeKind.STRUCT);
    this.name = name;
    this.elements = elements;
    this.packed = packed;
  }

  /** The literal struct {@code {T, ...}}, or {@code <{T, ...}>} if packed. */
  public static StructType literal(List<Type> elements, boolean packed) {
    return (StructType) INTERNER.intern(new StructType(null, List.copyOf(elements), packed));
  }

  public static StructType literal(Type... elements) {
    return literal(List.of(elements), false);
  }

  /**
   * A new named struct without a body. Names are unique in a {@link Module}, which adds it; an
   * empty name stands for one that is numbered when printed.
   */
  public static StructType named(String name) {
    return new StructType(name, null, false);
  }

  public void setBody(List<Type> elements, boolean packed) {
    checkState(name != null && this.elements == null, "the body of %s is set already", this);
    for (Type t : elements) {
      checkArgument(isElement(t), "%s cannot be an element of a struct", t);
    }
    this.elements = List.copyOf(elements);
    this.packed = packed;
  }

  /** Whether structs with an element of {@code type} exist. */
  public static boolean isElement(Type type) {
    return ArrayType.isElement(type) || type.kind() == TypeKind.SCALABLE_VECTOR;
  }

  public boolean isLiteral() {
    return name == null;
  }

  /** The name without {@code %}; null for a literal struct. */
  public @Nullable String name() {
    return name;
  }

  public boolean isOpaque() {
    return elements == null;
  }

  /** The element types. An opaque struct has none. */
  public List<Type> elements() {
    return elements == null ? List.of() : elements;
  }

  public boolean isPacked() {
    return packed;
  }

  @Override
  public boolean isSized() {
    if (knownSized) {
      return true;
    }
    if (elements == null) {
      return false;
    }
    for (Type t : elements) {
      if (!t.isSized()) {
        return false;
      }
    }
    knownSized = true;
    return true;
  }

  @Override
  public boolean equals(Object o) {
    return this == o
        || (name == null
            && o instanceof StructType t
            && t.name == null
            && t.packed == packed
            && t.elements().equals(elements()));
  }

  @Override
  public int hashCode() {
    return name == null
        ? elements().hashCode() * 31 + (packed ? 1 : 0)
        : System.identityHashCode(this);
  }

  /** A named struct's reference ({@code %name}), or a literal struct's body. */
  @Override
  public String toString() {
    return name != null ? Names.local(name) : bodyText();
  }

  /** The body as it stands right of {@code type =}. */
  public String bodyText() {
    if (elements == null) {
      return "opaque";
    }
    StringBuilder out = new StringBuilder(packed ? "<{" : "{");
    String separator = " ";
    for (Type t : elements) {
      out.append(separator).append(t);
      separator = ", ";
    }
    return out.append(elements.isEmpty() ? "}" : " }").append(packed ? ">" : "").toString();
  }
}
