package dev.lamina.ir.text;

import dev.lamina.ir.ArrayType;
import dev.lamina.ir.FunctionType;
import dev.lamina.ir.Module;
import dev.lamina.ir.Names;
import dev.lamina.ir.StructType;
import dev.lamina.ir.Type;
import dev.lamina.ir.VectorType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes types; gives names to the structs that have none, or one that another struct has too. */
final class TypeWriter {
  private final StringBuilder out;
  private final IdentityHashMap<StructType, String> names = new IdentityHashMap<>();
  private final Set<String> taken = new HashSet<>();
  private final List<StructType> missing = new ArrayList<>();
  private int numbers;

  TypeWriter(StringBuilder out, @Nullable Module module) {
    this.out = out;
    if (module != null) {
      module.unnamedTypes().forEach(this::name);
      module.namedTypes().forEach(this::name);
    }
  }

  private String name(StructType type) {
    String name = type.name();
    String text;
    if (name == null || name.isEmpty()) {
      text = "%" + numbers++;
    } else {
      String unique = name;
      for (int i = 1; !taken.add(unique); i++) {
        unique = name + "." + i;
      }
      text = Names.local(unique);
    }
    names.put(type, text);
    return text;
  }

  /** The struct types that have been written but that the module does not list, once. */
  List<StructType> takeMissing() {
    List<StructType> taking = List.copyOf(missing);
    missing.clear();
    return taking;
  }

  /** {@code %name = type ...}. */
  void definition(StructType type) {
    out.append(names.get(type)).append(" = type ");
    if (type.isOpaque()) {
      out.append("opaque");
    } else {
      body(type);
    }
    out.append('\n');
  }

  void write(Type type) {
    switch (type.kind()) {
      case ARRAY -> {
        ArrayType a = (ArrayType) type;
        out.append('[').append(Long.toUnsignedString(a.length())).append(" x ");
        write(a.element());
        out.append(']');
      }
      case STRUCT -> {
        StructType s = (StructType) type;
        if (s.isLiteral()) {
          body(s);
        } else {
          reference(s);
        }
      }
      case FUNCTION -> function((FunctionType) type);
      case FIXED_VECTOR, SCALABLE_VECTOR -> {
        VectorType v = (VectorType) type;
        out.append(v.isScalable() ? "<vscale x " : "<").append(v.length()).append(" x ");
        write(v.element());
        out.append('>');
      }
      default -> out.append(type);
    }
  }

  private void reference(StructType type) {
    String name = names.get(type);
    if (name == null) {
      name = name(type);
      missing.add(type);
    }
    out.append(name);
  }

  private void body(StructType type) {
    out.append(type.isPacked() ? "<{" : "{");
    String separator = " ";
    for (Type t : type.elements()) {
      out.append(separator);
      write(t);
      separator = ", ";
    }
    out.append(type.elements().isEmpty() ? "}" : " }").append(type.isPacked() ? ">" : "");
  }

  private void function(FunctionType type) {
    write(type.returnType());
    out.append(" (");
    String separator = "";
    for (Type t : type.parameters()) {
      out.append(separator);
      write(t);
      separator = ", ";
    }
    if (type.isVarArg()) {
      out.append(separator).append("...");
    }
    out.append(')');
  }
}
