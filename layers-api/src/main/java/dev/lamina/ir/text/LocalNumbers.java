package dev.lamina.ir.text;

import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.Function;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.LocalValue;
import dev.lamina.ir.Names;
import dev.lamina.ir.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names and numbers that the local values of one function are written with. Uses their {@link
 * LocalValue#number}, and gives it back as it was when closed: a function may be printed in the
 * middle of work on it, for a message.
 */
final class LocalNumbers implements AutoCloseable {
  private static final int NAMED = -2;

  private final Function function;
  private final List<LocalValue> values = new ArrayList<>();
  private final int[] before;

  /** Names that more than one value has, which the verifier objects to, made distinct. */
  private final Map<LocalValue, String> renamed = new HashMap<>();

  LocalNumbers(Function function) {
    this.function = function;
    values.addAll(function.arguments());
    for (BasicBlock b : function.blocks()) {
      values.add(b);
      for (Instruction i : b) {
        values.add(i);
      }
    }
    before = new int[values.size()];
    Map<String, LocalValue> names = new HashMap<>();
    int next = 0;
    for (int i = 0; i < before.length; i++) {
      LocalValue v = values.get(i);
      before[i] = v.number;
      String name = v.name();
      if (name == null) {
        v.number = v.type() == Types.VOID ? -1 : next++;
      } else {
        v.number = NAMED;
        if (names.putIfAbsent(name, v) != null) {
          renamed.put(v, name);
        }
      }
    }
    renamed.replaceAll((v, name) -> unique(name, names, v));
  }

  private static String unique(String name, Map<String, LocalValue> names, LocalValue value) {
    for (int i = 1; ; i++) {
      String other = name + "." + i;
      if (names.putIfAbsent(other, value) == null) {
        return other;
      }
    }
  }

  Function function() {
    return function;
  }

  /** Whether a value is part of the function, so that it can be referred to. */
  boolean contains(LocalValue value) {
    return value.function() == function
        && (!(value instanceof Instruction i) || i.parent() != null);
  }

  /** The name without its sigil, or null if the value is numbered. */
  @Nullable String name(LocalValue value) {
    if (value.number != NAMED) {
      return null;
    }
    String other = renamed.isEmpty() ? null : renamed.get(value);
    return other != null ? other : value.name();
  }

  /** {@code %name} or {@code %7}. */
  void write(StringBuilder out, LocalValue value) {
    String name = name(value);
    if (name != null) {
      out.append(Names.local(name));
    } else {
      out.append('%').append(value.number);
    }
  }

  @Override
  public void close() {
    for (int i = 0; i < before.length; i++) {
      values.get(i).number = before[i];
    }
  }
}
