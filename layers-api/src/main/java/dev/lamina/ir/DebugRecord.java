package dev.lamina.ir;

import java.util.List;

/**
 * {@code #dbg_value(...)} and its like: debug information between instructions.
 *
 * @param kind {@code value}, {@code declare}, {@code assign} or {@code label}
 * @param operands in the order they are written; the last is the location
 */
public record DebugRecord(String kind, List<Metadata> operands) {
  public DebugRecord {
    operands = List.copyOf(operands);
  }
}
