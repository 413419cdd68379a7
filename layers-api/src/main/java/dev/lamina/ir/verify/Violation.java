package dev.lamina.ir.verify;

/**
 * One rule that IR breaks.
 *
 * @param module the module's name, usually its file
 * @param line of the text that the place was read from; 0 if it was not read from text
 * @param place the symbol, or empty if the module as a whole is meant
 * @param problem what is wrong
 * @param excerpt the instruction as text, or empty
 */
public record Violation(String module, int line, String place, String problem, String excerpt) {
  /** {@code module:line: in @f: problem}, and the instruction below. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(module);
    if (line != 0) {
      out.append(':').append(line);
    }
    out.append(": ");
    if (!place.isEmpty()) {
      out.append("in ").append(place).append(": ");
    }
    out.append(problem);
    if (!excerpt.isEmpty()) {
      out.append("\n    ").append(excerpt);
    }
    return out.toString();
  }
}
