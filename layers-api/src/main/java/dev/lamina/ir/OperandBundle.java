package dev.lamina.ir;

import java.util.List;

/** {@code "tag"(T v, ...)} behind a call (LangRef, "Operand Bundles"). */
public record OperandBundle(String tag, List<Value> inputs) {
  public OperandBundle {
    inputs = List.copyOf(inputs);
  }
}
