package dev.lamina.target.x86_64.select;

import static dev.lamina.target.x86_64.select.ConversionRules.isDouble;
import static dev.lamina.target.x86_64.select.ConversionRules.isSse;
import static dev.lamina.target.x86_64.select.X86Selector.isWord;
import static dev.lamina.target.x86_64.select.X86Selector.width;

import dev.lamina.codegen.Address;
import dev.lamina.codegen.FunctionSink;
import dev.lamina.ir.CallBase;
import dev.lamina.ir.Constant;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.Function;
import dev.lamina.ir.FunctionType;
import dev.lamina.ir.Type;
import dev.lamina.ir.Value;
import dev.lamina.target.x86_64.encode.Cond;
import dev.lamina.target.x86_64.encode.Op;
import dev.lamina.target.x86_64.encode.Packed;
import dev.lamina.target.x86_64.encode.Regs;
import dev.lamina.target.x86_64.encode.Sse;
import dev.lamina.target.x86_64.encode.Sys;
import dev.lamina.target.x86_64.encode.X87;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The {@code llvm.*} intrinsics, by the name before the types: what is a hint is dropped, what the
 * C library does as well is a call, the rest is instructions.
 */
final class Intrinsics {
  interface Emission {
    void emit(X86Selector s, CallBase call);
  }

  private static final Emission NOTHING = (s, c) -> {};
  private static final Map<String, Emission> TABLE = new HashMap<>();

  /** Those that do the same with values of any type. */
  private static final Set<String> ANY_TYPE = new HashSet<>(List.of("is.constant"));

  static {
    for (String hint :
        new String[] {
          "lifetime.start",
          "lifetime.end",
          "dbg.value",
          "dbg.declare",
          "dbg.assign",
          "dbg.label",
          "assume",
          "experimental.noalias.scope.decl",
          "donothing",
          "sideeffect",
          "invariant.end",
          "var.annotation",
          "prefetch",
          "pseudoprobe",
          "va_end"
        }) {
      TABLE.put(hint, NOTHING);
      ANY_TYPE.add(hint);
    }
    for (String same :
        new String[] {
          "expect",
          "expect.with.probability",
          "launder.invariant.group",
          "strip.invariant.group",
          "ssa.copy",
          "annotation",
          "ptr.annotation",
          "arithmetic.fence",
          "threadlocal.address"
        }) {
      TABLE.put(same, Intrinsics::passThrough);
      ANY_TYPE.add(same);
    }
    TABLE.put("invariant.start", (s, c) -> s.sink().copy(s.result(c), s.number(0)));
    TABLE.put("is.constant", (s, c) -> s.sink().copy(s.result(c), s.number(isConstant(c))));
    TABLE.put("objectsize", Intrinsics::objectSize);
    TABLE.put("memcpy", (s, c) -> MemoryIntrinsics.copy(s, c, "memcpy"));
    TABLE.put("memcpy.inline", (s, c) -> MemoryIntrinsics.copy(s, c, "memcpy"));
    TABLE.put("memmove", (s, c) -> MemoryIntrinsics.move(s, c));
    TABLE.put("memset", MemoryIntrinsics::set);
    TABLE.put("memset.inline", MemoryIntrinsics::set);
    TABLE.put("va_start", (s, c) -> s.calls.startVarArgs(s.value(c.argument(0))));
    TABLE.put("va_copy", (s, c) -> VarArgs.copy(s, s.value(c.argument(0)), s.value(c.argument(1))));
    TABLE.put("trap", (s, c) -> s.sink().begin(X86Op.TRAP, 0).end());
    TABLE.put("ubsantrap", (s, c) -> s.sink().begin(X86Op.TRAP, 0).end());
    TABLE.put("debugtrap", (s, c) -> s.sink().begin(Op.INT3, 0).end());
    TABLE.put("stacksave", (s, c) -> s.calls.stackPointer(s.result(c)));
    TABLE.put("stackrestore", (s, c) -> s.calls.setStackPointer(s.value(c.argument(0))));
    TABLE.put("frameaddress", (s, c) -> callerFrame(s, c, 0));
    TABLE.put("returnaddress", (s, c) -> callerFrame(s, c, 8));
    TABLE.put("addressofreturnaddress", Intrinsics::addressOfReturnAddress);
    TABLE.put("readcyclecounter", Intrinsics::cycleCounter);
    TABLE.put(
        "eh.typeid.for",
        (s, c) -> s.sink().copy(s.result(c), s.number(s.exceptions().typeIndex(c.argument(0)))));
    TABLE.put("ptrmask", Intrinsics::pointerMask);
    TABLE.put("load.relative", Intrinsics::loadRelative);
    TABLE.put("bswap", BitIntrinsics::byteSwap);
    TABLE.put("ctpop", BitIntrinsics::populationCount);
    TABLE.put("ctlz", BitIntrinsics::leadingZeros);
    TABLE.put("cttz", BitIntrinsics::trailingZeros);
    TABLE.put("bitreverse", BitIntrinsics::reverse);
    TABLE.put("fshl", (s, c) -> BitIntrinsics.funnelShift(s, c, true));
    TABLE.put("fshr", (s, c) -> BitIntrinsics.funnelShift(s, c, false));
    TABLE.put("abs", BitIntrinsics::absolute);
    for (String minMax : new String[] {"smin", "smax", "umin", "umax"}) {
      TABLE.put(minMax, (s, c) -> BitIntrinsics.minMax(s, c, minMax));
    }
    for (String checked : new String[] {"sadd", "uadd", "ssub", "usub", "smul", "umul"}) {
      TABLE.put(
          checked + ".with.overflow", (s, c) -> OverflowIntrinsics.withOverflow(s, c, checked));
    }
    for (String saturating : new String[] {"sadd", "uadd", "ssub", "usub"}) {
      TABLE.put(saturating + ".sat", (s, c) -> OverflowIntrinsics.saturating(s, c, saturating));
    }
    anyType("minimum", (s, c) -> ExpandedIntrinsics.minimum(s, c, false));
    anyType("maximum", (s, c) -> ExpandedIntrinsics.minimum(s, c, true));
    anyType("sshl.sat", (s, c) -> ExpandedIntrinsics.saturatingShift(s, c, true));
    anyType("ushl.sat", (s, c) -> ExpandedIntrinsics.saturatingShift(s, c, false));
    anyType("scmp", (s, c) -> ExpandedIntrinsics.threeWay(s, c, true));
    anyType("ucmp", (s, c) -> ExpandedIntrinsics.threeWay(s, c, false));
    anyType("fptosi.sat", (s, c) -> ExpandedIntrinsics.saturatingConversion(s, c, true));
    anyType("fptoui.sat", (s, c) -> ExpandedIntrinsics.saturatingConversion(s, c, false));
    for (String strict :
        new String[] {
          "fadd",
          "fsub",
          "fmul",
          "fdiv",
          "frem",
          "fptosi",
          "fptoui",
          "sitofp",
          "uitofp",
          "fpext",
          "fptrunc",
          "fcmp",
          "fcmps",
          "sqrt",
          "fma",
          "fmuladd",
          "sin",
          "cos",
          "exp",
          "exp2",
          "log",
          "log2",
          "log10",
          "pow",
          "floor",
          "ceil",
          "trunc",
          "rint",
          "nearbyint",
          "round",
          "roundeven",
          "lrint",
          "llrint",
          "lround",
          "llround",
          "minnum",
          "maxnum",
          "minimum",
          "maximum"
        }) {
      anyType(StrictFloats.PREFIX + strict, (s, c) -> StrictFloats.emit(s, c, strict));
    }
    TABLE.put("sqrt", Intrinsics::squareRoot);
    TABLE.put("fabs", Intrinsics::fabs);
    Map<String, Integer> shifts =
        Map.of(
            "pslli.w", Packed.PSLLW,
            "pslli.d", Packed.PSLLD,
            "pslli.q", Packed.PSLLQ,
            "psrli.w", Packed.PSRLW,
            "psrli.d", Packed.PSRLD,
            "psrli.q", Packed.PSRLQ,
            "psrai.w", Packed.PSRAW,
            "psrai.d", Packed.PSRAD);
    shifts.forEach(
        (name, op) -> TABLE.put("x86.sse2." + name, (s, c) -> VectorRules.shift(s, c, op)));
    TABLE.put("is.fpclass", FloatClass::emit);
    TABLE.put("copysign", Intrinsics::copySign);
    TABLE.put("fmuladd", Intrinsics::multiplyAdd);
    TABLE.put("minnum", (s, c) -> minMaxNumber(s, c, "fmin", Sse.MINSS, Sse.MINSD));
    TABLE.put("maxnum", (s, c) -> minMaxNumber(s, c, "fmax", Sse.MAXSS, Sse.MAXSD));
    TABLE.put("powi", Intrinsics::powerOfInteger);
    Map<String, String> routines =
        Map.ofEntries(
            Map.entry("sin", "sin"),
            Map.entry("cos", "cos"),
            Map.entry("tan", "tan"),
            Map.entry("exp", "exp"),
            Map.entry("exp2", "exp2"),
            Map.entry("exp10", "exp10"),
            Map.entry("log", "log"),
            Map.entry("log2", "log2"),
            Map.entry("log10", "log10"),
            Map.entry("pow", "pow"),
            Map.entry("floor", "floor"),
            Map.entry("ceil", "ceil"),
            Map.entry("trunc", "trunc"),
            Map.entry("rint", "rint"),
            Map.entry("nearbyint", "nearbyint"),
            Map.entry("round", "round"),
            Map.entry("roundeven", "roundeven"),
            Map.entry("fma", "fma"));
    routines.forEach((name, routine) -> TABLE.put(name, (s, c) -> callRoutine(s, c, routine)));
    Map<String, String> toInteger =
        Map.of("lrint", "lrint", "llrint", "llrint", "lround", "lround", "llround", "llround");
    toInteger.forEach((name, routine) -> TABLE.put(name, (s, c) -> callToInteger(s, c, routine)));
  }

  private Intrinsics() {}

  private static void anyType(String name, Emission emission) {
    TABLE.put(name, emission);
    ANY_TYPE.add(name);
  }

  static void emit(X86Selector s, CallBase call) {
    Function f = (Function) call.callee();
    if (areVectors(call)) {
      emitOnVectors(s, call, f);
      return;
    }
    Emission emission = find(f);
    if (emission == null) {
      throw CallRules.unsupportedCallee(f);
    }
    emission.emit(s, call);
  }

  /** Whether a vector takes part. Asked here: without vectors, their table is not made. */
  private static boolean areVectors(CallBase call) {
    for (int n = 0; n < call.argumentCount(); n++) {
      if (call.argument(n).type().isVector()) {
        return true;
      }
    }
    return call.type().isVector();
  }

  /** What there is for vectors comes before what takes any type, and that before lane by lane. */
  private static void emitOnVectors(X86Selector s, CallBase call, Function f) {
    String name = prefix(f, n -> VectorIntrinsics.find(n) != null);
    if (name != null) {
      Emission emission = VectorIntrinsics.find(name);
      if (emission != null) {
        emission.emit(s, call);
      }
      return;
    }
    name = prefix(f, TABLE::containsKey);
    Emission emission = name == null ? null : TABLE.get(name);
    if (name == null || emission == null) {
      throw CallRules.unsupportedCallee(f);
    }
    if (ANY_TYPE.contains(name) || name.startsWith("x86.")) {
      emission.emit(s, call);
    } else {
      VectorIntrinsics.byElements(s, call, name);
    }
  }

  /** The name of the intrinsic that is called, without {@code llvm.} and the types behind it. */
  static String baseName(CallBase call) {
    String name = prefix((Function) call.callee(), TABLE::containsKey);
    return name == null ? "" : name;
  }

  /** A declaration of an intrinsic that is in no module, for the rules alone. */
  static Function declaration(String name, FunctionType type) {
    return new Function("llvm." + name, type);
  }

  /** Whether calls of the intrinsic may be left out. */
  static boolean isHint(Function f) {
    return find(f) == NOTHING;
  }

  private static @Nullable Emission find(Function f) {
    String name = prefix(f, TABLE::containsKey);
    return name == null ? null : TABLE.get(name);
  }

  /** The longest prefix of the name that is known; what follows are types. */
  private static @Nullable String prefix(Function f, Predicate<String> isKnown) {
    String name = f.name() == null ? "" : f.name().substring("llvm.".length());
    if (name.contains(".element.")) {
      // Atomic element by element, as a copy by the C library is not.
      return null;
    }
    String prefix = name;
    while (!isKnown.test(prefix)) {
      int dot = prefix.lastIndexOf('.');
      if (dot < 0) {
        return null;
      }
      prefix = prefix.substring(0, dot);
    }
    return prefix;
  }

  private static void passThrough(X86Selector s, CallBase call) {
    int parts = s.partsOf(call.type()).count();
    for (int p = 0; p < parts; p++) {
      s.sink().copy(s.result(call, p), s.value(call.argument(0), p));
    }
  }

  private static int isConstant(CallBase call) {
    return call.argument(0) instanceof Constant ? 1 : 0;
  }

  /** Nothing is known of objects here: the largest size, or none if the smallest is asked for. */
  private static void objectSize(X86Selector s, CallBase call) {
    boolean smallest = call.argument(1) instanceof ConstantInt min && !min.isZero();
    s.sink().copy(s.result(call), s.number(smallest ? 0 : -1));
  }

  private static void callerFrame(X86Selector s, CallBase call, int offset) {
    FunctionSink out = s.sink();
    long depth = call.argument(0) instanceof ConstantInt n ? n.zext() : 0;
    int r = s.general(8);
    Address a = new Address();
    out.begin(Op.LEA, 8).def(r).memory(a.frame(0)).end();
    for (long n = 0; n < Math.min(depth, 1 << 10); n++) {
      int up = s.general(8);
      out.begin(Op.MOV, 8).def(up).memory(a.register(r, 0)).end();
      r = up;
    }
    if (offset == 0) {
      out.copy(s.result(call), r);
    } else {
      out.begin(Op.MOV, 8).def(s.result(call)).memory(a.register(r, offset)).end();
    }
  }

  private static void addressOfReturnAddress(X86Selector s, CallBase call) {
    s.sink().begin(Op.LEA, 8).def(s.result(call)).memory(s.address.frame(8)).end();
  }

  private static void cycleCounter(X86Selector s, CallBase call) {
    FunctionSink out = s.sink();
    int low = s.general(8);
    int high = s.general(8);
    out.begin(Sys.RDTSC, 0)
        .defFixed(low, X86Registers.g(Regs.RAX))
        .defFixed(high, X86Registers.g(Regs.RDX))
        .end();
    out.begin(Op.SHL, 8).defTied(high, high).immediate(32).end();
    out.begin(Op.OR, 8).defTied(s.result(call), high).kill(low).end();
  }

  private static void pointerMask(X86Selector s, CallBase call) {
    int p = s.value(call.argument(0));
    int mask = s.value(call.argument(1));
    s.sink().begin(Op.AND, 8).defTied(s.result(call), p).useAny(mask).end();
  }

  /** The 32-bit distance at a base and an offset, added to the base. */
  private static void loadRelative(X86Selector s, CallBase call) {
    int base = s.value(call.argument(0));
    int offset = s.value(call.argument(1));
    int width = width(call.argument(1).type());
    int extended = width == 64 ? offset : s.signExtended(offset, width);
    int distance = s.general(8);
    Address place = s.address.register(base, 0);
    place.index = extended;
    s.sink().begin(Op.MOVSX32, 8).def(distance).memory(place).end();
    s.sink().begin(Op.ADD, 8).defTied(s.result(call), distance).useAny(base).end();
  }

  // ---- Floating point.

  private static void squareRoot(X86Selector s, CallBase call) {
    Type t = call.type();
    if (isSse(t)) {
      int op = isDouble(t) ? Sse.SQRTSD : Sse.SQRTSS;
      int v = s.value(call.argument(0));
      s.sink().begin(op, 0).def(s.result(call)).killAny(v).end();
    } else if (X87Rules.isX87(t)) {
      x87Unary(s, call, X87.FSQRT);
    } else {
      throw CallRules.unsupportedCallee((Function) call.callee());
    }
  }

  private static void x87Unary(X86Selector s, CallBase call, int op) {
    s.loadX87(s.value(call.argument(0)));
    s.sink().begin(op, 0).end();
    s.storeX87(s.result(call));
  }

  private static void fabs(X86Selector s, CallBase call) {
    Type t = call.type();
    if (isSse(t)) {
      int v = s.value(call.argument(0));
      s.sink()
          .begin(Sse.ANDPS, 0)
          .defTied(s.result(call), v)
          .memory(FloatRules.magnitudeMask(s, isDouble(t)))
          .end();
    } else if (X87Rules.isX87(t)) {
      x87Unary(s, call, X87.FABS);
    } else {
      throw CallRules.unsupportedCallee((Function) call.callee());
    }
  }

  private static void copySign(X86Selector s, CallBase call) {
    Type t = call.type();
    if (X87Rules.isX87(t)) {
      callRoutine(s, call, "copysign");
      return;
    }
    if (!isSse(t)) {
      throw CallRules.unsupportedCallee((Function) call.callee());
    }
    FunctionSink out = s.sink();
    int magnitude = s.sse(16);
    int sign = s.sse(16);
    int x = s.value(call.argument(0));
    int y = s.value(call.argument(1));
    out.begin(Sse.ANDPS, 0)
        .defTiedKeep(magnitude, x)
        .memory(FloatRules.magnitudeMask(s, isDouble(t)))
        .end();
    out.begin(Sse.ANDPS, 0).defTiedKeep(sign, y).memory(FloatRules.signMask(s, isDouble(t))).end();
    out.begin(Sse.ORPS, 0).defTied(s.result(call), magnitude).kill(sign).end();
  }

  /** {@code a * b + c}, which may be rounded twice. */
  private static void multiplyAdd(X86Selector s, CallBase call) {
    Type t = call.type();
    FunctionSink out = s.sink();
    if (X87Rules.isX87(t)) {
      s.loadX87(s.value(call.argument(0)));
      s.loadX87(s.value(call.argument(1)));
      out.begin(X87.FMULP, 0).immediate(1).end();
      s.loadX87(s.value(call.argument(2)));
      out.begin(X87.FADDP, 0).immediate(1).end();
      s.storeX87(s.result(call));
      return;
    }
    if (isSse(t)) {
      boolean d = isDouble(t);
      multiplyAdd(s, call, d ? Sse.MULSD : Sse.MULSS, d ? Sse.ADDSD : Sse.ADDSS);
    } else {
      throw CallRules.unsupportedCallee((Function) call.callee());
    }
  }

  private static void multiplyAdd(X86Selector s, CallBase call, int multiply, int add) {
    FunctionSink out = s.sink();
    int product = s.sse(s.partsOf(call.type()).size(0));
    int a = s.value(call.argument(0));
    int b = s.value(call.argument(1));
    int c = s.value(call.argument(2));
    out.begin(multiply, 0).defTied(product, a).use(b).end();
    out.begin(add, 0).defTied(s.result(call), product).use(c).end();
  }

  /**
   * The number if one operand is a NaN. {@code minss b, a} gives {@code a} where an operand is a
   * NaN or both are zeros, so only a NaN in {@code a} is left to look for.
   */
  private static void minMaxNumber(
      X86Selector s, CallBase call, String routine, int single, int dbl) {
    Type t = call.type();
    if (!isSse(t)) {
      callRoutine(s, call, routine);
      return;
    }
    FunctionSink out = s.sink();
    int a = s.value(call.argument(0));
    int b = s.value(call.argument(1));
    int least = s.sse(8);
    out.begin(isDouble(t) ? dbl : single, 0).defTiedKeep(least, b).use(a).end();
    out.begin(X86Op.TOUCH, 0).use(a).use(b).end();
    out.begin(isDouble(t) ? Sse.UCOMISD : Sse.UCOMISS, 0).use(a).use(a).end();
    out.begin(X86Op.SELECT_X, Cond.P).defTied(s.result(call), least).use(b).end();
  }

  private static void powerOfInteger(X86Selector s, CallBase call) {
    Type t = call.type();
    if (!isSse(t) || !call.argument(1).type().isInteger(32)) {
      throw CallRules.unsupportedCallee((Function) call.callee());
    }
    int x = s.value(call.argument(0));
    int n = s.value(call.argument(1));
    s.libcalls
        .begin(isDouble(t) ? "__powidf2" : "__powisf2")
        .killFixed(x, X86Registers.x(0))
        .killFixed(n, X86Registers.g(Regs.RDI))
        .defFixed(s.result(call), X86Registers.x(0))
        .end();
  }

  /** The routine of libm: the name, with f for float and l for long double. */
  private static void callRoutine(X86Selector s, CallBase call, String name) {
    Type t = call.type();
    int[] arguments = new int[call.argumentCount()];
    for (int n = 0; n < arguments.length; n++) {
      arguments[n] = s.value(call.argument(n));
    }
    if (isSse(t)) {
      s.libcalls.callFloat(isDouble(t) ? name : name + "f", arguments, s.result(call));
    } else if (X87Rules.isX87(t)) {
      X87Rules.call(s, name + "l", s.result(call), arguments);
    } else {
      throw CallRules.unsupportedCallee((Function) call.callee());
    }
  }

  private static void callToInteger(X86Selector s, CallBase call, String name) {
    Value v = call.argument(0);
    if (!isWord(call.type()) || width(call.type()) < 32) {
      throw CallRules.unsupportedCallee((Function) call.callee());
    }
    if (isSse(v.type())) {
      s.libcalls.callFloatToInteger(
          isDouble(v.type()) ? name : name + "f", s.value(v), s.result(call));
    } else if (X87Rules.isX87(v.type())) {
      X87Rules.passOnStack(s, s.value(v));
      s.libcalls.call(name + "l", new int[0], s.result(call));
      s.calls.releaseOutgoing();
    } else {
      throw CallRules.unsupportedCallee((Function) call.callee());
    }
  }
}
