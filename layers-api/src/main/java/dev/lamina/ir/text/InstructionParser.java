package dev.lamina.ir.text;

import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.BinaryOperator;
import dev.lamina.ir.BranchInst;
import dev.lamina.ir.CastInst;
import dev.lamina.ir.Constant;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.ConstantTokenNone;
import dev.lamina.ir.ExtractElementInst;
import dev.lamina.ir.ExtractValueInst;
import dev.lamina.ir.FCmpInst;
import dev.lamina.ir.FloatPredicate;
import dev.lamina.ir.FreezeInst;
import dev.lamina.ir.FuncletInst;
import dev.lamina.ir.ICmpInst;
import dev.lamina.ir.IndirectBrInst;
import dev.lamina.ir.InsertElementInst;
import dev.lamina.ir.InsertValueInst;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.InstructionFlags;
import dev.lamina.ir.IntPredicate;
import dev.lamina.ir.IntegerType;
import dev.lamina.ir.LandingPadInst;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.PhiNode;
import dev.lamina.ir.ResumeInst;
import dev.lamina.ir.ReturnInst;
import dev.lamina.ir.SelectInst;
import dev.lamina.ir.ShuffleVectorInst;
import dev.lamina.ir.SwitchInst;
import dev.lamina.ir.Type;
import dev.lamina.ir.TypeRules;
import dev.lamina.ir.Types;
import dev.lamina.ir.UnaryOperator;
import dev.lamina.ir.UnreachableInst;
import dev.lamina.ir.Value;
import dev.lamina.ir.VectorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Instructions, in the order of the LangRef's chapters: "Terminator Instructions" to "Other
 * Operations". Those on memory are in {@link MemoryParser}, calls in {@link CallParser}.
 */
final class InstructionParser {
  private final Lexer lex;
  private final TypeParser types;
  private final ConstantParser constants;
  private final BodyParser body;
  private final MemoryParser memory;
  private final CallParser calls;
  private final ShuffleMasks masks;

  // Scratch for lists of operands, which are copied in their final length.
  private Value[] values = new Value[16];
  private BasicBlock[] blocks = new BasicBlock[16];

  InstructionParser(
      Lexer lex,
      TypeParser types,
      ConstantParser constants,
      AttributeParser attributes,
      BodyParser body) {
    this.lex = lex;
    this.types = types;
    this.constants = constants;
    this.body = body;
    memory = new MemoryParser(lex, types, body);
    calls = new CallParser(lex, types, attributes, body, this);
    masks = new ShuffleMasks(lex, constants);
  }

  /** Reads an instruction up to its metadata; the result has been read. */
  Instruction instruction() {
    Keyword k = lex.keyword();
    int at = lex.pos;
    if (k != Keyword.NONE_OF_THESE) {
      lex.skipWord();
    }
    switch (k) {
      case LOAD -> {
        return memory.load();
      }
      case STORE -> {
        return memory.store();
      }
      case CALL, TAIL, MUSTTAIL, NOTAIL -> {
        return calls.call(k);
      }
      case GETELEMENTPTR -> {
        return memory.getElementPtr();
      }
      case BR -> {
        return branch();
      }
      case ICMP -> {
        return integerComparison();
      }
      case ADD, SUB, MUL, SHL -> {
        return integerBinary(k, at, InstructionFlags.NUW | InstructionFlags.NSW);
      }
      case UDIV, SDIV, LSHR, ASHR -> {
        return integerBinary(k, at, InstructionFlags.EXACT);
      }
      case OR -> {
        return integerBinary(k, at, InstructionFlags.DISJOINT);
      }
      case UREM, SREM, AND, XOR -> {
        return integerBinary(k, at, 0);
      }
      case FADD, FSUB, FMUL, FDIV, FREM -> {
        return floatBinary(k, at);
      }
      case ZEXT,
          SEXT,
          TRUNC,
          FPTOUI,
          FPTOSI,
          UITOFP,
          SITOFP,
          FPTRUNC,
          FPEXT,
          PTRTOINT,
          INTTOPTR,
          BITCAST,
          ADDRSPACECAST -> {
        return cast(k, at);
      }
      case ALLOCA -> {
        return memory.alloca();
      }
      case PHI -> {
        return phi();
      }
      case SELECT -> {
        return select();
      }
      case RET -> {
        return ret();
      }
      default -> {
        return lessUsual(k, at);
      }
    }
  }

  private Instruction lessUsual(Keyword k, int at) {
    switch (k) {
      case SWITCH -> {
        return switchInstruction();
      }
      case INDIRECTBR -> {
        return indirectBranch();
      }
      case INVOKE -> {
        return calls.invoke();
      }
      case CALLBR -> {
        return calls.callBranch();
      }
      case RESUME -> {
        return new ResumeInst(body.typedValue());
      }
      case UNREACHABLE -> {
        return new UnreachableInst();
      }
      case CLEANUPRET, CATCHRET, CATCHSWITCH, CLEANUPPAD, CATCHPAD -> {
        return funclet(k);
      }
      case FNEG -> {
        return negation(at);
      }
      case FENCE -> {
        return memory.fence();
      }
      case CMPXCHG -> {
        return memory.compareExchange();
      }
      case ATOMICRMW -> {
        return memory.readModifyWrite();
      }
      case FCMP -> {
        return floatComparison();
      }
      case VA_ARG -> {
        return memory.variableArgument();
      }
      case EXTRACTELEMENT -> {
        return extractElement();
      }
      case INSERTELEMENT -> {
        return insertElement();
      }
      case SHUFFLEVECTOR -> {
        return shuffle(at);
      }
      case EXTRACTVALUE -> {
        return extractValue();
      }
      case INSERTVALUE -> {
        return insertValue();
      }
      case LANDINGPAD -> {
        return landingPad();
      }
      case FREEZE -> {
        return new FreezeInst(body.typedValue());
      }
      default -> {
        lex.pos = at;
        if (lex.peek() == '}') {
          throw lex.error(lex.pos, "the block before this '}' does not end in a terminator");
        }
        if (lex.atLabel()) {
          throw lex.error(lex.pos, "the block before this label does not end in a terminator");
        }
        throw lex.expected("instruction");
      }
    }
  }

  // ---- Flags ----

  /** Consumes the flags of {@code allowed} that stand here. */
  private int flags(int allowed) {
    int flags = 0;
    for (; ; ) {
      int flag =
          switch (lex.keyword()) {
            case NUW -> InstructionFlags.NUW;
            case NSW -> InstructionFlags.NSW;
            case EXACT -> InstructionFlags.EXACT;
            case DISJOINT -> InstructionFlags.DISJOINT;
            case NNEG -> InstructionFlags.NNEG;
            case SAMESIGN -> InstructionFlags.SAMESIGN;
            default -> 0;
          };
      if (flag == 0) {
        return flags;
      }
      if ((flag & allowed) == 0) {
        throw lex.error(lex.pos, "'" + lex.keyword().text() + "' is no flag of this instruction");
      }
      lex.skipWord();
      flags |= flag;
    }
  }

  /** Consumes the fast-math flags that stand here. */
  int fastMathFlags() {
    int flags = 0;
    for (; ; ) {
      switch (lex.keyword()) {
        case FAST -> flags |= InstructionFlags.FAST;
        case NNAN -> flags |= InstructionFlags.NNAN;
        case NINF -> flags |= InstructionFlags.NINF;
        case NSZ -> flags |= InstructionFlags.NSZ;
        case ARCP -> flags |= InstructionFlags.ARCP;
        case CONTRACT -> flags |= InstructionFlags.CONTRACT;
        case AFN -> flags |= InstructionFlags.AFN;
        case REASSOC -> flags |= InstructionFlags.REASSOC;
        default -> {
          return flags;
        }
      }
      lex.skipWord();
    }
  }

  private static Instruction flagged(Instruction i, int flags) {
    if (flags != 0) {
      i.setFlags(flags);
    }
    return i;
  }

  // ---- Terminators ----

  private Instruction ret() {
    lex.peek();
    int at = lex.pos;
    Type wanted = body.returnType();
    Type type = types.anyType();
    if (type != wanted && !type.equals(wanted)) {
      throw lex.error(
          at, "this returns '" + type + "' from a function that returns '" + wanted + "'");
    }
    return new ReturnInst(type.isVoid() ? null : body.value(type));
  }

  private Instruction branch() {
    if (lex.keyword() == Keyword.LABEL) {
      lex.skipWord();
      return new BranchInst(body.block());
    }
    lex.peek();
    int at = lex.pos;
    Type type = types.type();
    if (type != Types.I1) {
      throw lex.error(at, "the condition of a branch is of type 'i1', not '" + type + "'");
    }
    Value condition = body.value(type);
    lex.expect(',');
    BasicBlock ifTrue = body.label("the target of the branch");
    lex.expect(',');
    return new BranchInst(condition, ifTrue, body.label("the target of the branch"));
  }

  private Instruction switchInstruction() {
    lex.peek();
    int at = lex.pos;
    Type type = types.type();
    if (!(type instanceof IntegerType integer)) {
      throw lex.error(at, "a switch is over an integer, not over '" + type + "'");
    }
    Value value = body.value(type);
    lex.expect(',');
    BasicBlock defaultTarget = body.label("the default target of the switch");
    lex.expect('[');
    List<ConstantInt> cases = new ArrayList<>();
    int n = 0;
    while (lex.peek() != ']') {
      int caseAt = lex.pos;
      Type caseType = types.type();
      if (!caseType.equals(integer)) {
        throw lex.error(
            caseAt, "this case is of type '" + caseType + "', the switch of type '" + type + "'");
      }
      if (!(constants.constant(caseType) instanceof ConstantInt c)) {
        throw lex.error(caseAt, "a case of a switch is an integer literal");
      }
      lex.expect(',');
      ensureBlocks(n);
      blocks[n++] = body.label("the target of the case");
      cases.add(c);
    }
    lex.pos++;
    return new SwitchInst(
        value, defaultTarget, cases.toArray(new ConstantInt[0]), Arrays.copyOf(blocks, n));
  }

  private void ensureBlocks(int n) {
    if (n == blocks.length) {
      blocks = Arrays.copyOf(blocks, n * 2);
    }
  }

  private Instruction indirectBranch() {
    lex.peek();
    int at = lex.pos;
    Value address = body.typedValue();
    if (!address.type().isPointer()) {
      throw lex.error(at, "an indirectbr jumps to a pointer, not to '" + address.type() + "'");
    }
    lex.expect(',');
    return new IndirectBrInst(address, blockList());
  }

  /** {@code [label %a, label %b]}, perhaps empty. */
  List<BasicBlock> blockList() {
    List<BasicBlock> list = new ArrayList<>();
    lex.expect('[');
    if (!lex.accept(']')) {
      do {
        list.add(body.label("a target"));
      } while (lex.accept(','));
      lex.expect(']');
    }
    return list;
  }

  // ---- Unary and binary operations ----

  private Instruction negation(int at) {
    int flags = fastMathFlags();
    Value value = body.typedValue();
    if (!value.type().scalarType().isFloatingPoint()) {
      throw lex.error(at, "fneg of '" + value.type() + "' is not possible");
    }
    return flagged(new UnaryOperator(Opcode.FNEG, value), flags);
  }

  private Instruction integerBinary(Keyword k, int at, int allowedFlags) {
    int flags = flags(allowedFlags);
    Type type = types.type();
    if (!type.scalarType().isInteger()) {
      throw lex.error(at, k.text() + " of '" + type + "' is not possible");
    }
    Value left = body.value(type);
    lex.expect(',');
    Value right = body.value(type);
    return flagged(new BinaryOperator(Opcodes.of(k), left, right), flags);
  }

  private Instruction floatBinary(Keyword k, int at) {
    int flags = fastMathFlags();
    Type type = types.type();
    if (!type.scalarType().isFloatingPoint()) {
      throw lex.error(at, k.text() + " of '" + type + "' is not possible");
    }
    Value left = body.value(type);
    lex.expect(',');
    Value right = body.value(type);
    return flagged(new BinaryOperator(Opcodes.of(k), left, right), flags);
  }

  // ---- Vectors ----

  private Instruction extractElement() {
    lex.peek();
    int at = lex.pos;
    Value vector = body.typedValue();
    lex.expect(',');
    Value index = body.typedValue();
    lex.check(at, TypeRules.extractElement(vector.type(), index.type()));
    return new ExtractElementInst(vector, index);
  }

  private Instruction insertElement() {
    lex.peek();
    int at = lex.pos;
    Value vector = body.typedValue();
    lex.expect(',');
    Value element = body.typedValue();
    lex.expect(',');
    Value index = body.typedValue();
    lex.check(at, TypeRules.insertElement(vector.type(), element.type(), index.type()));
    return new InsertElementInst(vector, element, index);
  }

  private Instruction shuffle(int at) {
    Value first = body.typedValue();
    lex.expect(',');
    Value second = body.typedValue();
    lex.expect(',');
    lex.peek();
    int maskAt = lex.pos;
    Type maskType = types.type();
    if (!(first.type() instanceof VectorType v)
        || !second.type().equals(v)
        || !(maskType instanceof VectorType m)
        || m.element() != Types.I32
        || m.isScalable() != v.isScalable()) {
      throw lex.error(at, "shufflevector takes two vectors of one type and a mask of i32");
    }
    int[] mask = masks.read(m, v, maskAt);
    return new ShuffleVectorInst(first, second, mask, v.isScalable());
  }

  // ---- Aggregates ----

  private int[] indices(int at) {
    int[] indices = new int[2];
    int n = 0;
    while (lex.peek() == ',' && !metadataFollows()) {
      lex.pos++;
      if (n == indices.length) {
        indices = Arrays.copyOf(indices, n * 2);
      }
      indices[n++] = lex.readUnsigned("index", Integer.MAX_VALUE);
    }
    if (n == 0) {
      throw lex.error(at, "extractvalue and insertvalue need an index");
    }
    return Arrays.copyOf(indices, n);
  }

  /** Whether the comma here begins the metadata of the instruction. */
  boolean metadataFollows() {
    int p = lex.pos + 1;
    while (lex.text[p] == ' ') {
      p++;
    }
    return lex.text[p] == '!';
  }

  private Instruction extractValue() {
    lex.peek();
    int at = lex.pos;
    Value aggregate = body.typedValue();
    int[] indices = indices(at);
    return new ExtractValueInst(aggregate, indexed(aggregate.type(), indices, at), indices);
  }

  private Type indexed(Type aggregate, int[] indices, int at) {
    Type type = aggregate.isAggregate() ? ExtractValueInst.indexedType(aggregate, indices) : null;
    if (type == null) {
      throw lex.error(at, "the indices lead nowhere in '" + aggregate + "'");
    }
    return type;
  }

  private Instruction insertValue() {
    lex.peek();
    int at = lex.pos;
    Value aggregate = body.typedValue();
    lex.expect(',');
    lex.peek();
    int elementAt = lex.pos;
    Value element = body.typedValue();
    int[] indices = indices(at);
    Type wanted = indexed(aggregate.type(), indices, at);
    if (!element.type().equals(wanted)) {
      throw lex.error(elementAt, "'" + element.type() + "' is inserted where '" + wanted + "' is");
    }
    return new InsertValueInst(aggregate, element, indices);
  }

  // ---- Conversions ----

  private Instruction cast(Keyword k, int at) {
    int flags = 0;
    switch (k) {
      case TRUNC -> flags = flags(InstructionFlags.NUW | InstructionFlags.NSW);
      case ZEXT, UITOFP -> flags = flags(InstructionFlags.NNEG);
      case FPTRUNC, FPEXT -> flags = fastMathFlags();
      default -> {}
    }
    Value value = body.typedValue();
    lex.expect(Keyword.TO);
    Type to = types.type();
    Opcode opcode = Opcodes.of(k);
    lex.check(at, TypeRules.cast(opcode, value.type(), to));
    return flagged(new CastInst(opcode, value, to), flags);
  }

  // ---- Others ----

  private Instruction integerComparison() {
    int flags = flags(InstructionFlags.SAMESIGN);
    IntPredicate predicate = Opcodes.intPredicate(lex);
    lex.peek();
    int at = lex.pos;
    Type type = types.type();
    Type scalar = type.scalarType();
    if (!scalar.isInteger() && !scalar.isPointer()) {
      throw lex.error(at, "icmp of '" + type + "' is not possible");
    }
    Value left = body.value(type);
    lex.expect(',');
    return flagged(new ICmpInst(predicate, left, body.value(type)), flags);
  }

  private Instruction floatComparison() {
    int flags = fastMathFlags();
    FloatPredicate predicate = Opcodes.floatPredicate(lex);
    lex.peek();
    int at = lex.pos;
    Type type = types.type();
    if (!type.scalarType().isFloatingPoint()) {
      throw lex.error(at, "fcmp of '" + type + "' is not possible");
    }
    Value left = body.value(type);
    lex.expect(',');
    return flagged(new FCmpInst(predicate, left, body.value(type)), flags);
  }

  private Instruction phi() {
    int flags = fastMathFlags();
    Type type = body.operandType();
    int n = 0;
    do {
      if (n > 0 && lex.peek() == '!') {
        // The comma was that of the metadata.
        lex.pos--;
        while (lex.text[lex.pos] != ',') {
          lex.pos--;
        }
        break;
      }
      lex.expect('[');
      if (n == values.length) {
        values = Arrays.copyOf(values, n * 2);
      }
      ensureBlocks(n);
      values[n] = body.value(type);
      lex.expect(',');
      blocks[n++] = body.block();
      lex.expect(']');
    } while (lex.accept(','));
    return flagged(new PhiNode(type, Arrays.copyOf(values, n), Arrays.copyOf(blocks, n)), flags);
  }

  private Instruction select() {
    int flags = fastMathFlags();
    lex.peek();
    int at = lex.pos;
    Value condition = body.typedValue();
    lex.expect(',');
    Value ifTrue = body.typedValue();
    lex.expect(',');
    Value ifFalse = body.typedValue();
    lex.check(at, TypeRules.select(condition.type(), ifTrue.type(), ifFalse.type()));
    return flagged(new SelectInst(condition, ifTrue, ifFalse), flags);
  }

  private Instruction landingPad() {
    Type type = body.operandType();
    boolean cleanup = lex.accept(Keyword.CLEANUP);
    List<Value> clauses = new ArrayList<>(2);
    boolean[] filters = new boolean[4];
    for (; ; ) {
      Keyword k = lex.keyword();
      if (k != Keyword.CATCH && k != Keyword.FILTER) {
        break;
      }
      lex.skipWord();
      lex.peek();
      int at = lex.pos;
      Value clause = body.typedValue();
      if (!(clause instanceof Constant)) {
        throw lex.error(at, "a clause of a landingpad is a constant");
      }
      if (clauses.size() == filters.length) {
        filters = Arrays.copyOf(filters, filters.length * 2);
      }
      filters[clauses.size()] = k == Keyword.FILTER;
      clauses.add(clause);
    }
    return new LandingPadInst(
        type, cleanup, clauses.toArray(new Value[0]), Arrays.copyOf(filters, clauses.size()));
  }

  // ---- Funclets ----

  private Instruction funclet(Keyword k) {
    Opcode opcode = Opcodes.of(k);
    List<Value> operands = new ArrayList<>(4);
    boolean pad = k != Keyword.CLEANUPRET && k != Keyword.CATCHRET;
    lex.expect(pad ? Keyword.WITHIN : Keyword.FROM);
    operands.add(token());
    boolean unwindsToCaller = false;
    switch (k) {
      case CATCHSWITCH -> {
        operands.addAll(blockList());
        unwindsToCaller = unwindTarget(operands);
      }
      case CLEANUPRET -> unwindsToCaller = unwindTarget(operands);
      case CATCHRET -> {
        lex.expect(Keyword.TO);
        operands.add(body.label("the target of catchret"));
      }
      default -> padArguments(operands);
    }
    return new FuncletInst(
        opcode, pad ? Types.TOKEN : Types.VOID, unwindsToCaller, operands.toArray(new Value[0]));
  }

  private Value token() {
    return lex.accept(Keyword.NONE) ? ConstantTokenNone.INSTANCE : body.value(Types.TOKEN);
  }

  private void padArguments(List<Value> operands) {
    lex.expect('[');
    if (!lex.accept(']')) {
      do {
        Type type = types.type();
        operands.add(body.value(type));
      } while (lex.accept(','));
      lex.expect(']');
    }
  }

  /** Whether an exception leaves the function here; otherwise its target is added. */
  private boolean unwindTarget(List<Value> operands) {
    lex.expect(Keyword.UNWIND);
    if (lex.accept(Keyword.TO)) {
      lex.expect(Keyword.CALLER);
      return true;
    }
    operands.add(body.label("the target of unwinding"));
    return false;
  }
}
