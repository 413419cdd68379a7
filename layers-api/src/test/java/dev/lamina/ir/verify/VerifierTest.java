package dev.lamina.ir.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ir.AllocaInst;
import dev.lamina.ir.Argument;
import dev.lamina.ir.ArrayType;
import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.BinaryOperator;
import dev.lamina.ir.BranchInst;
import dev.lamina.ir.CallInst;
import dev.lamina.ir.CastInst;
import dev.lamina.ir.Constant;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.ExtractValueInst;
import dev.lamina.ir.FreezeInst;
import dev.lamina.ir.Function;
import dev.lamina.ir.FunctionType;
import dev.lamina.ir.GetElementPtrInst;
import dev.lamina.ir.GlobalVariable;
import dev.lamina.ir.ICmpInst;
import dev.lamina.ir.InsertValueInst;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.IntPredicate;
import dev.lamina.ir.LoadInst;
import dev.lamina.ir.Module;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.PhiNode;
import dev.lamina.ir.PlaceholderValue;
import dev.lamina.ir.ReturnInst;
import dev.lamina.ir.SelectInst;
import dev.lamina.ir.ShuffleVectorInst;
import dev.lamina.ir.StoreInst;
import dev.lamina.ir.StructType;
import dev.lamina.ir.SwitchInst;
import dev.lamina.ir.Type;
import dev.lamina.ir.Types;
import dev.lamina.ir.UndefValue;
import dev.lamina.ir.UnreachableInst;
import dev.lamina.ir.Value;
import dev.lamina.ir.VectorType;
import dev.lamina.ir.text.IRReader;
import dev.lamina.testing.Resources;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the verifier says: about each case of violations.txt, and about what no text can say. */
class VerifierTest {
  private static final String HERE = "dev/lamina/ir/verify/";
  private static final Constant ONE = ConstantInt.get(Types.I32, 1);
  private static final Constant LONG = ConstantInt.get(Types.I64, 1);

  private static void append(StringBuilder all, String name, List<Violation> violations) {
    assertThat(violations).as(name).isNotEmpty();
    all.append("=== ").append(name).append('\n');
    violations.forEach(v -> all.append(v).append('\n'));
  }

  @Test
  void violationsInText() {
    Map<String, String> cases = Resources.cases(HERE + "violations.txt");
    assertThat(cases).hasSizeGreaterThan(55);
    StringBuilder all = new StringBuilder();
    cases.forEach(
        (name, text) ->
            append(
                all, name, Verifier.verify(IRReader.read("test.ll", text.getBytes(ISO_8859_1)))));
    Resources.checkGolden(HERE + "violations.golden", all.toString());
  }

  // ---- What the reader would not let through ----

  private static UndefValue undef(Type type) {
    return UndefValue.undef(type);
  }

  /** A function {@code void f(i32)} of these instructions and a ret. */
  private static Function function(Instruction... instructions) {
    Function f = new Function("f", FunctionType.get(Types.VOID, Types.I32));
    new Module("built").add(f);
    BasicBlock entry = f.addBlock("entry");
    for (Instruction i : instructions) {
      entry.append(i);
    }
    entry.append(new ReturnInst(null));
    return f;
  }

  private static void eraseTerminator(Function f) {
    Instruction last = f.entryBlock().last();
    assertThat(last).isNotNull();
    last.erase();
  }

  private static Function withoutTerminator() {
    Function f = function();
    eraseTerminator(f);
    return f;
  }

  private static Function jumpElsewhere() {
    Function f = function();
    eraseTerminator(f);
    f.entryBlock().append(new BranchInst(new BasicBlock("elsewhere")));
    return f;
  }

  private static Function sameNames() {
    Function f = function();
    f.argument(0).setName("entry");
    return f;
  }

  private static Function argumentOfAnother() {
    Argument other = new Function("g", FunctionType.get(Types.VOID, Types.I32)).argument(0);
    return function(new FreezeInst(other));
  }

  private static Function wrongPhi() {
    Function f = function();
    BasicBlock next = f.addBlock("next");
    eraseTerminator(f);
    f.entryBlock().append(new BranchInst(next));
    next.append(new PhiNode(Types.I32, new Value[] {LONG}, new BasicBlock[] {f.entryBlock()}));
    next.append(new ReturnInst(null));
    return f;
  }

  private static Function wrongReturn() {
    Function f = function();
    eraseTerminator(f);
    f.entryBlock().append(new ReturnInst(ONE));
    return f;
  }

  @Test
  void violationsInModel() {
    VectorType v4 = VectorType.get(Types.I32, 4);
    Type pair = StructType.literal(Types.I32, Types.I64);
    Instruction detached = new FreezeInst(ONE);
    BasicBlock block = new BasicBlock("b");
    Map<String, Function> cases = new LinkedHashMap<>();
    cases.put("no terminator", withoutTerminator());
    cases.put("terminator in the middle", function(new UnreachableInst()));
    cases.put("jump to another function", jumpElsewhere());
    cases.put("names twice", sameNames());
    cases.put("operand in no function", function(new FreezeInst(detached)));
    cases.put("placeholder", function(new FreezeInst(new PlaceholderValue(Types.I32))));
    cases.put("argument of another function", argumentOfAnother());
    cases.put("global of another module", function(new LoadInst(Types.I32, loneGlobal(), 4)));
    cases.put("types of binary", function(new BinaryOperator(Opcode.ADD, ONE, LONG)));
    cases.put(
        "binary of pointers",
        function(new BinaryOperator(Opcode.ADD, undef(Types.PTR), undef(Types.PTR))));
    cases.put("types of icmp", function(new ICmpInst(IntPredicate.EQ, ONE, LONG)));
    cases.put("cast", function(new CastInst(Opcode.ZEXT, LONG, Types.I32)));
    cases.put("select", function(new SelectInst(ONE, ONE, ONE)));
    cases.put("load", function(new LoadInst(Types.I32, ONE, 4)));
    cases.put("alignment of load", function(new LoadInst(Types.I32, undef(Types.PTR), 3)));
    cases.put("store", function(new StoreInst(ONE, ONE, 1L << 40)));
    cases.put("alloca", function(new AllocaInst(Types.VOID, ONE, 0, 0)));
    cases.put(
        "getelementptr", function(new GetElementPtrInst(Types.I32, undef(Types.PTR), ONE, ONE)));
    cases.put("extractvalue", function(new ExtractValueInst(undef(pair), Types.I32, 1)));
    cases.put("insertvalue", function(new InsertValueInst(undef(pair), ONE, 1)));
    cases.put(
        "shuffle", function(new ShuffleVectorInst(undef(v4), undef(v4), new int[] {0, 8}, false)));
    cases.put(
        "call",
        function(new CallInst(FunctionType.get(Types.VOID, Types.I32), undef(Types.PTR), LONG)));
    cases.put("callee", function(new CallInst(FunctionType.get(Types.VOID), LONG)));
    cases.put("branch", function(new BranchInst(ONE, block, block), new UnreachableInst()));
    cases.put(
        "switch",
        function(
            new SwitchInst(
                ONE, block, new ConstantInt[] {(ConstantInt) LONG}, new BasicBlock[] {block})));
    cases.put("phi", wrongPhi());
    cases.put("return", wrongReturn());
    cases.put("empty block", emptyBlock());
    StringBuilder all = new StringBuilder();
    cases.forEach((name, f) -> append(all, name, Verifier.verify(f)));
    Resources.checkGolden(HERE + "model.golden", all.toString());
  }

  private static Function emptyBlock() {
    Function f = function();
    f.addBlock("empty");
    return f;
  }

  private static GlobalVariable loneGlobal() {
    return new GlobalVariable("lone", Types.I32);
  }

  @Test
  void initializerOfAnotherType() {
    Module m = new Module("built");
    GlobalVariable v = new GlobalVariable("v", ArrayType.get(Types.I8, 4));
    v.setInitializer(ONE);
    v.setAlignment(3);
    m.add(v);
    assertThat(Verifier.verifySymbols(m))
        .extracting(Violation::problem)
        .containsExactly(
            "an alignment of 3 is no power of two",
            "the initializer is of type 'i32', not '[4 x i8]'");
  }

  @Test
  void throwsWithAllViolations() {
    Module m =
        IRReader.read(
            "m.ll",
            """
            @x = common global i32 1
            define i32 @f() {
              %a = add i32 %b, 1
              %b = add i32 1, 1
              ret i32 %a
            }
            """);
    assertThatThrownBy(() -> Verifier.verifyOrThrow(m))
        .isInstanceOfSatisfying(
            VerificationException.class, e -> assertThat(e.violations()).hasSize(2))
        .hasMessageContaining("m.ll: in @x: a common variable is initialized with zero")
        .hasMessageContaining("m.ll:3: in @f: '%b' does not dominate this use")
        .hasMessageContaining("%a = add i32 %b, 1");
  }

  @Test
  void mismatchOfTheCalleesDeclaredTypeIsLegal() {
    Module m =
        IRReader.read(
            "m.ll",
            """
            declare i32 @g(i32)
            define i64 @f() {
              %a = call i64 @g(i64 1, ptr null)
              ret i64 %a
            }
            """);
    assertThat(Verifier.verify(m)).isEmpty();
  }
}
