package dev.lamina.ir.build;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.lamina.ir.AllocaInst;
import dev.lamina.ir.Argument;
import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.Function;
import dev.lamina.ir.FunctionType;
import dev.lamina.ir.IRBuilder;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.IntPredicate;
import dev.lamina.ir.Metadata;
import dev.lamina.ir.Module;
import dev.lamina.ir.PhiNode;
import dev.lamina.ir.Type;
import dev.lamina.ir.Types;
import dev.lamina.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes one function: an {@link IRBuilder} that also knows variables, ifs, loops and switches.
 *
 * <pre>{@code
 * FunctionBuilder.define(module, "gcd", FunctionType.get(I64, I64, I64), f -> {
 *   Variable a = f.variable("a", f.argument(0));
 *   Variable b = f.variable("b", f.argument(1));
 *   f.whileLoop(() -> f.icmp(NE, b.get(), 0), loop -> {
 *     Value rest = f.urem(a.get(), b.get());
 *     a.set(b.get());
 *     b.set(rest);
 *   });
 *   f.ret(a.get());
 * });
 * }</pre>
 *
 * The parts of a structure are lambdas that write instructions; each is called once, at once. A
 * part may end in a {@code ret} or leave a loop; if all parts of an if or a switch do, nothing can
 * be written behind it, which {@link #isReachable} tells.
 *
 * <p>Blocks and jumps can be written, too: {@link #newBlock}, {@link #atEnd}, {@link #br}. Such
 * blocks take jumps until {@link #finish}, or until {@link #seal} says that all are written.
 *
 * <p>Names of results, variables and blocks are made unique by a number: {@code i}, {@code i.1}.
 */
public final class FunctionBuilder extends IRBuilder {
  private final Function function;
  private final SsaConstruction ssa = new SsaConstruction(this);

  /** By name, how many have it. */
  private final Map<String, Integer> names = new HashMap<>();

  private boolean finished;

  /**
   * Begins with the entry block of a function that has no body yet.
   *
   * @param function already in its module, if it is to refer to others of it
   */
  public FunctionBuilder(Function function) {
    checkArgument(function.isDeclaration(), "%s has a body already", function);
    this.function = function;
    for (Argument a : function.arguments()) {
      if (a.name() != null) {
        names.put(a.name(), 1);
      }
    }
    startBlock(new BasicBlock("entry"));
  }

  /**
   * Adds a function to {@code module} and writes it.
   *
   * @throws IllegalArgumentException if the module has something else of that name, or {@code body}
   *     does what cannot be
   * @throws IllegalStateException if the body does not return on every way, or reads a variable
   *     that is not set on every way
   */
  @CanIgnoreReturnValue
  public static Function define(
      Module module, String name, FunctionType type, Consumer<FunctionBuilder> body) {
    Function function = module.declare(name, type);
    FunctionBuilder builder = new FunctionBuilder(function);
    body.accept(builder);
    return builder.finish();
  }

  public Function function() {
    return function;
  }

  public Argument argument(int i) {
    checkArgument(
        i >= 0 && i < function.arguments().size(),
        "%s has %s arguments, counted from 0; there is no argument %s",
        function,
        function.arguments().size(),
        i);
    return function.argument(i);
  }

  /** Gives the first arguments names. */
  @CanIgnoreReturnValue
  public FunctionBuilder nameArguments(String... argumentNames) {
    for (int i = 0; i < argumentNames.length; i++) {
      argument(i).setName(unique(argumentNames[i]));
    }
    return this;
  }

  /** Whether what is written now can be reached: the block has not ended. */
  public boolean isReachable() {
    return block().terminator() == null;
  }

  /**
   * Ends the function. One that returns nothing returns here, if this can be reached.
   *
   * @throws IllegalStateException if some block does not end, or a variable is read that is not set
   *     on every way
   */
  @CanIgnoreReturnValue
  public Function finish() {
    checkState(!finished, "%s is finished already", function);
    if (isReachable() && function.returnType() == Types.VOID) {
      ret();
    }
    for (BasicBlock b : function.blocks()) {
      checkState(
          b.terminator() != null,
          "in %s: block %s does not end; it wants a ret, a jump or unreachable",
          function,
          b);
    }
    ssa.finish(function.blocks());
    finished = true;
    return function;
  }

  // ---- Blocks, as IRBuilder has them ----

  /** A block at the end of the function, to jump to and to write with {@link #atEnd}. */
  public BasicBlock newBlock(String name) {
    checkOpen();
    BasicBlock block = new BasicBlock(unique(name));
    function.addBlock(block);
    return block;
  }

  /** Says that all jumps to {@code block} are written. {@link #finish} says it of all blocks. */
  public void seal(BasicBlock block) {
    checkArgument(block.function() == function, "block %s is not in %s", block, function);
    ssa.seal(block);
  }

  @Override
  public FunctionBuilder atEnd(BasicBlock block) {
    checkArgument(block.function() == function, "block %s is not in %s", block, function);
    super.atEnd(block);
    return this;
  }

  @Override
  public FunctionBuilder before(Instruction instruction) {
    checkArgument(
        instruction.function() == function, "this %s is not in %s", instruction.opcode(), function);
    super.before(instruction);
    return this;
  }

  @Override
  public FunctionBuilder debugLocation(@Nullable Metadata location) {
    super.debugLocation(location);
    return this;
  }

  @Override
  public <T extends Instruction> T named(String name, T instruction) {
    return super.named(unique(name), instruction);
  }

  @Override
  public <T extends Instruction> T insert(T instruction) {
    checkOpen();
    for (BasicBlock target : instruction.successors()) {
      if (ssa.isSealed(target)) {
        String why =
            target == function.entryBlock()
                ? "nothing can jump to the entry block"
                : "block " + target + " is sealed: no more jumps may lead there";
        instruction.dropOperands();
        throw refusal(why);
      }
    }
    return super.insert(instruction);
  }

  private void checkOpen() {
    checkState(!finished, "%s is finished; nothing more can be written", function);
  }

  IllegalArgumentException refused(String problem) {
    return refusal(problem);
  }

  String unique(String name) {
    int count = names.merge(name, 1, Integer::sum);
    return count == 1 ? name : unique(name + "." + (count - 1));
  }

  /** Goes on in {@code block}, to which all jumps are written, behind the blocks there are. */
  private void startBlock(BasicBlock block) {
    startOpenBlock(block);
    ssa.seal(block);
  }

  private void startOpenBlock(BasicBlock block) {
    block.setName(unique(String.valueOf(block.name())));
    function.addBlock(block);
    atEnd(block);
  }

  /** Goes on in {@code block} if anything leads there. */
  private void join(BasicBlock block) {
    if (block.hasUses()) {
      startBlock(block);
    }
  }

  private void jumpIfReachable(BasicBlock target) {
    if (isReachable()) {
      br(target);
    }
  }

  void leaveIf(Value condition, BasicBlock target) {
    BasicBlock stay = new BasicBlock("go.on");
    br(condition, target, stay);
    startBlock(stay);
  }

  // ---- Variables ----

  /** A variable that is set before it is read. */
  public Variable variable(String name, Type type) {
    return new Variable(this, name, type);
  }

  /** A variable of the type and value of {@code initial}. */
  public Variable variable(String name, Value initial) {
    Variable v = new Variable(this, name, initial.type());
    v.set(initial);
    return v;
  }

  Value read(Variable variable) {
    checkAtEnd(variable);
    return ssa.read(variable, block());
  }

  void write(Variable variable, Value value) {
    checkAtEnd(variable);
    if (!value.type().equals(variable.type())) {
      throw refusal(
          variable
              + " is of type '"
              + variable.type()
              + "', it cannot be a '"
              + value.type()
              + "'");
    }
    if (!isReachable()) {
      throw refusal(variable + " is set where nothing is reached: the block has ended");
    }
    variable.values.put(block(), value);
  }

  private void checkAtEnd(Variable variable) {
    checkOpen();
    checkState(
        isAtEnd(), "%s is known at the ends of blocks; this is before an instruction", variable);
  }

  /**
   * Memory for one {@code type} that lives as long as the call does, wherever this is written: in a
   * loop, each round has the same.
   *
   * @return its address
   */
  public AllocaInst stackSlot(String name, Type type) {
    checkOpen();
    Instruction first = function.entryBlock().first();
    while (first instanceof AllocaInst) {
      first = first.next();
    }
    // In the entry block, where the frame is made; behind the other slots, so that they stay in
    // order.
    IRBuilder entry = new IRBuilder(function.entryBlock());
    return named(name, (first == null ? entry : entry.before(first)).alloca(type));
  }

  // ---- Structure ----

  /** {@code if (condition) then}. */
  public void ifThen(Value condition, Runnable then) {
    BasicBlock yes = new BasicBlock("then");
    BasicBlock after = new BasicBlock("end.if");
    br(condition, yes, after);
    startBlock(yes);
    then.run();
    jumpIfReachable(after);
    startBlock(after);
  }

  /** {@code if (condition) then else otherwise}. */
  public void ifThenElse(Value condition, Runnable then, Runnable otherwise) {
    BasicBlock yes = new BasicBlock("then");
    BasicBlock no = new BasicBlock("else");
    BasicBlock after = new BasicBlock("end.if");
    br(condition, yes, no);
    startBlock(yes);
    then.run();
    jumpIfReachable(after);
    startBlock(no);
    otherwise.run();
    jumpIfReachable(after);
    join(after);
  }

  /**
   * {@code condition ? then : otherwise}, of which only the one is computed. ({@link #select}
   * computes both.)
   */
  public Value choose(Value condition, Supplier<Value> then, Supplier<Value> otherwise) {
    BasicBlock yes = new BasicBlock("then");
    BasicBlock no = new BasicBlock("else");
    BasicBlock after = new BasicBlock("end.if");
    br(condition, yes, no);
    startBlock(yes);
    Value first = then.get();
    BasicBlock firstFrom = block();
    br(after);
    startBlock(no);
    Value second = otherwise.get();
    if (!second.type().equals(first.type())) {
      throw refusal(
          "one way this is of type '" + first.type() + "', the other way '" + second.type() + "'");
    }
    BasicBlock secondFrom = block();
    br(after);
    startBlock(after);
    PhiNode result = phi(first.type());
    result.addIncoming(first, firstFrom);
    result.addIncoming(second, secondFrom);
    return result;
  }

  /** Repeats {@code body} until it leaves the loop or returns. */
  public void loop(Consumer<Loop> body) {
    BasicBlock head = new BasicBlock("loop");
    BasicBlock after = new BasicBlock("end.loop");
    br(head);
    startOpenBlock(head);
    runBody(body, head, after);
    ssa.seal(head);
    join(after);
  }

  /** {@code while (condition) body}; {@code condition} is written at the head of the loop. */
  public void whileLoop(Supplier<Value> condition, Consumer<Loop> body) {
    BasicBlock head = new BasicBlock("while");
    BasicBlock inside = new BasicBlock("do");
    BasicBlock after = new BasicBlock("end.while");
    br(head);
    startOpenBlock(head);
    br(condition.get(), inside, after);
    startBlock(inside);
    runBody(body, head, after);
    ssa.seal(head);
    startBlock(after);
  }

  /** {@link #forRange(String, Value, Value, BiConsumer)} of a body that does not leave it early. */
  public void forRange(String name, Value from, Value to, Consumer<Value> body) {
    forRange(name, from, to, (i, loop) -> body.accept(i));
  }

  /**
   * {@code for (i = from; i < to; i++) body}, where the numbers are compared as signed ones, and
   * {@code to} is computed once.
   */
  public void forRange(String name, Value from, Value to, BiConsumer<Value, Loop> body) {
    BasicBlock head = new BasicBlock("for");
    BasicBlock inside = new BasicBlock("do");
    BasicBlock step = new BasicBlock("step");
    BasicBlock after = new BasicBlock("end.for");
    Variable counter = variable(name, from);
    br(head);
    startOpenBlock(head);
    Value i = counter.get();
    br(icmp(IntPredicate.SLT, i, to), inside, after);
    startBlock(inside);
    runBody(loop -> body.accept(i, loop), step, after);
    if (step.hasUses()) {
      startBlock(step);
      counter.set(add(i, 1));
      br(head);
    }
    ssa.seal(head);
    startBlock(after);
  }

  private void runBody(Consumer<Loop> body, BasicBlock next, BasicBlock after) {
    Loop loop = new Loop(this, next, after);
    body.accept(loop);
    loop.end();
    jumpIfReachable(next);
  }

  /**
   * {@code switch (value) { cases }}, where no case falls through into the next.
   *
   * <pre>{@code
   * f.switchOver(operator, cases -> cases
   *     .on('+', () -> result.set(f.add(a, b)))
   *     .on('-', () -> result.set(f.sub(a, b)))
   *     .otherwise(() -> f.ret(f.i64(-1))));
   * }</pre>
   */
  public void switchOver(Value value, Consumer<SwitchCases> cases) {
    if (!value.type().isInteger()) {
      throw refusal("a switch is over an integer, not over '" + value.type() + "'");
    }
    SwitchCases all = new SwitchCases(this, value.type());
    cases.accept(all);
    BasicBlock after = new BasicBlock("end.switch");
    BasicBlock none = all.otherwise == null ? after : new BasicBlock("otherwise");
    List<BasicBlock> starts = new ArrayList<>();
    List<ConstantInt> values = new ArrayList<>();
    List<BasicBlock> targets = new ArrayList<>();
    for (List<ConstantInt> some : all.values) {
      BasicBlock start = new BasicBlock("case");
      starts.add(start);
      for (ConstantInt constant : some) {
        values.add(constant);
        targets.add(start);
      }
    }
    switchOn(value, none, values, targets);
    for (int i = 0; i < starts.size(); i++) {
      writeCase(starts.get(i), all.bodies.get(i), after);
    }
    if (all.otherwise != null) {
      writeCase(none, all.otherwise, after);
    }
    join(after);
  }

  private void writeCase(BasicBlock start, Runnable body, BasicBlock after) {
    startBlock(start);
    body.run();
    jumpIfReachable(after);
  }
}
