package dev.lamina.target.x86_64.select;

import static dev.lamina.target.x86_64.encode.Regs.R10;
import static dev.lamina.target.x86_64.encode.Regs.R8;
import static dev.lamina.target.x86_64.encode.Regs.R9;
import static dev.lamina.target.x86_64.encode.Regs.RAX;
import static dev.lamina.target.x86_64.encode.Regs.RBP;
import static dev.lamina.target.x86_64.encode.Regs.RCX;
import static dev.lamina.target.x86_64.encode.Regs.RDI;
import static dev.lamina.target.x86_64.encode.Regs.RDX;
import static dev.lamina.target.x86_64.encode.Regs.RSI;
import static dev.lamina.target.x86_64.encode.Regs.RSP;

import dev.lamina.codegen.Address;
import dev.lamina.codegen.FunctionSink;
import dev.lamina.codegen.PartLayout;
import dev.lamina.ir.AllocaInst;
import dev.lamina.ir.Argument;
import dev.lamina.ir.ArrayType;
import dev.lamina.ir.AttributeKind;
import dev.lamina.ir.AttributeSet;
import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.CallBase;
import dev.lamina.ir.CallInst;
import dev.lamina.ir.CallingConvention;
import dev.lamina.ir.DataLayout;
import dev.lamina.ir.Function;
import dev.lamina.ir.GlobalValue;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.InvokeInst;
import dev.lamina.ir.LandingPadInst;
import dev.lamina.ir.PlaceholderValue;
import dev.lamina.ir.ReturnInst;
import dev.lamina.ir.TailCallKind;
import dev.lamina.ir.Type;
import dev.lamina.ir.Types;
import dev.lamina.ir.Value;
import dev.lamina.ir.VectorType;
import dev.lamina.target.UnsupportedConstructException;
import dev.lamina.target.x86_64.encode.Cond;
import dev.lamina.target.x86_64.encode.Encoder;
import dev.lamina.target.x86_64.encode.Op;
import dev.lamina.target.x86_64.encode.Regs;
import dev.lamina.target.x86_64.encode.Sse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Calls, parameters and returns as the System V ABI has them (psABI 1.0, 3.2.3), on IR whose
 * aggregates clang has already taken apart as that chapter says.
 */
final class SystemVCalls {
  private static final int[] GENERAL = {RDI, RSI, RDX, RCX, R8, R9};
  private static final int LAST_GENERAL = 5;
  private static final int SSE_COUNT = 8;
  private static final int[] RESULT_GENERAL = {RAX, RDX, RCX};
  private static final int RESULT_SSE_COUNT = 4;

  /** Six general-purpose and eight SSE registers (psABI 1.0, figure 3.33). */
  static final int SAVE_AREA = 6 * 8 + 8 * 16;

  /** Stacks have room for no more. */
  private static final long MAX_BY_VALUE = 1 << 28;

  /** Where the caller's arguments begin, from the frame register. */
  private static final int FIRST_STACK_ARGUMENT = 16;

  private final X86Selector s;
  private final Assignment assignment = new Assignment();
  private boolean dynamicStack;
  private int reserved;

  /** Where the address is kept that the result goes to, or 0. */
  private int resultSlot;

  /** Where exceptions that arrive are put, or 0. */
  private int exceptionSlot;

  /** The result goes there although no parameter says so. */
  private boolean returnsInMemory;

  /** The parameters that arrive as other types than their own, as they arrive. */
  private final List<Value> passedVectors = new ArrayList<>();

  // Of a variadic function.
  private int saveArea;
  private int namedGeneral;
  private int namedSse;
  private int namedStack;

  SystemVCalls(X86Selector selector) {
    s = selector;
  }

  /** Deals out registers and stack places to arguments in order. */
  private static final class Assignment {
    int general;
    int sse;
    int stack;

    void reset() {
      general = 0;
      sse = 0;
      stack = 0;
    }

    int takeSplitStart() {
      general = GENERAL.length;
      return takeStack(8, 16);
    }

    int takeStack(long bytes, int alignment) {
      stack = (int) DataLayout.roundUp(stack, alignment);
      int at = stack;
      stack += (int) DataLayout.roundUp(bytes, 8);
      return at;
    }
  }

  void beginFunction(Function f) {
    dynamicStack = false;
    reserved = 0;
    resultSlot = 0;
    exceptionSlot = 0;
    saveArea = 0;
    passedVectors.clear();
  }

  private static void checkConvention(int convention) {
    switch (convention) {
      case CallingConvention.C,
          CallingConvention.FAST,
          CallingConvention.COLD,
          CallingConvention.X86_64_SYSV -> {}
      default -> throw new UnsupportedConstructException("calling convention " + convention);
    }
  }

  private static void checkAttributes(AttributeSet a) {
    if (a.has(AttributeKind.INALLOCA)
        || a.has(AttributeKind.PREALLOCATED)
        || a.has(AttributeKind.SWIFTSELF)
        || a.has(AttributeKind.SWIFTASYNC)
        || a.has(AttributeKind.SWIFTERROR)) {
      throw new UnsupportedConstructException("a parameter with attributes " + a.asList());
    }
  }

  // ---- Parameters.

  /**
   * Whether registers cannot hold a result of the type. Then the caller passes the address of a
   * place for it as if it were the first argument, as LLVM does.
   */
  private boolean isReturnedInMemory(Type type) {
    PartLayout layout = s.partsOf(VectorAbi.passed(type));
    int general = 0;
    int sse = 0;
    int x87 = 0;
    for (int p = 0; p < layout.count(); p++) {
      switch (layout.bank(p)) {
        case X86Registers.G -> general++;
        case X86Registers.X -> sse++;
        default -> x87++;
      }
    }
    return general > RESULT_GENERAL.length || sse > RESULT_SSE_COUNT || x87 > 2;
  }

  void lowerArguments(Function f) {
    checkConvention(f.callingConvention());
    returnsInMemory = isReturnedInMemory(f.returnType());
    findDynamicStack(f);
    if (f.functionType().isVarArg()) {
      saveRegisters();
    }
    Assignment a = assignment;
    a.reset();
    if (returnsInMemory) {
      resultSlot = s.sink().frame().allocate(8, 8);
      s.emitter().encoder().mr(Op.MOV, 8, RBP, Regs.NONE, 0, resultSlot, GENERAL[a.general++]);
    }
    int[] byValueOffsets = new int[f.arguments().size()];
    for (Argument argument : f.arguments()) {
      AttributeSet attributes = argument.attributes();
      checkAttributes(attributes);
      if (attributes.has(AttributeKind.BYVAL)) {
        byValueOffsets[argument.index()] =
            takeByValue(attributes, attributes.typeOf(AttributeKind.BYVAL), a);
      } else {
        lowerArgument(argument, a);
      }
    }
    namedGeneral = a.general;
    namedSse = a.sse;
    namedStack = a.stack;
    // Code comes last, when all registers that arguments are in are spoken for.
    int converted = 0;
    for (Argument argument : f.arguments()) {
      if (argument.type() instanceof VectorType type && passedOtherwise(argument)) {
        Value passed = passedVectors.get(converted++);
        if (s.partIsUsed(argument.number)) {
          VectorAbi.fromPassed(s, passed, type, argument.number);
        }
      }
    }
    passedVectors.clear();
    for (Argument argument : f.arguments()) {
      if (argument.attributes().has(AttributeKind.SRET)) {
        saveResultAddress(argument);
      } else if (argument.attributes().has(AttributeKind.BYVAL) && s.partIsUsed(argument.number)) {
        int offset = FIRST_STACK_ARGUMENT + byValueOffsets[argument.index()];
        s.sink().begin(Op.LEA, 8).def(argument.number).memory(s.address.frame(offset)).end();
      }
    }
  }

  private static boolean passedOtherwise(Argument argument) {
    return !argument.attributes().has(AttributeKind.NEST)
        && !VectorAbi.passed(argument.type()).equals(argument.type());
  }

  /** The address for the result is also what the function returns. */
  private void saveResultAddress(Argument argument) {
    resultSlot = s.sink().frame().allocate(8, 8);
    s.sink().begin(Op.MOV, 8).memory(s.address.frame(resultSlot)).use(argument.number).end();
  }

  private void findDynamicStack(Function f) {
    for (BasicBlock b : f.blocks()) {
      if (b.number < 0) {
        continue;
      }
      for (Instruction i = b.first(); i != null; i = i.next()) {
        if (i instanceof AllocaInst alloca && !s.isStatic(alloca)) {
          dynamicStack = true;
          return;
        }
      }
    }
  }

  private void lowerArgument(Argument argument, Assignment a) {
    if (argument.attributes().has(AttributeKind.NEST)) {
      define(argument.number, X86Registers.g(R10), argument);
      return;
    }
    Type passed = VectorAbi.passed(argument.type());
    PartLayout layout = s.partsOf(passed);
    boolean asItIs = passed.equals(argument.type());
    int first = asItIs ? argument.number : ElementWise.temporaries(s, passed);
    if (!asItIs) {
      passedVectors.add(ElementWise.placeholder(passed, first));
    }
    boolean split = !asItIs && isSplit(passed, layout);
    for (int p = 0; p < layout.count(); p++) {
      int part = first + p;
      if (split && p == 0 && a.general >= LAST_GENERAL) {
        s.argumentInFrame(part, FIRST_STACK_ARGUMENT + a.takeSplitStart());
        continue;
      }
      if (!split && isPairStart(layout, p)) {
        if (a.general + 2 <= GENERAL.length) {
          define(part, X86Registers.g(GENERAL[a.general++]), argument);
          define(part + 1, X86Registers.g(GENERAL[a.general++]), argument);
        } else {
          int at = FIRST_STACK_ARGUMENT + a.takeStack(16, 16);
          s.argumentInFrame(part, at);
          s.argumentInFrame(part + 1, at + 8);
        }
        p++;
        continue;
      }
      switch (layout.bank(p)) {
        case X86Registers.G -> {
          if (a.general < GENERAL.length) {
            define(part, X86Registers.g(GENERAL[a.general++]), argument);
          } else {
            s.argumentInFrame(part, FIRST_STACK_ARGUMENT + a.takeStack(8, 8));
          }
        }
        case X86Registers.X -> {
          if (a.sse < SSE_COUNT) {
            define(part, X86Registers.x(a.sse++), argument);
          } else {
            int size = stackSize(layout, p);
            s.argumentInFrame(part, FIRST_STACK_ARGUMENT + a.takeStack(size, size));
          }
        }
        default -> s.argumentInFrame(part, FIRST_STACK_ARGUMENT + a.takeStack(16, 16));
      }
    }
  }

  /** A vector takes a whole SSE register's room, whatever of it is used. */
  private static int stackSize(PartLayout layout, int p) {
    return layout.scalar(p).isVector() ? 16 : 8;
  }

  private void define(int part, int register, Argument argument) {
    if (s.isTemporary(part)
        || s.partIsUsed(part)
        || argument.attributes().has(AttributeKind.SRET)) {
      s.argumentIn(part, register);
    }
  }

  /**
   * Whether a vector that is passed element by element takes several quad words. LLVM's convention
   * then lets it begin in any register but the last, else on the stack, aligned, and the last
   * register stays unused.
   */
  private static boolean isSplit(Type passed, PartLayout layout) {
    return passed instanceof ArrayType && layout.bank(0) == X86Registers.G && layout.size(0) == 8;
  }

  /** Whether part {@code p} is the low half of an integer of more than 64 bits. */
  private static boolean isPairStart(PartLayout layout, int p) {
    return layout.bank(p) == X86Registers.G && X86Selector.isPair(layout.scalar(p));
  }

  private int takeByValue(AttributeSet attributes, @Nullable Type type, Assignment a) {
    if (type == null) {
      throw new UnsupportedConstructException("byval without a type");
    }
    long alignment = attributes.numberOf(AttributeKind.ALIGN);
    long needed = Math.max(8, alignment != 0 ? alignment : s.dataLayout().abiAlignment(type));
    if (needed > 1 << 12) {
      throw new UnsupportedConstructException("byval aligned to " + needed);
    }
    long size;
    try {
      size = s.dataLayout().objectSize(type, MAX_BY_VALUE);
    } catch (IllegalArgumentException e) {
      throw new UnsupportedConstructException("byval: " + e.getMessage());
    }
    return a.takeStack(size, (int) needed);
  }

  /** Spills what variable arguments may be in, as va_arg expects it (psABI 1.0, 3.5.7). */
  private void saveRegisters() {
    saveArea = s.sink().frame().allocate(SAVE_AREA, 16);
    Encoder e = s.emitter().encoder();
    for (int n = 0; n < GENERAL.length; n++) {
      e.mr(Op.MOV, 8, RBP, Regs.NONE, 0, saveArea + 8 * n, GENERAL[n]);
    }
    e.rr(Op.TEST, 1, RAX, RAX);
    int over = e.rel8(Op.JCC + Cond.E);
    for (int n = 0; n < SSE_COUNT; n++) {
      e.mr(Sse.MOVAPS, 0, RBP, Regs.NONE, 0, saveArea + 48 + 16 * n, n);
    }
    e.buffer().set1(over, e.size() - over - 1);
  }

  /** Fills in the {@code va_list} at the address (psABI 1.0, figure 3.34). */
  void startVarArgs(int list) {
    FunctionSink out = s.sink();
    Address a = s.address;
    out.begin(Op.MOV, 4).memory(a.register(list, 0)).immediate(8L * namedGeneral).end();
    out.begin(Op.MOV, 4).memory(a.register(list, 4)).immediate(48 + 16L * namedSse).end();
    int t = s.general(8);
    out.begin(Op.LEA, 8).def(t).memory(a.frame(FIRST_STACK_ARGUMENT + namedStack)).end();
    out.begin(Op.MOV, 8).memory(a.register(list, 8)).kill(t).end();
    int u = s.general(8);
    out.begin(Op.LEA, 8).def(u).memory(a.frame(saveArea)).end();
    out.begin(Op.MOV, 8).memory(a.register(list, 16)).kill(u).end();
  }

  boolean isVariadic() {
    return saveArea != 0;
  }

  // ---- The stack register.

  void noteDynamicStack() {
    if (!dynamicStack) {
      throw new IllegalStateException("a dynamic alloca was overlooked; please report");
    }
  }

  void stackPointer(int to) {
    s.sink().begin(Op.LEA, 8).def(to).memory(s.address2.stack(0)).end();
  }

  void setStackPointer(int from) {
    s.sink().begin(X86Op.SET_STACK, 8).use(from).end();
  }

  /** Makes room for arguments of a call at the bottom of the stack. */
  void reserveOutgoing(int bytes) {
    reserved = (int) DataLayout.roundUp(bytes, 16);
    if (dynamicStack) {
      if (reserved > 0) {
        s.emitter().encoder().ri(Op.SUB, 8, RSP, reserved);
      }
    } else {
      s.sink().frame().needOutgoing(reserved);
    }
  }

  void releaseOutgoing() {
    if (dynamicStack && reserved > 0) {
      s.emitter().encoder().ri(Op.ADD, 8, RSP, reserved);
    }
    reserved = 0;
  }

  // ---- Calls.

  /**
   * A call that an exception can leave. What lives on is in the frame before it, since where the
   * exception arrives no register but those of the frame is known.
   */
  void invoke(InvokeInst invoke) {
    BasicBlock pad = invoke.unwindTarget();
    if (!(pad.firstNonPhi() instanceof LandingPadInst landing)) {
      throw new UnsupportedConstructException("an unwind target without landingpad");
    }
    s.flow().leaveBlock();
    int arrival = s.sink().label();
    int lowered = call(invoke, arrival, landing);
    s.flow().leaveBlock();
    s.flow().jumpAway(invoke.normalTarget());
    s.flow().arriveAt(arrival, pad, () -> receiveException(lowered));
  }

  /** The exception's address is in rax, the selector in edx (psABI 1.0, 6.2.6 and table 3.38). */
  private void receiveException(int lowered) {
    if (exceptionSlot == 0) {
      exceptionSlot = s.sink().frame().allocate(16, 8);
    }
    Encoder e = s.emitter().encoder();
    e.mr(Op.MOV, 8, RBP, Regs.NONE, 0, exceptionSlot, RAX);
    e.mr(Op.MOV, 8, RBP, Regs.NONE, 0, exceptionSlot + 8, RDX);
    if (lowered > 0) {
      e.ri(Op.ADD, 8, RSP, lowered);
    }
  }

  void landingPad(LandingPadInst pad) {
    PartLayout layout = s.partsOf(pad.type());
    if (layout.count() != 2
        || layout.bank(0) != X86Registers.G
        || layout.bank(1) != X86Registers.G) {
      throw new UnsupportedConstructException("landingpad giving " + pad.type());
    }
    if (exceptionSlot == 0) {
      exceptionSlot = s.sink().frame().allocate(16, 8);
    }
    FunctionSink out = s.sink();
    Address a = s.address;
    out.begin(Op.MOV, 8).def(s.result(pad, 0)).memory(a.frame(exceptionSlot)).end();
    out.begin(Op.MOV, 4).def(s.result(pad, 1)).memory(a.frame(exceptionSlot + 8)).end();
  }

  void resume(Value exception) {
    int e = s.value(exception, 0);
    s.libcalls.call("_Unwind_Resume", new int[] {e});
    s.sink().begin(X86Op.TRAP, 0).end();
  }

  void call(CallBase call) {
    call(call, -1, null);
  }

  /**
   * Emits a call; an exception in it arrives at the label unless that is negative. Returns by how
   * much the stack register is lowered while it runs.
   */
  private int call(CallBase call, int arrival, @Nullable LandingPadInst landing) {
    checkConvention(call.callingConvention());
    if (call instanceof CallInst c && c.tailCallKind() == TailCallKind.MUSTTAIL) {
      throw new UnsupportedConstructException("musttail call");
    }
    if (!call.bundles().isEmpty()) {
      throw new UnsupportedConstructException(
          "operand bundle \"" + call.bundles().get(0).tag() + "\"");
    }
    ArgumentMoves moves = new ArgumentMoves();
    int resultPlace = 0;
    if (isReturnedInMemory(call.type())) {
      resultPlace = s.sink().frame().allocate(s.dataLayout().allocSize(call.type()), 16);
      int address = s.general(8);
      s.sink().begin(Op.LEA, 8).def(address).memory(s.address.frame(resultPlace)).end();
      moves.inRegister(X86Registers.g(GENERAL[moves.assigned.general++]), address);
    }
    collect(call, moves);
    reserveOutgoing(moves.assigned.stack);
    for (int n = 0; n < moves.stackCount; n++) {
      storeStackArgument(moves, n);
    }
    int start = s.sink().position();
    Type passed = VectorAbi.passed(call.type());
    boolean asItIs = passed.equals(call.type()) || resultPlace != 0;
    int result =
        call.type().isVoid() ? -1 : asItIs ? call.number : ElementWise.temporaries(s, passed);
    PartLayout results = s.partsOf(resultPlace != 0 ? Types.VOID : passed);
    emitCall(call, moves, results, result);
    if (landing != null) {
      s.exceptions().addCallSite(start, s.sink().position(), arrival, landing);
    }
    int lowered = dynamicStack ? reserved : 0;
    releaseOutgoing();
    if (resultPlace != 0) {
      MemoryRules.load(s, call, call.type(), s.address.frame(resultPlace), false);
    } else {
      storeX87Results(results, result);
    }
    if (!asItIs) {
      Value v = ElementWise.placeholder(passed, result);
      VectorAbi.fromPassed(s, v, (VectorType) call.type(), call.number);
    }
    return lowered;
  }

  /** Where the arguments of one call go. */
  private static final class ArgumentMoves {
    final Assignment assigned = new Assignment();
    int registerCount;
    int[] register = new int[8];
    int[] vreg = new int[8];
    int stackCount;
    int[] stackOffset = new int[4];
    Value[] stackValue = new Value[4];
    int[] stackPart = new int[4];
    Type[] byValue = new Type[4];

    void inRegister(int r, int v) {
      if (registerCount == register.length) {
        register = Arrays.copyOf(register, 2 * registerCount);
        vreg = Arrays.copyOf(vreg, 2 * registerCount);
      }
      register[registerCount] = r;
      vreg[registerCount++] = v;
    }

    void onStack(int offset, Value value, int part, Type type) {
      if (stackCount == stackOffset.length) {
        stackOffset = Arrays.copyOf(stackOffset, 2 * stackCount);
        stackValue = Arrays.copyOf(stackValue, 2 * stackCount);
        stackPart = Arrays.copyOf(stackPart, 2 * stackCount);
        byValue = Arrays.copyOf(byValue, 2 * stackCount);
      }
      stackOffset[stackCount] = offset;
      stackValue[stackCount] = value;
      stackPart[stackCount] = part;
      byValue[stackCount++] = type;
    }
  }

  private void collect(CallBase call, ArgumentMoves moves) {
    for (int n = 0; n < call.argumentCount(); n++) {
      Value v = call.argument(n);
      AttributeSet attributes = call.attributes().parameter(n);
      checkAttributes(attributes);
      if (attributes.has(AttributeKind.BYVAL)) {
        Type type = attributes.typeOf(AttributeKind.BYVAL);
        int at = takeByValue(attributes, type, moves.assigned);
        moves.onStack(at, v, 0, type == null ? v.type() : type);
      } else if (attributes.has(AttributeKind.NEST)) {
        moves.inRegister(X86Registers.g(R10), s.value(v));
      } else {
        collectParts(VectorAbi.toPassed(s, v), attributes, moves);
      }
    }
  }

  private void collectParts(Value v, AttributeSet attributes, ArgumentMoves moves) {
    PartLayout layout = s.partsOf(v.type());
    Assignment a = moves.assigned;
    boolean split = v instanceof PlaceholderValue && isSplit(v.type(), layout);
    for (int p = 0; p < layout.count(); p++) {
      if (split && p == 0 && a.general >= LAST_GENERAL) {
        moves.onStack(a.takeSplitStart(), v, p, NOT_BY_VALUE);
        continue;
      }
      if (!split && isPairStart(layout, p)) {
        if (a.general + 2 <= GENERAL.length) {
          moves.inRegister(X86Registers.g(GENERAL[a.general++]), s.value(v, p));
          moves.inRegister(X86Registers.g(GENERAL[a.general++]), s.value(v, p + 1));
        } else {
          int at = a.takeStack(16, 16);
          moves.onStack(at, v, p, NOT_BY_VALUE);
          moves.onStack(at + 8, v, p + 1, NOT_BY_VALUE);
        }
        p++;
        continue;
      }
      switch (layout.bank(p)) {
        case X86Registers.G -> {
          if (a.general < GENERAL.length) {
            int r = GENERAL[a.general++];
            moves.inRegister(X86Registers.g(r), extended(argument(v, p, r), layout, p, attributes));
          } else {
            moves.onStack(a.takeStack(8, 8), v, p, NOT_BY_VALUE);
          }
        }
        case X86Registers.X -> {
          if (a.sse < SSE_COUNT) {
            moves.inRegister(X86Registers.x(a.sse++), s.value(v, p));
          } else {
            int size = stackSize(layout, p);
            moves.onStack(a.takeStack(size, size), v, p, NOT_BY_VALUE);
          }
        }
        default -> moves.onStack(a.takeStack(16, 16), v, p, NOT_BY_VALUE);
      }
    }
  }

  /** A type that no argument by value has. */
  private static final Type NOT_BY_VALUE = Types.VOID;

  private int argument(Value v, int part, int register) {
    return s.valueIn(v, part, X86Registers.g(register));
  }

  /** Callees may rely on small integers being extended to 32 bits, as the attribute says. */
  private int extended(int v, PartLayout layout, int p, AttributeSet attributes) {
    int width = X86Selector.width(layout.scalar(p));
    if (width >= 32) {
      return v;
    }
    if (attributes.has(AttributeKind.ZEROEXT)) {
      return s.zeroExtended(v, width);
    }
    return attributes.has(AttributeKind.SIGNEXT) ? s.signExtended(v, width) : v;
  }

  private void storeStackArgument(ArgumentMoves moves, int n) {
    FunctionSink out = s.sink();
    Value value = moves.stackValue[n];
    int offset = moves.stackOffset[n];
    Type byValue = moves.byValue[n];
    if (byValue != NOT_BY_VALUE) {
      Address from = s.address(value, new Address());
      long size = s.dataLayout().allocSize(byValue);
      BlockMoves.copy(s, new Address().stack(offset), from, size);
      return;
    }
    int part = moves.stackPart[n];
    PartLayout layout = s.partsOf(value.type());
    Address to = new Address().stack(offset);
    int v = s.value(value, part);
    switch (layout.bank(part)) {
      case X86Registers.G -> out.begin(Op.MOV, 8).memory(to).use(v).end();
      case X86Registers.X -> {
        int size = layout.size(part);
        int op = size == 16 ? Sse.MOVUPS : size == 8 ? Sse.MOVSD : Sse.MOVSS;
        out.begin(op, 0).memory(to).use(v).end();
      }
      default -> MemoryRules.storePart(s, v, layout, part, to);
    }
  }

  private void emitCall(CallBase call, ArgumentMoves moves, PartLayout results, int result) {
    FunctionSink out = s.sink();
    Value callee = call.callee();
    boolean direct = callee instanceof GlobalValue;
    int target = direct ? -1 : s.value(callee);
    int count = -1;
    if (call.functionType().isVarArg()) {
      count = s.generalIn(RAX, 4);
      out.begin(Op.MOV, 4).def(count).immediate(moves.assigned.sse).end();
    }
    if (direct) {
      int symbol = s.builder().symbol((GlobalValue) callee);
      out.begin(X86Op.CALL_SYMBOL, 8).memory(s.address2.symbol(symbol, 0));
    } else {
      out.begin(Op.CALL_RM, 8).killAny(target);
    }
    for (int n = 0; n < moves.registerCount; n++) {
      out.killFixed(moves.vreg[n], moves.register[n]);
    }
    if (count >= 0) {
      out.killFixed(count, X86Registers.g(RAX));
    }
    out.clobber(X86Registers.G, X86Registers.CLOBBERED_G)
        .clobber(X86Registers.X, X86Registers.CLOBBERED_X);
    defineResults(results, result);
    out.end();
  }

  private void defineResults(PartLayout layout, int first) {
    int general = 0;
    int sse = 0;
    for (int p = 0; p < layout.count(); p++) {
      int part = first + p;
      switch (layout.bank(p)) {
        case X86Registers.G -> {
          s.sink().defFixed(part, X86Registers.g(RESULT_GENERAL[general++]));
        }
        case X86Registers.X -> {
          s.sink().defFixed(part, X86Registers.x(sse++));
        }
        default -> {
          // On the x87 stack, from where it is stored after the call.
        }
      }
    }
  }

  private void storeX87Results(PartLayout layout, int first) {
    for (int p = 0; p < layout.count(); p++) {
      if (layout.bank(p) == X86Registers.F) {
        s.storeX87(first + p);
      }
    }
  }

  // ---- Returns.

  void ret(ReturnInst ret) {
    FunctionSink out = s.sink();
    Value value = ret.value();
    if (value != null && returnsInMemory) {
      Address to = new Address();
      int place = s.general(8);
      out.begin(Op.MOV, 8).def(place).memory(s.address.frame(resultSlot)).end();
      MemoryRules.store(s, value, to.register(place, 0));
      out.begin(X86Op.UNDEFINED, 0).killFixed(place, X86Registers.g(RAX)).end();
    } else if (value != null) {
      returnValue(VectorAbi.toPassed(s, value), s.function().attributes().result());
    } else if (resultSlot != 0) {
      int t = s.generalIn(RAX, 8);
      out.begin(Op.MOV, 8).def(t).memory(s.address.frame(resultSlot)).end();
      out.begin(X86Op.UNDEFINED, 0).killFixed(t, X86Registers.g(RAX)).end();
    }
    s.flow().jumpToEpilogue();
  }

  private void returnValue(Value value, AttributeSet attributes) {
    FunctionSink out = s.sink();
    PartLayout layout = s.partsOf(value.type());
    int[] vregs = new int[layout.count()];
    int general = 0;
    for (int p = layout.count() - 1; p >= 0; p--) {
      if (layout.bank(p) == X86Registers.F) {
        s.loadX87(s.value(value, p));
      }
    }
    for (int p = 0; p < layout.count(); p++) {
      if (layout.bank(p) == X86Registers.G) {
        int r = X86Registers.g(RESULT_GENERAL[general++]);
        vregs[p] = extended(s.valueIn(value, p, r), layout, p, attributes);
      } else if (layout.bank(p) == X86Registers.X) {
        vregs[p] = s.value(value, p);
      }
    }
    out.begin(X86Op.UNDEFINED, 0);
    general = 0;
    int sse = 0;
    for (int p = 0; p < layout.count(); p++) {
      if (layout.bank(p) == X86Registers.G) {
        out.killFixed(vregs[p], X86Registers.g(RESULT_GENERAL[general++]));
      } else if (layout.bank(p) == X86Registers.X) {
        out.killFixed(vregs[p], X86Registers.x(sse++));
      }
    }
    out.end();
  }
}
