package dev.lamina.ir;

import com.google.common.collect.ImmutableList;
import java.util.List;

/** A struct, array or vector whose elements are given one by one. */
public final class ConstantAggregate extends Constant {
  private final ImmutableList<Constant> elements;

  private ConstantAggregate(Type type, ImmutableList<Constant> elements) {
    super(type);
    this.elements = elements;
  }

  public static ConstantAggregate get(Type type, List<? extends Constant> elements) {
    return new ConstantAggregate(type, ImmutableList.copyOf(elements));
  }

  public int elementCount() {
    return elements.size();
  }

  public Constant element(int i) {
    return elements.get(i);
  }

  public ImmutableList<Constant> elements() {
    return elements;
  }

  @Override
  public boolean isZero() {
    for (Constant c : elements) {
      if (!c.isZero()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object o) {
    return this == o
        || (o instanceof ConstantAggregate c
            && c.type().equals(type())
            && c.elements.equals(elements));
  }

  @Override
  public int hashCode() {
    return type().hashCode() * 31 + elements.hashCode();
  }

  @Override
  public String toString() {
    String open = "[";
    String close = "]";
    if (type() instanceof StructType s) {
      open = s.isPacked() ? "<{" : "{";
      close = s.isPacked() ? "}>" : "}";
    } else if (type().isVector()) {
      open = "<";
      close = ">";
    }
    boolean spaced = type().kind() == TypeKind.STRUCT && !elements.isEmpty();
    StringBuilder out = new StringBuilder(open).append(spaced ? " " : "");
    String separator = "";
    for (Constant c : elements) {
      out.append(separator).append(c.type()).append(' ').append(c);
      separator = ", ";
    }
    return out.append(spaced ? " " : "").append(close).toString();
  }
}
