package dev.lamina.ir;

import com.google.common.collect.ImmutableList;
import org.jspecify.annotations.Nullable;

/** The attributes at one place, in the order they were given. Immutable. */
public final class AttributeSet {
  public static final AttributeSet EMPTY = new AttributeSet(ImmutableList.of());

  private final ImmutableList<Attribute> attributes;

  /** Bit {@link AttributeKind#ordinal} is set for each attribute that has a constant. */
  private final long kinds;

  private AttributeSet(ImmutableList<Attribute> attributes) {
    this.attributes = attributes;
    long bits = 0;
    for (Attribute a : attributes) {
      AttributeKind kind = a.kind();
      if (kind != null) {
        bits |= 1L << kind.ordinal();
      }
    }
    kinds = bits;
  }

  public static AttributeSet of(Iterable<Attribute> attributes) {
    ImmutableList<Attribute> list = ImmutableList.copyOf(attributes);
    return list.isEmpty() ? EMPTY : new AttributeSet(list);
  }

  public static AttributeSet of(Attribute... attributes) {
    return of(ImmutableList.copyOf(attributes));
  }

  public ImmutableList<Attribute> asList() {
    return attributes;
  }

  public boolean isEmpty() {
    return attributes.isEmpty();
  }

  public boolean has(AttributeKind kind) {
    return (kinds >>> kind.ordinal() & 1) != 0;
  }

  public @Nullable Attribute get(AttributeKind kind) {
    return has(kind) ? get(kind.text(), false) : null;
  }

  /** The value of a string attribute; null if it is absent or has none. */
  public @Nullable String getString(String name) {
    Attribute a = get(name, true);
    return a == null ? null : a.argument();
  }

  /** The type argument, as in {@code byval(T)}; null if the attribute is absent or has none. */
  public @Nullable Type typeOf(AttributeKind kind) {
    Attribute a = get(kind);
    return a == null ? null : a.type();
  }

  /** The number argument, as in {@code align 8}; 0 if the attribute is absent. */
  public long numberOf(AttributeKind kind) {
    Attribute a = get(kind);
    return a == null ? 0 : a.number();
  }

  private @Nullable Attribute get(String name, boolean isString) {
    for (Attribute a : attributes) {
      if (a.isString() == isString && a.name().equals(name)) {
        return a;
      }
    }
    return null;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof AttributeSet s && s.attributes.equals(attributes);
  }

  @Override
  public int hashCode() {
    return attributes.hashCode();
  }
}
