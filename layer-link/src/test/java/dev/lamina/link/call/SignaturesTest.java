package dev.lamina.link.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Pointer;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random signatures of primitive types, both ways: C notes what it gets and returns what it is
 * told, as gcc and clang do it, which rely on different extensions.
 */
class SignaturesTest {
  private static final int COUNT = 120;
  private static final Class<?>[] TYPES = {
    boolean.class,
    byte.class,
    short.class,
    char.class,
    int.class,
    long.class,
    float.class,
    double.class
  };
  private static final String[] C_TYPES = {
    "_Bool", "signed char", "short", "unsigned short", "int", "long", "float", "double"
  };

  private final Path directory;

  SignaturesTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private static Object random(Class<?> type, Random random) {
    long bits = random.nextInt(4) == 0 ? random.nextInt(3) - 1 : random.nextLong();
    if (type == boolean.class) {
      return (bits & 1) != 0;
    } else if (type == byte.class) {
      return (byte) bits;
    } else if (type == short.class) {
      return (short) bits;
    } else if (type == char.class) {
      return (char) bits;
    } else if (type == int.class) {
      return (int) bits;
    } else if (type == long.class) {
      return bits;
    }
    return type == float.class ? (Object) (float) random.nextGaussian() : random.nextGaussian();
  }

  private static List<MethodType> signatures(Random random) {
    List<MethodType> all = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      // The first ones have many of one kind, so that both kinds are passed on the stack.
      int n = i < 20 ? 20 : random.nextInt(16);
      Class<?>[] parameters = new Class<?>[n];
      for (int p = 0; p < n; p++) {
        parameters[p] =
            i < 20 ? TYPES[(i % 2) * 3 + random.nextInt(5)] : TYPES[random.nextInt(TYPES.length)];
      }
      Class<?> result = i % 9 == 8 ? void.class : TYPES[i % 9];
      all.add(MethodType.methodType(result, parameters));
    }
    return all;
  }

  private static String c(Class<?> type) {
    return type == void.class ? "void" : C_TYPES[Arrays.asList(TYPES).indexOf(type)];
  }

  /**
   * For each signature {@code down_i}, which puts its arguments into cells of 8 bytes, and {@code
   * up_i}, which calls a function with those from the cells. Narrow integers are used as such: what
   * is above them counts if compilers rely on it.
   */
  private static String source(List<MethodType> signatures) {
    StringBuilder text = new StringBuilder("long cells[64]; long *get(void) { return cells; }\n");
    for (int i = 0; i < signatures.size(); i++) {
      MethodType type = signatures.get(i);
      String result = c(type.returnType());
      StringBuilder parameters = new StringBuilder();
      StringBuilder stores = new StringBuilder();
      StringBuilder loads = new StringBuilder();
      for (int p = 0; p < type.parameterCount(); p++) {
        String c = c(type.parameterType(p));
        boolean wide = c.equals("float") || c.equals("double");
        parameters.append(p == 0 ? "" : ", ").append(c).append(" a").append(p);
        stores.append(
            wide
                ? "  *(%s *) &cells[%d] = a%d;\n".formatted(c, p + 1, p)
                : "  cells[%d] = a%d;\n".formatted(p + 1, p));
        loads.append(p == 0 ? "" : ", ").append("*(%s *) &cells[%d]".formatted(c, p + 1));
      }
      boolean isVoid = result.equals("void");
      text.append(
          "%s down_%d(%s) {\n%s  %s;\n}\n"
              .formatted(
                  result,
                  i,
                  parameters.isEmpty() ? "void" : parameters,
                  stores,
                  isVoid ? "cells[0]++" : "return *(" + result + " *) &cells[0]"));
      String call =
          "((%s (*)(%s)) f)(%s)"
              .formatted(result, parameters.isEmpty() ? "void" : parameters, loads);
      boolean wide = result.equals("float") || result.equals("double");
      text.append("void up_%d(void *f) {\n  ".formatted(i))
          .append(
              isVoid ? call : (wide ? "*(" + result + " *) &cells[0] = " : "cells[0] = ") + call)
          .append(";\n}\n");
    }
    return text.toString();
  }

  private static void put(Pointer cell, Object value) {
    cell.setLong(0, 0x5555555555555555L);
    if (value instanceof Boolean b) {
      cell.setByte(0, (byte) (b ? 1 : 0));
    } else if (value instanceof Byte b) {
      cell.setByte(0, b);
    } else if (value instanceof Short s) {
      cell.setShort(0, s);
    } else if (value instanceof Character ch) {
      cell.setShort(0, (short) (char) ch);
    } else if (value instanceof Integer n) {
      cell.setInt(0, n);
    } else if (value instanceof Long n) {
      cell.setLong(0, n);
    } else if (value instanceof Float f) {
      cell.setFloat(0, f);
    } else {
      cell.setDouble(0, (double) value);
    }
  }

  /** C stores integers into cells by converting them to {@code long}. */
  private static Object get(Pointer cell, Class<?> type) {
    if (type == float.class) {
      return cell.getFloat(0);
    } else if (type == double.class) {
      return cell.getDouble(0);
    }
    return cell.getLong(0);
  }

  private static Object inCell(Object value) {
    if (value instanceof Boolean b) {
      return b ? 1L : 0L;
    } else if (value instanceof Character ch) {
      return (long) ch;
    } else if (value instanceof Float || value instanceof Double) {
      return value;
    }
    return ((Number) value).longValue();
  }

  /** What Java gets in an upcall, and what it returns. */
  private static final class Receiver {
    final List<Object> got = new ArrayList<>();
    Object answer = 0;

    @SuppressWarnings("unused") // found by name
    Object call(Object... arguments) {
      got.clear();
      got.addAll(Arrays.asList(arguments));
      return answer;
    }
  }

  private void check(String compiler) throws Throwable {
    Random random = new Random(compiler.hashCode());
    List<MethodType> signatures = signatures(random);
    try (CompiledC c = new CompiledC(directory)) {
      c.add(source(signatures), compiler, "-O1", "-fPIC", "-w");
      Pointer cells = new Pointer(Downcalls.call(c.target("get")));
      for (int i = 0; i < COUNT; i++) {
        for (int round = 0; round < 3; round++) {
          checkDown(c, i, signatures.get(i), cells, random);
          checkUp(c, i, signatures.get(i), cells, random);
        }
      }
      assertThat(c.reported).isEmpty();
    }
  }

  private static List<Object> arguments(MethodType type, Random random) {
    List<Object> arguments = new ArrayList<>();
    for (Class<?> parameter : type.parameterArray()) {
      arguments.add(random(parameter, random));
    }
    return arguments;
  }

  private static void checkDown(CompiledC c, int i, MethodType type, Pointer cells, Random random)
      throws Throwable {
    MethodHandle down = c.as("down_" + i, type);
    List<Object> arguments = arguments(type, random);
    Object answer = type.returnType() == void.class ? 0L : random(type.returnType(), random);
    put(cells, answer);
    Object result = down.invokeWithArguments(arguments);
    for (int p = 0; p < arguments.size(); p++) {
      assertThat(get(cells.share(8L * (p + 1)), type.parameterType(p)))
          .as("down_%s%s parameter %s", i, type, p)
          .isEqualTo(inCell(arguments.get(p)));
    }
    if (type.returnType() == void.class) {
      assertThat(cells.getLong(0)).as("down_%s%s", i, type).isEqualTo(1);
    } else {
      assertThat(result).as("down_%s%s", i, type).isEqualTo(answer);
    }
  }

  private static void checkUp(CompiledC c, int i, MethodType type, Pointer cells, Random random)
      throws Throwable {
    Receiver receiver = new Receiver();
    MethodHandle target =
        MethodHandles.lookup()
            .bind(receiver, "call", MethodType.methodType(Object.class, Object[].class))
            .asCollector(Object[].class, type.parameterCount())
            .asType(type);
    List<Object> arguments = arguments(type, random);
    for (int p = 0; p < arguments.size(); p++) {
      put(cells.share(8L * (p + 1)), arguments.get(p));
    }
    receiver.answer = type.returnType() == void.class ? 0 : random(type.returnType(), random);
    try (Upcall upcall = Upcall.of("up", target, type, c.reported::add)) {
      Downcalls.call(c.target("up_" + i), upcall.address());
    }
    assertThat(receiver.got).as("up_%s%s", i, type).isEqualTo(arguments);
    if (type.returnType() != void.class) {
      assertThat(get(cells, type.returnType()))
          .as("up_%s%s", i, type)
          .isEqualTo(inCell(receiver.answer));
    }
  }

  @Test
  void asGccPassesThem() throws Throwable {
    check("gcc");
  }

  @Test
  void asClangPassesThem() throws Throwable {
    check("clang-19");
  }

  @Test
  void manyArgumentsArePassed() throws Throwable {
    StringBuilder parameters = new StringBuilder();
    StringBuilder sum = new StringBuilder("0");
    Class<?>[] types = new Class<?>[140];
    Object[] arguments = new Object[types.length];
    double expected = 0;
    for (int i = 0; i < types.length; i++) {
      types[i] = i % 3 == 0 ? double.class : i % 3 == 1 ? int.class : long.class;
      parameters.append(i == 0 ? "" : ", ").append(c(types[i])).append(" a").append(i);
      sum.append(" + a").append(i).append(" * ").append(i);
      arguments[i] = i % 3 == 0 ? (Object) (i + 0.5) : i % 3 == 1 ? (Object) i : (Object) (long) i;
      expected += ((Number) arguments[i]).doubleValue() * i;
    }
    try (CompiledC c = new CompiledC(directory)) {
      c.add("double f(" + parameters + ") { return " + sum + "; }");
      MethodHandle f = c.as("f", MethodType.methodType(double.class, types));
      assertThat((double) f.invokeWithArguments(arguments)).isEqualTo(expected);
    }
  }
}
