package dev.lamina.jit;

import dev.lamina.ir.IntPredicate;
import dev.lamina.ir.Value;
import dev.lamina.ir.build.FunctionBuilder;
import dev.lamina.ir.build.Loop;
import dev.lamina.ir.build.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A random function of structured statements over a few variables, which can be run in Java and
 * built for the JIT. All loops end: counters are no variables that statements assign.
 */
final class StructuredProgram {
  static final int VARIABLES = 4;
  private static final int ROUNDS = 5;

  /** Why a statement did not come to its end. */
  private enum Left {
    BY_EXIT,
    BY_NEXT,
    BY_RETURN
  }

  private interface Expression {
    long evaluate(long[] variables);

    Value build(FunctionBuilder f, Variable[] variables);
  }

  private interface Statement {
    /** Null if it came to its end. */
    @Nullable Left run(long[] variables);

    void build(FunctionBuilder f, Variable[] variables, @Nullable Loop loop);
  }

  private final Random random;
  private final Statement body;

  StructuredProgram(int seed) {
    random = new Random(seed);
    body = sequence(4, false);
  }

  /** What it returns for these arguments, one for each variable. */
  long run(long... arguments) {
    long[] variables = arguments.clone();
    body.run(variables);
    return sum(variables);
  }

  private static long sum(long[] variables) {
    long sum = 0;
    for (long v : variables) {
      sum = sum * 31 + v;
    }
    return sum;
  }

  void build(FunctionBuilder f) {
    Variable[] variables =
        IntStream.range(0, VARIABLES)
            .mapToObj(i -> f.variable("v" + i, f.argument(i)))
            .toArray(Variable[]::new);
    body.build(f, variables, null);
    if (f.isReachable()) {
      buildReturn(f, variables);
    }
  }

  private static void buildReturn(FunctionBuilder f, Variable[] variables) {
    Value sum = f.i64(0);
    for (Variable v : variables) {
      sum = f.add(f.mul(sum, 31), v.get());
    }
    f.ret(sum);
  }

  // ---- Expressions ----

  private Expression expression(int depth) {
    if (depth == 0 || random.nextInt(3) == 0) {
      int which = random.nextInt(VARIABLES);
      long constant = random.nextInt(20) - 10L;
      boolean isVariable = random.nextInt(3) != 0;
      return new Expression() {
        @Override
        public long evaluate(long[] variables) {
          return isVariable ? variables[which] : constant;
        }

        @Override
        public Value build(FunctionBuilder f, Variable[] variables) {
          return isVariable ? variables[which].get() : f.i64(constant);
        }
      };
    }
    Expression left = expression(depth - 1);
    Expression right = expression(depth - 1);
    return random.nextInt(4) == 0 ? choice(left, right) : operation(left, right);
  }

  private Expression operation(Expression left, Expression right) {
    int operation = random.nextInt(3);
    return new Expression() {
      @Override
      public long evaluate(long[] variables) {
        long a = left.evaluate(variables);
        long b = right.evaluate(variables);
        return operation == 0 ? a + b : operation == 1 ? a * b : a ^ b;
      }

      @Override
      public Value build(FunctionBuilder f, Variable[] variables) {
        Value a = left.build(f, variables);
        Value b = right.build(f, variables);
        return operation == 0 ? f.add(a, b) : operation == 1 ? f.mul(a, b) : f.xor(a, b);
      }
    };
  }

  private Expression choice(Expression left, Expression right) {
    Expression first = expression(1);
    return new Expression() {
      @Override
      public long evaluate(long[] variables) {
        return first.evaluate(variables) < 0 ? left.evaluate(variables) : right.evaluate(variables);
      }

      @Override
      public Value build(FunctionBuilder f, Variable[] variables) {
        Value isNegative = f.icmp(IntPredicate.SLT, first.build(f, variables), 0);
        return f.choose(
            isNegative, () -> left.build(f, variables), () -> right.build(f, variables));
      }
    };
  }

  // ---- Statements ----

  private Statement sequence(int depth, boolean inLoop) {
    List<Statement> statements = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      statements.add(statement(depth, inLoop));
    }
    return new Statement() {
      @Override
      public @Nullable Left run(long[] variables) {
        Left left = null;
        for (int i = 0; i < statements.size() && left == null; i++) {
          left = statements.get(i).run(variables);
        }
        return left;
      }

      @Override
      public void build(FunctionBuilder f, Variable[] variables, @Nullable Loop loop) {
        for (Statement s : statements) {
          if (f.isReachable()) {
            s.build(f, variables, loop);
          }
        }
      }
    };
  }

  private Statement statement(int depth, boolean inLoop) {
    int kind = depth == 0 ? 0 : random.nextInt(10);
    return switch (kind) {
      case 4, 5 -> branch(depth, inLoop);
      case 6, 7 -> loop(depth);
      case 8 -> selection(depth, inLoop);
      case 9 -> leave(inLoop);
      default -> assignment();
    };
  }

  private Statement assignment() {
    int to = random.nextInt(VARIABLES);
    Expression value = expression(2);
    return new Statement() {
      @Override
      public @Nullable Left run(long[] variables) {
        variables[to] = value.evaluate(variables);
        return null;
      }

      @Override
      public void build(FunctionBuilder f, Variable[] variables, @Nullable Loop loop) {
        variables[to].set(value.build(f, variables));
      }
    };
  }

  private Statement branch(int depth, boolean inLoop) {
    Expression condition = expression(1);
    Statement then = sequence(depth - 1, inLoop);
    Statement otherwise = random.nextBoolean() ? sequence(depth - 1, inLoop) : null;
    return new Statement() {
      @Override
      public @Nullable Left run(long[] variables) {
        if (condition.evaluate(variables) > 3) {
          return then.run(variables);
        }
        return otherwise == null ? null : otherwise.run(variables);
      }

      @Override
      public void build(FunctionBuilder f, Variable[] variables, @Nullable Loop loop) {
        Value holds = f.icmp(IntPredicate.SGT, condition.build(f, variables), 3);
        Runnable first = () -> then.build(f, variables, loop);
        if (otherwise == null) {
          f.ifThen(holds, first);
        } else {
          f.ifThenElse(holds, first, () -> otherwise.build(f, variables, loop));
        }
      }
    };
  }

  /** One of the three kinds of loop, of a few rounds. */
  private Statement loop(int depth) {
    int kind = random.nextInt(3);
    Statement inside = sequence(depth - 1, true);
    return new Statement() {
      @Override
      public @Nullable Left run(long[] variables) {
        for (int i = 0; i < ROUNDS; i++) {
          variables[0] += i;
          Left left = inside.run(variables);
          if (left == Left.BY_RETURN) {
            return left;
          }
          if (left == Left.BY_EXIT) {
            break;
          }
        }
        return null;
      }

      @Override
      public void build(FunctionBuilder f, Variable[] variables, @Nullable Loop outer) {
        if (kind == 0) {
          f.forRange(
              "i",
              f.i64(0),
              f.i64(ROUNDS),
              (i, loop) -> {
                variables[0].set(f.add(variables[0].get(), i));
                inside.build(f, variables, loop);
              });
          return;
        }
        Variable i = f.variable("i", f.i64(0));
        Consumer<Loop> body =
            loop -> {
              variables[0].set(f.add(variables[0].get(), i.get()));
              i.set(f.add(i.get(), 1));
              inside.build(f, variables, loop);
            };
        if (kind == 1) {
          f.whileLoop(() -> f.icmp(IntPredicate.SLT, i.get(), ROUNDS), body);
        } else {
          f.loop(
              loop -> {
                loop.exitIf(f.icmp(IntPredicate.SGE, i.get(), ROUNDS));
                body.accept(loop);
              });
        }
      }
    };
  }

  private Statement selection(int depth, boolean inLoop) {
    Expression value = expression(1);
    Statement one = sequence(depth - 1, inLoop);
    Statement twoOrThree = sequence(depth - 1, inLoop);
    Statement other = random.nextBoolean() ? sequence(depth - 1, inLoop) : null;
    return new Statement() {
      @Override
      public @Nullable Left run(long[] variables) {
        long v = value.evaluate(variables) & 3;
        if (v == 1) {
          return one.run(variables);
        }
        if (v > 1) {
          return twoOrThree.run(variables);
        }
        return other == null ? null : other.run(variables);
      }

      @Override
      public void build(FunctionBuilder f, Variable[] variables, @Nullable Loop loop) {
        f.switchOver(
            f.and(value.build(f, variables), 3),
            cases -> {
              cases.on(1, () -> one.build(f, variables, loop));
              cases.on(new long[] {2, 3}, () -> twoOrThree.build(f, variables, loop));
              if (other != null) {
                cases.otherwise(() -> other.build(f, variables, loop));
              }
            });
      }
    };
  }

  /** A jump out of where it stands, on a condition if it is one of a loop. */
  private Statement leave(boolean inLoop) {
    Left how = inLoop ? Left.values()[random.nextInt(3)] : Left.BY_RETURN;
    boolean always = how != Left.BY_RETURN && random.nextBoolean();
    Expression condition = expression(1);
    return new Statement() {
      @Override
      public @Nullable Left run(long[] variables) {
        return always || condition.evaluate(variables) == 7 ? how : null;
      }

      @Override
      public void build(FunctionBuilder f, Variable[] variables, @Nullable Loop loop) {
        if (loop != null && always) {
          if (how == Left.BY_EXIT) {
            loop.exit();
          } else {
            loop.next();
          }
          return;
        }
        Value holds = f.icmp(IntPredicate.EQ, condition.build(f, variables), 7);
        if (loop == null || how == Left.BY_RETURN) {
          f.ifThen(holds, () -> buildReturn(f, variables));
        } else if (how == Left.BY_EXIT) {
          loop.exitIf(holds);
        } else {
          loop.nextIf(holds);
        }
      }
    };
  }
}
