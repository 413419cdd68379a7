package dev.lamina.link.call;

import dev.lamina.ir.AttributeKind;
import dev.lamina.ir.AttributeList;
import dev.lamina.ir.AttributeSet;
import dev.lamina.ir.Function;
import dev.lamina.ir.FunctionType;
import dev.lamina.ir.Type;
import dev.lamina.ir.TypeKind;
import dev.lamina.target.CallAdapters.Scalar;
import dev.lamina.target.CallAdapters.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a function that was compiled from IR, without the function itself, which may be
 * gone when it is called.
 *
 * @param callingConvention LLVM's number
 */
public record CompiledSignature(
    FunctionType type, AttributeList attributes, int callingConvention) {
  public static CompiledSignature of(Function function) {
    return new CompiledSignature(
        function.functionType(), function.attributes(), function.callingConvention());
  }

  /** Attributes with which a pointer is not passed as one. */
  private static final AttributeKind[] NOT_PLAIN = {
    AttributeKind.BYVAL, AttributeKind.INALLOCA, AttributeKind.PREALLOCATED, AttributeKind.NEST
  };

  /**
   * How a caller of that signature calls it.
   *
   * @throws IllegalArgumentException if it cannot, showing both
   */
  Shape match(String name, Signature java) {
    String mismatch = mismatch(java);
    if (mismatch != null) {
      throw new IllegalArgumentException(
          "%s is %s and cannot be called as %s: %s".formatted(name, type, java.text(), mismatch));
    }
    List<Scalar> scalars = new ArrayList<>();
    for (int i = 0; i < java.parameters().size(); i++) {
      Scalar scalar = java.parameters().get(i).scalar();
      boolean fixed = i < type.parameters().size();
      scalars.add(fixed ? extended(scalar, attributes.parameter(i)) : scalar);
    }
    return Shape.of(java.result().scalar(), scalars);
  }

  /** Whether the upper bits of a boolean result are not defined. */
  boolean returnsBareBit() {
    return type.returnType().isInteger(1) && !attributes.result().has(AttributeKind.ZEROEXT);
  }

  private @Nullable String mismatch(Signature java) {
    if (callingConvention != 0) {
      return "it does not have the C calling convention";
    }
    List<Type> parameters = type.parameters();
    int given = java.parameters().size();
    if (java.hasStructuresByValue()) {
      return null; // compilers turn them into other types, each in its own way
    }
    if (type.isVarArg() ? given < parameters.size() : given != parameters.size()) {
      return "it has %s%s parameters, not %s"
          .formatted(type.isVarArg() ? "at least " : "", parameters.size(), given);
    }
    for (int i = 0; i < parameters.size(); i++) {
      Value value = java.parameters().get(i);
      if (!fits(parameters.get(i), value) || !isPlain(attributes.parameter(i))) {
        return "parameter %s is %s, not %s"
            .formatted(i + 1, describe(i), value.type().getSimpleName());
      }
    }
    for (int i = parameters.size(); i < given; i++) {
      Scalar scalar = java.parameters().get(i).scalar();
      if (scalar != Scalar.WORD && scalar != Scalar.S32 && scalar != Scalar.DOUBLE) {
        return "%s is no type of a variadic argument in C"
            .formatted(java.parameters().get(i).type().getSimpleName());
      }
    }
    return fitsResult(type.returnType(), java.result())
        ? null
        : "the result is %s, not %s"
            .formatted(type.returnType(), java.result().type().getSimpleName());
  }

  private String describe(int i) {
    for (AttributeKind kind : NOT_PLAIN) {
      if (attributes.parameter(i).has(kind)) {
        return type.parameters().get(i) + " " + kind.text();
      }
    }
    return type.parameters().get(i).toString();
  }

  private static boolean isPlain(AttributeSet attributes) {
    for (AttributeKind kind : NOT_PLAIN) {
      if (attributes.has(kind)) {
        return false;
      }
    }
    return true;
  }

  /** A result may be left alone if that has no consequence: the x87 stack has to be cleared. */
  private static boolean fitsResult(Type type, Value value) {
    if (value.isVoid()) {
      return type.isVoid() || type.isInteger() || type.isPointer() || isJavas(type);
    }
    return fits(type, value);
  }

  private static boolean isJavas(Type type) {
    return type.kind() == TypeKind.FLOAT || type.kind() == TypeKind.DOUBLE;
  }

  private static boolean fits(Type type, Value value) {
    return switch (value.kind()) {
      case POINTER -> type.isPointer() || type.isInteger(64);
      case STRING, STRUCTURE -> type.isPointer();
      case PRIMITIVE ->
          switch (value.scalar()) {
            case VOID -> false;
            case BOOL -> type.isInteger(1) || type.isInteger(8);
            case S8, U8 -> type.isInteger(8);
            case S16, U16 -> type.isInteger(16);
            case S32, U32 -> type.isInteger(32);
            case WORD -> type.isInteger(64) || type.isPointer();
            case FLOAT -> type.kind() == TypeKind.FLOAT;
            case DOUBLE -> type.kind() == TypeKind.DOUBLE;
          };
    };
  }

  /** With the sign that the function expects. */
  private static Scalar extended(Scalar scalar, AttributeSet attributes) {
    boolean zero = attributes.has(AttributeKind.ZEROEXT);
    boolean sign = attributes.has(AttributeKind.SIGNEXT);
    return switch (scalar) {
      case S8, U8 -> zero ? Scalar.U8 : sign ? Scalar.S8 : scalar;
      case S16, U16 -> zero ? Scalar.U16 : sign ? Scalar.S16 : scalar;
      case S32, U32 -> zero ? Scalar.U32 : sign ? Scalar.S32 : scalar;
      default -> scalar;
    };
  }
}
