package dev.lamina.ir.verify;

import com.google.common.collect.ImmutableList;
import dev.lamina.ir.Function;
import dev.lamina.ir.GlobalValue;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.Module;
import dev.lamina.ir.text.IRPrinter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects violations. */
final class Report {
  /** Only so many violations show their instruction: to number a function for it takes a while. */
  private static final int MAX_EXCERPTS = 200;

  private final String module;
  private final List<Violation> violations = new ArrayList<>();

  Report(@Nullable Module module) {
    this.module = module == null ? "<no module>" : module.name();
  }

  ImmutableList<Violation> violations() {
    return ImmutableList.copyOf(violations);
  }

  void add(GlobalValue place, String problem) {
    int line = place instanceof Function f ? f.line() : 0;
    violations.add(new Violation(module, line, place.toString(), problem, ""));
  }

  /** Adds a problem if there is one. */
  void check(GlobalValue place, @Nullable String problem) {
    if (problem != null) {
      add(place, problem);
    }
  }

  void add(Function function, Instruction at, String problem) {
    violations.add(
        new Violation(
            module,
            at.line() != 0 ? at.line() : function.line(),
            function.toString(),
            problem,
            violations.size() < MAX_EXCERPTS ? firstLine(IRPrinter.print(at)) : ""));
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    String line = end < 0 ? text : text.substring(0, end) + " ...";
    return line.length() > 200 ? line.substring(0, 200) + "..." : line;
  }
}
