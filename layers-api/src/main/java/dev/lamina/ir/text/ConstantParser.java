package dev.lamina.ir.text;

import dev.lamina.ir.ArrayType;
import dev.lamina.ir.BlockAddress;
import dev.lamina.ir.Constant;
import dev.lamina.ir.ConstantAggregate;
import dev.lamina.ir.ConstantDataSequence;
import dev.lamina.ir.ConstantExpr;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.ConstantNull;
import dev.lamina.ir.ConstantTokenNone;
import dev.lamina.ir.Function;
import dev.lamina.ir.GlobalReference;
import dev.lamina.ir.GlobalValue;
import dev.lamina.ir.IntegerType;
import dev.lamina.ir.MetadataValue;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.PointerType;
import dev.lamina.ir.StructType;
import dev.lamina.ir.Type;
import dev.lamina.ir.TypeKind;
import dev.lamina.ir.Types;
import dev.lamina.ir.UndefValue;
import dev.lamina.ir.Value;
import dev.lamina.ir.VectorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Constants (LangRef, "Constants"), but for the expressions, which {@link ConstantExprParser}
 * reads.
 */
final class ConstantParser implements ValueParser {
  private static final int MAX_DEPTH = 400;
  private static final long MAX_EXPANSION = 1 << 24;

  private final Lexer lex;
  private final ModuleContext context;
  private final TypeParser types;
  private final NumberParser numbers;
  private final ConstantExprParser expressions;
  private int depth;
  private long expansion;

  ConstantParser(Lexer lex, ModuleContext context, TypeParser types) {
    this.lex = lex;
    this.context = context;
    this.types = types;
    numbers = new NumberParser(lex);
    expressions = new ConstantExprParser(lex, types, this);
  }

  /** How many expressions have been read that LLVM 19 no longer has. */
  int legacyExpressions() {
    return expressions.legacyExpressions();
  }

  /** A type and a constant of it. */
  Constant typedConstant() {
    Type type = types.type();
    return constant(type);
  }

  @Override
  public void awaits(MetadataValue metadata) {
    throw new IllegalStateException("a constant that is not there yet; please report");
  }

  @Override
  public Value value(Type type) {
    return constant(type);
  }

  /** A constant of type {@code type}. */
  Constant constant(Type type) {
    int c = lex.peek();
    switch (c) {
      case '@' -> {
        return global(type);
      }
      case '[' -> {
        return array(type);
      }
      case '{' -> {
        return struct(type, false);
      }
      case '<' -> {
        return lex.text[lex.pos + 1] == '{' ? struct(type, true) : vector(type);
      }
      case '%' -> throw lex.expected("constant");
      default -> {
        return numbers.atNumber() ? number(type) : word(type);
      }
    }
  }

  /** A number of the type, which stands at the position. */
  Constant number(Type type) {
    if (type instanceof IntegerType i) {
      return numbers.integer(i);
    }
    if (type.isFloatingPoint()) {
      return numbers.floatingPoint(type);
    }
    throw lex.error(lex.pos, "a number is no value of type '" + type + "'");
  }

  // ---- Globals ----

  private Constant global(Type type) {
    int at = lex.pos;
    GlobalValue value = globalValue();
    if (value.type() != type && !value.type().equals(type)) {
      throw mismatch(at, value, type);
    }
    return value;
  }

  IRReadException mismatch(int at, Constant found, Type wanted) {
    return lex.error(
        at,
        "'"
            + context.source.excerptOf(at, lex.pos)
            + "' is of type '"
            + found.type()
            + "' but is used as '"
            + wanted
            + "'");
  }

  /** The symbol whose name is here. */
  GlobalValue globalValue() {
    if (lex.peek() != '@') {
      throw lex.expected("name of a global");
    }
    int at = lex.pos++;
    GlobalValue value;
    if (Lexer.isDigit(lex.text[lex.pos])) {
      value = context.numberedSymbols.get(lex.readNumberName());
    } else {
      lex.readName("name of a global");
      value = context.symbols.get(lex.nameBytes, lex.nameStart, lex.nameLength, lex.nameHash);
    }
    if (value == null) {
      throw lex.error(at, "'" + SourceText.latin1(lex.text, at, lex.pos - at) + "' is not defined");
    }
    return value;
  }

  // ---- Words ----

  private Constant word(Type type) {
    Keyword k = lex.keyword();
    int at = lex.pos;
    switch (k) {
      case TRUE, FALSE -> {
        if (!type.isInteger(1)) {
          throw lex.error(at, "'" + k.text() + "' is no value of type '" + type + "'");
        }
        lex.skipWord();
        return ConstantInt.bool(k == Keyword.TRUE);
      }
      case NULL -> {
        if (!(type instanceof PointerType p)) {
          throw lex.error(at, "'null' is no value of type '" + type + "'");
        }
        lex.skipWord();
        return ConstantNull.get(p);
      }
      case UNDEF, POISON -> {
        checkValueType(type, at, k);
        lex.skipWord();
        return k == Keyword.UNDEF ? UndefValue.undef(type) : UndefValue.poison(type);
      }
      case ZEROINITIALIZER -> {
        checkValueType(type, at, k);
        if (type instanceof StructType s && s.isOpaque() || type.kind() == TypeKind.TOKEN) {
          throw lex.error(at, "'zeroinitializer' is no value of type '" + type + "'");
        }
        lex.skipWord();
        return Constant.zero(type);
      }
      case NONE -> {
        if (type.kind() != TypeKind.TOKEN) {
          throw lex.error(at, "'none' is no value of type '" + type + "'");
        }
        lex.skipWord();
        return ConstantTokenNone.INSTANCE;
      }
      case C -> {
        return string(type);
      }
      case SPLAT -> {
        return splat(type);
      }
      case BLOCKADDRESS -> {
        return blockAddress(type);
      }
      case DSO_LOCAL_EQUIVALENT, NO_CFI -> {
        lex.skipWord();
        GlobalReference.Kind kind =
            k == Keyword.NO_CFI
                ? GlobalReference.Kind.NO_CFI
                : GlobalReference.Kind.DSO_LOCAL_EQUIVALENT;
        return checked(at, new GlobalReference(kind, globalValue()), type);
      }
      case ASM -> throw lex.error(at, "inline assembly can only be called");
      case PTRAUTH -> throw lex.error(at, "ptrauth constants are not supported");
      default -> {
        enter();
        Constant value = expressions.expression(k, type);
        depth--;
        return checked(at, value, type);
      }
    }
  }

  private Constant checked(int at, Constant value, Type type) {
    if (!value.type().equals(type)) {
      throw mismatch(at, value, type);
    }
    return value;
  }

  private void checkValueType(Type type, int at, Keyword k) {
    if (!type.isFirstClass() || type.kind() == TypeKind.LABEL || type.kind() == TypeKind.METADATA) {
      throw lex.error(at, "'" + k.text() + "' is no value of type '" + type + "'");
    }
  }

  private void enter() {
    if (++depth > MAX_DEPTH) {
      throw lex.error(lex.pos, "constants are nested more than " + MAX_DEPTH + " deep");
    }
  }

  private Constant string(Type type) {
    int at = lex.pos++;
    if (lex.text[lex.pos] != '"') {
      lex.pos = at;
      throw lex.expected("constant");
    }
    byte[] data = lex.readStringBytes();
    if (!(type instanceof ArrayType a) || a.element() != Types.I8) {
      throw lex.error(at, "a string is no value of type '" + type + "'");
    }
    if (a.length() != data.length) {
      throw lex.error(at, "this string has " + data.length + " bytes, its type is '" + type + "'");
    }
    return ConstantDataSequence.get(a, data);
  }

  private Constant splat(Type type) {
    int at = lex.pos;
    lex.skipWord();
    lex.expect('(');
    if (!(type instanceof VectorType v)) {
      throw lex.error(at, "'splat' is no value of type '" + type + "'");
    }
    enter();
    Constant element = element(v.element());
    depth--;
    lex.expect(')');
    if (element.isZero()) {
      return Constant.zero(v);
    }
    if (v.isScalable()) {
      return scalableSplat(v, element);
    }
    countExpansion(at, v.length());
    Constant[] all = new Constant[v.length()];
    Arrays.fill(all, element);
    return ConstantAggregate.get(v, Arrays.asList(all));
  }

  /** LLVM's own form of it: the element inserted into lane 0, which is then shuffled to all. */
  private static Constant scalableSplat(VectorType v, Constant element) {
    Constant poison = UndefValue.poison(v);
    Constant first =
        ConstantExpr.get(
            Opcode.INSERTELEMENT, v, List.of(poison, element, ConstantInt.get(Types.I64, 0)), 0);
    Constant mask = Constant.zero(VectorType.get(Types.I32, v.length(), true));
    return ConstantExpr.get(Opcode.SHUFFLEVECTOR, v, List.of(first, poison, mask), 0);
  }

  /** A few bytes of text can stand for a long vector; this bounds what that can add up to. */
  void countExpansion(int at, int elements) {
    if (elements > 1024) {
      expansion += elements;
      if (expansion > MAX_EXPANSION) {
        throw lex.error(at, "the vectors that stand for repeated elements are too large together");
      }
    }
  }

  private Constant blockAddress(Type type) {
    int at = lex.pos;
    lex.skipWord();
    lex.expect('(');
    lex.peek();
    int nameAt = lex.pos;
    GlobalValue global = globalValue();
    if (!(global instanceof Function function)) {
      throw lex.error(nameAt, "'" + global + "' is no function");
    }
    if (function.isDeclaration()) {
      throw lex.error(nameAt, "the address of a block of '" + global + "', which has no body");
    }
    lex.expect(',');
    if (lex.peek() != '%') {
      throw lex.expected("name of a block");
    }
    lex.pos++;
    BlockAddress address;
    if (Lexer.isDigit(lex.text[lex.pos])) {
      address = context.blockAddress(function, lex.readNumberName());
    } else {
      lex.readName("name of a block");
      address = BlockAddress.named(function, lex.name());
    }
    lex.expect(')');
    return checked(at, address, type);
  }

  // ---- Aggregates ----

  /** A type, which must be {@code expected}, and a constant of it. */
  private Constant element(Type expected) {
    elementType(expected);
    return constant(expected);
  }

  private void elementType(Type expected) {
    lex.peek();
    int at = lex.pos;
    Type found = types.type();
    if (found != expected && !found.equals(expected)) {
      throw lex.error(
          at, "this element is of type '" + found + "', the type asks for '" + expected + "'");
    }
  }

  private Constant array(Type type) {
    if (!(type instanceof ArrayType a)) {
      throw lex.error(lex.pos, "an array is no value of type '" + type + "'");
    }
    return sequence(a, a.element(), a.length(), ']');
  }

  private Constant vector(Type type) {
    if (!(type instanceof VectorType v) || v.isScalable()) {
      throw lex.error(lex.pos, "a vector is no value of type '" + type + "'");
    }
    return sequence(v, v.element(), v.length(), '>');
  }

  /** An array or vector, whose opening bracket is here. */
  private Constant sequence(Type type, Type element, long length, char close) {
    enter();
    int at = lex.pos++;
    int size = ConstantDataSequence.elementSize(element);
    byte[] data = new byte[size == 0 ? 0 : 64];
    int count = 0;
    @Nullable List<Constant> list = size == 0 ? new ArrayList<>() : null;
    if (!lex.accept(close)) {
      do {
        elementType(element);
        if (list == null && numbers.atNumber()) {
          if ((count + 1) * size > data.length) {
            data = Arrays.copyOf(data, data.length * 2);
          }
          putElement(data, count * size, size, element);
        } else {
          Constant c = constant(element);
          if (list == null) {
            list = unpack(type, data, count, size);
          }
          list.add(c);
        }
        count++;
      } while (lex.accept(','));
      lex.expect(close);
    }
    depth--;
    if (count != length) {
      throw lex.error(at, "this has " + count + " elements, its type is '" + type + "'");
    }
    if (list != null) {
      return count == 0 ? Constant.zero(type) : ConstantAggregate.get(type, list);
    }
    return count == 0
        ? Constant.zero(type)
        : ConstantDataSequence.get(type, Arrays.copyOf(data, count * size));
  }

  private void putElement(byte[] data, int at, int size, Type element) {
    long bits =
        element instanceof IntegerType i ? numbers.integer(i).sext() : numbers.floatBits(element);
    for (int b = 0; b < size; b++) {
      data[at + b] = (byte) (bits >>> (8 * b));
    }
  }

  /** The elements so far one by one, when the next one turns out to be no plain number. */
  private List<Constant> unpack(Type type, byte[] data, int count, int size) {
    List<Constant> list = new ArrayList<>(count + 8);
    if (count > 0) {
      Type element = type instanceof ArrayType a ? a.element() : type.scalarType();
      ConstantDataSequence read =
          ConstantDataSequence.get(
              types.arrayOf(element, count), Arrays.copyOf(data, count * size));
      for (int i = 0; i < count; i++) {
        list.add(read.element(i));
      }
    }
    return list;
  }

  private Constant struct(Type type, boolean packed) {
    enter();
    int at = lex.pos;
    lex.pos += packed ? 2 : 1;
    if (!(type instanceof StructType s) || s.isOpaque() || s.isPacked() != packed) {
      throw lex.error(
          at, "a " + (packed ? "packed " : "") + "struct is no value of type '" + type + "'");
    }
    List<Type> elementTypes = s.elements();
    List<Constant> elements = new ArrayList<>(elementTypes.size());
    if (lex.peek() != '}') {
      do {
        if (elements.size() == elementTypes.size()) {
          throw lex.expected("'}', since '" + type + "' has " + elements.size() + " elements");
        }
        elements.add(element(elementTypes.get(elements.size())));
      } while (lex.accept(','));
    }
    if (elements.size() != elementTypes.size()) {
      throw lex.error(
          at,
          "this has " + elements.size() + " elements, '" + type + "' has " + elementTypes.size());
    }
    lex.expect('}');
    if (packed) {
      lex.expect('>');
    }
    depth--;
    return ConstantAggregate.get(type, elements);
  }
}
