package dev.lamina.hunt;

import java.util.List;

/**
 * LLVM IR that does every operation on vectors of one type, {@code <N x T>}.
 *
 * <pre>
 *   void @op0(ptr result, ptr a, ptr b, ptr c) ...   one function for each operation
 *   i64 @check(i32 op)                               calls it with rows of numbers; a hash of all results
 *   i32 @main()                                      prints the hash of each operation
 * </pre>
 *
 * Operands are kept from what LLVM leaves undefined: no division by zero, no shift by the width or
 * more, no conversion out of range; NaNs are made one.
 */
final class VectorSource extends VectorModule {
  /** The element types. */
  static final List<String> ELEMENTS =
      List.of(
          "i1",
          "i3",
          "i8",
          "i16",
          "i24",
          "i32",
          "i40",
          "i64",
          "i128",
          "float",
          "double",
          "x86_fp80",
          "ptr");

  static final int MAX_LENGTH = 16;

  private VectorSource(String element, int length) {
    super(element, length);
  }

  /** A module, the functions that it calls, and what its operations are, by their numbers. */
  record Source(String text, String callees, List<String> operations) {}

  static Source generate(String element, int length) {
    VectorSource source = new VectorSource(element, length);
    source.addOperations();
    return new Source(source.module(), HEADER + source.callees, source.names);
  }

  // ---- Operations.

  private void addOperations() {
    if (isInteger) {
      integers();
      shifts();
      integerIntrinsics();
    } else if (isFloat) {
      floats();
      floatIntrinsics();
    } else {
      pointers();
    }
    comparisons();
    conversions();
    elements();
    shuffles();
    calls();
    memory();
    wholeVectors();
  }

  private interface Binary {
    String apply(String a, String b);
  }

  private void binary(String name, Binary binary) {
    begin(name);
    String a = operand("%a");
    String b = operand("%b");
    result(type, binary.apply(a, b));
  }

  private void integers() {
    for (String op : List.of("add", "sub", "mul", "and", "or", "xor")) {
      binary(op, (a, b) -> let("%s %s %s, %s", op, type, a, b));
      binary(op + " constant", (a, b) -> let("%s %s %s, %s", op, type, a, constants()));
    }
    for (String op : List.of("udiv", "urem")) {
      binary(
          op, (a, b) -> let("%s %s %s, %s", op, type, a, let("or %s %s, %s", type, b, splat("1"))));
    }
    if (width > 1) {
      for (String op : List.of("sdiv", "srem")) {
        binary(
            op,
            (a, b) -> {
              String half = let("ashr %s %s, %s", type, a, splat("1"));
              return let("%s %s %s, %s", op, type, half, let("or %s %s, %s", type, b, splat("1")));
            });
      }
      binary("udiv constant", (a, b) -> let("udiv %s %s, %s", type, a, splat("3")));
      binary("sdiv constant", (a, b) -> let("sdiv %s %s, %s", type, a, splat("3")));
    }
  }

  private void shifts() {
    for (String op : List.of("shl", "lshr", "ashr")) {
      if (width > 1) {
        String w = element.equals("i3") ? "3" : Integer.toString(width);
        binary(
            op,
            (a, b) -> let("%s %s %s, %s", op, type, a, let("urem %s %s, %s", type, b, splat(w))));
        for (int k : new int[] {0, 1, width / 2, width - 1}) {
          String amount = element.equals("i3") && k > 3 ? "3" : Integer.toString(k);
          binary(op + " by " + k, (a, b) -> let("%s %s %s, %s", op, type, a, splat(amount)));
        }
        binary(
            op + " by constants",
            (a, b) ->
                let(
                    "%s %s %s, %s",
                    op, type, a, each(n -> Integer.toString(n * 5 % Math.min(3, width)))));
      }
    }
  }

  private void integerIntrinsics() {
    String t = mangled(type);
    for (String op :
        List.of("smin", "smax", "umin", "umax", "sadd.sat", "uadd.sat", "ssub.sat", "usub.sat")) {
      binary(op, (a, b) -> intrinsic(type, op + "." + t, type + " " + a + ", " + type + " " + b));
    }
    if (width > 1) {
      for (String op : List.of("sshl.sat", "ushl.sat")) {
        binary(
            op,
            (a, b) -> {
              String by = let("urem %s %s, %s", type, b, splat(width == 3 ? "3" : "" + width));
              return intrinsic(type, op + "." + t, type + " " + a + ", " + type + " " + by);
            });
      }
    }
    for (String op : List.of("scmp", "ucmp")) {
      begin(op);
      String a = operand("%a");
      String b = operand("%b");
      String to = vector("i8", length);
      result(
          to,
          intrinsic(to, op + "." + mangled(to) + "." + t, type + " " + a + ", " + type + " " + b));
    }
    binary("abs", (a, b) -> intrinsic(type, "abs." + t, type + " " + a + ", i1 false"));
    for (String op : List.of("fshl", "fshr")) {
      begin(op);
      String a = operand("%a");
      String b = operand("%b");
      String c = operand("%c");
      result(
          type,
          intrinsic(
              type, op + "." + t, type + " " + a + ", " + type + " " + b + ", " + type + " " + c));
      if (width > 1) {
        binary(
            op + " by constant",
            (x, y) ->
                intrinsic(
                    type,
                    op + "." + t,
                    type + " " + x + ", " + type + " " + y + ", " + type + " " + splat("3")));
      }
    }
    binary("ctpop", (a, b) -> intrinsic(type, "ctpop." + t, type + " " + a));
    for (String op : List.of("ctlz", "cttz")) {
      binary(op, (a, b) -> intrinsic(type, op + "." + t, type + " " + a + ", i1 false"));
    }
    if (width <= 64) {
      binary("bitreverse", (a, b) -> intrinsic(type, "bitreverse." + t, type + " " + a));
    }
    if (width % 16 == 0) {
      binary("bswap", (a, b) -> intrinsic(type, "bswap." + t, type + " " + a));
    }
    for (String op : List.of("sadd", "uadd", "ssub", "usub", "smul", "umul")) {
      if (op.endsWith("mul") && width > 32 && width != 64) {
        continue;
      }
      String both = "{ " + type + ", " + mask + " }";
      for (int field = 0; field < 2; field++) {
        begin(op + ".with.overflow " + field);
        String a = operand("%a");
        String b = operand("%b");
        String r =
            intrinsic(both, op + ".with.overflow." + t, type + " " + a + ", " + type + " " + b);
        result(field == 0 ? type : mask, let("extractvalue %s %s, %d", both, r, field));
      }
    }
    for (String op : List.of("add", "mul", "and", "or", "xor", "smin", "smax", "umin", "umax")) {
      begin("reduce." + op);
      result(
          element, intrinsic(element, "vector.reduce." + op + "." + t, type + " " + operand("%a")));
    }
  }

  private void floats() {
    for (String op : List.of("fadd", "fsub", "fmul", "fdiv", "frem")) {
      binary(op, (a, b) -> let("%s %s %s, %s", op, type, a, b));
      binary(op + " constant", (a, b) -> let("%s %s %s, %s", op, type, a, constants()));
    }
    binary("fneg", (a, b) -> let("fneg %s %s", type, a));
  }

  private void floatIntrinsics() {
    String t = mangled(type);
    for (String op :
        List.of(
            "sqrt", "fabs", "floor", "ceil", "trunc", "rint", "nearbyint", "round", "roundeven")) {
      binary(op, (a, b) -> intrinsic(type, op + "." + t, type + " " + a));
    }
    for (String op : List.of("copysign", "minnum", "maxnum")) {
      // Which of two zeros is the less is left open.
      binary(
          op,
          (a, b) -> {
            String v = intrinsic(type, op + "." + t, type + " " + a + ", " + type + " " + b);
            return op.equals("copysign") ? v : let("fadd %s %s, zeroinitializer", type, v);
          });
    }
    if (!element.equals("x86_fp80")) {
      for (String op : List.of("minimum", "maximum")) {
        binary(op, (a, b) -> intrinsic(type, op + "." + t, type + " " + a + ", " + type + " " + b));
      }
      for (String op : List.of("fptosi.sat", "fptoui.sat")) {
        for (String to : List.of("i8", "i24", "i32", "i64", "i128")) {
          begin(op + " " + to);
          String whole = vector(to, length);
          String a = operand("%a");
          result(whole, intrinsic(whole, op + "." + mangled(whole) + "." + t, type + " " + a));
        }
      }
    }
    for (String op : List.of("fma", "fmuladd")) {
      begin(op);
      String a = operand("%a");
      String b = operand("%b");
      String c = operand("%c");
      result(
          type,
          intrinsic(
              type, op + "." + t, type + " " + a + ", " + type + " " + b + ", " + type + " " + c));
    }
    for (int classes : new int[] {3, 4, 96, 504, 264, 144}) {
      begin("is.fpclass " + classes);
      result(
          mask,
          intrinsic(mask, "is.fpclass." + t, type + " " + operand("%a") + ", i32 " + classes));
    }
    for (String op : List.of("fadd", "fmul")) {
      begin("reduce." + op);
      String start = element.equals("x86_fp80") ? "0xK3FFF8000000000000000" : "1.5";
      result(
          element,
          intrinsic(
              element,
              "vector.reduce." + op + "." + t,
              element + " " + start + ", " + type + " " + operand("%a")));
    }
    for (String op : List.of("fmin", "fmax")) {
      begin("reduce." + op);
      String v = intrinsic(element, "vector.reduce." + op + "." + t, type + " " + operand("%a"));
      result(element, let("fadd %s %s, %s", element, v, zero()));
    }
  }

  private void pointers() {
    String indices = vector("i64", length);
    begin("getelementptr of vectors");
    String a = operand("%a");
    String n = let("load %s, ptr %%b, align 1", indices);
    result(type, let("getelementptr {i32, i8}, %s %s, %s %s, i32 1", type, a, indices, n));
    begin("getelementptr of a scalar");
    n = let("load %s, ptr %%b, align 1", indices);
    result(type, let("getelementptr i32, ptr inttoptr (i64 4096 to ptr), %s %s", indices, n));
    begin("getelementptr by a scalar");
    result(type, let("getelementptr [3 x i16], %s %s, i32 %%n", type, operand("%a")));
    for (String to : List.of("i64", "i32", "i128", "i24")) {
      begin("ptrtoint " + to);
      result(
          vector(to, length), let("ptrtoint %s %s to %s", type, operand("%a"), vector(to, length)));
    }
    begin("inttoptr i32");
    n = let("load %s, ptr %%b, align 1", vector("i32", length));
    result(type, let("inttoptr %s %s to %s", vector("i32", length), n, type));
    begin("addresses of globals");
    String globals = each(i -> i % 2 == 0 ? "@table" : "@print");
    String same = let("icmp eq %s %s, %s", type, globals, globals);
    result(mask, same);
  }

  private void comparisons() {
    List<String> predicates =
        isFloat
            ? List.of(
                "false", "oeq", "ogt", "oge", "olt", "ole", "one", "ord", "ueq", "ugt", "uge",
                "ult", "ule", "une", "uno", "true")
            : List.of("eq", "ne", "ugt", "uge", "ult", "ule", "sgt", "sge", "slt", "sle");
    String op = isFloat ? "fcmp" : "icmp";
    for (String p : predicates) {
      begin(op + " " + p);
      String a = operand("%a");
      String b = operand("%b");
      result(mask, let("%s %s %s %s, %s", op, p, type, a, b));
      begin(op + " " + p + " and select");
      a = operand("%a");
      b = operand("%b");
      String c = operand("%c");
      String m = let("%s %s %s %s, %s", op, p, type, a, b);
      result(type, let("select %s %s, %s %s, %s %s", mask, m, type, c, type, a));
    }
    begin("select by a mask");
    String m = maskOperand("%c");
    String a = operand("%a");
    String b = operand("%b");
    result(type, let("select %s %s, %s %s, %s %s", mask, m, type, a, type, b));
    begin("select by a scalar");
    a = operand("%a");
    b = operand("%b");
    String odd = let("trunc i32 %%n to i1");
    result(type, let("select i1 %s, %s %s, %s %s", odd, type, a, type, b));
    begin("masks");
    m = maskOperand("%a");
    String k = maskOperand("%b");
    String both = let("and %s %s, %s", mask, m, k);
    String either = let("xor %s %s, %s", mask, both, splatOf("i1", "true"));
    result(mask, let("select %s %s, %s %s, %s %s", mask, m, mask, either, mask, k));
    begin("mask as bits");
    m = maskOperand("%a");
    String bits = let("bitcast %s %s to i%d", mask, m, length);
    result("i32", let("zext i%d %s to i32", length, bits));
  }

  private void conversions() {
    if (isInteger) {
      for (String to : List.of("i1", "i3", "i8", "i16", "i24", "i32", "i40", "i64", "i128")) {
        int w = Integer.parseInt(to.substring(1));
        for (String op :
            w < width
                ? List.of("trunc")
                : w > width ? List.of("zext", "sext") : List.<String>of()) {
          begin(op + " to " + to);
          String v = let("%s %s %s to %s", op, type, operand("%a"), vector(to, length));
          result(vector(to, length), v);
        }
      }
      for (String to : List.of("float", "double")) {
        for (String op : List.of("sitofp", "uitofp")) {
          begin(op + " to " + to);
          result(
              vector(to, length),
              let("%s %s %s to %s", op, type, operand("%a"), vector(to, length)));
        }
      }
    } else if (isFloat) {
      for (String to : List.of("i8", "i16", "i24", "i32", "i64")) {
        for (String op : List.of("fptosi", "fptoui")) {
          begin(op + " to " + to);
          String small = let("load %s, ptr %%a, align 1", vector("i8", length));
          String shifted =
              let("%s %s %s, %s", "lshr", vector("i8", length), small, splatOf("i8", "1"));
          String f = let("uitofp %s %s to %s", vector("i8", length), shifted, type);
          if (!element.equals("x86_fp80")) {
            f = let("fmul %s %s, %s", type, f, each(n -> "0.75"));
          }
          result(vector(to, length), let("%s %s %s to %s", op, type, f, vector(to, length)));
        }
      }
      for (String to : List.of("float", "double")) {
        if (!to.equals(element)) {
          begin("to " + to);
          String op = element.equals("float") ? "fpext" : "fptrunc";
          result(
              vector(to, length),
              let("%s %s %s to %s", op, type, operand("%a"), vector(to, length)));
        }
      }
    }
    bitcasts();
  }

  private void bitcasts() {
    if (element.equals("ptr")) {
      return;
    }
    int all = bits() * length;
    for (String to : List.of("i1", "i8", "i16", "i32", "i64", "float", "double")) {
      int w =
          to.equals("float") ? 32 : to.equals("double") ? 64 : Integer.parseInt(to.substring(1));
      if (all % w == 0 && all / w <= 128 && !to.equals(element)) {
        begin("bitcast to vectors of " + to);
        String v = let("bitcast %s %s to %s", type, operand("%a"), vector(to, all / w));
        result(vector(to, all / w), v);
      }
    }
    if (all <= 128) {
      begin("bitcast to a scalar and back");
      String v = let("bitcast %s %s to i%d", type, operand("%a"), all);
      v = let("xor i%d %s, 1", all, v);
      say("store i%d %s, ptr %%r, align 1", all, v);
      end();
      if (isInteger) {
        begin("bitcast of a scalar");
        v = let("load i128, ptr %%a, align 1");
        v = all < 128 ? let("trunc i128 %s to i%d", v, all) : v;
        result(type, let("bitcast i%d %s to %s", all, v, type));
      }
    }
  }

  private void elements() {
    for (int lane = 0; lane < length; lane++) {
      begin("extractelement " + lane);
      result(element, let("extractelement %s %s, i32 %d", type, operand("%a"), lane));
      begin("insertelement " + lane);
      String x = let("extractelement %s %s, i64 0", type, operand("%b"));
      result(
          type, let("insertelement %s %s, %s %s, i64 %d", type, operand("%a"), element, x, lane));
    }
    begin("extractelement n");
    String at = let("urem i32 %%n, %d", length);
    result(element, let("extractelement %s %s, i32 %s", type, operand("%a"), at));
    begin("insertelement n");
    at = let("urem i32 %%n, %d", length);
    String x = let("extractelement %s %s, i64 0", type, operand("%b"));
    result(type, let("insertelement %s %s, %s %s, i32 %s", type, operand("%a"), element, x, at));
    begin("built element by element");
    String v = "poison";
    String a = operand("%a");
    for (int lane = 0; lane < length; lane++) {
      String y = let("extractelement %s %s, i64 %d", type, a, length - 1 - lane);
      v = let("insertelement %s %s, %s %s, i64 %d", type, v, element, y, lane);
    }
    result(type, v);
  }

  private void shuffles() {
    int pieces = 0;
    for (int to :
        new int[] {
          length, length, length, 1, 2, 3, 4, 8, 16, 2 * length, Math.max(1, length / 2)
        }) {
      shuffle("random " + pieces++ + " of " + to, to, n -> random.nextInt(2 * length));
    }
    shuffle("reverse", length, n -> length - 1 - n);
    shuffle("splat", length, n -> 0);
    shuffle("splat of the second", length, n -> length);
    shuffle("low interleaved", length, n -> n / 2 + n % 2 * length);
    shuffle("high interleaved", length, n -> (length + n) / 2 % length + n % 2 * length);
    shuffle("even", length, n -> 2 * n);
    shuffle("odd", length, n -> 2 * n + 1);
    shuffle("joined", 2 * length, n -> n);
    shuffle("shifted", length, n -> n + 1);
    shuffle("blended", length, n -> n % 3 == 0 ? n : n + length);
    shuffle("high half", Math.max(1, length / 2), n -> length / 2 + n);
  }

  private interface Pick {
    int of(int lane);
  }

  private void shuffle(String name, int to, Pick pick) {
    begin("shufflevector " + name);
    String a = operand("%a");
    String b = operand("%b");
    StringBuilder m = new StringBuilder("<");
    for (int n = 0; n < to; n++) {
      m.append(n == 0 ? "i32 " : ", i32 ").append(pick.of(n));
    }
    result(
        vector(element, to),
        let("shufflevector %s %s, %s %s, <%d x i32> %s>", type, a, type, b, to, m));
  }

  private void calls() {
    if ((element.equals("double") && length == 3) || (element.equals("i128") && length == 1)) {
      // LLVM returns the third double on the x87 stack, and gives up a register beside an i128.
      return;
    }
    // Two that fit registers and two, beside scalars, that do not.
    String few = "(i32 %n, " + type + " %x, double %d, " + mask + " %m, " + type + " %y, ptr %p)";
    callee(type, "few", few, "%x", "%y");
    String many =
        "("
            + type
            + " %u, "
            + type
            + " %v, "
            + mask
            + " %k, "
            + type
            + " %x, "
            + mask
            + " %m, i64 %n, "
            + type
            + " %y, float %f, "
            + type
            + " %z)";
    callee(type, "many", many, "%x", "%z");
    String masks = "(" + mask + " %m, " + mask + " %x, " + mask + " %y)";
    callee(mask, "masks", masks, "%x", "%y");
    begin("call with few vectors");
    String a = operand("%a");
    String b = operand("%b");
    String m = maskOperand("%c");
    result(
        type,
        let(
            "call %s @few(i32 1, %s %s, double 2.0, %s %s, %s %s, ptr %%r)",
            type, type, a, mask, m, type, b));
    begin("call with many vectors");
    a = operand("%a");
    b = operand("%b");
    String c = operand("%c");
    m = maskOperand("%c");
    String k = maskOperand("%b");
    result(
        type,
        let(
            "call %s @many(%s %s, %s %s, %s %s, %s %s, %s %s, i64 7, %s %s, float 1.0, %s %s)",
            type, type, a, type, b, mask, m, type, c, mask, k, type, a, type, b));
    begin("call with masks");
    m = maskOperand("%a");
    k = maskOperand("%b");
    String l = maskOperand("%c");
    result(mask, let("call %s @masks(%s %s, %s %s, %s %s)", mask, mask, m, mask, k, mask, l));
  }

  private void memory() {
    begin("stored and loaded");
    String place = let("alloca %s, align 16", type);
    say("store volatile %s %s, ptr %s, align 1", type, operand("%a"), place);
    result(type, let("load volatile %s, ptr %s, align 1", type, place));
    begin("a mask stored and loaded");
    place = let("alloca %s, align 16", mask);
    say("store volatile %s %s, ptr %s, align 1", mask, maskOperand("%a"), place);
    result(mask, let("load volatile %s, ptr %s, align 1", mask, place));
    if (bits() % 8 != 0
        || element.equals("x86_fp80")
        || element.equals("i24")
        || element.equals("i40")) {
      return;
    }
    masked();
  }

  private void masked() {
    String t = mangled(type);
    begin("masked.load");
    String m = maskOperand("%c");
    String a = operand("%a");
    result(
        type,
        intrinsic(
            type,
            "masked.load." + t + ".p0",
            "ptr %b, i32 1, " + mask + " " + m + ", " + type + " " + a));
    begin("masked.store");
    m = maskOperand("%c");
    a = operand("%a");
    intrinsic(
        "void", "masked.store." + t + ".p0", type + " " + a + ", ptr %r, i32 1, " + mask + " " + m);
    end();
    begin("masked.expandload");
    m = maskOperand("%c");
    a = operand("%a");
    result(
        type,
        intrinsic(
            type, "masked.expandload." + t, "ptr %b, " + mask + " " + m + ", " + type + " " + a));
    begin("masked.compressstore");
    m = maskOperand("%c");
    a = operand("%a");
    intrinsic("void", "masked.compressstore." + t, type + " " + a + ", ptr %r, " + mask + " " + m);
    end();
    String pointers = vector("ptr", length);
    String order = vector("i64", length);
    StringBuilder back = new StringBuilder("<");
    for (int n = 0; n < length; n++) {
      back.append(n == 0 ? "i64 " : ", i64 ").append(length - 1 - n);
    }
    begin("masked.gather");
    m = maskOperand("%c");
    a = operand("%a");
    String p = let("getelementptr %s, ptr %%b, %s %s>", element, order, back);
    result(
        type,
        intrinsic(
            type,
            "masked.gather." + t + ".v" + length + "p0",
            pointers + " " + p + ", i32 1, " + mask + " " + m + ", " + type + " " + a));
    begin("masked.scatter");
    m = maskOperand("%c");
    a = operand("%a");
    p = let("getelementptr %s, ptr %%r, %s %s>", element, order, back);
    intrinsic(
        "void",
        "masked.scatter." + t + ".v" + length + "p0",
        type + " " + a + ", " + pointers + " " + p + ", i32 1, " + mask + " " + m);
    end();
  }

  private void wholeVectors() {
    String t = mangled(type);
    begin("freeze");
    result(type, let("freeze %s %s", type, operand("%a")));
    begin("constant");
    result(type, let("freeze %s %s", type, constants()));
    begin("phi");
    String a = operand("%a");
    String b = operand("%b");
    String odd = let("trunc i32 %%n to i1");
    say("br i1 %s, label %%yes, label %%no", odd);
    label("yes");
    say("br label %%join");
    label("no");
    String m = maskOperand("%c");
    say("br label %%join");
    label("join");
    String v = let("phi %s [ %s, %%yes ], [ %s, %%no ]", type, a, constants());
    String k = let("phi %s [ %s, %%yes ], [ %s, %%no ]", mask, splatOf("i1", "true"), m);
    result(type, let("select %s %s, %s %s, %s %s", mask, k, type, v, type, b));
    begin("in a struct");
    String both = "{ i8, " + type + ", " + mask + " }";
    v = let("insertvalue %s poison, %s %s, 1", both, type, operand("%a"));
    v = let("insertvalue %s %s, %s %s, 2", both, v, mask, maskOperand("%b"));
    String x = let("extractvalue %s %s, 1", both, v);
    k = let("extractvalue %s %s, 2", both, v);
    result(type, let("select %s %s, %s %s, %s zeroinitializer", mask, k, type, x, type));
    begin("vector.reverse");
    result(type, intrinsic(type, "vector.reverse." + t, type + " " + operand("%a")));
    begin("vector.splice");
    a = operand("%a");
    b = operand("%b");
    result(
        type,
        intrinsic(
            type,
            "vector.splice." + t,
            type + " " + a + ", " + type + " " + b + ", i32 " + (length / 2)));
    if (length % 2 == 0 && bits() * length / 2 % 128 == 0) {
      String half = vector(element, length / 2);
      begin("vector.insert");
      a = operand("%a");
      String piece =
          intrinsic(half, "vector.extract." + mangled(half) + "." + t, type + " " + a + ", i64 0");
      result(
          type,
          intrinsic(
              type,
              "vector.insert." + t + "." + mangled(half),
              type + " " + operand("%b") + ", " + half + " " + piece + ", i64 " + length / 2));
    }
  }
}
