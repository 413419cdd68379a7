package dev.lamina.codegen.assembly;

import dev.lamina.object.Symbol;
import org.jspecify.annotations.Nullable;

/** A name of the text, with all that was said of it. */
final class AsmSymbol {
  final String name;

  /** One that a number or {@code .} stands for, and those that begin with .L, are not told on. */
  final boolean temporary;

  // Where it is: a label, a value, common memory, or nothing of these.
  @Nullable Fragment fragment;

  /** Of a label, from the start of its section's bytes. */
  int index;

  @Nullable Expression value;

  /** Given by {@code .equiv}, so that no other value may follow. */
  boolean fixedValue;

  boolean common;
  long commonSize;
  long commonAlignment;

  // What it is.
  boolean global;
  boolean weak;
  boolean local;
  Symbol.@Nullable Visibility visibility;
  Symbol.@Nullable Type type;
  @Nullable Expression size;
  @Nullable Place sizePlace;

  /** Whether anything refers to it but statements about symbols. */
  boolean referenced;

  /** Whether {@code .weakref} has given it another name. */
  boolean weaklyReferenced;

  /** Against values that lead to themselves. */
  boolean underEvaluation;

  /** Its symbol in the object, once that is made. */
  @Nullable Symbol object;

  AsmSymbol(String name, boolean temporary) {
    this.name = name;
    this.temporary = temporary;
  }

  boolean isLabel() {
    return fragment != null;
  }

  boolean isDefined() {
    return fragment != null || value != null || common;
  }

  /** Whether another definition could take its place in a link. */
  boolean isReplaceable() {
    return weak || type == Symbol.Type.IFUNC;
  }

  boolean isLocal() {
    return !global && !weak && isDefined() && !(common && !local);
  }

  @Nullable AsmSection section() {
    return fragment == null ? null : fragment.section;
  }

  /** Of a label, from the start of its section, once that is laid out. */
  long address() {
    Fragment f = fragment;
    if (f == null) {
      throw new IllegalStateException(name + " is no label; please report");
    }
    return f.address + (index - f.start);
  }
}
