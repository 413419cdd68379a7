package dev.lamina.ir.text;

import dev.lamina.ir.ArrayType;
import dev.lamina.ir.StructType;
import dev.lamina.ir.Type;
import dev.lamina.ir.VectorType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** Checks the named types of a module once all are there. */
final class NamedTypes {
  /** So deep may structs hold each other by value; whoever walks a type recurses so deep. */
  private static final int MAX_DEPTH = 500;

  private static final int OPEN = -1;

  private final Lexer lex;
  private final ModuleContext context;

  /** How deep a struct nests, or {@link #OPEN} while that is being found out. */
  private final IdentityHashMap<StructType, Integer> depths = new IdentityHashMap<>();

  NamedTypes(Lexer lex, ModuleContext context) {
    this.lex = lex;
    this.context = context;
  }

  void finish() {
    for (int i = 0; i < context.forwardTypes.size(); i++) {
      ModuleContext.ForwardType forward = context.forwardTypes.value(i);
      String name = forward.type().name();
      if (context.module.namedType(name == null ? "" : name) != forward.type()) {
        throw lex.error(forward.position(), "type '%" + name + "' is not defined");
      }
    }
    for (var entry : context.forwardNumberedTypes.entrySet()) {
      int number = entry.getKey();
      ModuleContext.ForwardType forward = entry.getValue();
      if (context.numberedTypes.get(number) != forward.type()) {
        throw lex.error(
            forward.position(), "type '%" + Integer.toUnsignedString(number) + "' is not defined");
      }
    }
    List<StructType> all = new ArrayList<>(context.module.namedTypes());
    all.addAll(context.module.unnamedTypes());
    for (StructType t : all) {
      structDepth(t, 0);
    }
  }

  private int structDepth(StructType type, int above) {
    Integer known = depths.get(type);
    if (known != null) {
      if (known == OPEN) {
        throw lex.error(place(type), "type '" + type + "' holds itself");
      }
      return known;
    }
    if (above > MAX_DEPTH) {
      throw tooDeep(type);
    }
    depths.put(type, OPEN);
    int depth = 0;
    for (Type t : type.elements()) {
      depth = Math.max(depth, depth(t, above + 1));
    }
    if (depth + 1 > MAX_DEPTH) {
      throw tooDeep(type);
    }
    depths.put(type, depth + 1);
    return depth + 1;
  }

  private int place(StructType type) {
    Integer place = context.structPlaces.get(type);
    return place == null ? lex.end : place;
  }

  private int depth(Type type, int above) {
    if (type instanceof StructType s) {
      return structDepth(s, above);
    }
    if (type instanceof ArrayType a) {
      return 1 + depth(a.element(), above + 1);
    }
    return type instanceof VectorType ? 1 : 0;
  }

  private IRReadException tooDeep(StructType type) {
    return lex.error(
        place(type), "type '" + type + "' holds other types more than " + MAX_DEPTH + " deep");
  }
}
