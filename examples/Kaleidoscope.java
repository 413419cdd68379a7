import static dev.lamina.ir.Types.DOUBLE;
import static dev.lamina.ir.Types.PTR;
import static dev.lamina.ir.Types.VOID;

import dev.lamina.ir.Constant;
import dev.lamina.ir.FloatPredicate;
import dev.lamina.ir.Function;
import dev.lamina.ir.FunctionType;
import dev.lamina.ir.GlobalVariable;
import dev.lamina.ir.Module;
import dev.lamina.ir.Value;
import dev.lamina.ir.build.FunctionBuilder;
import dev.lamina.ir.build.Variable;
import dev.lamina.jit.Jit;
import dev.lamina.session.JitException;
import dev.lamina.session.ResourceTracker;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;

/**
 * The language of LLVM's tutorial, with a REPL in which functions can be redefined: {@code
 * examples/run Kaleidoscope}. All values are doubles; what is typed is compiled and run at once.
 *
 * <pre>
 *   def fib(n) if n &lt; 3 then 1 else fib(n - 1) + fib(n - 2);
 *   fib(20);                                   # a top-level expression is printed
 *   extern cos(x);                             # libc's and libm's functions, printd, putchard
 *   def binary : 1 (x y) y;                    # an operator, 1 is its precedence
 *   def unary ! (v) if v then 0 else 1;
 *   def sum(n) var s = 0 in (for i = 1, i &lt; n + 1, 1 in s = s + i) : s;
 * </pre>
 *
 * Each definition is a module of its own. Functions call each other through cells that hold an
 * address, so that a redefinition is seen by those that were compiled before it.
 */
public final class Kaleidoscope {
  public static void main(String[] arguments) throws IOException {
    try (Jit jit = Jit.create()) {
      jit.addSharedLibrary("libm.so.6");
      jit.addFunction("printd", DoubleUnaryOperator.class, Kaleidoscope::printd);
      jit.addFunction("putchard", DoubleUnaryOperator.class, Kaleidoscope::putchard);
      Definitions definitions = new Definitions(jit);
      Parser parser = new Parser(new InputStreamReader(System.in), System.console() != null);
      while (true) {
        try {
          Statement statement = parser.statement();
          if (statement == null) {
            return;
          }
          statement.run(definitions);
        } catch (IllegalArgumentException | JitException e) {
          System.out.println("error: " + e.getMessage());
          parser.skipStatement();
        }
      }
    }
  }

  private static double printd(double x) {
    System.out.println(x);
    return 0;
  }

  private static double putchard(double x) {
    System.out.print((char) x);
    return 0;
  }

  // ---- What was defined, and how it is compiled ----

  /** What the functions of the language are to the JIT. */
  private static final class Definitions {
    /** A function that can be called: by its cell, or, if it is C's, by its name. */
    private record Callee(int parameters, boolean external) {}

    private final Jit jit;
    private final Map<String, Callee> callees = new HashMap<>();
    private final Map<String, ResourceTracker> current = new HashMap<>();
    private int modules;

    Definitions(Jit jit) {
      this.jit = jit;
    }

    static FunctionType typeOf(int parameters) {
      return FunctionType.get(DOUBLE, Collections.nCopies(parameters, DOUBLE), false);
    }

    void declare(String name, int parameters) {
      callees.put(name, new Callee(parameters, true));
    }

    /** Compiles a definition; on success it takes the place of the one before. */
    void define(String name, List<String> parameters, Expression body) {
      Callee old = callees.get(name);
      if (old == null || old.external) {
        Module cell = new Module(name + "'s cell");
        GlobalVariable address = new GlobalVariable(name + ".cell", PTR);
        address.setInitializer(Constant.zero(PTR));
        cell.add(address);
        jit.addModule(cell);
      } else if (old.parameters != parameters.size()) {
        throw new IllegalArgumentException(
            name + " takes " + old.parameters + " arguments; others call it so");
      }
      callees.put(name, new Callee(parameters.size(), false));

      String version = name + "." + ++modules;
      Module module = new Module(version);
      Function function =
          FunctionBuilder.define(
              module,
              version,
              typeOf(parameters.size()),
              f -> {
                Code code = new Code(f, this);
                for (int i = 0; i < parameters.size(); i++) {
                  code.scope.put(parameters.get(i), f.variable(parameters.get(i), f.argument(i)));
                }
                f.ret(body.emit(code));
              });
      FunctionBuilder.define(
          module,
          version + ".install",
          FunctionType.get(VOID),
          f -> f.store(function, cell(module, name)));
      ResourceTracker tracker = run(module, () -> install(version));
      ResourceTracker replaced = current.put(name, tracker);
      if (replaced != null) {
        replaced.remove(); // nothing runs meanwhile, and nothing has its address any more
      }
    }

    private void install(String version) {
      jit.lookup(version + ".install").as(Runnable.class).run();
    }

    void evaluate(Expression expression) {
      String name = "expression." + ++modules;
      Module module = new Module(name);
      FunctionBuilder.define(
          module, name, typeOf(0), f -> f.ret(expression.emit(new Code(f, this))));
      run(
              module,
              () -> {
                DoubleSupplier compiled = jit.lookup(name).as(DoubleSupplier.class);
                System.out.println("= " + compiled.getAsDouble());
              })
          .remove();
    }

    /** Adds a module and does something with it; takes it away again if that fails. */
    private ResourceTracker run(Module module, Runnable use) {
      ResourceTracker tracker = jit.addModule(module);
      try {
        use.run();
      } catch (RuntimeException e) {
        tracker.remove();
        throw e;
      }
      return tracker;
    }

    Value call(FunctionBuilder f, String name, List<Value> arguments) {
      Callee callee = callees.get(name);
      if (callee == null) {
        throw new IllegalArgumentException("there is no function " + name);
      }
      if (callee.parameters != arguments.size()) {
        throw new IllegalArgumentException(name + " takes " + callee.parameters + " arguments");
      }
      Module module = f.function().module();
      FunctionType type = typeOf(callee.parameters);
      Value address =
          callee.external ? module.declare(name, type) : f.load(PTR, cell(module, name));
      return f.call(type, address, arguments.toArray(new Value[0]));
    }

    /** The variable that holds the address of {@code name}, as {@code module} refers to it. */
    private static GlobalVariable cell(Module module, String name) {
      GlobalVariable known = module.global(name + ".cell");
      if (known != null) {
        return known;
      }
      GlobalVariable declared = new GlobalVariable(name + ".cell", PTR);
      module.add(declared);
      return declared;
    }
  }

  /** The function that is being written, and the variables that are visible there. */
  private static final class Code {
    final FunctionBuilder f;
    final Definitions definitions;
    final Map<String, Variable> scope = new HashMap<>();

    Code(FunctionBuilder f, Definitions definitions) {
      this.f = f;
      this.definitions = definitions;
    }

    Variable variable(String name) {
      Variable variable = scope.get(name);
      if (variable == null) {
        throw new IllegalArgumentException("there is no variable " + name);
      }
      return variable;
    }

    Value call(String name, Value... arguments) {
      return definitions.call(f, name, List.of(arguments));
    }

    /** Whether a number counts as true. */
    Value isTrue(Expression e) {
      return f.fcmp(FloatPredicate.ONE, e.emit(this), f.f64(0));
    }

    /** What {@code body} is where {@code name} stands for {@code variable}. */
    Value within(String name, Variable variable, Expression body) {
      Variable hidden = scope.put(name, variable);
      Value value = body.emit(this);
      if (hidden == null) {
        scope.remove(name);
      } else {
        scope.put(name, hidden);
      }
      return value;
    }
  }

  // ---- The language ----

  private interface Statement {
    void run(Definitions definitions);
  }

  private interface Expression {
    Value emit(Code code);
  }

  private record Number(double value) implements Expression {
    @Override
    public Value emit(Code code) {
      return code.f.f64(value);
    }
  }

  private record Name(String name) implements Expression {
    @Override
    public Value emit(Code code) {
      return code.variable(name).get();
    }
  }

  private record Call(String name, List<Expression> arguments) implements Expression {
    @Override
    public Value emit(Code code) {
      return code.call(name, arguments.stream().map(a -> a.emit(code)).toArray(Value[]::new));
    }
  }

  private record Binary(String operator, Expression left, Expression right) implements Expression {
    @Override
    public Value emit(Code code) {
      if (operator.equals("=")) {
        if (left instanceof Name variable) {
          return code.variable(variable.name).set(right.emit(code));
        }
        throw new IllegalArgumentException("only a variable stands left of =");
      }
      Value a = left.emit(code);
      Value b = right.emit(code);
      return switch (operator) {
        case "+" -> code.f.fadd(a, b);
        case "-" -> code.f.fsub(a, b);
        case "*" -> code.f.fmul(a, b);
        case "/" -> code.f.fdiv(a, b);
        case "<" -> code.f.uitofp(code.f.fcmp(FloatPredicate.ULT, a, b), DOUBLE);
        default -> code.call("binary" + operator, a, b);
      };
    }
  }

  private record If(Expression condition, Expression then, Expression otherwise)
      implements Expression {
    @Override
    public Value emit(Code code) {
      return code.f.choose(
          code.isTrue(condition), () -> then.emit(code), () -> otherwise.emit(code));
    }
  }

  private record For(
      String name, Expression from, Expression condition, Expression step, Expression body)
      implements Expression {
    @Override
    public Value emit(Code code) {
      Variable counter = code.f.variable(name, from.emit(code));
      code.within(name, counter, this::loop);
      return code.f.f64(0);
    }

    private Value loop(Code code) {
      code.f.whileLoop(
          () -> code.isTrue(condition),
          loop -> {
            body.emit(code);
            Variable counter = code.variable(name);
            counter.set(code.f.fadd(counter.get(), step.emit(code)));
          });
      return code.f.f64(0);
    }
  }

  private record Var(String name, Expression initial, Expression body) implements Expression {
    @Override
    public Value emit(Code code) {
      return code.within(name, code.f.variable(name, initial.emit(code)), body);
    }
  }

  // ---- Reading it ----

  private static final class Parser {
    private final PushbackReader in;
    private final boolean prompt;
    private final Map<String, Integer> precedence =
        new HashMap<>(Map.of("=", 2, "<", 10, "+", 20, "-", 20, "*", 40, "/", 40));

    /** A word, a number, or one character; empty at the end. */
    private String token = ";";

    Parser(Reader in, boolean prompt) {
      this.in = new PushbackReader(in);
      this.prompt = prompt;
    }

    /** The next statement, up to its semicolon; null at the end. */
    Statement statement() throws IOException {
      while (token.equals(";")) {
        if (prompt) {
          System.out.print("> ");
        }
        next();
      }
      Statement statement;
      if (token.isEmpty()) {
        return null;
      } else if (take("def")) {
        statement = definition();
      } else if (take("extern")) {
        String name = word();
        int parameters = parameters().size();
        statement = definitions -> definitions.declare(name, parameters);
      } else {
        Expression expression = expression();
        statement = definitions -> definitions.evaluate(expression);
      }
      if (!token.equals(";")) {
        throw expected("';'");
      }
      return statement;
    }

    void skipStatement() throws IOException {
      while (!token.equals(";") && !token.isEmpty()) {
        next();
      }
    }

    private Statement definition() throws IOException {
      String name = word();
      if (name.equals("binary")) {
        String operator = take();
        precedence.put(operator, (int) Double.parseDouble(take()));
        name += operator;
      } else if (name.equals("unary")) {
        name += take();
      }
      String defined = name;
      List<String> parameters = parameters();
      Expression body = expression();
      return definitions -> definitions.define(defined, parameters, body);
    }

    private List<String> parameters() throws IOException {
      List<String> names = new ArrayList<>();
      expect("(");
      while (!take(")")) {
        names.add(word());
      }
      return names;
    }

    private Expression expression() throws IOException {
      return binary(unary(), 0);
    }

    /** What follows {@code left} and binds at least as strongly as {@code least}. */
    private Expression binary(Expression left, int least) throws IOException {
      Expression result = left;
      while (precedence.getOrDefault(token, -1) >= least) {
        String operator = take();
        int strength = precedence.get(operator);
        Expression right = unary();
        if (precedence.getOrDefault(token, -1) > strength) {
          right = binary(right, strength + 1);
        }
        result = new Binary(operator, result, right);
      }
      return result;
    }

    private Expression unary() throws IOException {
      if (token.isEmpty() || isWord() || isNumber() || "();,".contains(token)) {
        return primary();
      }
      return new Call("unary" + take(), List.of(unary()));
    }

    private Expression primary() throws IOException {
      if (isNumber()) {
        return new Number(Double.parseDouble(take()));
      } else if (take("(")) {
        Expression inner = expression();
        expect(")");
        return inner;
      } else if (take("if")) {
        Expression condition = expression();
        expect("then");
        Expression then = expression();
        expect("else");
        return new If(condition, then, expression());
      } else if (take("for")) {
        return loop();
      } else if (take("var")) {
        return variables();
      }
      String name = word();
      return take("(") ? new Call(name, arguments()) : new Name(name);
    }

    private List<Expression> arguments() throws IOException {
      List<Expression> arguments = new ArrayList<>();
      while (!take(")")) {
        arguments.add(expression());
        if (!token.equals(")")) {
          expect(",");
        }
      }
      return arguments;
    }

    private Expression loop() throws IOException {
      String name = word();
      expect("=");
      Expression from = expression();
      expect(",");
      Expression condition = expression();
      Expression step = take(",") ? expression() : new Number(1);
      expect("in");
      return new For(name, from, condition, step, expression());
    }

    private Expression variables() throws IOException {
      String name = word();
      Expression initial = take("=") ? expression() : new Number(0);
      if (take(",")) {
        return new Var(name, initial, variables());
      }
      expect("in");
      return new Var(name, initial, expression());
    }

    private boolean isWord() {
      return !token.isEmpty() && Character.isLetter(token.charAt(0));
    }

    private boolean isNumber() {
      return !token.isEmpty() && Character.isDigit(token.charAt(0));
    }

    private String word() throws IOException {
      if (!isWord()) {
        throw expected("a name");
      }
      return take();
    }

    private String take() throws IOException {
      String taken = token;
      next();
      return taken;
    }

    private boolean take(String wanted) throws IOException {
      boolean there = token.equals(wanted);
      if (there) {
        next();
      }
      return there;
    }

    private void expect(String wanted) throws IOException {
      if (!take(wanted)) {
        throw expected("'" + wanted + "'");
      }
    }

    private IllegalArgumentException expected(String what) {
      String found = token.isEmpty() ? "the end" : "'" + token + "'";
      return new IllegalArgumentException("expected " + what + ", found " + found);
    }

    private void next() throws IOException {
      int c = in.read();
      while (c == '#' || Character.isWhitespace(c)) {
        if (c == '#') {
          skipLine();
        }
        c = in.read();
      }
      StringBuilder text = new StringBuilder();
      if (Character.isLetterOrDigit(c)) {
        while (Character.isLetterOrDigit(c) || c == '.') {
          text.append((char) c);
          c = in.read();
        }
        if (c != -1) {
          in.unread(c);
        }
      } else if (c != -1) {
        text.append((char) c);
      }
      token = text.toString();
    }

    private void skipLine() throws IOException {
      int c = in.read();
      while (c != '\n' && c != -1) {
        c = in.read();
      }
    }
  }
}
