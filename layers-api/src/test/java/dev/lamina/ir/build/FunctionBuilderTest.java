package dev.lamina.ir.build;

import static dev.lamina.ir.IntPredicate.NE;
import static dev.lamina.ir.IntPredicate.SGT;
import static dev.lamina.ir.IntPredicate.SLT;
import static dev.lamina.ir.Types.I32;
import static dev.lamina.ir.Types.I64;
import static dev.lamina.ir.Types.I8;
import static dev.lamina.ir.Types.PTR;
import static dev.lamina.ir.Types.VOID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.Function;
import dev.lamina.ir.FunctionType;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.Module;
import dev.lamina.ir.PhiNode;
import dev.lamina.ir.ReturnInst;
import dev.lamina.ir.UndefValue;
import dev.lamina.ir.Value;
import dev.lamina.ir.text.IRPrinter;
import dev.lamina.ir.verify.Verifier;
import dev.lamina.testing.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What structures are written as, and which calls are refused. lamina-jit's tests run some. */
class FunctionBuilderTest {
  private static final FunctionType LONG_OF_LONGS = FunctionType.get(I64, I64, I64);

  private final Module module = new Module("built");

  private Function define(String name, FunctionType type, Consumer<FunctionBuilder> body) {
    return FunctionBuilder.define(module, name, type, body);
  }

  @Test
  void structuresAsTheyArePrinted() {
    define("gcd", LONG_OF_LONGS, FunctionBuilderTest::gcd);
    define("ways", LONG_OF_LONGS, FunctionBuilderTest::ways);
    define("find", FunctionType.get(I64, PTR, I64), FunctionBuilderTest::find);
    define("operate", FunctionType.get(I64, I8, I64, I64), FunctionBuilderTest::operate);
    define("slots", FunctionType.get(VOID, I64), FunctionBuilderTest::slots);
    define("blocks", LONG_OF_LONGS, FunctionBuilderTest::blocks);
    define("forever", FunctionType.get(VOID), f -> f.loop(loop -> {}));
    assertThat(Verifier.verify(module)).isEmpty();
    Resources.checkGolden("dev/lamina/ir/functions.golden", IRPrinter.print(module));
  }

  private static void gcd(FunctionBuilder f) {
    f.nameArguments("a", "b");
    Variable a = f.variable("a", f.argument(0));
    Variable b = f.variable("b", f.argument(1));
    f.whileLoop(
        () -> f.icmp(NE, b.get(), 0),
        loop -> {
          Value rest = f.named("rest", f.srem(a.get(), b.get()));
          a.set(b.get());
          b.set(rest);
        });
    f.ret(a.get());
  }

  private static void ways(FunctionBuilder f) {
    Value a = f.argument(0);
    Value b = f.argument(1);
    Variable untouched = f.variable("untouched", a); // no phi of it is left
    Variable unread = f.variable("unread", a); // nor of this one
    f.ifThen(f.icmp(SLT, a, b), () -> f.ret(f.i64(-1)));
    f.ifThenElse(f.icmp(SGT, a, 100), () -> unread.set(f.i64(1)), () -> unread.set(f.i64(2)));
    Value chosen = f.choose(f.icmp(SGT, a, 10), () -> f.add(a, 1), () -> f.sub(untouched.get(), 1));
    f.ifThenElse(f.icmp(SGT, chosen, 0), () -> f.ret(chosen), () -> f.ret(b));
    assertThat(f.isReachable()).isFalse();
  }

  private static void find(FunctionBuilder f) {
    Variable found = f.variable("found", f.i64(-1));
    f.forRange(
        "i",
        f.i64(0),
        f.argument(1),
        (i, loop) -> {
          Value number = f.load(I64, f.element(I64, f.argument(0), i));
          loop.nextIf(f.icmp(SLT, number, 0));
          f.ifThen(
              f.icmp(SGT, number, 9),
              () -> {
                found.set(i);
                loop.exit();
              });
        });
    f.ret(found.get());
  }

  private static void operate(FunctionBuilder f) {
    Value a = f.argument(1);
    Value b = f.argument(2);
    Variable result = f.variable("result", I64);
    f.switchOver(
        f.argument(0),
        cases ->
            cases
                .on('+', () -> result.set(f.add(a, b)))
                .on(new long[] {'-', 0xe2}, () -> result.set(f.sub(a, b)))
                .otherwise(() -> f.ret(f.i64(-1))));
    f.switchOver(a, cases -> cases.on(1, () -> result.set(b)));
    f.ret(result.get());
  }

  private static void slots(FunctionBuilder f) {
    f.forRange(
        "i",
        f.i64(0),
        f.argument(0),
        i -> {
          f.store(i, f.stackSlot("slot", I64));
          f.store(i, f.stackSlot("slot", I64));
        });
  }

  private static void blocks(FunctionBuilder f) {
    Variable n = f.variable("n", f.argument(0));
    BasicBlock again = f.newBlock("again");
    BasicBlock done = f.newBlock("done");
    f.br(again);
    f.atEnd(again);
    n.set(f.add(n.get(), 1));
    f.br(f.icmp(SLT, n.get(), f.argument(1)), again, done);
    f.atEnd(done).ret(n.get());
  }

  // ---- Refusals ----

  private void refused(Consumer<FunctionBuilder> body, String message) {
    Module m = new Module("m");
    assertThatThrownBy(() -> FunctionBuilder.define(m, "f", LONG_OF_LONGS, body))
        .isInstanceOfAny(IllegalArgumentException.class, IllegalStateException.class)
        .hasMessage(message);
  }

  @Test
  void functionsReturnOnEveryWay() {
    refused(f -> {}, "in @f: block %entry does not end; it wants a ret, a jump or unreachable");
    refused(
        f -> f.ifThen(f.icmp(SLT, f.argument(0), 0), () -> f.ret(f.i64(0))),
        "in @f: block %end.if does not end; it wants a ret, a jump or unreachable");
    refused(
        f -> {
          f.ret(f.i64(1));
          f.ret(f.i64(2));
        },
        "in @f, block %entry: ret would never be reached: the block has ended with ret");
    refused(
        f -> f.ret(f.argument(2)), "@f has 2 arguments, counted from 0; there is no argument 2");
  }

  @Test
  void variablesAreSetBeforeTheyAreRead() {
    refused(
        f -> f.ret(f.variable("x", I64).get()),
        "in @f: variable x is read in block %entry, but is not set on every way there");
    refused(
        f -> {
          Variable x = f.variable("x", I64);
          f.ifThen(f.icmp(SLT, f.argument(0), 0), () -> x.set(f.i64(0)));
          f.ret(x.get());
        },
        "in @f: variable x is read in block %entry, but is not set on every way there");
    refused(
        f -> f.variable("x", I64).set(f.i32(1)),
        "in @f, block %entry: variable x is of type 'i64', it cannot be a 'i32'");
    refused(
        f -> {
          f.ret(f.i64(1));
          f.variable("x", f.i64(1));
        },
        "in @f, block %entry: variable x is set where nothing is reached: the block has ended");
    refused(
        f -> {
          Variable x = f.variable("x", f.argument(0));
          Instruction sum = f.add(x.get(), x.get());
          f.before(sum);
          x.get();
        },
        "variable x is known at the ends of blocks; this is before an instruction");
  }

  @Test
  void variablesOfUnreachableBlocksDoNotMatter() {
    Function f =
        define(
            "f",
            LONG_OF_LONGS,
            b -> {
              Variable x = b.variable("x", I64);
              b.ret(b.i64(1));
              b.atEnd(b.newBlock("nowhere"));
              b.ret(x.get());
            });
    assertThat(Verifier.verify(module)).isEmpty();
    Instruction last = f.blocks().get(1).last();
    assertThat(last).isInstanceOf(ReturnInst.class);
    assertThat(((ReturnInst) last).value()).isEqualTo(UndefValue.poison(I64));
  }

  @Test
  void loopsAreLeftFromWithin() {
    refused(
        f -> {
          List<Loop> kept = new ArrayList<>();
          f.loop(
              loop -> {
                kept.add(loop);
                loop.exit();
              });
          kept.get(0).exit();
        },
        "the loop has ended; only its body can leave it");
    refused(
        f ->
            f.loop(
                loop -> {
                  loop.exit();
                  loop.next();
                }),
        "in @f, block %loop: br would never be reached: the block has ended with br");
  }

  @Test
  void blocksTakeJumpsUntilTheyAreSealed() {
    refused(
        f -> f.br(f.function().entryBlock()),
        "in @f, block %entry: nothing can jump to the entry block");
    refused(
        f -> {
          BasicBlock next = f.newBlock("next");
          f.br(next);
          f.seal(next);
          f.atEnd(next).br(next);
        },
        "in @f, block %next: block %next is sealed: no more jumps may lead there");
    refused(f -> f.seal(new BasicBlock("alone")), "block %alone is not in @f");
    refused(f -> f.atEnd(new BasicBlock("alone")), "block %alone is not in @f");
    refused(f -> f.before(new PhiNode(I64)), "this phi is not in @f");
  }

  @Test
  void switchesHaveEachCaseOnce() {
    refused(
        f ->
            f.switchOver(
                f.argument(0), cases -> cases.on(1, () -> {}).on(new long[] {2, 1}, () -> {})),
        "in @f, block %entry: this switch has two cases of 1");
    refused(
        f -> f.switchOver(f.i8(0), cases -> cases.on(256, () -> {})),
        "in @f, block %entry: 256 does not fit 'i8'");
    refused(
        f -> f.switchOver(f.f64(0), cases -> {}),
        "in @f, block %entry: a switch is over an integer, not over 'double'");
    refused(
        f -> f.switchOver(f.i8(0), cases -> cases.otherwise(() -> {}).otherwise(() -> {})),
        "this switch says already what is done otherwise");
  }

  @Test
  void bothWaysOfAChoiceAreOfOneType() {
    refused(
        f -> f.choose(f.i1(true), () -> f.i64(1), () -> f.i32(1)),
        "in @f, block %else: one way this is of type 'i64', the other way 'i32'");
    refused(
        f -> f.ifThen(f.i64(1), () -> {}),
        "in @f, block %entry: the condition of a branch is of type 'i1', not 'i64'");
  }

  @Test
  void whatIsFinishedIsFinished() {
    Function f = new Function("f", FunctionType.get(VOID));
    FunctionBuilder b = new FunctionBuilder(f);
    assertThat(b.finish()).isSameAs(f);
    assertThatThrownBy(b::ret)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("@f is finished; nothing more can be written");
    assertThatThrownBy(b::finish).hasMessage("@f is finished already");
    assertThatThrownBy(() -> new FunctionBuilder(f))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("@f has a body already");
  }

  /** A chain of joins longer than any stack could be deep. */
  @Test
  void manyBlocksTakeNoStack() {
    define(
        "chain",
        FunctionType.get(I32, I32),
        f -> {
          Variable x = f.variable("x", f.argument(0));
          Variable y = f.variable("y", f.argument(0));
          for (int i = 0; i < 20_000; i++) {
            f.ifThen(f.icmp(SLT, f.argument(0), i), () -> y.set(f.argument(0)));
          }
          f.ret(f.add(x.get(), y.get()));
        });
    assertThat(Verifier.verify(module)).isEmpty();
    long phis =
        module.functions().get(0).blocks().stream()
            .filter(b -> b.first() instanceof PhiNode)
            .count();
    assertThat(phis).isZero(); // both are the argument wherever they are read
  }
}
