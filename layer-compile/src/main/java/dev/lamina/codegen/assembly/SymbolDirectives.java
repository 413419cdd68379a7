package dev.lamina.codegen.assembly;

import dev.lamina.object.Symbol;
import java.util.function.Consumer;

/** Directives about symbols. */
final class SymbolDirectives {
  private final SymbolTable symbols;
  private final Sections sections;
  private final ExpressionParser expressions;

  SymbolDirectives(SymbolTable symbols, Sections sections, ExpressionParser expressions) {
    this.symbols = symbols;
    this.sections = sections;
    this.expressions = expressions;
  }

  boolean accept(String word, Lexer in, Place place) {
    switch (word) {
      case ".globl", ".global" -> each(in, s -> s.global = true);
      case ".weak" -> each(in, s -> s.weak = true);
      case ".local" -> each(in, s -> s.local = true);
      case ".hidden" -> each(in, s -> s.visibility = Symbol.Visibility.HIDDEN);
      case ".protected" -> each(in, s -> s.visibility = Symbol.Visibility.PROTECTED);
      case ".internal" -> each(in, s -> s.visibility = Symbol.Visibility.INTERNAL);
      case ".extern" -> each(in, s -> {});
      case ".type" -> type(in);
      case ".size" -> {
        AsmSymbol symbol = symbols.named(name(in));
        in.expect(",");
        symbol.size = expressions.parse(in);
        symbol.sizePlace = place;
      }
      case ".set", ".equ" -> set(in, false);
      case ".equiv" -> set(in, true);
      case ".comm" -> common(in, false);
      case ".lcomm" -> common(in, true);
      case ".weakref" -> weakReference(in);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** {@code name = value}, the lexer standing at the name. */
  void assignment(Lexer in) {
    String name = name(in);
    boolean fixed = in.is("==");
    in.next();
    assign(name, in, fixed);
  }

  private void set(Lexer in, boolean fixed) {
    String name = name(in);
    in.expect(",");
    assign(name, in, fixed);
  }

  private void assign(String name, Lexer in, boolean fixed) {
    int column = in.column;
    Expression value = expressions.parse(in);
    Long known = Expression.known(value);
    symbols.assign(name, known != null ? new Expression.Constant(known) : value, fixed, column);
  }

  private static String name(Lexer in) {
    if (in.kind != Lexer.Kind.NAME) {
      throw in.error("expected a symbol, found " + in.describe());
    }
    String name = in.text;
    in.next();
    return name;
  }

  private void each(Lexer in, Consumer<AsmSymbol> change) {
    do {
      change.accept(symbols.named(name(in)));
    } while (in.accept(","));
  }

  private void type(Lexer in) {
    AsmSymbol symbol = symbols.named(name(in));
    in.accept(",");
    if (!in.accept("@")) {
      in.accept("%");
    }
    int column = in.column;
    String type = name(in);
    switch (type) {
      case "function", "STT_FUNC" -> symbol.type = Symbol.Type.FUNC;
      case "object", "STT_OBJECT" -> symbol.type = Symbol.Type.OBJECT;
      case "tls_object", "STT_TLS" -> symbol.type = Symbol.Type.TLS;
      case "notype", "STT_NOTYPE" -> symbol.type = Symbol.Type.NOTYPE;
      case "gnu_indirect_function", "STT_GNU_IFUNC" -> symbol.type = Symbol.Type.IFUNC;
      default -> throw new AssemblyException(column, "symbol type " + type + " is not supported");
    }
  }

  private void common(Lexer in, boolean isLocal) {
    int column = in.column;
    AsmSymbol symbol = symbols.named(name(in));
    in.expect(",");
    long size = expressions.number(in);
    long alignment = isLocal ? 1 : usualAlignment(size);
    if (in.accept(",")) {
      alignment = expressions.number(in);
    }
    if (size < 0 || size > Layout.LARGEST_ZERO_FILL) {
      throw new AssemblyException(column, "the size " + size + " is out of range");
    }
    if (alignment < 1 || alignment > 1 << 16 || Long.bitCount(alignment) != 1) {
      throw new AssemblyException(column, "alignment " + alignment + " is no power of 2");
    }
    if (symbol.isDefined() && !(symbol.common && symbol.commonSize == size)) {
      throw new AssemblyException(column, "symbol " + symbol.name + " is defined twice");
    }
    if (symbol.type == null) {
      symbol.type = Symbol.Type.OBJECT;
    }
    symbol.common = true;
    symbol.commonSize = size;
    symbol.commonAlignment = Math.max(symbol.commonAlignment, alignment);
    symbol.local |= isLocal;
  }

  /** The power of two that is not less than the size, up to 16. */
  private static long usualAlignment(long size) {
    return size >= 16 ? 16 : size <= 1 ? 1 : 2 * Long.highestOneBit(size - 1);
  }

  private void weakReference(Lexer in) {
    int column = in.column;
    String alias = name(in);
    in.expect(",");
    AsmSymbol target = symbols.named(name(in));
    target.weaklyReferenced = true;
    symbols.assign(alias, new Expression.Reference(target, null, column), true, column);
  }

  /** Gives {@code .lcomm} and {@code .local} commons their place in .bss. */
  void placeLocalCommons(AsmSection bss, Place place) {
    for (AsmSymbol symbol : symbols.all()) {
      if (symbol.common && symbol.local) {
        symbol.common = false;
        sections.enter(bss);
        bss.alignment = Math.max(bss.alignment, symbol.commonAlignment);
        bss.close(Fragment.Tail.ALIGN, place).alignment = (int) symbol.commonAlignment;
        sections.place(symbol);
        bss.close(Fragment.Tail.SPACE, place).count = new Expression.Constant(symbol.commonSize);
        if (symbol.size == null) {
          symbol.size = new Expression.Constant(symbol.commonSize);
          symbol.sizePlace = place;
        }
      }
    }
  }
}
