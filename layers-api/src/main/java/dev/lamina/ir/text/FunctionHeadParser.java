package dev.lamina.ir.text;

import dev.lamina.ir.Attribute;
import dev.lamina.ir.AttributeList;
import dev.lamina.ir.AttributeSet;
import dev.lamina.ir.Function;
import dev.lamina.ir.FunctionType;
import dev.lamina.ir.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The result type and the parameters of a function that is declared or defined. */
final class FunctionHeadParser {
  private final Lexer lex;
  private final TypeParser types;
  private final AttributeParser attributes;

  private @Nullable Type result;
  private AttributeSet resultAttributes = AttributeSet.EMPTY;
  private Type[] parameters = new Type[8];
  private AttributeSet[] parameterAttributes = new AttributeSet[8];
  private @Nullable String[] names = new String[8];
  private int count;
  private boolean varArg;
  private final NameTable<String> seen = new NameTable<>(16);

  FunctionHeadParser(Lexer lex, TypeParser types, AttributeParser attributes) {
    this.lex = lex;
    this.types = types;
    this.attributes = attributes;
  }

  void readResult() {
    resultAttributes = attributes.parameterAttributes(null);
    lex.peek();
    int at = lex.pos;
    Type type = types.anyType();
    if (!TypeParser.isResult(type)) {
      throw lex.error(at, "a function cannot return '" + type + "'");
    }
    result = type;
  }

  void readParameters() {
    count = 0;
    varArg = false;
    seen.clear();
    int unnamed = 0;
    lex.expect('(');
    if (lex.accept(')')) {
      return;
    }
    do {
      if (lex.peek() == '.') {
        types.ellipsis();
        varArg = true;
        break;
      }
      if (count == parameters.length) {
        parameters = Arrays.copyOf(parameters, count * 2);
        parameterAttributes = Arrays.copyOf(parameterAttributes, count * 2);
        names = Arrays.copyOf(names, count * 2);
      }
      parameters[count] = types.type();
      parameterAttributes[count] = attributes.parameterAttributes(types.pointee());
      names[count] = null;
      if (lex.peek() == '%') {
        unnamed = name(unnamed);
      } else {
        unnamed++;
      }
      count++;
    } while (lex.accept(','));
    lex.expect(')');
  }

  /** Reads the name of parameter {@link #count}; gives the number that the next unnamed one has. */
  private int name(int unnamed) {
    int at = lex.pos++;
    if (Lexer.isDigit(lex.text[lex.pos])) {
      int number = lex.readNumberName();
      if (number != unnamed) {
        throw lex.error(at, "expected '%" + unnamed + "' as the number of this parameter");
      }
      return unnamed + 1;
    }
    lex.readName("name of a parameter");
    int slot = seen.find(lex.nameBytes, lex.nameStart, lex.nameLength, lex.nameHash);
    if (slot >= 0) {
      throw lex.error(at, "'%" + lex.name() + "' is the name of an earlier parameter");
    }
    String name = lex.name();
    seen.add(slot, lex.nameBytes, lex.nameStart, lex.nameLength, lex.nameHash, name);
    names[count] = name;
    return unnamed;
  }

  FunctionType functionType() {
    Type r = result;
    if (r == null) {
      throw new IllegalStateException("no result type was read; please report");
    }
    return types.function(r, Arrays.copyOf(parameters, count), varArg);
  }

  /** Gives the function's arguments their names, and all of it the attributes that were read. */
  void nameArguments(Function f) {
    for (int i = 0; i < count; i++) {
      if (names[i] != null) {
        f.argument(i).setName(names[i]);
      }
    }
    AttributeList list =
        attributes.list(AttributeSet.EMPTY, resultAttributes, parameterAttributes, count);
    f.setAttributes(list);
  }

  /** The attributes of both sets, those of the second where both have one. */
  AttributeSet merged(AttributeSet first, AttributeSet second) {
    Map<String, Attribute> all = new LinkedHashMap<>();
    for (Attribute a : first.asList()) {
      all.put((a.isString() ? "\"" : "") + a.name(), a);
    }
    for (Attribute a : second.asList()) {
      all.put((a.isString() ? "\"" : "") + a.name(), a);
    }
    return AttributeSet.of(all.values());
  }
}
