package dev.lamina.codegen.assembly;

import dev.lamina.target.ModuleAssemblyException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wrong with a text, each thing at its place. */
final class Errors {
  private static final int MOST = 20;

  private final List<ModuleAssemblyException.Problem> problems = new ArrayList<>();

  /**
   * @param place null if it is no single place
   * @param column in the statement, from 1
   */
  void add(@Nullable Place place, int column, @Nullable String message) {
    String text = message == null ? "" : message;
    if (place == null) {
      problems.add(new ModuleAssemblyException.Problem(0, 0, text, ""));
    } else if (place.origin() != null) {
      // Columns of what was expanded mean nothing at the place of its use.
      problems.add(
          new ModuleAssemblyException.Problem(
              place.line(), place.column(), text + ", in " + place.origin(), place.text()));
    } else {
      problems.add(
          new ModuleAssemblyException.Problem(
              place.line(), place.column() + column - 1, text, place.text()));
    }
  }

  boolean isFull() {
    return problems.size() >= MOST;
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  List<ModuleAssemblyException.Problem> problems() {
    return problems;
  }
}
