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

  private static void refused(Runnable call, String message) {
    assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void wrongTypesAreRefusedWhereTheyAreGiven() {
    Function f = function("f", FunctionType.get(Types.I32, Types.PTR));
    IRBuilder b = new IRBuilder(f.addBlock("entry"));
    Value p = f.argument(0);
    refused(() -> b.add(ONE, LONG), "the operands of add are of types 'i32' and 'i64'");
    refused(() -> b.fadd(ONE, ONE), "fadd of 'i32' is not possible");
    refused(() -> b.ret(LONG), "this returns 'i64' from a function that returns 'i32'");
    refused(() -> b.load(Types.I32, ONE), "load takes an address of type 'ptr', not 'i32'");
    refused(() -> b.load(Types.I32, p, 3), "an alignment of 3 is no power of two");
    refused(
        () -> b.cast(Opcode.TRUNC, ONE, Types.I64), "trunc from 'i32' to 'i64' is not possible");
    refused(
        () -> b.br(ONE, f.entryBlock(), f.entryBlock()),
        "the condition of a branch is of type 'i1', not 'i32'");
    refused(
        () -> b.call(f, ONE),
        "argument 1 is of type 'i32', the call's type 'i32 (ptr)' asks for 'ptr'");
    refused(() -> b.call(f), "this call has 0 arguments, its type 'i32 (ptr)' has 1");
    refused(
        () -> b.gep(Types.I32, p, ONE, ONE),
        "the indices of this getelementptr lead nowhere in 'i32'");
    refused(() -> b.extractValue(ONE, 0), "the indices lead nowhere in 'i32'");
    refused(
        () -> b.select(ONE, ONE, ONE),
        "a condition of type 'i32' cannot select between values of type 'i32'");
    refused(() -> b.named("x", b.store(ONE, p)), "store has no result that could be named x");
    assertThat(f.entryBlock()).hasSize(1);
    assertThatThrownBy(() -> new IRBuilder().ret())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the builder has no position; call atEnd or before");
  }
}
