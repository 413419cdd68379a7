package dev.lamina.ir.text;

import dev.lamina.ir.AllocaInst;
import dev.lamina.ir.AtomicOrdering;
import dev.lamina.ir.AtomicRmwInst;
import dev.lamina.ir.CmpXchgInst;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.FenceInst;
import dev.lamina.ir.GetElementPtrInst;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.InstructionFlags;
import dev.lamina.ir.LoadInst;
import dev.lamina.ir.StoreInst;
import dev.lamina.ir.Type;
import dev.lamina.ir.TypeRules;
import dev.lamina.ir.Types;
import dev.lamina.ir.VAArgInst;
import dev.lamina.ir.Value;
import java.util.Arrays;

/** The instructions of LangRef, "Memory Access and Addressing Operations", and {@code va_arg}. */
final class MemoryParser {
  private static final Value ONE = ConstantInt.get(Types.I32, 1);

  private final Lexer lex;
  private final TypeParser types;
  private final BodyParser body;
  private Value[] operands = new Value[16];

  MemoryParser(Lexer lex, TypeParser types, BodyParser body) {
    this.lex = lex;
    this.types = types;
    this.body = body;
  }

  // ---- alloca, load, store ----

  Instruction alloca() {
    boolean inAlloca = false;
    boolean swiftError = false;
    for (; ; ) {
      if (lex.accept(Keyword.INALLOCA)) {
        inAlloca = true;
      } else if (lex.accept(Keyword.SWIFTERROR)) {
        swiftError = true;
      } else {
        break;
      }
    }
    lex.peek();
    int at = lex.pos;
    Type type = types.anyType();
    if (!type.isSized()) {
      throw lex.error(at, "alloca of '" + type + "', which has no size");
    }
    Value count = ONE;
    long alignment = 0;
    int addressSpace = 0;
    while (lex.peek() == ',' && !metadataFollows()) {
      lex.pos++;
      switch (lex.keyword()) {
        case ALIGN -> {
          lex.skipWord();
          alignment = alignment();
        }
        case ADDRSPACE -> {
          lex.skipWord();
          addressSpace = types.addressSpace();
        }
        default -> {
          int countAt = lex.pos;
          count = body.typedValue();
          if (!count.type().isInteger()) {
            throw lex.error(countAt, "the number of elements of an alloca is an integer");
          }
        }
      }
    }
    AllocaInst i = new AllocaInst(type, count, alignment, addressSpace);
    i.setInAlloca(inAlloca);
    i.setSwiftError(swiftError);
    return i;
  }

  /** Whether the comma here begins the metadata of the instruction. */
  private boolean metadataFollows() {
    int p = lex.pos + 1;
    while (lex.text[p] == ' ') {
      p++;
    }
    return lex.text[p] == '!';
  }

  private long alignment() {
    lex.peek();
    int at = lex.pos;
    return GlobalParser.checkAlignment(lex, at, lex.readUnsigned("alignment"));
  }

  /** {@code , align N}, or 0 if that does not follow. */
  private long alignmentSuffix() {
    if (lex.peek() != ',' || metadataFollows()) {
      return 0;
    }
    lex.pos++;
    lex.expect(Keyword.ALIGN);
    return alignment();
  }

  Instruction load() {
    boolean atomic = false;
    boolean isVolatile = false;
    int c = lex.peek();
    if (c == 'a' || c == 'v') {
      atomic = lex.accept(Keyword.ATOMIC);
      isVolatile = lex.accept(Keyword.VOLATILE);
    }
    lex.peek();
    int at = lex.pos;
    Type type = body.operandType();
    if (!type.isSized()) {
      throw lex.error(at, "load of '" + type + "', which has no size");
    }
    lex.expect(',');
    Value pointer = pointer("load");
    String scope = "";
    AtomicOrdering ordering = AtomicOrdering.NOT_ATOMIC;
    if (atomic) {
      scope = syncScope();
      ordering = ordering();
    }
    LoadInst i = new LoadInst(type, pointer, alignmentSuffix(), ordering, scope);
    if (isVolatile) {
      i.setFlags(InstructionFlags.VOLATILE);
    }
    return i;
  }

  Instruction store() {
    boolean atomic = false;
    boolean isVolatile = false;
    int c = lex.peek();
    if (c == 'a' || c == 'v') {
      atomic = lex.accept(Keyword.ATOMIC);
      isVolatile = lex.accept(Keyword.VOLATILE);
    }
    lex.peek();
    int at = lex.pos;
    Type type = body.operandType();
    if (!type.isSized()) {
      throw lex.error(at, "store of '" + type + "', which has no size");
    }
    Value value = body.value(type);
    lex.expect(',');
    Value pointer = pointer("store");
    String scope = "";
    AtomicOrdering ordering = AtomicOrdering.NOT_ATOMIC;
    if (atomic) {
      scope = syncScope();
      ordering = ordering();
    }
    StoreInst i = new StoreInst(value, pointer, alignmentSuffix(), ordering, scope);
    if (isVolatile) {
      i.setFlags(InstructionFlags.VOLATILE);
    }
    return i;
  }

  private Value pointer(String what) {
    lex.peek();
    int at = lex.pos;
    Type type = types.type();
    if (!type.isPointer()) {
      throw lex.error(at, what + " takes an address of type 'ptr', not '" + type + "'");
    }
    return body.value(type);
  }

  // ---- Atomics ----

  private String syncScope() {
    if (!lex.accept(Keyword.SYNCSCOPE)) {
      return "";
    }
    lex.expect('(');
    String scope = lex.readString("name of a synchronization scope");
    lex.expect(')');
    return scope;
  }

  private AtomicOrdering ordering() {
    AtomicOrdering ordering =
        switch (lex.keyword()) {
          case UNORDERED -> AtomicOrdering.UNORDERED;
          case MONOTONIC -> AtomicOrdering.MONOTONIC;
          case ACQUIRE -> AtomicOrdering.ACQUIRE;
          case RELEASE -> AtomicOrdering.RELEASE;
          case ACQ_REL -> AtomicOrdering.ACQ_REL;
          case SEQ_CST -> AtomicOrdering.SEQ_CST;
          default -> throw lex.expected("memory ordering (such as 'seq_cst')");
        };
    lex.skipWord();
    return ordering;
  }

  Instruction fence() {
    String scope = syncScope();
    return new FenceInst(ordering(), scope);
  }

  Instruction compareExchange() {
    boolean weak = lex.accept(Keyword.WEAK);
    boolean isVolatile = lex.accept(Keyword.VOLATILE);
    Value pointer = pointer("cmpxchg");
    lex.expect(',');
    Value expected = body.typedValue();
    lex.expect(',');
    lex.peek();
    int at = lex.pos;
    Value replacement = body.typedValue();
    lex.check(at, TypeRules.cmpXchg(pointer.type(), expected.type(), replacement.type()));
    String scope = syncScope();
    AtomicOrdering success = ordering();
    AtomicOrdering failure = ordering();
    CmpXchgInst i =
        new CmpXchgInst(
            pointer, expected, replacement, weak, success, failure, scope, alignmentSuffix());
    if (isVolatile) {
      i.setFlags(InstructionFlags.VOLATILE);
    }
    return i;
  }

  Instruction readModifyWrite() {
    boolean isVolatile = lex.accept(Keyword.VOLATILE);
    AtomicRmwInst.Operation operation =
        switch (lex.keyword()) {
          case XCHG -> AtomicRmwInst.Operation.XCHG;
          case ADD -> AtomicRmwInst.Operation.ADD;
          case SUB -> AtomicRmwInst.Operation.SUB;
          case AND -> AtomicRmwInst.Operation.AND;
          case NAND -> AtomicRmwInst.Operation.NAND;
          case OR -> AtomicRmwInst.Operation.OR;
          case XOR -> AtomicRmwInst.Operation.XOR;
          case MAX -> AtomicRmwInst.Operation.MAX;
          case MIN -> AtomicRmwInst.Operation.MIN;
          case UMAX -> AtomicRmwInst.Operation.UMAX;
          case UMIN -> AtomicRmwInst.Operation.UMIN;
          case FADD -> AtomicRmwInst.Operation.FADD;
          case FSUB -> AtomicRmwInst.Operation.FSUB;
          case FMAX -> AtomicRmwInst.Operation.FMAX;
          case FMIN -> AtomicRmwInst.Operation.FMIN;
          case UINC_WRAP -> AtomicRmwInst.Operation.UINC_WRAP;
          case UDEC_WRAP -> AtomicRmwInst.Operation.UDEC_WRAP;
          case USUB_COND -> AtomicRmwInst.Operation.USUB_COND;
          case USUB_SAT -> AtomicRmwInst.Operation.USUB_SAT;
          default -> throw lex.expected("operation of atomicrmw");
        };
    lex.skipWord();
    Value pointer = pointer("atomicrmw");
    lex.expect(',');
    lex.peek();
    int at = lex.pos;
    Value value = body.typedValue();
    lex.check(at, TypeRules.atomicRmw(operation, pointer.type(), value.type()));
    String scope = syncScope();
    AtomicOrdering ordering = ordering();
    AtomicRmwInst i =
        new AtomicRmwInst(operation, pointer, value, ordering, scope, alignmentSuffix());
    if (isVolatile) {
      i.setFlags(InstructionFlags.VOLATILE);
    }
    return i;
  }

  // ---- Addresses ----

  Instruction getElementPtr() {
    int flags = 0;
    for (int c = lex.peek(); c == 'i' || c == 'n'; c = lex.peek()) {
      Keyword k = lex.keyword();
      if (k == Keyword.INBOUNDS) {
        flags |= InstructionFlags.INBOUNDS;
      } else if (k == Keyword.NUSW) {
        flags |= InstructionFlags.NUSW;
      } else if (k == Keyword.NUW) {
        flags |= InstructionFlags.NUW;
      } else {
        break;
      }
      lex.skipWord();
    }
    lex.peek();
    int at = lex.pos;
    Type source = types.type();
    lex.expect(',');
    Type baseType = types.type();
    operands[0] = body.value(baseType);
    int n = 1;
    while (lex.peek() == ',' && !metadataFollows()) {
      lex.pos++;
      Type indexType = types.type();
      if (n == operands.length) {
        operands = Arrays.copyOf(operands, n * 2);
      }
      operands[n++] = body.value(indexType);
    }
    Value[] exact = Arrays.copyOf(operands, n);
    lex.check(at, TypeRules.getElementPtr(source, exact));
    GetElementPtrInst i = new GetElementPtrInst(source, exact);
    if (flags != 0) {
      i.setFlags(flags);
    }
    return i;
  }

  // ---- va_arg ----

  Instruction variableArgument() {
    Value list = pointer("va_arg");
    lex.expect(',');
    return new VAArgInst(list, body.operandType());
  }
}
