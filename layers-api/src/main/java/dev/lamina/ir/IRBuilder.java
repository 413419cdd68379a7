package dev.lamina.ir;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes instructions at a position. A call that would make an instruction which the types forbid
 * is refused with {@link IllegalArgumentException} there and then.
 *
 * <pre>{@code
 * Function add = new Function("add", FunctionType.get(Types.I32, Types.I32, Types.I32));
 * IRBuilder b = new IRBuilder(add.addBlock("entry"));
 * b.ret(b.named("sum", b.add(add.argument(0), add.argument(1))));
 * }</pre>
 *
 * A result that is not {@link #named} is numbered when printed.
 */
public final class IRBuilder {
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

  public BasicBlock block() {
    checkState(block != null, "the builder has no position; call atEnd or before");
    return block;
  }

  /** Gives the result of {@code instruction} a name and hands the instruction on. */
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

  /** Puts an instruction, which was made elsewhere, at the position. */
  public <T extends Instruction> T insert(T instruction) {
    if (debugLocation != null) {
      instruction.setMetadata(MetadataAttachments.of("dbg", debugLocation));
    }
    block().insertBefore(instruction, before);
    return instruction;
  }

  private static void check(@Nullable String problem) {
    if (problem != null) {
      throw new IllegalArgumentException(problem);
    }
  }

  private static void checkOperand(Value value) {
    checkArgument(TypeRules.isOperand(value.type()), "'%s' is no type of an operand", value.type());
  }

  // ---- Terminators ----

  public ReturnInst ret() {
    return insert(new ReturnInst(null));
  }

  public ReturnInst ret(Value value) {
    checkOperand(value);
    Function f = block().function();
    checkArgument(
        f == null || f.returnType().equals(value.type()),
        "this returns '%s' from a function that returns '%s'",
        value.type(),
        f == null ? null : f.returnType());
    return insert(new ReturnInst(value));
  }

  public BranchInst br(BasicBlock target) {
    return insert(new BranchInst(target));
  }

  public BranchInst br(Value condition, BasicBlock ifTrue, BasicBlock ifFalse) {
    checkArgument(
        condition.type() == Types.I1,
        "the condition of a branch is of type 'i1', not '%s'",
        condition.type());
    return insert(new BranchInst(condition, ifTrue, ifFalse));
  }

  /** {@code cases.get(i)} leads to {@code targets.get(i)}. */
  public SwitchInst switchOn(
      Value value, BasicBlock defaultTarget, List<ConstantInt> cases, List<BasicBlock> targets) {
    checkArgument(
        value.type().isInteger(), "a switch is over an integer, not over '%s'", value.type());
    checkArgument(
        cases.size() == targets.size(), "%s cases, %s targets", cases.size(), targets.size());
    for (ConstantInt c : cases) {
      checkArgument(
          c.type().equals(value.type()),
          "a case is of type '%s', the switch of type '%s'",
          c.type(),
          value.type());
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
    check(TypeRules.call(type, callee.type(), typesOf(args)));
    return insert(new InvokeInst(type, callee, args.clone(), normal, unwind));
  }

  public CallBrInst callBr(
      InlineAsm asm, BasicBlock fallthrough, List<BasicBlock> indirect, Value... args) {
    check(TypeRules.call(asm.functionType(), asm.type(), typesOf(args)));
    return insert(
        new CallBrInst(
            asm.functionType(),
            asm,
            args.clone(),
            fallthrough,
            indirect.toArray(new BasicBlock[0])));
  }

  public ResumeInst resume(Value value) {
    checkOperand(value);
    return insert(new ResumeInst(value));
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
    BinaryOperator i = new BinaryOperator(opcode, left, right);
    i.setFlags(flags);
    return insert(i);
  }

  public BinaryOperator add(Value left, Value right) {
    return binary(Opcode.ADD, left, right);
  }

  public BinaryOperator sub(Value left, Value right) {
    return binary(Opcode.SUB, left, right);
  }

  public BinaryOperator mul(Value left, Value right) {
    return binary(Opcode.MUL, left, right);
  }

  public BinaryOperator udiv(Value left, Value right) {
    return binary(Opcode.UDIV, left, right);
  }

  public BinaryOperator sdiv(Value left, Value right) {
    return binary(Opcode.SDIV, left, right);
  }

  public BinaryOperator urem(Value left, Value right) {
    return binary(Opcode.UREM, left, right);
  }

  public BinaryOperator srem(Value left, Value right) {
    return binary(Opcode.SREM, left, right);
  }

  public BinaryOperator shl(Value left, Value right) {
    return binary(Opcode.SHL, left, right);
  }

  public BinaryOperator lshr(Value left, Value right) {
    return binary(Opcode.LSHR, left, right);
  }

  public BinaryOperator ashr(Value left, Value right) {
    return binary(Opcode.ASHR, left, right);
  }

  public BinaryOperator and(Value left, Value right) {
    return binary(Opcode.AND, left, right);
  }

  public BinaryOperator or(Value left, Value right) {
    return binary(Opcode.OR, left, right);
  }

  public BinaryOperator xor(Value left, Value right) {
    return binary(Opcode.XOR, left, right);
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

  public FCmpInst fcmp(FloatPredicate predicate, Value left, Value right) {
    check(TypeRules.compare(Opcode.FCMP, left.type(), right.type()));
    return insert(new FCmpInst(predicate, left, right));
  }

  public CastInst cast(Opcode opcode, Value value, Type to) {
    check(TypeRules.cast(opcode, value.type(), to));
    return insert(new CastInst(opcode, value, to));
  }

  // ---- Memory ----

  /** One object of the type, at the type's own alignment. */
  public AllocaInst alloca(Type type) {
    return alloca(type, ConstantInt.get(Types.I32, 1), 0);
  }

  /** {@code alignment} in bytes, or 0 for the type's own. */
  public AllocaInst alloca(Type type, Value count, long alignment) {
    check(TypeRules.alloca(type, count.type()));
    checkAlignment(alignment);
    Function f = block().function();
    Module m = f == null ? null : f.module();
    int space = m == null ? 0 : m.dataLayout().allocaAddressSpace();
    return insert(new AllocaInst(type, count, alignment, space));
  }

  private static void checkAlignment(long alignment) {
    checkArgument(
        alignment == 0 || (alignment > 0 && Long.bitCount(alignment) == 1),
        "an alignment of %s is no power of two",
        alignment);
  }

  public LoadInst load(Type type, Value pointer) {
    return load(type, pointer, 0);
  }

  /** {@code alignment} in bytes, or 0 for the type's own. */
  public LoadInst load(Type type, Value pointer, long alignment) {
    check(TypeRules.access("load", type, pointer.type()));
    checkAlignment(alignment);
    return insert(new LoadInst(type, pointer, alignment));
  }

  /** {@code syncScope} is empty for the system scope. */
  public LoadInst atomicLoad(
      Type type, Value pointer, long alignment, AtomicOrdering ordering, String syncScope) {
    check(TypeRules.access("load", type, pointer.type()));
    check(TypeRules.atomicAccess("load", type));
    checkAlignment(alignment);
    return insert(new LoadInst(type, pointer, alignment, ordering, syncScope));
  }

  public StoreInst store(Value value, Value pointer) {
    return store(value, pointer, 0);
  }

  /** {@code alignment} in bytes, or 0 for the type's own. */
  public StoreInst store(Value value, Value pointer, long alignment) {
    check(TypeRules.access("store", value.type(), pointer.type()));
    checkAlignment(alignment);
    return insert(new StoreInst(value, pointer, alignment));
  }

  /** {@code syncScope} is empty for the system scope. */
  public StoreInst atomicStore(
      Value value, Value pointer, long alignment, AtomicOrdering ordering, String syncScope) {
    check(TypeRules.access("store", value.type(), pointer.type()));
    check(TypeRules.atomicAccess("store", value.type()));
    checkAlignment(alignment);
    return insert(new StoreInst(value, pointer, alignment, ordering, syncScope));
  }

  public FenceInst fence(AtomicOrdering ordering, String syncScope) {
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
    return insert(new CmpXchgInst(pointer, expected, replacement, false, success, failure, "", 0));
  }

  public AtomicRmwInst atomicRmw(
      AtomicRmwInst.Operation operation, Value pointer, Value value, AtomicOrdering ordering) {
    check(TypeRules.atomicRmw(operation, pointer.type(), value.type()));
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

  /** The address of field {@code field} of the struct at {@code base}. */
  public GetElementPtrInst field(StructType source, Value base, int field) {
    return inBoundsGep(
        source, base, ConstantInt.get(Types.I32, 0), ConstantInt.get(Types.I32, field));
  }

  public VAArgInst vaArg(Value list, Type type) {
    check(TypeRules.access("va_arg", type, list.type()));
    return insert(new VAArgInst(list, type));
  }

  // ---- Others ----

  /** A phi without incoming values yet; they come by {@link PhiNode#addIncoming}. */
  public PhiNode phi(Type type) {
    checkArgument(TypeRules.isOperand(type), "a phi of '%s' is not possible", type);
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
    check(TypeRules.call(type, callee.type(), typesOf(args)));
    return insert(new CallInst(type, callee, args.clone()));
  }

  private static Type[] typesOf(Value[] values) {
    Type[] types = new Type[values.length];
    for (int i = 0; i < types.length; i++) {
      types[i] = values[i].type();
    }
    return types;
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
    checkOperand(value);
    return insert(new FreezeInst(value));
  }
}
