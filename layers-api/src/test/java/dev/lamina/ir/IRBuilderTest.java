package dev.lamina.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ir.text.IRPrinter;
import dev.lamina.ir.verify.Verifier;
import dev.lamina.testing.Resources;
import java.util.List;
import org.junit.jupiter.api.Test;

class IRBuilderTest {
  private static final ConstantInt ONE = ConstantInt.get(Types.I32, 1);
  private static final ConstantInt LONG = ConstantInt.get(Types.I64, 1);

  private final Module module = new Module("built");

  private Function function(String name, FunctionType type) {
    Function f = new Function(name, type);
    module.add(f);
    return f;
  }

  /** Every instruction there is, printed as the golden file says and verified. */
  @Test
  void everyInstruction() {
    arithmetic();
    memory();
    control();
    exceptions();
    assertThat(Verifier.verify(module)).isEmpty();
    Resources.checkGolden("dev/lamina/ir/builder.golden", IRPrinter.print(module));
  }

  private void arithmetic() {
    VectorType v4 = VectorType.get(Types.I32, 4);
    Function f =
        function(
            "arithmetic",
            FunctionType.get(
                Types.VOID, Types.I32, Types.DOUBLE, v4, StructType.literal(Types.I32, Types.I8)));
    IRBuilder b = new IRBuilder(f.addBlock("entry"));
    Value x = f.argument(0);
    Value d = f.argument(1);
    Value v = f.argument(2);
    Value s = f.argument(3);
    Value sum = b.named("sum", b.add(x, ONE));
    b.binary(Opcode.ADD, sum, x, InstructionFlags.NSW | InstructionFlags.NUW);
    for (Opcode o : Opcode.values()) {
      if (o.isBinary()) {
        boolean floating = TypeRules.binary(o, Types.I32, Types.I32) != null;
        b.binary(o, floating ? d : x, floating ? d : x);
      }
    }
    b.mul(b.sub(x, x), b.udiv(b.sdiv(x, ONE), b.urem(b.srem(x, ONE), ONE)));
    b.or(b.and(x, x), b.xor(b.shl(x, ONE), b.lshr(b.ashr(x, ONE), ONE)));
    b.fadd(b.fsub(d, d), b.fmul(b.fdiv(d, d), b.frem(d, b.fneg(d))));
    b.icmp(IntPredicate.SLT, x, ONE);
    Value c = b.fcmp(FloatPredicate.UNE, d, d);
    b.select(c, x, ONE);
    b.freeze(x);
    b.cast(Opcode.SITOFP, x, Types.DOUBLE);
    b.insertElement(v, b.extractElement(v, ONE), LONG);
    b.shuffleVector(v, v, 0, 7, ShuffleVectorInst.POISON_ELEMENT);
    b.insertValue(s, b.extractValue(s, 1), 1);
    b.ret();
  }

  private void memory() {
    StructType pair = StructType.named("pair");
    pair.setBody(List.of(Types.I32, Types.PTR), false);
    module.addNamedType(pair);
    Function f = function("memory", FunctionType.get(Types.I32, Types.PTR));
    IRBuilder b = new IRBuilder(f.addBlock((String) null));
    Value p = f.argument(0);
    b.debugLocation(MetadataNode.tuple(new MetadataString("somewhere")));
    Value slot = b.named("slot", b.alloca(pair));
    b.debugLocation(null);
    b.alloca(Types.I8, LONG, 16);
    b.store(b.load(Types.I32, p), slot, 4);
    b.atomicStore(
        b.atomicLoad(Types.I64, p, 8, AtomicOrdering.ACQUIRE, ""),
        p,
        8,
        AtomicOrdering.RELEASE,
        "singlethread");
    b.fence(AtomicOrdering.SEQ_CST, "");
    b.cmpXchg(p, ONE, ONE, AtomicOrdering.SEQ_CST, AtomicOrdering.ACQUIRE);
    b.atomicRmw(AtomicRmwInst.Operation.UMAX, p, ONE, AtomicOrdering.MONOTONIC);
    b.gep(Types.I8, p, LONG);
    b.inBoundsGep(ArrayType.get(Types.I16, 4), p, LONG, ONE);
    Value field = b.field(pair, slot, 1);
    b.store(field, field);
    b.ret(b.vaArg(p, Types.I32));
  }

  private void control() {
    Function f = function("control", FunctionType.get(Types.I32, Types.I32, Types.I1, Types.PTR));
    BasicBlock entry = f.addBlock("entry");
    BasicBlock loop = f.addBlock("loop");
    BasicBlock jump = f.addBlock("jump");
    BasicBlock dead = f.addBlock("dead");
    BasicBlock asm = f.addBlock("asm");
    BasicBlock exit = f.addBlock("exit");
    IRBuilder b = new IRBuilder(entry);
    b.switchOn(f.argument(0), loop, List.of(ONE), List.of(jump));
    b.atEnd(loop);
    PhiNode i = b.named("i", b.phi(Types.I32));
    Instruction next = b.add(i, ONE);
    i.addIncoming(f.argument(0), entry);
    i.addIncoming(next, loop);
    b.br(f.argument(1), loop, exit);
    b.before(next).call(f, ONE, ConstantInt.TRUE, ConstantNull.get(Types.PTR));
    b.atEnd(jump).indirectBr(BlockAddress.of(exit), List.of(exit, asm));
    b.atEnd(dead).unreachable();
    b.atEnd(asm);
    InlineAsm text =
        new InlineAsm(FunctionType.get(Types.VOID), "jmp ${0:l}", "!i", true, false, false, false);
    b.callBr(text, dead, List.of(exit));
    b.atEnd(exit).ret(ONE);
    Function g = function("calls", FunctionType.get(Types.VOID, Types.PTR));
    b.atEnd(g.addBlock("entry"));
    b.call(FunctionType.get(Types.I32, List.of(Types.I32), true), g.argument(0), ONE, LONG);
    BasicBlock last = g.addBlock("last");
    b.br(last);
    b.atEnd(last).ret();
  }

  private void exceptions() {
    Function personality = function("personality", FunctionType.get(Types.I32, List.of(), true));
    StructType caught = StructType.literal(Types.PTR, Types.I32);
    Function f = function("itanium", FunctionType.get(Types.VOID));
    f.setPersonality(personality);
    f.setCallingConvention(CallingConvention.FAST);
    IRBuilder b = new IRBuilder(f.addBlock("entry"));
    BasicBlock done = f.addBlock("done");
    BasicBlock pad = f.addBlock("pad");
    b.invoke(f, done, pad);
    b.atEnd(done).ret();
    b.atEnd(pad);
    b.resume(b.landingPad(caught, true, List.of(ConstantNull.get(Types.PTR)), false));
    Function g = function("funclets", FunctionType.get(Types.VOID));
    g.setPersonality(personality);
    b.atEnd(g.addBlock("entry"));
    BasicBlock over = g.addBlock("over");
    BasicBlock dispatch = g.addBlock("dispatch");
    BasicBlock handler = g.addBlock("handler");
    BasicBlock cleanup = g.addBlock("cleanup");
    b.invoke(g.functionType(), g, over, dispatch);
    b.atEnd(over).ret();
    b.atEnd(dispatch);
    Value s = b.catchSwitch(ConstantTokenNone.INSTANCE, List.of(handler), cleanup);
    b.atEnd(handler);
    b.catchRet(b.funcletPad(Opcode.CATCHPAD, s, ONE), over);
    b.atEnd(cleanup);
    b.cleanupRet(b.funcletPad(Opcode.CLEANUPPAD, ConstantTokenNone.INSTANCE), null);
  }

  private static final String HERE = "in @f, block %entry: ";

  private static void refused(Runnable call, String message) {
    assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void wrongTypesAreRefusedWhereTheyAreGiven() {
    Function f = function("f", FunctionType.get(Types.I32, Types.PTR));
    IRBuilder b = new IRBuilder(f.addBlock("entry"));
    Value p = f.argument(0);
    refused(() -> b.add(ONE, LONG), HERE + "the operands of add are of types 'i32' and 'i64'");
    refused(() -> b.fadd(ONE, ONE), HERE + "fadd of 'i32' is not possible");
    refused(() -> b.ret(LONG), HERE + "this returns 'i64' from a function that returns 'i32'");
    refused(b::ret, HERE + "this returns 'void' from a function that returns 'i32'");
    refused(() -> b.load(Types.I32, ONE), HERE + "load takes an address of type 'ptr', not 'i32'");
    refused(() -> b.load(Types.I32, p, 3), HERE + "an alignment of 3 is no power of two");
    refused(
        () -> b.load(Types.I32, p, 1L << 33),
        HERE + "an alignment of 8589934592 is more than 4294967296");
    refused(
        () -> b.cast(Opcode.TRUNC, ONE, Types.I64),
        HERE + "trunc from 'i32' to 'i64' is not possible");
    refused(
        () -> b.br(ONE, f.entryBlock(), f.entryBlock()),
        HERE + "the condition of a branch is of type 'i1', not 'i32'");
    refused(
        () -> b.gep(Types.I32, p, ONE, ONE),
        HERE + "the indices of this getelementptr lead nowhere in 'i32'");
    refused(() -> b.extractValue(ONE, 0), HERE + "the indices lead nowhere in 'i32'");
    refused(
        () -> b.select(ONE, ONE, ONE),
        HERE + "a condition of type 'i32' cannot select between values of type 'i32'");
    refused(() -> b.named("x", b.store(ONE, p)), "store has no result that could be named x");
    refused(
        () -> b.binary(Opcode.AND, ONE, ONE, InstructionFlags.NSW),
        HERE + "these flags are none of and");
    refused(() -> b.phi(Types.TOKEN), HERE + "a phi of 'token' is not possible");
    assertThat(f.entryBlock()).hasSize(1);
    assertThatThrownBy(() -> new IRBuilder().ret())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the builder has no position; call atEnd or before");
  }

  @Test
  void wrongCallsNameTheCallee() {
    Function f = function("f", FunctionType.get(Types.I32, Types.PTR));
    IRBuilder b = new IRBuilder(f.addBlock("entry"));
    refused(
        () -> b.call(f, ONE),
        HERE
            + "call of @f: argument 1 is of type 'i32', the call's type 'i32 (ptr)' asks for 'ptr'");
    refused(
        () -> b.call(f),
        HERE + "call of @f: this call has 0 arguments, its type 'i32 (ptr)' has 1");
    refused(
        () -> b.call(f.functionType(), ONE, f.argument(0)),
        HERE + "a call needs the address of a function, not 'i32'");
  }

  @Test
  void numbersTakeTheTypeOfWhatTheyStandBeside() {
    Function f = function("f", FunctionType.get(Types.I8, Types.I8, Types.DOUBLE));
    IRBuilder b = new IRBuilder(f.addBlock("entry"));
    Value x = f.argument(0);
    assertThat(b.add(x, 255).operand(1)).isEqualTo(b.i8(-1));
    assertThat(b.icmp(IntPredicate.SLT, x, -128).operand(1)).isEqualTo(b.i8(128));
    assertThat(b.i64(-1)).isEqualTo(ConstantInt.get(Types.I64, -1));
    assertThat(b.integer(Types.I128, Long.MIN_VALUE).toBigInteger()).isEqualTo(Long.MIN_VALUE);
    refused(() -> b.add(x, 256), HERE + "256 does not fit 'i8'");
    refused(() -> b.i16(-32769), HERE + "-32769 does not fit 'i16'");
    refused(() -> b.add(f.argument(1), 1), HERE + "the number 1 cannot be of type 'double'");
  }

  @Test
  void instructionsAreRefusedWhereTheyCannotStand() {
    Function f = function("f", FunctionType.get(Types.VOID, Types.I32));
    IRBuilder b = new IRBuilder(f.addBlock("entry"));
    Value x = f.argument(0);
    Instruction sum = b.add(x, x);
    Instruction end = b.ret();
    refused(() -> b.add(x, x), HERE + "add would never be reached: the block has ended with ret");
    refused(() -> b.before(sum).ret(), HERE + "ret ends a block, it cannot stand before add");
    refused(
        () -> b.before(end).phi(Types.I32),
        HERE + "phi stands before all else in its block, not behind add");
    BasicBlock other = f.addBlock("other");
    PhiNode phi = b.atEnd(other).phi(Types.I32);
    refused(() -> b.before(phi).add(x, x), "in @f, block %other: add cannot stand before a phi");
    refused(
        () -> b.atEnd(other).landingPad(Types.PTR, true, List.of()),
        "in @f, block %other: the function has no personality, without which nothing can be"
            + " caught");
    assertThat(sum.users()).isEmpty(); // what was refused uses nothing
    assertThat(((LocalValue) x).users()).containsExactly(sum, sum);
  }

  @Test
  void valuesOfOtherFunctionsAndModulesAreRefused() {
    Function g = function("g", FunctionType.get(Types.I32, Types.I32));
    IRBuilder other = new IRBuilder(g.addBlock("elsewhere"));
    Instruction theirs = other.named("theirs", other.add(g.argument(0), g.argument(0)));
    Function f = function("f", FunctionType.get(Types.I32, Types.I1));
    IRBuilder b = new IRBuilder(f.addBlock("entry"));
    refused(
        () -> b.add(ONE, theirs),
        HERE + "operand 2 of add, %theirs, is a value of another function, @g");
    refused(
        () -> b.add(g.argument(0), ONE),
        HERE + "operand 1 of add, %0, is an argument of another function, @g");
    refused(
        () -> b.br(f.argument(0), f.entryBlock(), g.entryBlock()),
        HERE + "br cannot lead to block %elsewhere, which is in @g");
    g.entryBlock().remove(theirs);
    refused(() -> b.add(ONE, theirs), HERE + "operand 2 of add, a result of add, is in no block");
    Module further = new Module("further");
    Function declared = further.declare("puts", Types.I32, Types.PTR);
    refused(
        () -> b.call(declared, ConstantNull.get(Types.PTR)),
        HERE
            + "the callee, @puts, belongs to module further, not to module built; declare it there");
  }

  @Test
  void phisTakeWhatFitsThem() {
    Function f = function("f", FunctionType.get(Types.I32, Types.I32));
    BasicBlock entry = f.addBlock("entry");
    Function g = function("g", FunctionType.get(Types.VOID));
    BasicBlock foreign = g.addBlock("foreign");
    PhiNode phi = new IRBuilder(f.addBlock("next")).phi(Types.I32);
    phi.addIncoming(ONE, entry);
    refused(() -> phi.addIncoming(LONG, entry), "1 of type 'i64' comes into a phi of type 'i32'");
    refused(() -> phi.addIncoming(ONE, foreign), "block %foreign is in @g, the phi in @f");
    refused(
        () -> phi.addIncoming(f.argument(0), entry),
        "%0 comes into this phi from %entry, from where 1 comes already");
    phi.addIncoming(ConstantInt.get(Types.I32, 1), entry); // a second edge from there
    assertThat(phi.incomingCount()).isEqualTo(2);
  }

  @Test
  void atomicAccessesFollowTheirRules() {
    Function f = function("f", FunctionType.get(Types.VOID, Types.PTR));
    IRBuilder b = new IRBuilder(f.addBlock("entry"));
    Value p = f.argument(0);
    refused(
        () -> b.atomicLoad(Types.I32, p, 4, AtomicOrdering.RELEASE, ""),
        HERE + "a load cannot be release");
    refused(
        () -> b.atomicLoad(Types.I32, p, 0, AtomicOrdering.ACQUIRE, ""),
        HERE + "an atomic load has an alignment");
    refused(
        () -> b.atomicStore(b.integer(IntegerType.get(24), 1), p, 4, AtomicOrdering.RELEASE, ""),
        HERE + "an atomic access is to 1, 2, 4, 8, ... bytes, not to 'i24'");
    refused(
        () -> b.fence(AtomicOrdering.MONOTONIC, ""),
        HERE + "a fence is acquire, release, acq_rel or seq_cst");
    refused(
        () -> b.cmpXchg(p, ONE, ONE, AtomicOrdering.SEQ_CST, AtomicOrdering.RELEASE),
        HERE + "the failure of a cmpxchg cannot be release");
    refused(
        () -> b.atomicRmw(AtomicRmwInst.Operation.ADD, p, ONE, AtomicOrdering.UNORDERED),
        HERE + "the ordering of an atomicrmw is monotonic or stronger");
  }

  @Test
  void switchesAndFieldsAreChecked() {
    Function f = function("f", FunctionType.get(Types.VOID, Types.PTR, Types.I32));
    BasicBlock entry = f.addBlock("entry");
    IRBuilder b = new IRBuilder(entry);
    BasicBlock next = f.addBlock("next");
    refused(
        () -> b.switchOn(f.argument(1), next, List.of(ONE, ONE), List.of(next, next)),
        HERE + "this switch has two cases of 1");
    refused(
        () -> b.switchOn(f.argument(1), next, List.of(LONG), List.of(next)),
        HERE + "a case is of type 'i64', the switch of type 'i32'");
    refused(
        () -> b.switchOn(f.argument(1), next, List.of(ONE), List.of()),
        HERE + "a switch of 1 cases and 0 targets");
    StructType pair = StructType.literal(Types.I32, Types.I64);
    refused(
        () -> b.field(pair, f.argument(0), 2),
        HERE + "there is no field 2: '{ i32, i64 }' has 2 fields, counted from 0");
    refused(
        () -> b.field(StructType.named("later"), f.argument(0), 0),
        HERE + "there is no field 0: '%later' has no body yet");
  }

  @Test
  void stringsAndDeclarationsAreOfTheModule() {
    Function f = function("f", FunctionType.get(Types.PTR));
    IRBuilder b = new IRBuilder(f.addBlock("entry"));
    GlobalVariable text = b.string("\u00fc");
    assertThat(text.initializer()).hasToString("c\"\\C3\\BC\\00\"");
    b.ret(b.string("b"));
    assertThat(module.globals()).extracting(GlobalValue::name).containsExactly(".str", ".str.1");
    Function puts = module.declare("puts", Types.I32, Types.PTR);
    assertThat(module.declare("puts", Types.I32, Types.PTR)).isSameAs(puts);
    refused(
        () -> module.declare("puts", Types.VOID),
        "@puts is in module built already, as 'i32 (ptr)', not 'void ()'");
    refused(
        () -> module.declare(".str", Types.VOID),
        "@.str is in module built already, and no function");
    Function alone = new Function("alone", FunctionType.get(Types.VOID));
    IRBuilder without = new IRBuilder(alone.addBlock("entry"));
    refused(
        () -> without.string("a"),
        "in @alone, block %entry: a string belongs to a module, and this function is in none");
    assertThat(Verifier.verify(module)).isEmpty();
  }

  /** What the builder takes, the verifier takes: random calls, of which about half make sense. */
  @Test
  void whatIsAcceptedIsValid() {
    int accepted = 0;
    int refused = 0;
    for (int seed = 0; seed < 300; seed++) {
      RandomCalls calls = new RandomCalls(seed);
      accepted += calls.accepted;
      refused += calls.refused;
      assertThat(Verifier.verify(calls.module)).as(() -> IRPrinter.print(calls.module)).isEmpty();
    }
    assertThat(accepted).isGreaterThan(5000);
    assertThat(refused).isGreaterThan(5000);
  }
}
