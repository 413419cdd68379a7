package dev.lamina.target;

import java.util.List;

/** Module-level assembly that does not assemble. */
public final class ModuleAssemblyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * One thing that is wrong.
   *
   * @param line of the assembly, all of the module's in one, from 1; 0 if it is no single place
   * @param column from 1
   * @param message what is wrong
   * @param statement the statement that is wrong
   */
  public record Problem(int line, int column, String message, String statement) {}

  private final transient List<Problem> problems;

  /**
   * @param module the module's name
   * @param problems at least one
   * @param lineInModule for each line of the assembly, from 1, where the module's text has it; 0
   *     for those of which that is not known
   */
  public ModuleAssemblyException(String module, List<Problem> problems, int[] lineInModule) {
    super(message(module, problems, lineInModule));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }

  private static String message(String module, List<Problem> problems, int[] lineInModule) {
    StringBuilder text = new StringBuilder();
    for (Problem p : problems) {
      text.append(text.length() == 0 ? "" : "\n").append(module);
      int line = p.line > 0 && p.line < lineInModule.length ? lineInModule[p.line] : 0;
      if (line > 0) {
        text.append(':').append(line);
      }
      text.append(": module asm");
      if (p.line > 0) {
        text.append(" line ").append(p.line).append(", column ").append(p.column);
      }
      text.append(": ").append(p.message);
      if (!p.statement.isEmpty()) {
        text.append("\n    ").append(p.statement);
      }
    }
    return text.toString();
  }
}
