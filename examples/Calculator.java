import static dev.lamina.ir.Types.DOUBLE;

import dev.lamina.ir.Function;
import dev.lamina.ir.FunctionType;
import dev.lamina.ir.Module;
import dev.lamina.ir.Value;
import dev.lamina.ir.build.FunctionBuilder;
import dev.lamina.jit.Jit;
import dev.lamina.session.JitException;
import dev.lamina.session.ResourceTracker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.function.DoubleSupplier;

/**
 * Compiles the expressions that are typed, one a line: {@code examples/run Calculator}
 *
 * <pre>
 *   > (1 + 2) * sqrt(2)
 *   4.242640687119286
 * </pre>
 *
 * Functions are libm's: {@code sin(x)}, {@code pow(x, y)}, whatever takes and returns doubles.
 */
public final class Calculator {
  public static void main(String[] arguments) throws IOException {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    boolean typed = System.console() != null;
    try (Jit jit = Jit.create()) {
      jit.addSharedLibrary("libm.so.6");
      while (true) {
        System.out.print(typed ? "> " : "");
        String line = in.readLine();
        if (line == null) {
          return;
        }
        try {
          System.out.println(evaluate(jit, line));
        } catch (IllegalArgumentException | JitException e) {
          System.out.println("error: " + e.getMessage());
        }
      }
    }
  }

  private static double evaluate(Jit jit, String line) {
    ResourceTracker tracker = jit.addModule(compile(line));
    try {
      return jit.lookup("expression").as(DoubleSupplier.class).getAsDouble();
    } finally {
      tracker.remove(); // the next line defines the function again
    }
  }

  private static Module compile(String line) {
    Module module = new Module("line");
    FunctionBuilder.define(
        module, "expression", FunctionType.get(DOUBLE), f -> f.ret(new Parser(line, f).parse()));
    return module;
  }

  /** Writes the instructions of an expression while it reads it. */
  private static final class Parser {
    private final String text;
    private final FunctionBuilder f;
    private int at;

    Parser(String text, FunctionBuilder f) {
      this.text = text;
      this.f = f;
    }

    Value parse() {
      Value value = sum();
      if (peek() != 0) {
        throw error("an operator or the end");
      }
      return value;
    }

    private Value sum() {
      Value left = product();
      while (true) {
        if (take('+')) {
          left = f.fadd(left, product());
        } else if (take('-')) {
          left = f.fsub(left, product());
        } else {
          return left;
        }
      }
    }

    private Value product() {
      Value left = factor();
      while (true) {
        if (take('*')) {
          left = f.fmul(left, factor());
        } else if (take('/')) {
          left = f.fdiv(left, factor());
        } else {
          return left;
        }
      }
    }

    private Value factor() {
      if (take('-')) {
        return f.fneg(factor());
      }
      if (take('(')) {
        Value value = sum();
        expect(')');
        return value;
      }
      if (Character.isLetter(peek())) {
        return call(word());
      }
      if (Character.isDigit(peek())) {
        return f.f64(Double.parseDouble(word()));
      }
      throw error("a number, a function or '('");
    }

    private Value call(String name) {
      expect('(');
      Value first = sum();
      Value[] arguments = take(',') ? new Value[] {first, sum()} : new Value[] {first};
      expect(')');
      FunctionType type =
          arguments.length == 1
              ? FunctionType.get(DOUBLE, DOUBLE)
              : FunctionType.get(DOUBLE, DOUBLE, DOUBLE);
      Function function = f.function().module().declare(name, type);
      return f.call(function, arguments);
    }

    private String word() {
      int start = at;
      while (at < text.length()
          && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '.')) {
        at++;
      }
      return text.substring(start, at);
    }

    /** The next character that is no space; 0 at the end. */
    private char peek() {
      while (at < text.length() && text.charAt(at) == ' ') {
        at++;
      }
      return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean take(char wanted) {
      boolean there = peek() == wanted;
      at += there ? 1 : 0;
      return there;
    }

    private void expect(char wanted) {
      if (!take(wanted)) {
        throw error("'" + wanted + "'");
      }
    }

    private IllegalArgumentException error(String wanted) {
      return new IllegalArgumentException("column " + (at + 1) + ": expected " + wanted);
    }
  }
}
