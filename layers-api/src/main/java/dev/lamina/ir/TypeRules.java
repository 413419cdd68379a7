package dev.lamina.ir;

import org.jspecify.annotations.Nullable;

/**
 * What the types of an instruction's operands must be (LangRef, "Instruction Reference"). Each rule
 * gives what is wrong as a phrase, or null if nothing is. The builder, the reader and the verifier
 * all ask here.
 */
public final class TypeRules {
  private TypeRules() {}

  private static String impossible(Object operation, Type type) {
    return operation + " of '" + type + "' is not possible";
  }

  /** Whether a value of the type can be an operand: not a block, not metadata. */
  public static boolean isOperand(Type type) {
    return type.isFirstClass() && type.kind() != TypeKind.LABEL && type.kind() != TypeKind.METADATA;
  }

  // ---- Arithmetic ----

  public static @Nullable String unary(Opcode opcode, Type type) {
    return type.scalarType().isFloatingPoint() ? null : impossible(opcode, type);
  }

  public static @Nullable String binary(Opcode opcode, Type left, Type right) {
    boolean floating =
        switch (opcode) {
          case FADD, FSUB, FMUL, FDIV, FREM -> true;
          default -> false;
        };
    Type scalar = left.scalarType();
    if (floating ? !scalar.isFloatingPoint() : !scalar.isInteger()) {
      return impossible(opcode, left);
    }
    return left.equals(right)
        ? null
        : "the operands of " + opcode + " are of types '" + left + "' and '" + right + "'";
  }

  /** Of {@code icmp} or {@code fcmp}. */
  public static @Nullable String compare(Opcode opcode, Type left, Type right) {
    Type scalar = left.scalarType();
    boolean possible =
        opcode == Opcode.FCMP ? scalar.isFloatingPoint() : scalar.isInteger() || scalar.isPointer();
    if (!possible) {
      return impossible(opcode, left);
    }
    return left.equals(right)
        ? null
        : "the operands of " + opcode + " are of types '" + left + "' and '" + right + "'";
  }

  public static @Nullable String select(Type condition, Type ifTrue, Type ifFalse) {
    if (!ifTrue.equals(ifFalse)) {
      return "the values of a select are of types '" + ifTrue + "' and '" + ifFalse + "'";
    }
    if (!isOperand(ifTrue) || ifTrue.kind() == TypeKind.TOKEN) {
      return impossible("select", ifTrue);
    }
    boolean fits =
        condition == Types.I1
            || (condition instanceof VectorType c
                && c.element() == Types.I1
                && ifTrue.isVector()
                && sameShape(condition, ifTrue));
    return fits
        ? null
        : "a condition of type '"
            + condition
            + "' cannot select between values of type '"
            + ifTrue
            + "'";
  }

  // ---- Conversions ----

  public static @Nullable String cast(Opcode opcode, Type from, Type to) {
    return isCast(opcode, from, to)
        ? null
        : opcode + " from '" + from + "' to '" + to + "' is not possible";
  }

  private static boolean isCast(Opcode opcode, Type from, Type to) {
    if (opcode == Opcode.BITCAST) {
      return isBitcast(from, to);
    }
    if (!sameShape(from, to)) {
      return false;
    }
    Type f = from.scalarType();
    Type t = to.scalarType();
    return switch (opcode) {
      case TRUNC -> f.isInteger() && t.isInteger() && bits(f) > bits(t);
      case ZEXT, SEXT -> f.isInteger() && t.isInteger() && bits(f) < bits(t);
      case FPTRUNC -> f.isFloatingPoint() && t.isFloatingPoint() && bits(f) > bits(t);
      case FPEXT -> f.isFloatingPoint() && t.isFloatingPoint() && bits(f) < bits(t);
      case UITOFP, SITOFP -> f.isInteger() && t.isFloatingPoint();
      case FPTOUI, FPTOSI -> f.isFloatingPoint() && t.isInteger();
      case PTRTOINT -> f.isPointer() && t.isInteger();
      case INTTOPTR -> f.isInteger() && t.isPointer();
      case ADDRSPACECAST ->
          f instanceof PointerType a
              && t instanceof PointerType b
              && a.addressSpace() != b.addressSpace();
      default -> false;
    };
  }

  /** Whether both are scalars, or vectors of as many elements. */
  private static boolean sameShape(Type a, Type b) {
    if (a instanceof VectorType v) {
      return b instanceof VectorType w
          && v.length() == w.length()
          && v.isScalable() == w.isScalable();
    }
    return !b.isVector();
  }

  /** A bitcast keeps the bits; pointers only become pointers of the same address space. */
  private static boolean isBitcast(Type from, Type to) {
    Type f = from.scalarType();
    Type t = to.scalarType();
    if (f.isPointer() || t.isPointer()) {
      return f.equals(t) && sameShape(from, to);
    }
    boolean scalable = from.kind() == TypeKind.SCALABLE_VECTOR;
    return scalable == (to.kind() == TypeKind.SCALABLE_VECTOR)
        && bits(f) != 0
        && bits(f) * lanes(from) == bits(t) * lanes(to);
  }

  private static long lanes(Type type) {
    return type instanceof VectorType v ? v.length() : 1;
  }

  /** The bits of a scalar that is no pointer; 0 for what a bitcast cannot take. */
  private static long bits(Type scalar) {
    return switch (scalar.kind()) {
      case INTEGER -> ((IntegerType) scalar).width();
      case HALF, BFLOAT -> 16;
      case FLOAT -> 32;
      case DOUBLE, X86_MMX -> 64;
      case X86_FP80 -> 80;
      case FP128, PPC_FP128 -> 128;
      case X86_AMX -> 8192;
      default -> 0;
    };
  }

  // ---- Vectors and aggregates ----

  public static @Nullable String extractElement(Type vector, Type index) {
    return vector.isVector() && index.isInteger()
        ? null
        : "extractelement takes a vector and an integer, not '" + vector + "' and '" + index + "'";
  }

  public static @Nullable String insertElement(Type vector, Type element, Type index) {
    return vector.isVector() && element.equals(vector.scalarType()) && index.isInteger()
        ? null
        : "insertelement takes a vector, an element of its type and an integer, not '"
            + vector
            + "', '"
            + element
            + "' and '"
            + index
            + "'";
  }

  /** {@code mask[i]} as {@link ShuffleVectorInst} has it. */
  public static @Nullable String shuffleVector(Type first, Type second, int... mask) {
    if (!(first instanceof VectorType v) || !second.equals(first)) {
      return "shufflevector takes two vectors of one type, not '"
          + first
          + "' and '"
          + second
          + "'";
    }
    for (int m : mask) {
      if (m < ShuffleVectorInst.POISON_ELEMENT || m >= 2L * v.length()) {
        return "element " + m + " of the mask is beyond both vectors";
      }
      if (v.isScalable() && m > 0) {
        return "the mask of a shuffle of scalable vectors is all 0 or all poison";
      }
    }
    return mask.length == 0 ? "the mask of a shufflevector is empty" : null;
  }

  public static @Nullable String extractValue(Type aggregate, int... indices) {
    boolean leads =
        aggregate.isAggregate()
            && indices.length > 0
            && ExtractValueInst.indexedType(aggregate, indices) != null;
    return leads ? null : "the indices lead nowhere in '" + aggregate + "'";
  }

  public static @Nullable String insertValue(Type aggregate, Type element, int... indices) {
    String problem = extractValue(aggregate, indices);
    if (problem != null) {
      return problem;
    }
    Type wanted = ExtractValueInst.indexedType(aggregate, indices);
    return element.equals(wanted)
        ? null
        : "'" + element + "' is inserted where '" + wanted + "' is";
  }

  // ---- Memory ----

  public static @Nullable String alloca(Type allocated, Type count) {
    if (!allocated.isSized()) {
      return "alloca of '" + allocated + "', which has no size";
    }
    return count.isInteger() ? null : "the number of elements of an alloca is an integer";
  }

  /** Of {@code load} and {@code store}, which {@code what} names. */
  public static @Nullable String access(String what, Type value, Type pointer) {
    if (!isOperand(value) || !value.isSized()) {
      return what + " of '" + value + "', which has no size";
    }
    return address(what, pointer);
  }

  /** Of an operand that must be an address. */
  public static @Nullable String address(String what, Type pointer) {
    return pointer.isPointer()
        ? null
        : what + " takes an address of type 'ptr', not '" + pointer + "'";
  }

  /** Of an atomic {@code load} or {@code store}. */
  public static @Nullable String atomicAccess(String what, Type value) {
    boolean possible = value.isInteger() || value.isPointer() || value.isFloatingPoint();
    return possible ? null : impossible("atomic " + what, value);
  }

  public static @Nullable String cmpXchg(Type pointer, Type expected, Type replacement) {
    if (!expected.equals(replacement)) {
      return "cmpxchg compares '" + expected + "' but stores '" + replacement + "'";
    }
    if (!expected.isInteger() && !expected.isPointer()) {
      return impossible("cmpxchg", expected);
    }
    return address("cmpxchg", pointer);
  }

  public static @Nullable String atomicRmw(
      AtomicRmwInst.Operation operation, Type pointer, Type value) {
    boolean possible =
        switch (operation) {
          case XCHG -> value.isInteger() || value.isPointer() || value.isFloatingPoint();
          case FADD, FSUB, FMAX, FMIN -> value.scalarType().isFloatingPoint();
          default -> value.isInteger();
        };
    return possible
        ? address("atomicrmw", pointer)
        : impossible("atomicrmw " + operation.text(), value);
  }

  /** {@code operands} are the base and the indices. */
  public static @Nullable String getElementPtr(Type source, Value... operands) {
    Type base = operands[0].type();
    if (!base.scalarType().isPointer()) {
      return "the base of a getelementptr is no pointer but of type '" + base + "'";
    }
    if (!source.isSized()) {
      return "a getelementptr steps over '" + source + "', which has no size";
    }
    Type lanes = base;
    for (int i = 1; i < operands.length; i++) {
      Type t = operands[i].type();
      if (!t.scalarType().isInteger()) {
        return "an index of a getelementptr is an integer, not '" + t + "'";
      }
      if (t.isVector()) {
        if (lanes.isVector() && !sameShape(lanes, t)) {
          return "the vectors of a getelementptr have different numbers of elements";
        }
        lanes = t;
      }
    }
    return operands.length <= 2 || GetElementPtrInst.leadsSomewhere(source, operands)
        ? null
        : "the indices of this getelementptr lead nowhere in '" + source + "'";
  }

  // ---- Calls ----

  public static @Nullable String call(FunctionType type, Type callee, Type... arguments) {
    if (!callee.isPointer()) {
      return "a call needs the address of a function, not '" + callee + "'";
    }
    int n = type.parameters().size();
    if (arguments.length < n || (arguments.length > n && !type.isVarArg())) {
      return "this call has " + arguments.length + " arguments, its type '" + type + "' has " + n;
    }
    for (int i = 0; i < arguments.length; i++) {
      String problem = argument(type, i, arguments[i]);
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  private static @Nullable String argument(FunctionType type, int i, Type argument) {
    if (i < type.parameters().size() && !type.parameters().get(i).equals(argument)) {
      return "argument "
          + (i + 1)
          + " is of type '"
          + argument
          + "', the call's type '"
          + type
          + "' asks for '"
          + type.parameters().get(i)
          + "'";
    }
    return argument.isFirstClass() && argument.kind() != TypeKind.LABEL
        ? null
        : "'" + argument + "' is no type of an argument";
  }
}
