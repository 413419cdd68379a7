package dev.lamina.hunt;

import dev.lamina.hunt.CType.Member;
import dev.lamina.hunt.CType.Scalar;
import dev.lamina.hunt.CType.Struct;
import dev.lamina.hunt.CType.Union;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * C sources of functions with random signatures, and of calls to them. Both sides know which values
 * are passed and check every byte of what they get:
 *
 * <pre>
 *   callee.c   T f7(struct S7_0 a0, float a1, ...) { compare a0, a1, …; return R; }
 *   caller.c   void call_all(void) { …; T r = f7(…); compare r with R; … }
 * </pre>
 *
 * <p>A difference is told by {@code void mismatch(int signature, int scalar)}, where the scalars of
 * the arguments are counted from 0 on, and those of the result from {@link #RESULT} on.
 */
final class SignatureSource {
  /** The number of the result's first scalar. */
  static final int RESULT = 1000;

  private static final int MOST_PARAMETERS = 12;
  private static final int MOST_VARIADIC = 8;
  private static final int DEEPEST = 2;

  private final Random random;
  private final int vectorBytes;
  private final StringBuilder types = new StringBuilder();
  private final StringBuilder callee = new StringBuilder();
  private final StringBuilder caller = new StringBuilder();
  private int structs;
  private int signature;

  private SignatureSource(long seed, int vectorBytes) {
    random = new Random(seed);
    this.vectorBytes = vectorBytes;
  }

  /** The two sources. */
  record Sources(String caller, String callee) {}

  /** Signatures number {@code first} to {@code first + count - 1}, without vectors. */
  static Sources generate(int first, int count) {
    return generate(first, count, 0);
  }

  /**
   * Signatures number {@code first} to {@code first + count - 1}.
   *
   * @param vectorBytes the size of the largest vectors among their types; 0 for none
   */
  static Sources generate(int first, int count, int vectorBytes) {
    SignatureSource source = new SignatureSource(first, vectorBytes);
    for (int i = 0; i < count; i++) {
      source.signature = first + i;
      source.structs = 0;
      source.addFunction();
    }
    String head =
        """
        #include <stdarg.h>
        #include <string.h>
        extern void mismatch(int signature, int scalar);
        #define CHECK(signature, scalar, type, value, expected, bytes) \\
          do { type e = expected; if (memcmp((char *)&(value), (char *)&e, bytes)) mismatch(signature, scalar); } while (0)
        """
            + CType.Vector.definitions(vectorBytes)
            + source.types;
    return new Sources(
        head + "void call_all(void) {\n" + source.caller + "}\n", head + source.callee);
  }

  /** A function, its prototype (with the types) and a call to it. */
  private void addFunction() {
    @Nullable CType result = random.nextInt(8) == 0 ? null : type();
    List<CType> fixed = parameters(MOST_PARAMETERS);
    boolean variadic = !fixed.isEmpty() && random.nextInt(4) == 0;
    List<CType> further = variadic ? variadicArguments() : List.of();
    String resultText = result == null ? "void" : result.text();

    StringBuilder head = new StringBuilder(resultText).append(" f").append(signature).append('(');
    for (int i = 0; i < fixed.size(); i++) {
      head.append(i == 0 ? "" : ", ").append(fixed.get(i).text()).append(" a").append(i);
    }
    head.append(fixed.isEmpty() ? "void" : variadic ? ", ..." : "").append(')');
    types.append(head).append(";\n");

    callee.append(head).append(" {\n");
    caller.append("  {\n");
    int scalar = 0;
    for (int i = 0; i < fixed.size(); i++) {
      scalar = passAndCheck(fixed.get(i), "a" + i, scalar);
    }
    if (variadic) {
      callee.append("  va_list list;\n  va_start(list, a").append(fixed.size() - 1).append(");\n");
    }
    for (int i = 0; i < further.size(); i++) {
      CType type = further.get(i);
      String name = "v" + i;
      callee.append("  ").append(type.text()).append(' ').append(name).append(" = va_arg(list, ");
      callee.append(type.text()).append(");\n");
      scalar = passAndCheck(type, name, scalar);
    }
    callee.append(variadic ? "  va_end(list);\n" : "");
    returnAndCheck(result, call(fixed.size(), further.size()));
    callee.append("}\n");
    caller.append("  }\n");
  }

  private String call(int fixed, int further) {
    StringBuilder call = new StringBuilder("f").append(signature).append('(');
    for (int i = 0; i < fixed + further; i++) {
      call.append(i == 0 ? "" : ", ");
      call.append(i < fixed ? "a" + i : "v" + (i - fixed));
    }
    return call.append(')').toString();
  }

  /** Sets a variable of the caller's and checks the callee's of the same name. */
  private int passAndCheck(CType type, String name, int firstScalar) {
    caller.append("    ").append(type.text()).append(' ').append(name).append(";\n");
    int[] scalar = {firstScalar};
    type.scalars(
        name,
        (path, kind) -> {
          String literal = kind.literal(random);
          caller.append("    ").append(path).append(" = ").append(literal).append(";\n");
          check(callee, "  ", scalar[0]++, kind, path, literal);
        });
    return scalar[0];
  }

  private void returnAndCheck(@Nullable CType result, String call) {
    if (result == null) {
      caller.append("    ").append(call).append(";\n");
      return;
    }
    callee.append("  ").append(result.text()).append(" r;\n");
    caller.append("    ").append(result.text()).append(" r = ").append(call).append(";\n");
    int[] scalar = {RESULT};
    result.scalars(
        "r",
        (path, kind) -> {
          String literal = kind.literal(random);
          callee.append("  ").append(path).append(" = ").append(literal).append(";\n");
          check(caller, "    ", scalar[0]++, kind, path, literal);
        });
    callee.append("  return r;\n");
  }

  private void check(
      StringBuilder out, String indent, int scalar, Scalar kind, String path, String literal) {
    out.append(indent).append("CHECK(").append(signature).append(", ").append(scalar).append(", ");
    out.append(kind.text()).append(", ").append(path).append(", ").append(literal).append(", ");
    out.append(kind.valueBytes()).append(");\n");
  }

  private List<CType> parameters(int most) {
    List<CType> parameters = new ArrayList<>();
    int count = random.nextInt(most + 1);
    for (int i = 0; i < count; i++) {
      parameters.add(type());
    }
    return parameters;
  }

  private List<CType> variadicArguments() {
    List<CType> arguments = new ArrayList<>();
    for (CType type : parameters(MOST_VARIADIC)) {
      // Of an empty struct behind the ellipsis nothing is passed, and nothing could be checked.
      if (type instanceof Scalar s ? s.isPromoted() : hasScalars(type)) {
        arguments.add(type);
      }
    }
    return arguments;
  }

  private static boolean hasScalars(CType type) {
    boolean[] any = {false};
    type.scalars("", (path, kind) -> any[0] = true);
    return any[0];
  }

  private CType type() {
    return random.nextInt(5) < 3 ? leaf() : aggregate(0);
  }

  /** What is no aggregate. */
  private CType leaf() {
    boolean vector = vectorBytes > 0 && random.nextInt(3) == 0;
    return vector ? CType.Vector.any(random, vectorBytes) : scalar();
  }

  private Scalar scalar() {
    Scalar[] all = Scalar.values();
    return all[random.nextInt(all.length)];
  }

  private CType aggregate(int depth) {
    boolean union = random.nextInt(10) == 0;
    List<Member> members = new ArrayList<>();
    int count = random.nextInt(14) == 0 ? 0 : 1 + random.nextInt(random.nextBoolean() ? 3 : 7);
    CType like = random.nextInt(3) == 0 ? leaf() : null; // all of one kind
    for (int i = 0; i < count; i++) {
      CType type = like;
      if (type == null) {
        type = depth < DEEPEST && random.nextInt(5) == 0 ? aggregate(depth + 1) : leaf();
      }
      members.add(new Member("m" + i, type, random.nextInt(5) == 0 ? 1 + random.nextInt(4) : 0));
    }
    String name = "S" + signature + "_" + structs++;
    if (union && !members.isEmpty()) {
      Union made = new Union(name, members);
      types.append(made.definition());
      return made;
    }
    Struct made = new Struct(name, members, random.nextInt(7) == 0);
    types.append(made.definition());
    return made;
  }
}
