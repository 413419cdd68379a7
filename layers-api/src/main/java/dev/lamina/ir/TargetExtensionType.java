package dev.lamina.ir;

import java.util.List;

/** {@code target("name", T..., N...)}: a type whose meaning belongs to a target. */
public final class TargetExtensionType extends Type {
  private final String name;
  private final List<Type> types;
  private final List<Integer> integers;

  private TargetExtensionType(String name, List<Type> types, List<Integer> integers) {
    super(TypeKind.TARGET_EXTENSION);
    this.name = name;
    this.types = types;
    this.integers = integers;
  }

  public static TargetExtensionType get(String name, List<Type> types, List<Integer> integers) {
    return (TargetExtensionType)
        INTERNER.intern(new TargetExtensionType(name, List.copyOf(types), List.copyOf(integers)));
  }

  @Override
  public boolean isSized() {
    return false;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof TargetExtensionType t
        && t.name.equals(name)
        && t.types.equals(types)
        && t.integers.equals(integers);
  }

  @Override
  public int hashCode() {
    return name.hashCode() * 31 + types.hashCode() + integers.hashCode();
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("target(").append(Names.quoted(name));
    types.forEach(t -> out.append(", ").append(t));
    integers.forEach(i -> out.append(", ").append(i));
    return out.append(')').toString();
  }
}
