package dev.lamina.ir.verify;

import dev.lamina.ir.Attribute;
import dev.lamina.ir.AttributeKind;
import dev.lamina.ir.AttributeList;
import dev.lamina.ir.AttributeSet;
import dev.lamina.ir.CallingConvention;
import dev.lamina.ir.Function;
import dev.lamina.ir.FunctionType;
import dev.lamina.ir.Type;
import dev.lamina.ir.TypeKind;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rules of attributes that decide how values are passed (LangRef, "Parameter Attributes"). */
final class FunctionAttributes {
  /** Where a parameter's index says which is meant: the result. */
  private static final int RESULT = -1;

  private final Report report;

  FunctionAttributes(Report report) {
    this.report = report;
  }

  void verify(Function f) {
    Consumer<String> problems = problem -> report.add(f, problem);
    check(f.functionType(), f.attributes(), f.isIntrinsic(), problems);
    types(f, problems);
    AttributeSet own = f.attributes().function();
    if (own.has(AttributeKind.ALWAYSINLINE) && own.has(AttributeKind.NOINLINE)) {
      report.add(f, "attributes 'alwaysinline' and 'noinline' exclude each other");
    }
    if (own.has(AttributeKind.OPTNONE) && !own.has(AttributeKind.NOINLINE)) {
      report.add(f, "attribute 'optnone' asks for 'noinline' too");
    }
    if (own.has(AttributeKind.OPTNONE)
        && (own.has(AttributeKind.OPTSIZE) || own.has(AttributeKind.MINSIZE))) {
      report.add(f, "attributes 'optnone' and 'optsize' or 'minsize' exclude each other");
    }
    if (f.functionType().isVarArg()) {
      switch (f.callingConvention()) {
        case CallingConvention.FAST, CallingConvention.COLD ->
            report.add(f, "a variadic function cannot be fastcc or coldcc");
        default -> {}
      }
    }
  }

  private static void types(Function f, Consumer<String> problems) {
    Type result = f.returnType();
    switch (result.kind()) {
      case LABEL, METADATA, FUNCTION ->
          problems.accept("a function cannot return '" + result + "'");
      case TOKEN -> {
        if (!f.isIntrinsic()) {
          problems.accept("only intrinsics return tokens");
        }
      }
      case VOID -> {}
      default -> {
        if (!f.isDeclaration() && !result.isSized()) {
          problems.accept(
              "a function that returns '" + result + "', which has no size, is defined");
        }
      }
    }
    for (Type t : f.functionType().parameters()) {
      boolean ofIntrinsics = t.kind() == TypeKind.METADATA || t.kind() == TypeKind.TOKEN;
      if (t.kind() == TypeKind.LABEL || (ofIntrinsics && !f.isIntrinsic())) {
        problems.accept("a parameter of type '" + t + "' is not possible");
      }
    }
  }

  /** Checks the attributes of a function's or call's parameters and result. */
  static void check(
      FunctionType type, AttributeList list, boolean intrinsic, Consumer<String> problems) {
    if (list == AttributeList.EMPTY) {
      return;
    }
    value(list.result(), type.returnType(), RESULT, problems);
    if (list.result().has(AttributeKind.BYVAL) || list.result().has(AttributeKind.SRET)) {
      problems.accept("attributes 'byval' and 'sret' are for parameters, not for the result");
    }
    int structResults = 0;
    for (int i = 0; i < list.parameterCount(); i++) {
      AttributeSet set = list.parameter(i);
      if (i < type.parameters().size() && !set.isEmpty()) {
        value(set, type.parameters().get(i), i, problems);
      }
      if (set.has(AttributeKind.SRET)) {
        structResults++;
        if (i > 1) {
          problems.accept("attribute 'sret' is for the first or second parameter");
        }
      }
      if (set.has(AttributeKind.IMMARG) && !intrinsic) {
        problems.accept("attribute 'immarg' is for intrinsics");
      }
    }
    if (structResults > 1) {
      problems.accept("two parameters have the attribute 'sret'");
    }
  }

  private static void value(AttributeSet set, Type type, int place, Consumer<String> problems) {
    if (set.has(AttributeKind.ZEROEXT) && set.has(AttributeKind.SIGNEXT)) {
      problems.accept(
          "attributes 'zeroext' and 'signext' of " + name(place) + " exclude each other");
    }
    int ways = 0;
    for (Attribute a : set.asList()) {
      AttributeKind kind = a.kind();
      if (kind == null) {
        continue;
      }
      switch (kind) {
        case ZEROEXT, SIGNEXT -> of(kind, "an integer", type.isInteger(), place, type, problems);
        case BYVAL, SRET, BYREF, INALLOCA, PREALLOCATED -> {
          ways++;
          of(kind, "a pointer", type.isPointer(), place, type, problems);
          memory(kind, a.type(), place, problems);
        }
        case NEST,
            NOALIAS,
            NONNULL,
            DEREFERENCEABLE,
            DEREFERENCEABLE_OR_NULL,
            NOCAPTURE,
            SWIFTERROR,
            SWIFTSELF,
            SWIFTASYNC ->
            of(kind, "a pointer", type.scalarType().isPointer(), place, type, problems);
        case ALIGN -> {
          of(kind, "a pointer", type.scalarType().isPointer(), place, type, problems);
          if (Long.bitCount(a.number()) != 1 || a.number() > 1L << 32) {
            problems.accept(
                "an alignment of " + a.number() + " is no power of two up to 4294967296");
          }
        }
        default -> {}
      }
    }
    if (ways > 1) {
      problems.accept(
          "attributes 'byval', 'sret', 'byref', 'inalloca' and 'preallocated' of "
              + name(place)
              + " exclude each other");
    }
  }

  private static String name(int place) {
    return place == RESULT ? "the result" : "parameter " + (place + 1);
  }

  private static void of(
      AttributeKind kind,
      String wanted,
      boolean fits,
      int place,
      Type type,
      Consumer<String> problems) {
    if (!fits) {
      problems.accept(
          "attribute '"
              + kind.text()
              + "' of "
              + name(place)
              + " is for "
              + wanted
              + ", not for '"
              + type
              + "'");
    }
  }

  private static void memory(
      AttributeKind kind, @Nullable Type memory, int place, Consumer<String> problems) {
    if (memory == null) {
      problems.accept("attribute '" + kind.text() + "' of " + name(place) + " has no type");
    } else if (!memory.isSized()) {
      problems.accept(
          "attribute '"
              + kind.text()
              + "' of "
              + name(place)
              + " names '"
              + memory
              + "', which has no size");
    }
  }
}
