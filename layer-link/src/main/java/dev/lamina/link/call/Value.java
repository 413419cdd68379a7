package dev.lamina.link.call;

import com.google.common.primitives.Primitives;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import dev.lamina.target.CallAdapters.Scalar;
import org.jspecify.annotations.Nullable;

/**
 * A Java type as a parameter or result of a C function.
 *
 * @param type the Java type
 * @param kind how it is passed
 * @param scalar what C has for it when nothing else is known: {@code char} is unsigned, others are
 *     signed
 */
record Value(Class<?> type, Kind kind, Scalar scalar) {
  enum Kind {
    /** A primitive type, or the class that boxes it. */
    PRIMITIVE,
    POINTER,
    /** {@code char *} to UTF-8. */
    STRING,
    /** JNA's structures, by reference and by value, which JNA passes. */
    STRUCTURE
  }

  /** Null for types that C functions cannot have. */
  static @Nullable Value of(Class<?> type) {
    Class<?> primitive = Primitives.unwrap(type);
    if (primitive.isPrimitive()) {
      return new Value(type, Kind.PRIMITIVE, scalar(primitive));
    }
    if (type == Pointer.class) {
      return new Value(type, Kind.POINTER, Scalar.WORD);
    }
    if (type == String.class) {
      return new Value(type, Kind.STRING, Scalar.WORD);
    }
    if (Structure.class.isAssignableFrom(type)) {
      return new Value(type, Kind.STRUCTURE, Scalar.WORD);
    }
    return null;
  }

  private static Scalar scalar(Class<?> primitive) {
    if (primitive == void.class) {
      return Scalar.VOID;
    } else if (primitive == boolean.class) {
      return Scalar.BOOL;
    } else if (primitive == byte.class) {
      return Scalar.S8;
    } else if (primitive == short.class) {
      return Scalar.S16;
    } else if (primitive == char.class) {
      return Scalar.U16;
    } else if (primitive == int.class) {
      return Scalar.S32;
    } else if (primitive == long.class) {
      return Scalar.WORD;
    }
    return primitive == float.class ? Scalar.FLOAT : Scalar.DOUBLE;
  }

  boolean isVoid() {
    return scalar == Scalar.VOID;
  }

  boolean isBoxed() {
    return kind == Kind.PRIMITIVE && !type.isPrimitive();
  }

  boolean isStructureByValue() {
    return Structure.ByValue.class.isAssignableFrom(type);
  }

  /** What native methods have for it. */
  Class<?> nativeType() {
    return kind == Kind.PRIMITIVE ? Primitives.unwrap(type) : long.class;
  }
}
