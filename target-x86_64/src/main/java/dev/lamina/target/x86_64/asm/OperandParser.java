package dev.lamina.target.x86_64.asm;

import dev.lamina.codegen.assembly.AssemblyException;
import dev.lamina.codegen.assembly.Lexer;
import dev.lamina.codegen.assembly.SymbolScope;
import dev.lamina.target.x86_64.asm.Operand.File;
import dev.lamina.target.x86_64.asm.Operand.Kind;
import dev.lamina.target.x86_64.asm.RegisterNames.Register;
import dev.lamina.target.x86_64.encode.Regs;
import java.util.Locale;

/** Reads operands, and the expressions in them, from a {@link Lexer}. */
final class OperandParser {
  /** Deeper expressions are refused, so that no text exhausts the stack. */
  private static final int DEEPEST = 100;

  private final Lexer in;
  private final SymbolScope scope;
  private int depth;

  OperandParser(Lexer in, SymbolScope scope) {
    this.in = in;
    this.scope = scope;
  }

  Operand operand() {
    boolean indirect = in.accept("*");
    int column = in.column;
    Operand o;
    if (in.accept("$")) {
      o = new Operand(Kind.IMMEDIATE, column);
      sum(o);
      checkPlus(o);
    } else if (in.is("%")) {
      o = registerOrSegment(column);
    } else {
      o = memory(new Operand(Kind.MEMORY, column));
    }
    o.indirect = indirect;
    return o;
  }

  private Operand registerOrSegment(int column) {
    Operand o = register();
    if (!in.is(":")) {
      return o;
    }
    if (o.file != File.SEGMENT) {
      throw new AssemblyException(column, o.describe() + " is not a segment register");
    }
    in.next();
    Operand memory = new Operand(Kind.MEMORY, column);
    memory.segment = RegisterNames.segmentPrefix(o.register);
    return memory(memory);
  }

  private Operand register() {
    int column = in.column;
    in.expect("%");
    Register r =
        in.kind == Lexer.Kind.NAME ? RegisterNames.find(in.text.toLowerCase(Locale.ROOT)) : null;
    if (r == null) {
      throw new AssemblyException(column, "there is no register %" + in.text);
    }
    in.next();
    Operand o = new Operand(Kind.REGISTER, column);
    o.file = r.file();
    o.register = r.number();
    o.size = r.size();
    if (r.file() == File.STACK && in.accept("(")) {
      if (in.kind != Lexer.Kind.NUMBER || in.number < 0 || in.number > 7) {
        throw in.error("the x87 stack has registers 0 to 7, found " + in.describe());
      }
      o.register = (int) in.number;
      in.next();
      in.expect(")");
    }
    return o;
  }

  private Operand memory(Operand o) {
    boolean displacement = false;
    if (!in.is("(")) {
      sum(o);
      displacement = true;
    } else {
      int column = in.column;
      in.next();
      if (!in.is("%") && !in.is(",")) {
        sum(o);
        in.expect(")");
        if (!in.is("(")) {
          return checkDisplacement(o, column);
        }
        in.next();
      }
      addressing(o);
      return checkDisplacement(o, o.column);
    }
    if (displacement && in.accept("(")) {
      addressing(o);
    }
    return checkDisplacement(o, o.column);
  }

  /** What stands between the parentheses, which have been opened. */
  private void addressing(Operand o) {
    int baseSize = 0;
    if (!in.is(",")) {
      Operand base = addressRegister();
      o.base = base.register;
      baseSize = base.size;
    }
    if (in.accept(",")) {
      if (in.is("%")) {
        Operand index = addressRegister();
        if (index.register == Regs.RIP || index.register == Regs.RSP) {
          throw new AssemblyException(index.column, index.describe() + " cannot be an index");
        }
        if (o.base == Regs.RIP) {
          throw new AssemblyException(index.column, "%rip cannot have an index");
        }
        if (baseSize != 0 && baseSize != index.size) {
          throw new AssemblyException(index.column, "base and index must be of one size");
        }
        o.index = index.register;
        baseSize = index.size;
        if (in.accept(",")) {
          scale(o);
        }
      } else {
        scale(o);
      }
    }
    o.address32 = baseSize == 4;
    in.expect(")");
  }

  private Operand addressRegister() {
    Operand r = register();
    if (r.file != File.GPR || r.size < 4) {
      throw new AssemblyException(r.column, r.describe() + " cannot be part of an address");
    }
    return r;
  }

  private void scale(Operand o) {
    int column = in.column;
    Operand value = new Operand(Kind.IMMEDIATE, column);
    sum(value);
    if (hasSymbol(value) || Long.bitCount(value.value) != 1 || value.value >>> 4 != 0) {
      throw new AssemblyException(column, "the scale must be 1, 2, 4 or 8");
    }
    o.scale = Long.numberOfTrailingZeros(value.value);
  }

  private static void checkPlus(Operand o) {
    if (o.minus != null && o.symbol == null) {
      throw new AssemblyException(o.column, "a symbol cannot be negated");
    }
  }

  private static Operand checkDisplacement(Operand o, int column) {
    checkPlus(o);
    boolean address = o.isBareAddress();
    if (!address && o.value != (int) o.value) {
      throw new AssemblyException(
          column, "displacement " + o.value + " does not fit a signed 32-bit field");
    }
    return o;
  }

  // Expressions, with the precedences of GNU as: * / % << >> before | & ^ ! before + -.

  private void sum(Operand o) {
    bits(o);
    while (in.is("+") || in.is("-")) {
      boolean minus = in.is("-");
      int column = in.column;
      in.next();
      Operand right = new Operand(Kind.IMMEDIATE, in.column);
      bits(right);
      if (right.minus != null || right.symbol != null && (minus ? o.minus : o.symbol) != null) {
        throw new AssemblyException(
            column, "an operand may add numbers to one symbol, and subtract another");
      }
      if (right.symbol != null && minus) {
        if (right.modifier != null) {
          throw new AssemblyException(column, "a symbol with a modifier cannot be subtracted");
        }
        o.minus = right.symbol;
      } else if (right.symbol != null) {
        o.symbol = right.symbol;
        o.modifier = right.modifier;
      }
      o.value += minus ? -right.value : right.value;
      foldDistance(o);
    }
  }

  private void foldDistance(Operand o) {
    String plus = o.symbol;
    String minus = o.minus;
    if (plus != null && minus != null && o.modifier == null) {
      Long distance = scope.distance(plus, minus);
      if (distance != null) {
        o.value += distance;
        o.symbol = null;
        o.minus = null;
      }
    }
  }

  private void bits(Operand o) {
    product(o);
    while (in.is("|") || in.is("&") || in.is("^") || in.is("!")) {
      String operator = in.text;
      Operand right = right(o, true);
      o.value =
          switch (operator) {
            case "|" -> o.value | right.value;
            case "&" -> o.value & right.value;
            case "^" -> o.value ^ right.value;
            default -> o.value | ~right.value;
          };
    }
  }

  private void product(Operand o) {
    term(o);
    while (in.is("*") || in.is("/") || in.is("%") || in.is("<<") || in.is(">>")) {
      String operator = in.text;
      int column = in.column;
      Operand right = right(o, false);
      if (right.value == 0 && (operator.equals("/") || operator.equals("%"))) {
        throw new AssemblyException(column, "division by zero");
      }
      o.value =
          switch (operator) {
            case "*" -> o.value * right.value;
            case "/" -> o.value / right.value;
            case "%" -> o.value % right.value;
            case "<<" -> right.value >>> 6 != 0 ? 0 : o.value << right.value;
            default -> right.value >>> 6 != 0 ? 0 : o.value >>> right.value;
          };
    }
  }

  /** The right operand of an operator that only numbers have. */
  private Operand right(Operand left, boolean product) {
    int column = in.column;
    String operator = in.text;
    in.next();
    Operand right = new Operand(Kind.IMMEDIATE, in.column);
    if (product) {
      product(right);
    } else {
      term(right);
    }
    if (hasSymbol(left) || hasSymbol(right)) {
      throw new AssemblyException(column, "'" + operator + "' needs numbers, not symbols");
    }
    return right;
  }

  private static boolean hasSymbol(Operand o) {
    return o.symbol != null || o.minus != null;
  }

  private void term(Operand o) {
    if (++depth > DEEPEST) {
      throw in.error("the expression is nested more than " + DEEPEST + " deep");
    }
    nestedTerm(o);
    depth--;
  }

  private void nestedTerm(Operand o) {
    int column = in.column;
    if (in.accept("-") || in.is("~")) {
      boolean not = in.accept("~");
      term(o);
      if (hasSymbol(o)) {
        throw new AssemblyException(column, "a symbol cannot be negated");
      }
      o.value = not ? ~o.value : -o.value;
    } else if (in.accept("+")) {
      term(o);
    } else if (in.accept("(")) {
      sum(o);
      in.expect(")");
    } else if (in.kind == Lexer.Kind.NUMBER) {
      o.value = in.number;
      in.next();
    } else if (in.kind == Lexer.Kind.NAME) {
      symbol(o);
    } else {
      throw in.error("expected an operand, found " + in.describe());
    }
  }

  private void symbol(Operand o) {
    String name = in.text;
    in.next();
    if (in.accept("@")) {
      if (in.kind != Lexer.Kind.NAME) {
        throw in.error("expected a modifier such as PLT after '@', found " + in.describe());
      }
      o.modifier = in.text.toUpperCase(Locale.ROOT);
      in.next();
    } else {
      Long number = scope.absolute(name);
      if (number != null) {
        o.value = number;
        return;
      }
    }
    o.symbol = name;
  }
}
