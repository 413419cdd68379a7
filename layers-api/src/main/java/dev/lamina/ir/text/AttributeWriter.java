package dev.lamina.ir.text;

import com.google.common.collect.ImmutableList;
import dev.lamina.ir.Attribute;
import dev.lamina.ir.AttributeSet;
import dev.lamina.ir.Names;
import dev.lamina.ir.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes attributes, those of functions as groups. Attributes that LLVM 19 does not know are left
 * out: none changes what a program does, and LLVM reads none that it does not know.
 */
final class AttributeWriter {
  private final StringBuilder out;
  private final TypeWriter types;
  private final Map<List<Attribute>, Integer> groups = new LinkedHashMap<>();

  AttributeWriter(StringBuilder out, TypeWriter types) {
    this.out = out;
    this.types = types;
  }

  private static ImmutableList<Attribute> known(AttributeSet set) {
    boolean all = true;
    for (Attribute a : set.asList()) {
      all &= a.isString() || AttributeNames.isOfLlvm19(a.name());
    }
    if (all) {
      return set.asList();
    }
    ImmutableList.Builder<Attribute> known = ImmutableList.builder();
    for (Attribute a : set.asList()) {
      if (a.isString() || AttributeNames.isOfLlvm19(a.name())) {
        known.add(a);
      }
    }
    return known.build();
  }

  /** The attributes of a parameter or result, each with a space behind it. */
  void inline(AttributeSet set) {
    for (Attribute a : known(set)) {
      write(a, false);
      out.append(' ');
    }
  }

  /** {@code #N} for the function attributes, nothing if there are none. */
  void group(AttributeSet set) {
    List<Attribute> known = known(set);
    if (known.isEmpty()) {
      return;
    }
    Integer number = groups.get(known);
    if (number == null) {
      number = groups.size();
      groups.put(known, number);
    }
    out.append(" #").append(number.intValue());
  }

  /** {@code attributes #N = {...}} for all groups that have been referred to. */
  void definitions() {
    groups.forEach(
        (attributes, number) -> {
          out.append("attributes #").append(number.intValue()).append(" = { ");
          for (Attribute a : attributes) {
            write(a, true);
            out.append(' ');
          }
          out.append("}\n");
        });
  }

  boolean hasGroups() {
    return !groups.isEmpty();
  }

  private void write(Attribute a, boolean inGroup) {
    if (a.isString()) {
      out.append(Names.quoted(a.name()));
      if (a.argument() != null) {
        out.append('=').append(Names.quoted(a.argument()));
      }
      return;
    }
    out.append(a.name());
    Type type = a.type();
    if (type != null) {
      out.append('(');
      types.write(type);
      out.append(')');
    } else if (a.argument() != null) {
      boolean spaced = a.name().equals("align");
      if (inGroup && (spaced || a.name().equals("alignstack"))) {
        out.append('=').append(a.argument());
      } else if (spaced) {
        out.append(' ').append(a.argument());
      } else {
        out.append('(').append(a.argument()).append(')');
      }
    }
  }
}
