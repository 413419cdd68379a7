package dev.lamina.ir;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes instructions at a position, one method for each.
 *
 * <pre>{@code
 * Function add = new Function("add", FunctionType.get(Types.I32, Types.I32, Types.I32));
 * IRBuilder b = new IRBuilder(add.addBlock("entry"));
 * b.ret(b.named("sum", b.add(add.argument(0), add.argument(1))));
 * }</pre>
 *
 * A call that would make IR which is wrong is refused there and then, with an {@link
 * IllegalArgumentException} that says where and what, and leaves nothing behind: operands of wrong
 * types, values of another function or module, an instruction behind the end of its block, a phi
 * behind others. What only a whole function shows (whether a value is there on every way to its
 * use) the verifier tells.
 *
 * <p>A result that is not {@link #named} is numbered when printed. {@link
 * dev.lamina.ir.build.FunctionBuilder} adds what a person would rather write than blocks and phis.
 */
public class IRBuilder {
  private @Nullable BasicBlock block;
  private @Nullable Instruction before;
  private @Nullable Metadata debugLocation;

  /** A builder without a position. */
  public IRBuilder() {}

  /** A builder at the end of {@code block}. */
  public IRBuilder(BasicBlock block) {
    this.block = block;
  }

  // ---- The position ----

  public IRBuilder atEnd(BasicBlock block) {
    this.block = block;
    before = null;
    return this;
  }

  public IRBuilder before(Instruction instruction) {
    checkArgument(instruction.parent() != null, "%s is in no block", instruction.opcode());
    block = instruction.parent();
    before = instruction;
    return this;
  }

  public final BasicBlock block() {
    checkState(block != null, "the builder has no position; call atEnd or before");
    return block;
  }

  /** Whether the position is the end of its block, and not before an instruction. */
  public final boolean isAtEnd() {
    return before == null;
  }

  /**
   * Gives the result of {@code instruction} a name, which no other value of the function may have,
   * and hands the instruction on.
   */
  public <T extends Instruction> T named(String name, T instruction) {
    checkArgument(
        instruction.type() != Types.VOID,
        "%s has no result that could be named %s",
        instruction.opcode(),
        name);
    instruction.setName(name);
    return instruction;
  }

  /** What is attached as {@code !dbg} to the instructions from now on; null for nothing. */
  public IRBuilder debugLocation(@Nullable Metadata location) {
    debugLocation = location;
    return this;
  }

  /** Puts an instruction, which was made elsewhere, at the position. All others end up here. */
  public <T extends Instruction> T insert(T instruction) {
    BasicBlock into = block();
    String problem = Placement.problem(into, before, instruction);
    if (problem != null) {
      instruction.dropOperands(); // or its operands would count it among their uses
      throw refusal(problem);
    }
    if (debugLocation != null) {
      instruction.setMetadata(MetadataAttachments.of("dbg", debugLocation));
    }
    into.insertBefore(instruction, before);
    return instruction;
  }

  /** The error of a call that is refused at this position because of {@code problem}. */
  protected final IllegalArgumentException refusal(String problem) {
    return new IllegalArgumentException(
        block == null ? problem : Placement.describe(block) + ": " + problem);
  }

  private void check(@Nullable String problem) {
    if (problem != null) {
      throw refusal(problem);
    }
  }

  private void checkOperand(String what, Value value) {
    Type type = value.type();
    if (!TypeRules.isOperand(type) || type.kind() == TypeKind.TOKEN) {
      throw refusal(what + " of '" + type + "' is not possible");
    }
  }

  private DataLayout layout() {
    Function f = block().function();
    Module m = f == null ? null : f.module();
    return m == null ? DataLayout.DEFAULT : m.dataLayout();
  }

  // ---- Constants ----

  public final ConstantInt i1(boolean value) {
    return ConstantInt.bool(value);
  }

  public final ConstantInt i8(long value) {
    return integer(Types.I8, value);
  }

  public final ConstantInt i16(long value) {
    return integer(Types.I16, value);
  }

  public final ConstantInt i32(long value) {
    return integer(Types.I32, value);
  }

  public final ConstantInt i64(long value) {
    return integer(Types.I64, value);
  }

  public final ConstantFP f32(float value) {
    return ConstantFP.of(value);
  }

  public final ConstantFP f64(double value) {
    return ConstantFP.of(value);
  }

  /** The null pointer of address space 0. */
  public final ConstantNull nullPointer() {
    return ConstantNull.get(Types.PTR);
  }

  /**
   * An integer of any type, signed or unsigned: 255 and -1 are the same {@code i8}; 256 is refused.
   */
  public final ConstantInt integer(Type type, long value) {
    if (!(type instanceof IntegerType t)) {
      throw refusal("the number " + value + " cannot be of type '" + type + "'");
    }
    int width = t.width();
    boolean fits = width >= 64 || (value >= -1L << (width - 1) && value < 1L << width);
    if (!fits) {
      throw refusal(value + " does not fit '" + type + "'");
    }
    return ConstantInt.get(t, value);
  }

  /** The address of {@code text} in UTF-8 with a zero byte behind it, a constant of the module. */
  public final GlobalVariable string(String text) {
    Function f = block().function();
    Module m = f == null ? null : f.module();
    if (m == null) {
      throw refusal("a string belongs to a module, and this function is in none");
    }
    return m.addString(text);
  }

  // ---- Terminators ----

  public ReturnInst ret() {
    checkReturned(Types.VOID);
    return insert(new ReturnInst(null));
  }

  public ReturnInst ret(Value value) {
    checkOperand("ret", value);
    checkReturned(value.type());
    return insert(new ReturnInst(value));
  }

  private void checkReturned(Type type) {
    Function f = block().function();
    if (f != null && !f.returnType().equals(type)) {
      throw refusal(
          "this returns '" + type + "' from a function that returns '" + f.returnType() + "'");
    }
  }

  public BranchInst br(BasicBlock target) {
    return insert(new BranchInst(target));
  }

  public BranchInst br(Value condition, BasicBlock ifTrue, BasicBlock ifFalse) {
    if (condition.type() != Types.I1) {
      throw refusal("the condition of a branch is of type 'i1', not '" + condition.type() + "'");
    }
    return insert(new BranchInst(condition, ifTrue, ifFalse));
  }

  /** {@code cases.get(i)} leads to {@code targets.get(i)}. */
  public SwitchInst switchOn(
      Value value, BasicBlock defaultTarget, List<ConstantInt> cases, List<BasicBlock> targets) {
    if (!value.type().isInteger()) {
      throw refusal("a switch is over an integer, not over '" + value.type() + "'");
    }
    if (cases.size() != targets.size()) {
      throw refusal("a switch of " + cases.size() + " cases and " + targets.size() + " targets");
    }
    Set<ConstantInt> seen = new HashSet<>();
    for (ConstantInt c : cases) {
      if (!c.type().equals(value.type())) {
        throw refusal(
            "a case is of type '" + c.type() + "', the switch of type '" + value.type() + "'");
      }
      if (!seen.add(c)) {
        throw refusal("this switch has two cases of " + c);
      }
    }
    return insert(
        new SwitchInst(
            value,
            defaultTarget,
            cases.toArray(new ConstantInt[0]),
            targets.toArray(new BasicBlock[0])));
  }

  public IndirectBrInst indirectBr(Value address, List<BasicBlock> targets) {
    check(TypeRules.address("indirectbr", address.type()));
    return insert(new IndirectBrInst(address, targets));
  }

  public InvokeInst invoke(Function callee, BasicBlock normal, BasicBlock unwind, Value... args) {
    InvokeInst i = invoke(callee.functionType(), callee, normal, unwind, args);
    i.setCallingConvention(callee.callingConvention());
    return i;
  }

  public InvokeInst invoke(
      FunctionType type, Value callee, BasicBlock normal, BasicBlock unwind, Value... args) {
    checkCall(type, callee, args);
    return insert(new InvokeInst(type, callee, args.clone(), normal, unwind));
  }

  public CallBrInst callBr(
      InlineAsm asm, BasicBlock fallthrough, List<BasicBlock> indirect, Value... args) {
    checkCall(asm.functionType(), asm, args);
    return insert(
        new CallBrInst(
            asm.functionType(),
            asm,
            args.clone(),
            fallthrough,
            indirect.toArray(new BasicBlock[0])));
  }

  public ResumeInst resume(Value value) {
    checkOperand("resume", value);
    checkPersonality();
    return insert(new ResumeInst(value));
  }

  private void checkPersonality() {
    Function f = block().function();
    if (f != null && f.personality() == null) {
      throw refusal("the function has no personality, without which nothing can be caught");
    }
  }

  public UnreachableInst unreachable() {
    return insert(new UnreachableInst());
  }

  // ---- Arithmetic ----

  public UnaryOperator fneg(Value value) {
    check(TypeRules.unary(Opcode.FNEG, value.type()));
    return insert(new UnaryOperator(Opcode.FNEG, value));
  }

  public BinaryOperator binary(Opcode opcode, Value left, Value right) {
    return binary(opcode, left, right, 0);
  }

  /** {@code flags} are bits of {@link InstructionFlags}. */
  public BinaryOperator binary(Opcode opcode, Value left, Value right, int flags) {
    checkArgument(opcode.isBinary(), "%s is no operation on two values", opcode);
    check(TypeRules.binary(opcode, left.type(), right.type()));
    if ((flags & ~InstructionFlags.allowed(opcode)) != 0) {
      throw refusal("these flags are none of " + opcode);
    }
    BinaryOperator i = new BinaryOperator(opcode, left, right);
    i.setFlags(flags);
    return insert(i);
  }

  public BinaryOperator add(Value left, Value right) {
    return binary(Opcode.ADD, left, right);
  }

  public BinaryOperator add(Value left, long right) {
    return add(left, integer(left.type(), right));
  }

  public BinaryOperator sub(Value left, Value right) {
    return binary(Opcode.SUB, left, right);
  }

  public BinaryOperator sub(Value left, long right) {
    return sub(left, integer(left.type(), right));
  }

  public BinaryOperator mul(Value left, Value right) {
    return binary(Opcode.MUL, left, right);
  }

  public BinaryOperator mul(Value left, long right) {
    return mul(left, integer(left.type(), right));
  }

  public BinaryOperator udiv(Value left, Value right) {
    return binary(Opcode.UDIV, left, right);
  }

  public BinaryOperator udiv(Value left, long right) {
    return udiv(left, integer(left.type(), right));
  }

  public BinaryOperator sdiv(Value left, Value right) {
    return binary(Opcode.SDIV, left, right);
  }

  public BinaryOperator sdiv(Value left, long right) {
    return sdiv(left, integer(left.type(), right));
  }

  public BinaryOperator urem(Value left, Value right) {
    return binary(Opcode.UREM, left, right);
  }

  public BinaryOperator urem(Value left, long right) {
    return urem(left, integer(left.type(), right));
  }

  public BinaryOperator srem(Value left, Value right) {
    return binary(Opcode.SREM, left, right);
  }

  public BinaryOperator srem(Value left, long right) {
    return srem(left, integer(left.type(), right));
  }

  public BinaryOperator shl(Value left, Value right) {
    return binary(Opcode.SHL, left, right);
  }

  public BinaryOperator shl(Value left, long right) {
    return shl(left, integer(left.type(), right));
  }

  public BinaryOperator lshr(Value left, Value right) {
    return binary(Opcode.LSHR, left, right);
  }

  public BinaryOperator lshr(Value left, long right) {
    return lshr(left, integer(left.type(), right));
  }

  public BinaryOperator ashr(Value left, Value right) {
    return binary(Opcode.ASHR, left, right);
  }

  public BinaryOperator ashr(Value left, long right) {
    return ashr(left, integer(left.type(), right));
  }

  public BinaryOperator and(Value left, Value right) {
    return binary(Opcode.AND, left, right);
  }

  public BinaryOperator and(Value left, long right) {
    return and(left, integer(left.type(), right));
  }

  public BinaryOperator or(Value left, Value right) {
    return binary(Opcode.OR, left, right);
  }

  public BinaryOperator or(Value left, long right) {
    return or(left, integer(left.type(), right));
  }

  public BinaryOperator xor(Value left, Value right) {
    return binary(Opcode.XOR, left, right);
  }

  public BinaryOperator xor(Value left, long right) {
    return xor(left, integer(left.type(), right));
  }

  public BinaryOperator fadd(Value left, Value right) {
    return binary(Opcode.FADD, left, right);
  }

  public BinaryOperator fsub(Value left, Value right) {
    return binary(Opcode.FSUB, left, right);
  }

  public BinaryOperator fmul(Value left, Value right) {
    return binary(Opcode.FMUL, left, right);
  }

  public BinaryOperator fdiv(Value left, Value right) {
    return binary(Opcode.FDIV, left, right);
  }

  public BinaryOperator frem(Value left, Value right) {
    return binary(Opcode.FREM, left, right);
  }

  public ICmpInst icmp(IntPredicate predicate, Value left, Value right) {
    check(TypeRules.compare(Opcode.ICMP, left.type(), right.type()));
    return insert(new ICmpInst(predicate, left, right));
  }

  public ICmpInst icmp(IntPredicate predicate, Value left, long right) {
    return icmp(predicate, left, integer(left.type(), right));
  }

  public FCmpInst fcmp(FloatPredicate predicate, Value left, Value right) {
    check(TypeRules.compare(Opcode.FCMP, left.type(), right.type()));
    return insert(new FCmpInst(predicate, left, right));
  }

  public CastInst cast(Opcode opcode, Value value, Type to) {
    check(TypeRules.cast(opcode, value.type(), to));
    return insert(new CastInst(opcode, value, to));
  }

  public CastInst trunc(Value value, Type to) {
    return cast(Opcode.TRUNC, value, to);
  }

  public CastInst zext(Value value, Type to) {
    return cast(Opcode.ZEXT, value, to);
  }

  public CastInst sext(Value value, Type to) {
    return cast(Opcode.SEXT, value, to);
  }

  public CastInst sitofp(Value value, Type to) {
    return cast(Opcode.SITOFP, value, to);
  }

  public CastInst uitofp(Value value, Type to) {
    return cast(Opcode.UITOFP, value, to);
  }

  public CastInst fptosi(Value value, Type to) {
    return cast(Opcode.FPTOSI, value, to);
  }

  // ---- Memory ----

  /** One object of the type, at the type's own alignment. */
  public AllocaInst alloca(Type type) {
    return alloca(type, ConstantInt.get(Types.I32, 1), 0);
  }

  /** {@code alignment} in bytes, or 0 for the type's own. */
  public AllocaInst alloca(Type type, Value count, long alignment) {
    check(TypeRules.alloca(type, count.type()));
    check(AtomicRules.alignment(alignment));
    return insert(new AllocaInst(type, count, alignment, layout().allocaAddressSpace()));
  }

  public LoadInst load(Type type, Value pointer) {
    return load(type, pointer, 0);
  }

  /** {@code alignment} in bytes, or 0 for the type's own. */
  public LoadInst load(Type type, Value pointer, long alignment) {
    check(TypeRules.access("load", type, pointer.type()));
    check(AtomicRules.alignment(alignment));
    return insert(new LoadInst(type, pointer, alignment));
  }

  /** {@code syncScope} is empty for the system scope. */
  public LoadInst atomicLoad(
      Type type, Value pointer, long alignment, AtomicOrdering ordering, String syncScope) {
    check(TypeRules.access("load", type, pointer.type()));
    check(AtomicRules.alignment(alignment));
    check(AtomicRules.load(layout(), type, alignment, ordering));
    return insert(new LoadInst(type, pointer, alignment, ordering, syncScope));
  }

  public StoreInst store(Value value, Value pointer) {
    return store(value, pointer, 0);
  }

  /** {@code alignment} in bytes, or 0 for the type's own. */
  public StoreInst store(Value value, Value pointer, long alignment) {
    check(TypeRules.access("store", value.type(), pointer.type()));
    check(AtomicRules.alignment(alignment));
    return insert(new StoreInst(value, pointer, alignment));
  }

  /** {@code syncScope} is empty for the system scope. */
  public StoreInst atomicStore(
      Value value, Value pointer, long alignment, AtomicOrdering ordering, String syncScope) {
    check(TypeRules.access("store", value.type(), pointer.type()));
    check(AtomicRules.alignment(alignment));
    check(AtomicRules.store(layout(), value.type(), alignment, ordering));
    return insert(new StoreInst(value, pointer, alignment, ordering, syncScope));
  }

  public FenceInst fence(AtomicOrdering ordering, String syncScope) {
    check(AtomicRules.fence(ordering));
    return insert(new FenceInst(ordering, syncScope));
  }

  /** A strong exchange in the system scope, with both orderings. */
  public CmpXchgInst cmpXchg(
      Value pointer,
      Value expected,
      Value replacement,
      AtomicOrdering success,
      AtomicOrdering failure) {
    check(TypeRules.cmpXchg(pointer.type(), expected.type(), replacement.type()));
    check(AtomicRules.size(layout(), expected.type()));
    check(AtomicRules.cmpXchg(success, failure));
    check(AtomicRules.cmpXchgFailure(failure));
    return insert(new CmpXchgInst(pointer, expected, replacement, false, success, failure, "", 0));
  }

  public AtomicRmwInst atomicRmw(
      AtomicRmwInst.Operation operation, Value pointer, Value value, AtomicOrdering ordering) {
    check(TypeRules.atomicRmw(operation, pointer.type(), value.type()));
    check(AtomicRules.size(layout(), value.type()));
    check(AtomicRules.atomicRmw(ordering));
    return insert(new AtomicRmwInst(operation, pointer, value, ordering, "", 0));
  }

  public GetElementPtrInst gep(Type source, Value base, Value... indices) {
    return gep(source, base, 0, indices);
  }

  public GetElementPtrInst inBoundsGep(Type source, Value base, Value... indices) {
    return gep(source, base, InstructionFlags.INBOUNDS, indices);
  }

  private GetElementPtrInst gep(Type source, Value base, int flags, Value... indices) {
    Value[] operands = new Value[indices.length + 1];
    operands[0] = base;
    System.arraycopy(indices, 0, operands, 1, indices.length);
    check(TypeRules.getElementPtr(source, operands));
    GetElementPtrInst i = new GetElementPtrInst(source, operands);
    i.setFlags(flags);
    return insert(i);
  }

  /** The address of field {@code field}, from 0, of the struct at {@code base}. */
  public GetElementPtrInst field(StructType source, Value base, int field) {
    int count = source.elements().size();
    if (source.isOpaque() || field < 0 || field >= count) {
      String fields = source.isOpaque() ? "no body yet" : count + " fields, counted from 0";
      throw refusal("there is no field " + field + ": '" + source + "' has " + fields);
    }
    return inBoundsGep(source, base, i32(0), i32(field));
  }

  /** The address of element {@code index} of elements of one type that begin at {@code base}. */
  public GetElementPtrInst element(Type type, Value base, Value index) {
    return inBoundsGep(type, base, index);
  }

  /** As {@link #element(Type, Value, Value)}. */
  public GetElementPtrInst element(Type type, Value base, long index) {
    return inBoundsGep(type, base, i64(index));
  }

  public VAArgInst vaArg(Value list, Type type) {
    check(TypeRules.access("va_arg", type, list.type()));
    return insert(new VAArgInst(list, type));
  }

  // ---- Others ----

  /** A phi without incoming values yet; they come by {@link PhiNode#addIncoming}. */
  public PhiNode phi(Type type) {
    if (!TypeRules.isOperand(type) || type.kind() == TypeKind.TOKEN) {
      throw refusal("a phi of '" + type + "' is not possible");
    }
    return insert(new PhiNode(type));
  }

  public SelectInst select(Value condition, Value ifTrue, Value ifFalse) {
    check(TypeRules.select(condition.type(), ifTrue.type(), ifFalse.type()));
    return insert(new SelectInst(condition, ifTrue, ifFalse));
  }

  /** A call in the calling convention of the callee. */
  public CallInst call(Function callee, Value... args) {
    CallInst i = call(callee.functionType(), callee, args);
    i.setCallingConvention(callee.callingConvention());
    return i;
  }

  public CallInst call(FunctionType type, Value callee, Value... args) {
    checkCall(type, callee, args);
    return insert(new CallInst(type, callee, args.clone()));
  }

  private void checkCall(FunctionType type, Value callee, Value... args) {
    Type[] types = new Type[args.length];
    for (int i = 0; i < types.length; i++) {
      types[i] = args[i].type();
    }
    String problem = TypeRules.call(type, callee.type(), types);
    if (problem != null) {
      throw refusal(callee instanceof Function ? "call of " + callee + ": " + problem : problem);
    }
  }

  public ExtractElementInst extractElement(Value vector, Value index) {
    check(TypeRules.extractElement(vector.type(), index.type()));
    return insert(new ExtractElementInst(vector, index));
  }

  public InsertElementInst insertElement(Value vector, Value element, Value index) {
    check(TypeRules.insertElement(vector.type(), element.type(), index.type()));
    return insert(new InsertElementInst(vector, element, index));
  }

  /** {@code mask} as {@link ShuffleVectorInst} has it. */
  public ShuffleVectorInst shuffleVector(Value first, Value second, int... mask) {
    check(TypeRules.shuffleVector(first.type(), second.type(), mask));
    boolean scalable = first.type().kind() == TypeKind.SCALABLE_VECTOR;
    return insert(new ShuffleVectorInst(first, second, mask.clone(), scalable));
  }

  public ExtractValueInst extractValue(Value aggregate, int... indices) {
    check(TypeRules.extractValue(aggregate.type(), indices));
    Type type = ExtractValueInst.indexedType(aggregate.type(), indices);
    if (type == null) {
      throw new IllegalStateException("indices that lead nowhere passed; please report");
    }
    return insert(new ExtractValueInst(aggregate, type, indices.clone()));
  }

  public InsertValueInst insertValue(Value aggregate, Value element, int... indices) {
    check(TypeRules.insertValue(aggregate.type(), element.type(), indices));
    return insert(new InsertValueInst(aggregate, element, indices.clone()));
  }

  /** Clause {@code i} is a filter where {@code filters[i]}, else a catch. */
  public LandingPadInst landingPad(
      Type type, boolean cleanup, List<? extends Constant> clauses, boolean... filters) {
    checkArgument(
        clauses.size() == filters.length, "%s clauses, %s filters", clauses.size(), filters.length);
    checkPersonality();
    if (!cleanup && clauses.isEmpty()) {
      throw refusal("a landingpad has a clause or is a cleanup");
    }
    for (int i = 0; i < filters.length; i++) {
      Type t = clauses.get(i).type();
      if (filters[i] ? t.kind() != TypeKind.ARRAY : !t.isPointer()) {
        throw refusal("a catch clause is a constant pointer, a filter clause a constant array");
      }
    }
    return insert(
        new LandingPadInst(type, cleanup, clauses.toArray(new Value[0]), filters.clone()));
  }

  /** {@code catchswitch within parent [handlers]}; null {@code unwind}: to the caller. */
  public FuncletInst catchSwitch(
      Value parent, List<BasicBlock> handlers, @Nullable BasicBlock unwind) {
    Value[] operands = new Value[1 + handlers.size() + (unwind == null ? 0 : 1)];
    operands[0] = parent;
    for (int i = 0; i < handlers.size(); i++) {
      operands[i + 1] = handlers.get(i);
    }
    if (unwind != null) {
      operands[operands.length - 1] = unwind;
    }
    return insert(new FuncletInst(Opcode.CATCHSWITCH, Types.TOKEN, unwind == null, operands));
  }

  /** {@code catchpad} or {@code cleanuppad}. */
  public FuncletInst funcletPad(Opcode opcode, Value parent, Value... args) {
    checkArgument(opcode == Opcode.CATCHPAD || opcode == Opcode.CLEANUPPAD, "%s is no pad", opcode);
    Value[] operands = new Value[args.length + 1];
    operands[0] = parent;
    System.arraycopy(args, 0, operands, 1, args.length);
    return insert(new FuncletInst(opcode, Types.TOKEN, false, operands));
  }

  public FuncletInst catchRet(Value pad, BasicBlock target) {
    return insert(new FuncletInst(Opcode.CATCHRET, Types.VOID, false, pad, target));
  }

  /** Null {@code unwind}: to the caller. */
  public FuncletInst cleanupRet(Value pad, @Nullable BasicBlock unwind) {
    return insert(
        unwind == null
            ? new FuncletInst(Opcode.CLEANUPRET, Types.VOID, true, pad)
            : new FuncletInst(Opcode.CLEANUPRET, Types.VOID, false, pad, unwind));
  }

  public FreezeInst freeze(Value value) {
    checkOperand("freeze", value);
    return insert(new FreezeInst(value));
  }
}
