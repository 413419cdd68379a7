package dev.lamina.ir;

import org.jspecify.annotations.Nullable;

/**
 * One attribute. A keyword attribute has a {@code name} and perhaps an argument, kept both as text
 * and, where it is one, as a type or number; a string attribute ({@code "frame-pointer"="all"}) has
 * {@code isString} and a value that may be null.
 *
 * @param argument the text between the parentheses or behind {@code =} as written, or null
 * @param type the argument if it is a type, as in {@code byval(T)}
 * @param number the argument if it is a number, as in {@code align 8}; else 0
 */
public record Attribute(
    String name, boolean isString, @Nullable String argument, @Nullable Type type, long number) {
  public static Attribute keyword(String name) {
    return new Attribute(name, false, null, null, 0);
  }

  public static Attribute keyword(AttributeKind kind) {
    return keyword(kind.text());
  }

  public static Attribute number(String name, long number) {
    return new Attribute(name, false, Long.toString(number), null, number);
  }

  public static Attribute type(String name, Type type) {
    return new Attribute(name, false, type.toString(), type, 0);
  }

  public static Attribute string(String name, @Nullable String value) {
    return new Attribute(name, true, value, null, 0);
  }

  /** The constant for a keyword attribute, or null if it has none. */
  public @Nullable AttributeKind kind() {
    return isString ? null : AttributeKind.of(name);
  }
}
