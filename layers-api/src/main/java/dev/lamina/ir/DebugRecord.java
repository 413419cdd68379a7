package dev.lamina.ir;

import java.util.List;

/** {@code #dbg_value(...)} and its like: debug information between instructions. */
public record DebugRecord(String kind, List<Metadata> operands) {
  public DebugRecord {
    operands = List.copyOf(operands);
  }
}
