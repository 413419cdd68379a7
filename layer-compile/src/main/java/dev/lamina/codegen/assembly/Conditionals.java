package dev.lamina.codegen.assembly;

import java.util.ArrayDeque;
import java.util.Deque;

/** {@code .if} and what belongs to it (as 7.52). */
final class Conditionals {
  private static final class Block {
    final boolean outerActive;
    boolean active;
    boolean done;
    boolean inElse;

    Block(boolean outerActive) {
      this.outerActive = outerActive;
    }
  }

  private final Deque<Block> blocks = new ArrayDeque<>();
  private final ExpressionParser expressions;
  private final SymbolTable symbols;

  Conditionals(ExpressionParser expressions, SymbolTable symbols) {
    this.expressions = expressions;
    this.symbols = symbols;
  }

  /** Whether statements count here. */
  boolean active() {
    Block block = blocks.peek();
    return block == null || block.active;
  }

  /** At the end of the text. */
  void mustBeClosed() {
    if (!blocks.isEmpty()) {
      throw new AssemblyException(1, ".if has no .endif");
    }
  }

  /** Deals with the statement if it is a condition, even where statements do not count. */
  boolean accept(String word, Lexer in) {
    switch (word) {
      case ".else" -> {
        Block block = innermost(word);
        if (block.inElse) {
          throw new AssemblyException(1, ".else after .else");
        }
        block.inElse = true;
        block.active = block.outerActive && !block.done;
      }
      case ".elseif" -> {
        Block block = innermost(word);
        if (block.inElse) {
          throw new AssemblyException(1, ".elseif after .else");
        }
        block.active = block.outerActive && !block.done && expressions.number(in) != 0;
        block.done |= block.active;
      }
      case ".endif" -> {
        innermost(word);
        blocks.pop();
      }
      default -> {
        if (!word.startsWith(".if")) {
          return false;
        }
        // Where statements do not count, the condition may mean nothing.
        boolean outer = active();
        Block block = new Block(outer);
        blocks.push(block);
        if (outer) {
          block.active = condition(word, in);
          block.done = block.active;
        }
      }
    }
    return true;
  }

  private Block innermost(String word) {
    Block block = blocks.peek();
    if (block == null) {
      throw new AssemblyException(1, word + " without .if");
    }
    return block;
  }

  private boolean condition(String word, Lexer in) {
    return switch (word) {
      case ".if", ".ifne" -> expressions.number(in) != 0;
      case ".ifeq" -> expressions.number(in) == 0;
      case ".ifge" -> expressions.number(in) >= 0;
      case ".ifgt" -> expressions.number(in) > 0;
      case ".ifle" -> expressions.number(in) <= 0;
      case ".iflt" -> expressions.number(in) < 0;
      case ".ifdef" -> isDefined(in);
      case ".ifndef", ".ifnotdef" -> !isDefined(in);
      case ".ifb" -> in.kind == Lexer.Kind.END;
      case ".ifnb" -> in.kind != Lexer.Kind.END;
      case ".ifc", ".ifeqs" -> areEqual(in);
      case ".ifnc", ".ifnes" -> !areEqual(in);
      default -> throw new AssemblyException(1, "directive " + word + " is not supported");
    };
  }

  private boolean isDefined(Lexer in) {
    if (in.kind != Lexer.Kind.NAME) {
      throw in.error("expected a symbol, found " + in.describe());
    }
    AsmSymbol symbol = symbols.find(in.text);
    return symbol != null && symbol.isDefined();
  }

  private static boolean areEqual(Lexer in) {
    String text = in.rest();
    int comma = text.indexOf(',');
    if (text.startsWith("\"")) {
      comma = text.indexOf(',', Math.max(0, Statements.endOfSymbol(text, 0)));
    }
    if (comma < 0) {
      throw in.error("expected two strings with a comma between them");
    }
    return unquoted(text.substring(0, comma)).equals(unquoted(text.substring(comma + 1)));
  }

  private static String unquoted(String text) {
    String s = text.strip();
    boolean quoted = s.length() > 1 && s.charAt(0) == '"' && s.endsWith("\"");
    return quoted ? s.substring(1, s.length() - 1) : s;
  }
}
