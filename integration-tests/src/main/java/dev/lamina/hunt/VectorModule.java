package dev.lamina.hunt;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * What a module of {@link VectorSource} is put together with: functions that do one operation each,
 * the rows of numbers they are called with, and the driver that calls them.
 */
abstract class VectorModule {
  private static final int ROUNDS = 12;

  static final String HEADER =
      """
      target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
      target triple = "x86_64-unknown-linux-gnu"
      """;

  /** Elements of the table that operands are read from. */
  private static final int TABLE = 512;

  final String element;
  final int length;
  final String type;
  final String mask;
  final boolean isInteger;
  final boolean isFloat;
  final int width;
  final Random random;
  final StringBuilder functions = new StringBuilder();
  final StringBuilder callees = new StringBuilder();
  final List<String> declarations = new ArrayList<>();
  final List<String> names = new ArrayList<>();

  /** The function at hand. */
  private StringBuilder body = new StringBuilder();

  private int next;

  VectorModule(String element, int length) {
    this.element = element;
    this.length = length;
    type = vector(element, length);
    mask = vector("i1", length);
    isInteger = element.startsWith("i");
    isFloat = !isInteger && !element.equals("ptr");
    width = isInteger ? Integer.parseInt(element.substring(1)) : 64;
    random = new Random(31L * element.hashCode() + length);
  }

  static String vector(String element, int length) {
    return "<" + length + " x " + element + ">";
  }

  // ---- Functions.

  void begin(String name) {
    names.add(name);
    body = new StringBuilder();
    next = 0;
  }

  String let(String text, Object... arguments) {
    String v = "%v" + next++;
    body.append("  ").append(v).append(" = ").append(String.format(Locale.ROOT, text, arguments));
    body.append('\n');
    return v;
  }

  void say(String text, Object... arguments) {
    body.append("  ").append(String.format(Locale.ROOT, text, arguments)).append('\n');
  }

  /** A block of the function at hand begins. */
  void label(String name) {
    body.append(name).append(":\n");
  }

  void end() {
    functions
        .append("define void @op")
        .append(names.size() - 1)
        .append("(ptr %r, ptr %a, ptr %b, ptr %c, i32 %n) noinline { ; ")
        .append(names.get(names.size() - 1))
        .append('\n')
        .append(body)
        .append("  ret void\n}\n");
  }

  /** Stores the value as the result of the operation, and ends its function. */
  void result(String valueType, String v) {
    if (valueType.equals("x86_fp80") || valueType.endsWith("x x86_fp80>")) {
      result(valueType, v, valueType.replace("x86_fp80", "double"));
      return;
    }
    if (valueType.endsWith("float")
        || valueType.endsWith("double")
        || valueType.endsWith("float>")
        || valueType.endsWith("double>")) {
      String nan = let("fcmp uno %s %s, %s", valueType, v, v);
      String m = valueType.startsWith("<") ? valueType.replaceAll("float|double", "i1") : "i1";
      v = let("select %s %s, %s zeroinitializer, %s %s", m, nan, valueType, valueType, v);
    }
    say("store %s %s, ptr %%r, align 1", valueType, v);
    end();
  }

  void result(String from, String v, String to) {
    result(to, let("fptrunc %s %s to %s", from, v, to));
  }

  /** An operand: what there is in memory without padding is loaded, the rest is made from it. */
  String operand(String pointer) {
    if (element.equals("ptr")) {
      String v = let("load %s, ptr %s, align 1", vector("i64", length), pointer);
      return let("inttoptr %s %s to %s", vector("i64", length), v, type);
    }
    if (element.equals("x86_fp80")) {
      String v = let("load %s, ptr %s, align 1", vector("double", length), pointer);
      return let("fpext %s %s to %s", vector("double", length), v, type);
    }
    if (isInteger && (width & width - 1) != 0 || width < 8) {
      String v = let("load %s, ptr %s, align 1", vector("i64", length), pointer);
      return let("trunc %s %s to %s", vector("i64", length), v, type);
    }
    return let("load %s, ptr %s, align 1", type, pointer);
  }

  String maskOperand(String pointer) {
    String v = let("load %s, ptr %s, align 1", vector("i8", length), pointer);
    return let("icmp slt %s %s, zeroinitializer", vector("i8", length), v);
  }

  String call(String resultType, String name, String arguments) {
    StringBuilder types = new StringBuilder();
    int depth = 0;
    StringBuilder at = new StringBuilder();
    for (char c : (arguments + ",").toCharArray()) {
      depth += c == '<' || c == '(' ? 1 : c == '>' || c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        String argument = at.toString().strip();
        String t =
            argument.startsWith("<")
                ? argument.substring(0, argument.indexOf('>') + 1)
                : argument.substring(0, argument.indexOf(' '));
        types.append(types.length() == 0 ? "" : ", ").append(t);
        at.setLength(0);
      } else {
        at.append(c);
      }
    }
    String declaration = "declare " + resultType + " @" + name + "(" + types + ")";
    if (!declarations.contains(declaration)) {
      declarations.add(declaration);
    }
    String what = "call " + resultType + " @" + name + "(" + arguments + ")";
    if (resultType.equals("void")) {
      say("%s", what);
      return "";
    }
    return let("%s", what);
  }

  static String mangled(String type) {
    String t = type.replace("x86_fp80", "f80").replace("float", "f32").replace("double", "f64");
    t = t.replace("ptr", "p0");
    return t.startsWith("<") ? "v" + t.substring(1, t.length() - 1).replace(" x ", "") : t;
  }

  String intrinsic(String resultType, String name, String arguments) {
    return call(resultType, "llvm." + name, arguments);
  }

  String splat(String element) {
    return each(n -> element);
  }

  interface AtLane {
    String get(int lane);
  }

  String each(AtLane value) {
    StringBuilder out = new StringBuilder("<");
    for (int n = 0; n < length; n++) {
      out.append(n == 0 ? "" : ", ").append(element).append(' ').append(value.get(n));
    }
    return out.append('>').toString();
  }

  String constants() {
    return each(
        n ->
            isFloat
                ? element.equals("x86_fp80") ? "0xK3FFF8000000000000000" : (n - 3) + ".5"
                : element.equals("ptr")
                    ? n % 2 == 0 ? "null" : "inttoptr (i64 " + n + " to ptr)"
                    : width == 1
                        ? n % 3 == 0 ? "true" : "false"
                        : Integer.toString((n * 5 + 1) % 4));
  }

  String zero() {
    return element.equals("x86_fp80") ? "0xK00000000000000000000" : "0.0";
  }

  String splatOf(String of, String value) {
    StringBuilder out = new StringBuilder("<");
    for (int n = 0; n < length; n++) {
      out.append(n == 0 ? "" : ", ").append(of).append(' ').append(value);
    }
    return out.append('>').toString();
  }

  int bits() {
    return switch (element) {
      case "float" -> 32;
      case "x86_fp80" -> 80;
      default -> width;
    };
  }

  /** A function of the other module that picks one of two of its parameters by its mask. */
  void callee(String result, String name, String parameters, String yes, String no) {
    callees
        .append("define " + result + " @" + name + parameters + " {\n")
        .append("  %r = select " + mask + " %m, " + result + " " + yes + ", " + result + " " + no)
        .append("\n  ret " + result + " %r\n}\n");
    String types = parameters.replaceAll(" %[a-z0-9]+", "");
    declarations.add("declare " + result + " @" + name + types);
  }

  // ---- The module.

  String module() {
    StringBuilder out = new StringBuilder();
    out.append(HEADER);
    out.append("@print = constant [13 x i8] c\"%d %016llx\\0A\\00\\00\"\n");
    table(out);
    out.append("declare i32 @printf(ptr, ...)\ndeclare ptr @memset(ptr, i32, i64)\n");
    for (String declaration : declarations) {
      out.append(declaration).append('\n');
    }
    out.append(functions);
    driver(out);
    return out.toString();
  }

  /** Numbers of the element's kind: small ones, those at the ends, and random ones. */
  private void table(StringBuilder out) {
    boolean single = element.equals("float");
    boolean dbl = element.equals("double") || element.equals("x86_fp80");
    int unit =
        single
            ? 4
            : element.equals("i8") ? 1 : element.equals("i16") ? 2 : element.equals("i32") ? 4 : 8;
    out.append("@table = global [").append(TABLE).append(" x i").append(8 * unit).append("] [");
    for (int n = 0; n < TABLE; n++) {
      long v;
      if (single) {
        v = Float.floatToRawIntBits(number(n)) & 0xffffffffL;
      } else if (dbl) {
        v = Double.doubleToRawLongBits(number(n));
      } else {
        long[] special = {
          0, 1, -1, 2, Long.MIN_VALUE, Long.MAX_VALUE, 0x80, 0x7f, 0x8000, 0x7fff, 1L << 31
        };
        v = random.nextInt(3) == 0 ? special[random.nextInt(special.length)] : random.nextLong();
        v = unit == 8 ? v : v & (1L << 8 * unit) - 1;
      }
      out.append(n == 0 ? "" : ", ").append("i").append(8 * unit).append(' ').append(v);
    }
    out.append("]\n");
  }

  private float number(int n) {
    float[] special = {
      0f,
      -0f,
      1f,
      -1f,
      0.5f,
      -0.5f,
      1.5f,
      2.5f,
      -2.5f,
      Float.NaN,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.MIN_VALUE,
      1e30f,
      -1e-30f
    };
    return n % 3 == 0
        ? special[random.nextInt(special.length)]
        : (float) (random.nextGaussian() * Math.pow(2, random.nextInt(20) - 8));
  }

  private void driver(StringBuilder out) {
    int count = names.size();
    out.append("@ops = constant [").append(count).append(" x ptr] [");
    for (int n = 0; n < count; n++) {
      out.append(n == 0 ? "ptr @op" : ", ptr @op").append(n);
    }
    out.append("]\n");
    int stride =
        element.equals("float") || element.equals("i32")
            ? 4
            : element.equals("i8") ? 1 : element.equals("i16") ? 2 : 8;
    out.append(
        """
        define i64 @check(i32 %op) {
        entry:
          %r = alloca [1024 x i8], align 16
          %slot = getelementptr [N x ptr], ptr @ops, i32 0, i32 %op
          %f = load ptr, ptr %slot
          br label %round
        round:
          %n = phi i32 [ 0, %entry ], [ %n1, %next ]
          %h = phi i64 [ -3750763034362895579, %entry ], [ %h2, %next ]
          %x = call ptr @memset(ptr %r, i32 165, i64 1024)
          %na = mul i32 %n, 7
          %nb = add i32 %na, 70
          %nc = add i32 %na, 140
          %a = getelementptr [S x i8], ptr @table, i32 %na
          %b = getelementptr [S x i8], ptr @table, i32 %nb
          %c = getelementptr [S x i8], ptr @table, i32 %nc
          call void %f(ptr %r, ptr %a, ptr %b, ptr %c, i32 %n)
          br label %byte
        byte:
          %i = phi i32 [ 0, %round ], [ %i1, %byte ]
          %h1 = phi i64 [ %h, %round ], [ %h2, %byte ]
          %p = getelementptr i8, ptr %r, i32 %i
          %v = load i8, ptr %p
          %w = zext i8 %v to i64
          %y = xor i64 %h1, %w
          %h2 = mul i64 %y, 1099511628211
          %i1 = add i32 %i, 1
          %more = icmp ult i32 %i1, 1024
          br i1 %more, label %byte, label %next
        next:
          %n1 = add i32 %n, 1
          %again = icmp ult i32 %n1, ROUNDS
          br i1 %again, label %round, label %done
        done:
          ret i64 %h2
        }
        define i32 @main() {
        entry:
          br label %loop
        loop:
          %op = phi i32 [ 0, %entry ], [ %next, %loop ]
          %h = call i64 @check(i32 %op)
          %x = call i32 (ptr, ...) @printf(ptr @print, i32 %op, i64 %h)
          %next = add i32 %op, 1
          %more = icmp ult i32 %next, N
          br i1 %more, label %loop, label %done
        done:
          ret i32 0
        }
        """
            .replace("ROUNDS", Integer.toString(ROUNDS))
            .replace("[S x i8]", "[" + stride + " x i8]")
            .replace("[N x ptr]", "[" + count + " x ptr]")
            .replace("%next, N", "%next, " + count));
  }
}
