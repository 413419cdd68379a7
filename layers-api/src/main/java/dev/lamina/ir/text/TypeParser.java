package dev.lamina.ir.text;

import dev.lamina.ir.ArrayType;
import dev.lamina.ir.FunctionType;
import dev.lamina.ir.IntegerType;
import dev.lamina.ir.PointerType;
import dev.lamina.ir.StructType;
import dev.lamina.ir.TargetExtensionType;
import dev.lamina.ir.Type;
import dev.lamina.ir.TypeKind;
import dev.lamina.ir.Types;
import dev.lamina.ir.VectorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Types (LangRef, "Type System"). A pointer type with a pointee becomes {@code ptr}; the pointee of
 * the type read last is kept, since attributes of that age may leave their type to it.
 */
final class TypeParser {
  /** Vectors of more elements than this are refused; hardware has at most some thousand. */
  static final int MAX_VECTOR_LENGTH = 1 << 16;

  private static final int MAX_DEPTH = 200;
  private static final int CACHE = 256;
  private static final Type[] NO_TYPES = {};

  private final Lexer lex;
  private final ModuleContext context;
  private int depth;
  private @Nullable Type pointee;

  // Direct-mapped caches in front of the global tables of types, which are shared and slower.
  private final @Nullable ArrayType[] arrays = new ArrayType[CACHE];
  private final @Nullable VectorType[] vectors = new VectorType[CACHE];
  private final @Nullable FunctionType[] functions = new FunctionType[CACHE];
  private final @Nullable StructType[] structs = new StructType[CACHE];

  TypeParser(Lexer lex, ModuleContext context) {
    this.lex = lex;
    this.context = context;
  }

  /** What the type read last points to, if it was written as a pointer to something; else null. */
  @Nullable Type pointee() {
    return pointee;
  }

  /** A type that values can have. */
  Type type() {
    lex.peek();
    int at = lex.pos;
    Type t = anyType();
    if (!t.isFirstClass()) {
      throw lex.error(
          at,
          t.isVoid()
              ? "void is only the type of a function's result"
              : "expected the type of a" + " value, found the function type '" + t + "'");
    }
    return t;
  }

  /** Any type, {@code void} and function types included. */
  Type anyType() {
    pointee = null;
    Type t = prefix();
    for (; ; ) {
      switch (lex.peek()) {
        case '*' -> t = pointerTo(t, 0);
        case '(' -> t = functionType(t);
        case 'a' -> {
          if (lex.keyword() != Keyword.ADDRSPACE) {
            return t;
          }
          lex.skipWord();
          int space = addressSpace();
          if (lex.peek() != '*') {
            throw lex.expected("'*' behind the address space of a pointer");
          }
          t = pointerTo(t, space);
        }
        default -> {
          return t;
        }
      }
    }
  }

  private Type pointerTo(Type t, int addressSpace) {
    if (t.isVoid() || t.kind() == TypeKind.LABEL || t.kind() == TypeKind.METADATA) {
      throw lex.error(lex.pos, "there is no pointer to " + t + "; use i8*");
    }
    lex.pos++;
    pointee = t;
    if (!context.isFrozen()) {
      context.typedPointers = true;
    }
    return PointerType.get(addressSpace);
  }

  /** {@code (N)} behind {@code addrspace}. */
  int addressSpace() {
    lex.expect('(');
    int space = lex.readUnsigned("address space", (1 << 24) - 1);
    lex.expect(')');
    return space;
  }

  private Type prefix() {
    int c = lex.peek();
    byte[] text = lex.text;
    int p = lex.pos;
    switch (c) {
      case 'i' -> {
        if (Lexer.isDigit(text[p + 1])) {
          return integer(p + 1);
        }
      }
      case 'p' -> {
        if (text[p + 1] == 't' && text[p + 2] == 'r' && !Lexer.isWordByte(text[p + 3])) {
          lex.pos = p + 3;
          return text[p + 3] == ' ' && text[p + 4] != 'a' ? Types.PTR : pointer();
        }
      }
      case '%' -> {
        lex.pos++;
        return named();
      }
      case '[' -> {
        return array();
      }
      case '{' -> {
        lex.pos++;
        return literalStruct(false);
      }
      case '<' -> {
        lex.pos++;
        if (lex.accept('{')) {
          Type t = literalStruct(true);
          lex.expect('>');
          return t;
        }
        return vector();
      }
      default -> {}
    }
    return simple();
  }

  private Type integer(int digits) {
    byte[] text = lex.text;
    int p = digits;
    int width = 0;
    do {
      width = width * 10 + text[p++] - '0';
      if (width > IntegerType.MAX_WIDTH) {
        throw lex.error(lex.pos, "integers have at most " + IntegerType.MAX_WIDTH + " bits");
      }
    } while (Lexer.isDigit(text[p]));
    if (width == 0) {
      throw lex.error(lex.pos, "an integer needs at least one bit");
    }
    if (Lexer.isWordByte(text[p])) {
      throw lex.expected("type");
    }
    lex.pos = p;
    return IntegerType.get(width);
  }

  private Type pointer() {
    if (lex.accept(Keyword.ADDRSPACE)) {
      return PointerType.get(addressSpace());
    }
    if (lex.peek() == '*') {
      throw lex.error(lex.pos, "ptr* is no type; use ptr");
    }
    return Types.PTR;
  }

  private Type simple() {
    Keyword k = lex.keyword();
    Type t =
        switch (k) {
          case VOID -> Types.VOID;
          case HALF -> Types.HALF;
          case BFLOAT -> Types.BFLOAT;
          case FLOAT -> Types.FLOAT;
          case DOUBLE -> Types.DOUBLE;
          case X86_FP80 -> Types.X86_FP80;
          case FP128 -> Types.FP128;
          case PPC_FP128 -> Types.PPC_FP128;
          case LABEL -> Types.LABEL;
          case METADATA -> Types.METADATA;
          case TOKEN -> Types.TOKEN;
          case X86_MMX -> Types.X86_MMX;
          case X86_AMX -> Types.X86_AMX;
          case TARGET -> Types.VOID;
          default -> throw lex.expected("type");
        };
    lex.skipWord();
    return k == Keyword.TARGET ? targetExtension() : t;
  }

  private Type targetExtension() {
    lex.expect('(');
    String name = lex.readString("name of a target's type");
    List<Type> types = new ArrayList<>();
    List<Integer> integers = new ArrayList<>();
    while (lex.accept(',')) {
      if (Lexer.isDigit(lex.peek())) {
        integers.add(lex.readUnsigned("parameter of a target's type", Integer.MAX_VALUE));
      } else if (integers.isEmpty()) {
        enter();
        types.add(anyType());
        depth--;
      } else {
        throw lex.expected("number, since types stand before numbers");
      }
    }
    lex.expect(')');
    pointee = null;
    return TargetExtensionType.get(name, types, integers);
  }

  // ---- Named types ----

  private Type named() {
    if (Lexer.isDigit(lex.text[lex.pos])) {
      return numbered();
    }
    int at = lex.pos - 1;
    lex.readName("name of a type");
    Type known = context.types.get(lex.nameBytes, lex.nameStart, lex.nameLength, lex.nameHash);
    if (known != null) {
      return known;
    }
    if (context.isFrozen()) {
      throw lex.error(at, "type '%" + lex.name() + "' is not defined");
    }
    ModuleContext.ForwardType forward =
        context.forwardTypes.get(lex.nameBytes, lex.nameStart, lex.nameLength, lex.nameHash);
    if (forward == null) {
      forward = new ModuleContext.ForwardType(StructType.named(lex.name()), at);
      int slot =
          context.forwardTypes.find(lex.nameBytes, lex.nameStart, lex.nameLength, lex.nameHash);
      context.forwardTypes.add(
          slot, lex.nameBytes, lex.nameStart, lex.nameLength, lex.nameHash, forward);
    }
    return forward.type();
  }

  private Type numbered() {
    int at = lex.pos - 1;
    int number = lex.readNumberName();
    Type known = context.numberedTypes.get(number);
    if (known != null) {
      return known;
    }
    if (context.isFrozen()) {
      throw lex.error(at, "type '%" + Integer.toUnsignedString(number) + "' is not defined");
    }
    ModuleContext.ForwardType forward = context.forwardNumberedTypes.get(number);
    if (forward == null) {
      forward = new ModuleContext.ForwardType(StructType.named(""), at);
      context.forwardNumberedTypes.put(number, forward);
    }
    return forward.type();
  }

  // ---- Composed types ----

  private void enter() {
    if (++depth > MAX_DEPTH) {
      throw lex.error(lex.pos, "types are nested more than " + MAX_DEPTH + " deep");
    }
  }

  private Type array() {
    enter();
    lex.pos++;
    long length = lex.readUnsigned64("number of elements");
    if (!lex.accept(Keyword.X)) {
      throw lex.expected("'x' behind the number of elements");
    }
    lex.peek();
    int at = lex.pos;
    Type element = anyType();
    if (!ArrayType.isElement(element)) {
      throw lex.error(at, "'" + element + "' cannot be the element of an array");
    }
    lex.expect(']');
    depth--;
    pointee = null;
    return arrayOf(element, length);
  }

  private static int slot(Type t, long length) {
    int h = System.identityHashCode(t) * 31 + (int) length;
    return (h * 0x9e3779b1) >>> 24;
  }

  ArrayType arrayOf(Type element, long length) {
    int slot = slot(element, length);
    ArrayType known = arrays[slot];
    if (known == null || known.element() != element || known.length() != length) {
      known = ArrayType.get(element, length);
      arrays[slot] = known;
    }
    return known;
  }

  private Type vector() {
    enter();
    boolean scalable = lex.accept(Keyword.VSCALE);
    if (scalable && !lex.accept(Keyword.X)) {
      throw lex.expected("'x' behind vscale");
    }
    lex.peek();
    int start = lex.pos;
    long length = lex.readUnsigned("number of elements");
    if (length == 0 || length > MAX_VECTOR_LENGTH) {
      throw lex.error(start, "a vector has 1 to " + MAX_VECTOR_LENGTH + " elements");
    }
    if (!lex.accept(Keyword.X)) {
      throw lex.expected("'x' behind the number of elements");
    }
    lex.peek();
    int at = lex.pos;
    Type element = anyType();
    if (!VectorType.isElement(element)) {
      throw lex.error(at, "'" + element + "' cannot be the element of a vector");
    }
    lex.expect('>');
    depth--;
    pointee = null;
    return vectorOf(element, (int) length, scalable);
  }

  VectorType vectorOf(Type element, int length, boolean scalable) {
    int slot = slot(element, scalable ? -length : length);
    VectorType known = vectors[slot];
    if (known == null
        || known.element() != element
        || known.length() != length
        || known.isScalable() != scalable) {
      known = VectorType.get(element, length, scalable);
      vectors[slot] = known;
    }
    return known;
  }

  private StructType literalStruct(boolean packed) {
    Type[] elements = structElements();
    int slot = listSlot(elements, packed ? 1 : 0);
    StructType known = structs[slot];
    if (known == null || known.isPacked() != packed || !sameTypes(known.elements(), elements)) {
      known = StructType.literal(Arrays.asList(elements), packed);
      structs[slot] = known;
    }
    return known;
  }

  /** The element types behind an opening brace, and the closing one. */
  private Type[] structElements() {
    enter();
    Type[] elements = NO_TYPES;
    int n = 0;
    if (!lex.accept('}')) {
      do {
        lex.peek();
        int at = lex.pos;
        Type t = anyType();
        if (!StructType.isElement(t)) {
          throw lex.error(at, "'" + t + "' cannot be an element of a struct");
        }
        if (n == elements.length) {
          elements = Arrays.copyOf(elements, Math.max(4, n * 2));
        }
        elements[n++] = t;
      } while (lex.accept(','));
      lex.expect('}');
    }
    depth--;
    pointee = null;
    return Arrays.copyOf(elements, n);
  }

  /** Reads the body of a named struct, whose opening brace or angle is here. */
  void structBody(StructType type) {
    boolean packed = lex.accept('<');
    lex.expect('{');
    List<Type> elements = Arrays.asList(structElements());
    if (packed) {
      lex.expect('>');
    }
    type.setBody(elements, packed);
  }

  private static int listSlot(Type[] types, int seed) {
    int h = seed;
    for (Type t : types) {
      h = h * 31 + System.identityHashCode(t);
    }
    return (h * 0x9e3779b1) >>> 24;
  }

  private static boolean sameTypes(List<Type> list, Type[] types) {
    if (list.size() != types.length) {
      return false;
    }
    for (int i = 0; i < types.length; i++) {
      if (list.get(i) != types[i]) {
        return false;
      }
    }
    return true;
  }

  /** The parameter types of a function type whose result has been read; the parenthesis is here. */
  private FunctionType functionType(Type result) {
    enter();
    if (!isResult(result)) {
      throw lex.error(lex.pos, "a function cannot return '" + result + "'");
    }
    lex.pos++;
    Type[] parameters = NO_TYPES;
    int n = 0;
    boolean varArg = false;
    if (!lex.accept(')')) {
      do {
        if (lex.peek() == '.') {
          ellipsis();
          varArg = true;
          break;
        }
        Type t = type();
        if (n == parameters.length) {
          parameters = Arrays.copyOf(parameters, Math.max(4, n * 2));
        }
        parameters[n++] = t;
      } while (lex.accept(','));
      lex.expect(')');
    }
    depth--;
    pointee = null;
    return function(result, Arrays.copyOf(parameters, n), varArg);
  }

  static boolean isResult(Type type) {
    return switch (type.kind()) {
      case FUNCTION, LABEL, METADATA -> false;
      default -> true;
    };
  }

  void ellipsis() {
    byte[] text = lex.text;
    int p = lex.pos;
    if (text[p] != '.' || text[p + 1] != '.' || text[p + 2] != '.') {
      throw lex.expected("'...'");
    }
    lex.pos = p + 3;
  }

  /** The array is taken over. */
  FunctionType function(Type result, Type[] parameters, boolean varArg) {
    int slot = listSlot(parameters, System.identityHashCode(result) + (varArg ? 1 : 0));
    FunctionType known = functions[slot];
    if (known == null
        || known.returnType() != result
        || known.isVarArg() != varArg
        || !sameTypes(known.parameters(), parameters)) {
      known = FunctionType.get(result, Arrays.asList(parameters), varArg);
      functions[slot] = known;
    }
    return known;
  }
}
