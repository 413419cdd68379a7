package dev.lamina.ir.text;

import dev.lamina.ir.AttributeList;
import dev.lamina.ir.AttributeSet;
import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.BlockAddress;
import dev.lamina.ir.CallBase;
import dev.lamina.ir.CallBrInst;
import dev.lamina.ir.CallInst;
import dev.lamina.ir.CallingConvention;
import dev.lamina.ir.Function;
import dev.lamina.ir.FunctionType;
import dev.lamina.ir.InlineAsm;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.InvokeInst;
import dev.lamina.ir.OperandBundle;
import dev.lamina.ir.PointerType;
import dev.lamina.ir.TailCallKind;
import dev.lamina.ir.Type;
import dev.lamina.ir.Types;
import dev.lamina.ir.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code call}, {@code invoke} and {@code callbr}. */
final class CallParser {
  private final Lexer lex;
  private final TypeParser types;
  private final AttributeParser attributes;
  private final BodyParser body;
  private final InstructionParser instructions;

  // The parts of the call that is being read.
  private FunctionType functionType = FunctionType.get(Types.VOID);
  private int callingConvention;
  private AttributeSet resultAttributes = AttributeSet.EMPTY;
  private Value[] arguments = new Value[16];
  private Type[] argumentTypes = new Type[16];
  private AttributeSet[] argumentAttributes = new AttributeSet[16];
  private int[] argumentPlaces = new int[16];
  private int count;
  private boolean forwardsVariable;
  private AttributeSet functionAttributes = AttributeSet.EMPTY;
  private List<OperandBundle> bundles = List.of();

  CallParser(
      Lexer lex,
      TypeParser types,
      AttributeParser attributes,
      BodyParser body,
      InstructionParser instructions) {
    this.lex = lex;
    this.types = types;
    this.attributes = attributes;
    this.body = body;
    this.instructions = instructions;
  }

  Instruction call(Keyword first) {
    TailCallKind tail = TailCallKind.NONE;
    if (first != Keyword.CALL) {
      tail =
          switch (first) {
            case TAIL -> TailCallKind.TAIL;
            case MUSTTAIL -> TailCallKind.MUSTTAIL;
            default -> TailCallKind.NOTAIL;
          };
      lex.expect(Keyword.CALL);
    }
    int flags = instructions.fastMathFlags();
    Value callee = signature();
    if (forwardsVariable && tail != TailCallKind.MUSTTAIL) {
      throw lex.error(lex.pos, "only a musttail call forwards '...'");
    }
    CallInst call = new CallInst(functionType, callee, Arrays.copyOf(arguments, count));
    call.setTailCallKind(tail);
    if (flags != 0) {
      call.setFlags(flags);
    }
    return finished(call);
  }

  Instruction invoke() {
    Value callee = signature();
    lex.expect(Keyword.TO);
    BasicBlock normal = body.label("where the call returns to");
    lex.expect(Keyword.UNWIND);
    BasicBlock unwind = body.label("where exceptions go");
    return finished(
        new InvokeInst(functionType, callee, Arrays.copyOf(arguments, count), normal, unwind));
  }

  Instruction callBranch() {
    Value callee = signature();
    lex.expect(Keyword.TO);
    BasicBlock fallthrough = body.label("where the assembly falls through to");
    BasicBlock[] indirect = instructions.blockList().toArray(new BasicBlock[0]);
    if (callee instanceof InlineAsm asm && asm.constraints().indexOf('!') < 0) {
      callee = withLabelConstraints(asm, indirect.length);
    }
    return finished(
        new CallBrInst(
            functionType, callee, Arrays.copyOf(arguments, count), fallthrough, indirect));
  }

  // ---- The parts that all calls have ----

  /** Reads from the calling convention to the operand bundles; gives the callee. */
  private Value signature() {
    int c = lex.peek();
    callingConvention = CallingConvention.C;
    resultAttributes = AttributeSet.EMPTY;
    int addressSpace = 0;
    if (c != 'i' || !Lexer.isDigit(lex.text[lex.pos + 1])) {
      callingConvention = CallingConventions.read(lex);
      resultAttributes = attributes.parameterAttributes(null);
      if (lex.accept(Keyword.ADDRSPACE)) {
        addressSpace = types.addressSpace();
      }
      lex.peek();
    }
    int at = lex.pos;
    Type type = types.anyType();
    FunctionType explicit = type instanceof FunctionType f ? f : null;
    if (explicit == null && !TypeParser.isResult(type)) {
      throw lex.error(at, "a call cannot give a value of type '" + type + "'");
    }
    Value callee;
    if (lex.keyword() == Keyword.ASM) {
      lex.skipWord();
      callee = inlineAsm(type, explicit);
    } else {
      callee = body.value(PointerType.get(addressSpace));
      arguments();
      functionType = explicit != null ? explicit : assumedType(type, callee);
    }
    checkArguments();
    functionAttributes = attributes.resolve(attributes.functionAttributes());
    bundles = lex.peek() == '[' ? bundles() : List.of();
    return callee;
  }

  private Value inlineAsm(Type type, @Nullable FunctionType explicit) {
    boolean sideEffect = lex.accept(Keyword.SIDEEFFECT);
    boolean alignStack = lex.accept(Keyword.ALIGNSTACK);
    boolean intelDialect = lex.accept(Keyword.INTELDIALECT);
    boolean unwind = lex.accept(Keyword.UNWIND);
    String template = lex.readString("assembly text");
    lex.expect(',');
    String constraints = lex.readString("constraints of the assembly");
    arguments();
    functionType = explicit != null ? explicit : types.function(type, argumentTypes(), false);
    return new InlineAsm(
        functionType, template, constraints, sideEffect, alignStack, intelDialect, unwind);
  }

  private Type[] argumentTypes() {
    return Arrays.copyOf(argumentTypes, count);
  }

  /** The type that a call which only names the result assumes of its callee. */
  private FunctionType assumedType(Type result, Value callee) {
    if (callee instanceof Function f && f.returnType() == result) {
      FunctionType declared = f.functionType();
      List<Type> parameters = declared.parameters();
      boolean same = !declared.isVarArg() && parameters.size() == count;
      for (int i = 0; same && i < count; i++) {
        same = parameters.get(i) == argumentTypes[i];
      }
      if (same) {
        return declared;
      }
    }
    return types.function(result, argumentTypes(), false);
  }

  private void arguments() {
    count = 0;
    forwardsVariable = false;
    lex.expect('(');
    if (lex.accept(')')) {
      return;
    }
    do {
      if (lex.peek() == '.') {
        types.ellipsis();
        forwardsVariable = true;
        break;
      }
      if (count == arguments.length) {
        arguments = Arrays.copyOf(arguments, count * 2);
        argumentTypes = Arrays.copyOf(argumentTypes, count * 2);
        argumentAttributes = Arrays.copyOf(argumentAttributes, count * 2);
        argumentPlaces = Arrays.copyOf(argumentPlaces, count * 2);
      }
      argumentPlaces[count] = lex.pos;
      Type type = types.type();
      if (type == Types.LABEL) {
        throw lex.error(argumentPlaces[count], "a block is no argument");
      }
      argumentTypes[count] = type;
      argumentAttributes[count] = attributes.parameterAttributes(types.pointee());
      arguments[count] = body.value(type);
      count++;
    } while (lex.accept(','));
    lex.expect(')');
  }

  private void checkArguments() {
    List<Type> parameters = functionType.parameters();
    if (count < parameters.size() || (count > parameters.size() && !functionType.isVarArg())) {
      throw lex.error(
          lex.pos - 1,
          "this call has "
              + count
              + " arguments, its type '"
              + functionType
              + "' has "
              + parameters.size());
    }
    for (int i = 0; i < parameters.size(); i++) {
      if (parameters.get(i) != argumentTypes[i] && !parameters.get(i).equals(argumentTypes[i])) {
        throw lex.error(
            argumentPlaces[i],
            "this argument is of type '"
                + argumentTypes[i]
                + "', the call's type asks for '"
                + parameters.get(i)
                + "'");
      }
    }
  }

  /** {@code [ "tag"(T v, ...), ... ]}. */
  private List<OperandBundle> bundles() {
    List<OperandBundle> list = new ArrayList<>();
    lex.expect('[');
    do {
      String tag = lex.readString("tag of an operand bundle");
      List<Value> inputs = new ArrayList<>();
      lex.expect('(');
      if (!lex.accept(')')) {
        do {
          Type type = types.type();
          inputs.add(body.value(type));
        } while (lex.accept(','));
        lex.expect(')');
      }
      list.add(new OperandBundle(tag, inputs));
    } while (lex.accept(','));
    lex.expect(']');
    return list;
  }

  /**
   * Up to LLVM 14, {@code callbr} passed the addresses of its targets as arguments; now constraints
   * {@code !i} stand for them.
   */
  private InlineAsm withLabelConstraints(InlineAsm asm, int targets) {
    String[] constraints = asm.constraints().split(",", -1);
    boolean[] isLabel = new boolean[count];
    int labels = 0;
    int argument = 0;
    for (int i = 0; i < constraints.length; i++) {
      String c = constraints[i];
      boolean output = c.startsWith("=") || c.startsWith("+");
      if (c.startsWith("~") || (output && c.indexOf('*') < 0)) {
        continue;
      }
      if (argument < count
          && arguments[argument] instanceof BlockAddress
          && (c.equals("i") || c.equals("X"))) {
        constraints[i] = "!i";
        isLabel[argument] = true;
        labels++;
      }
      argument++;
    }
    if (labels != targets) {
      return asm;
    }
    int kept = 0;
    for (int i = 0; i < isLabel.length; i++) {
      if (!isLabel[i]) {
        arguments[kept] = arguments[i];
        argumentTypes[kept] = argumentTypes[i];
        argumentAttributes[kept++] = argumentAttributes[i];
      }
    }
    count = kept;
    functionType = types.function(functionType.returnType(), argumentTypes(), false);
    return new InlineAsm(
        functionType,
        asm.template(),
        String.join(",", constraints),
        asm.hasSideEffect(),
        asm.isAlignStack(),
        asm.isIntelDialect(),
        asm.canUnwind());
  }

  private Instruction finished(CallBase call) {
    call.setCallingConvention(callingConvention);
    AttributeList list =
        attributes.list(functionAttributes, resultAttributes, argumentAttributes, count);
    if (list != AttributeList.EMPTY) {
      call.setAttributes(list);
    }
    if (!bundles.isEmpty()) {
      call.setBundles(bundles);
      body.hasBundles(call);
    }
    return call;
  }
}
