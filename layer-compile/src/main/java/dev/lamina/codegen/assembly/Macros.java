package dev.lamina.codegen.assembly;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code .macro}, {@code .rept}, {@code .irp} and {@code .irpc} (as 7.66, 7.79, 7.54, 7.55). */
final class Macros {
  private static final Set<String> REPEATS = Set.of(".rept", ".rep", ".irp", ".irpc");
  private static final List<String> REPEAT_ENDS = List.of(".endr");
  private static final Set<String> MACROS = Set.of(".macro");
  private static final List<String> MACRO_ENDS = List.of(".endm", ".endmacro");
  private static final int MOST_REPETITIONS = 1 << 24;

  /**
   * A parameter.
   *
   * @param fallback what it is when no argument is given
   */
  private record Parameter(String name, String fallback, boolean required, boolean rest) {}

  private record Macro(List<Parameter> parameters, String body) {}

  private final Map<String, Macro> macros = new HashMap<>();
  private final Statements statements;
  private final ExpressionParser expressions;
  private int expansions;

  Macros(Statements statements, ExpressionParser expressions) {
    this.statements = statements;
    this.expressions = expressions;
  }

  /** Deals with the statement if it is about macros or repetition, or uses a macro. */
  boolean accept(String word, Lexer in, Place place) {
    switch (word) {
      case ".macro" -> define(in);
      case ".purgem" -> {
        if (macros.remove(in.text.toLowerCase(Locale.ROOT)) == null) {
          throw in.error("there is no macro '" + in.text + "'");
        }
      }
      case ".exitm" -> statements.leave();
      case ".rept", ".rep" -> repeat(in, place);
      case ".irp" -> irp(in, place, false);
      case ".irpc" -> irp(in, place, true);
      case ".endm", ".endmacro", ".endr" ->
          throw new AssemblyException(1, word + " without a beginning");
      default -> {
        Macro macro = macros.get(word);
        if (macro == null) {
          return false;
        }
        use(word, macro, in, place);
      }
    }
    return true;
  }

  private void define(Lexer in) {
    if (in.kind != Lexer.Kind.NAME) {
      throw in.error("expected the macro's name, found " + in.describe());
    }
    String name = in.text.toLowerCase(Locale.ROOT);
    int column = in.column;
    in.next();
    in.accept(",");
    List<Parameter> parameters = new ArrayList<>();
    while (in.kind != Lexer.Kind.END) {
      if (in.kind != Lexer.Kind.NAME) {
        throw in.error("expected a parameter, found " + in.describe());
      }
      String parameter = in.text;
      boolean required = false;
      boolean rest = false;
      String fallback = "";
      in.next();
      if (in.accept(":")) {
        required = in.text.equals("req");
        rest = in.text.equals("vararg");
        if (!required && !rest) {
          throw in.error("expected req or vararg, found " + in.describe());
        }
        in.next();
      }
      if (in.is("=")) {
        List<String> values = new ArrayList<>(1);
        String after = in.rest().substring(1);
        int taken = argument(after, 0, values);
        fallback = values.get(0);
        in = new Lexer(after.substring(taken));
      }
      in.accept(",");
      parameters.add(new Parameter(parameter, fallback, required, rest));
    }
    String body = statements.block(MACROS, MACRO_ENDS, ".macro " + name);
    if (macros.putIfAbsent(name, new Macro(parameters, body)) != null) {
      throw new AssemblyException(column, "macro " + name + " is defined twice");
    }
  }

  private void use(String name, Macro macro, Lexer in, Place place) {
    Map<String, String> values = new HashMap<>();
    List<Parameter> parameters = macro.parameters;
    String text = in.rest();
    int position = 0;
    int at = Statements.skipBlanks(text, 0);
    while (at < text.length()) {
      int word = Statements.endOfSymbol(text, at);
      int equals = Statements.skipBlanks(text, word);
      Parameter named = null;
      if (word > at && equals < text.length() && text.charAt(equals) == '=') {
        named = find(parameters, text.substring(at, word));
      }
      if (named != null) {
        at = equals + 1;
      } else if (position == parameters.size()) {
        throw new AssemblyException(in.column + at, "too many arguments for macro " + name);
      }
      Parameter parameter = named == null ? parameters.get(position++) : named;
      List<String> value = new ArrayList<>(1);
      if (parameter.rest) {
        value.add(text.substring(at));
        at = text.length();
      } else {
        at = argument(text, at, value);
      }
      if (!value.get(0).isEmpty()) {
        values.put(parameter.name, value.get(0));
      }
      at = Statements.skipBlanks(text, at);
      if (at < text.length() && text.charAt(at) == ',') {
        at = Statements.skipBlanks(text, at + 1);
      }
    }
    for (Parameter p : parameters) {
      if (p.required && !values.containsKey(p.name)) {
        throw new AssemblyException(1, "macro " + name + " needs a value for " + p.name);
      }
      values.putIfAbsent(p.name, p.fallback);
    }
    statements.insert(substitute(macro.body, values), place, "macro " + name);
    expansions++;
  }

  private static @Nullable Parameter find(List<Parameter> parameters, String name) {
    for (Parameter p : parameters) {
      if (p.name.equals(name)) {
        return p;
      }
    }
    return null;
  }

  /** Reads one argument, up to a comma or to a blank outside of quotes and parentheses. */
  private static int argument(String text, int from, List<String> out) {
    StringBuilder value = new StringBuilder();
    int depth = 0;
    int at = Statements.skipBlanks(text, from);
    if (at < text.length() && text.charAt(at) == '"') {
      int end = Statements.endOfSymbol(text, at);
      if (end > at) {
        // Quotes around an argument are not part of it.
        out.add(text.substring(at + 1, end - 1));
        return end;
      }
    }
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth <= 0 && c == ',') {
        break;
      }
      if (depth <= 0 && Character.isWhitespace(c)) {
        int next = Statements.skipBlanks(text, at);
        // An operator goes on with the argument; anything else begins the next one.
        boolean goesOn =
            next < text.length() && isOperator(text.charAt(next))
                || value.length() > 0 && isOperator(value.charAt(value.length() - 1));
        if (!goesOn) {
          break;
        }
        at = next - 1;
        continue;
      }
      value.append(c);
    }
    out.add(value.toString());
    return at;
  }

  private static boolean isOperator(char c) {
    return "+-*/|&^<>=!~".indexOf(c) >= 0;
  }

  private void repeat(Lexer in, Place place) {
    long count = expressions.number(in);
    String body = statements.block(REPEATS, REPEAT_ENDS, ".rept");
    if (count < 0 || count > MOST_REPETITIONS || count * body.length() > MOST_REPETITIONS) {
      throw new AssemblyException(1, ".rept: " + count + " repetitions are too many");
    }
    statements.insert(body.repeat((int) count), place, "the .rept there");
  }

  private void irp(Lexer in, Place place, boolean characters) {
    if (in.kind != Lexer.Kind.NAME) {
      throw in.error("expected a parameter, found " + in.describe());
    }
    String parameter = in.text;
    in.next();
    in.accept(",");
    String list = in.rest();
    List<String> values = new ArrayList<>();
    if (characters) {
      list.strip().chars().forEach(c -> values.add("" + (char) c));
    } else {
      for (int at = Statements.skipBlanks(list, 0); at < list.length(); ) {
        at = Statements.skipBlanks(list, argument(list, at, values));
        if (at < list.length() && list.charAt(at) == ',') {
          at = Statements.skipBlanks(list, at + 1);
        }
      }
    }
    if (values.isEmpty()) {
      values.add("");
    }
    String body = statements.block(REPEATS, REPEAT_ENDS, ".irp");
    StringBuilder all = new StringBuilder();
    for (String value : values) {
      all.append(substitute(body, Map.of(parameter, value)));
      if (all.length() > MOST_REPETITIONS) {
        throw new AssemblyException(1, ".irp: what this expands to is too long");
      }
    }
    statements.insert(all.toString(), place, "the .irp there");
  }

  /** The body with {@code \name} replaced; {@code \()} is nothing, {@code \@} counts uses. */
  private String substitute(String body, Map<String, String> values) {
    StringBuilder out = new StringBuilder(body.length() + 16);
    int at = 0;
    while (at < body.length()) {
      char c = body.charAt(at++);
      if (c != '\\' || at == body.length()) {
        out.append(c);
        continue;
      }
      if (body.charAt(at) == '@') {
        out.append(expansions);
        at++;
        continue;
      }
      if (body.startsWith("()", at)) {
        at += 2;
        continue;
      }
      int end = Statements.endOfSymbol(body, at);
      // Names may hold dots and dollars here, too, but a longer word need not be a parameter.
      String value = values.get(body.substring(at, end));
      if (value == null) {
        out.append('\\');
      } else {
        out.append(value);
        at = end;
      }
    }
    return out.toString();
  }
}
