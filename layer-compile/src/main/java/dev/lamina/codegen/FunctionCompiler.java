package dev.lamina.codegen;

import dev.lamina.ir.AllocaInst;
import dev.lamina.ir.AttributeKind;
import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.CallBase;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.DataLayout;
import dev.lamina.ir.Function;
import dev.lamina.ir.GlobalValue;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.PhiNode;
import dev.lamina.object.Symbol;
import dev.lamina.target.UnsupportedConstructException;

/**
 * Compiles one function after the other into the code of an object.
 *
 * <pre>
 *   analyse → parameters → for each block: phis, instructions, terminator → epilogue → prologue
 * </pre>
 */
final class FunctionCompiler {
  /** Larger allocas are made when their instruction runs, where a failure is the program's. */
  private static final long MAX_STATIC_ALLOCA = 1 << 28;

  private static final int MAX_STATIC_ALIGNMENT = 16;

  private static final int MAX_ENTRY_ALIGNMENT = 1 << 12;

  private final MachineTarget target;
  private final ObjectBuilder object;
  private final DataLayout layout;
  private final FunctionAnalysis analysis;
  private final BaselineSink sink;
  private final Selector selector;
  private final FunctionFrame frame;
  private final UnwindTable unwind;
  private final ExceptionTable exceptions;
  private final CodeBuffer code;
  private final PartLayouts layouts;

  FunctionCompiler(
      MachineTarget target, ObjectBuilder object, UnwindTable unwind, ExceptionTable exceptions) {
    this.target = target;
    this.exceptions = exceptions;
    this.object = object;
    this.unwind = unwind;
    layout = object.module().dataLayout();
    layouts = target.partLayouts(layout);
    analysis = new FunctionAnalysis(layouts);
    MachineEmitter emitter = target.emitter(object);
    code = emitter.code();
    sink = new BaselineSink(target.registers(), emitter, object.text().relocations());
    selector =
        target.selector(new Selector.Parts(object, layouts, analysis, sink, emitter, exceptions));
    frame = target.frame(object, emitter);
  }

  /**
   * Compiles the function. Afterwards the number of each of its blocks is the offset of its code,
   * or negative for a block that cannot be reached.
   */
  void compile(Function f) {
    try {
      compileBody(f);
    } catch (UnsupportedConstructException e) {
      throw e.in(object.module().name(), f.toString(), currentLine > 0 ? currentLine : f.line());
    }
  }

  /** The line of the instruction being compiled. */
  private int currentLine;

  private void compileBody(Function f) {
    currentLine = 0;
    checkEntry(f);
    analysis.analyze(f);
    exceptions.begin();
    sink.beginFunction(analysis, frame.savedBytes(), !callsReturnTwice(f));
    selector.enter(f);
    int start = code.size();
    int alignment = entryAlignment(f);
    int bodyStart = bodyStart(start, alignment);
    code.fill(bodyStart - start, 0);
    placeAllocas();
    selector.enterBlock(0);
    selector.lowerArguments(f);
    int epilogue = sink.label();
    selector.flow().setEpilogue(epilogue);
    for (int b = 0; b < analysis.blockCount(); b++) {
      compileBlock(b);
    }
    currentLine = 0;
    boolean returns = selector.flow().epilogueIsUsed();
    if (returns) {
      sink.bind(epilogue);
    }
    int bodyEnd = code.size();
    // The prologue's part of the unwind entry comes first, so the epilogue is written after it.
    FunctionFrame.Saved saved = sink::usedCalleeSaved;
    int entry = frame.prologue(bodyStart, alignment, sink.frame(), saved, unwind);
    if (returns) {
      unwind.at(bodyEnd);
      frame.epilogue(saved, unwind);
    }
    selector.emitTables();
    sink.endFunction();
    noteBlockOffsets();
    endUnwindEntry(f, entry);
    fillGap(start, entry);
    Symbol symbol = object.object().symbol(object.symbol(f));
    symbol.define(object.text(), entry, code.size() - entry);
    object.text().alignTo(alignment);
  }

  private int entryAlignment(Function f) {
    if (f.alignment() > MAX_ENTRY_ALIGNMENT) {
      throw new UnsupportedConstructException("a function aligned to " + f.alignment());
    }
    return (int) Math.max(target.functionAlignment(), f.alignment());
  }

  /** Room for any prologue, the entry of the shortest being aligned. */
  private int bodyStart(int start, int alignment) {
    int earliest = start + frame.padded(frame.maxPrologueSize(), alignment);
    int over = (earliest - frame.minPrologueSize()) & (alignment - 1);
    return earliest + (-over & alignment - 1);
  }

  /** What changes how a function is entered, and what lies before its entry. */
  private static void checkEntry(Function f) {
    if (f.attributes().function().has(AttributeKind.NAKED)) {
      throw new UnsupportedConstructException("a naked function");
    }
    if (f.prologueData() != null || f.prefixData() != null) {
      throw new UnsupportedConstructException("prefix or prologue data of a function");
    }
  }

  private void endUnwindEntry(Function f, int entry) {
    int end = code.size();
    if (exceptions.isEmpty()) {
      unwind.end(entry, end, null, 0);
      return;
    }
    if (!(f.personality() instanceof GlobalValue personality)) {
      throw new UnsupportedConstructException("the personality " + f.personality());
    }
    int table = exceptions.finish(entry, end, sink::offsetOf);
    unwind.end(entry, end, personality, table);
  }

  private void fillGap(int from, int to) {
    for (int i = from; i < to; i++) {
      code.set1(i, 0xcc);
    }
  }

  /** Leaves in each block's number where its code is, for addresses of blocks in data. */
  private void noteBlockOffsets() {
    for (int b = 0; b < analysis.blockCount(); b++) {
      analysis.block(b).number = sink.offsetOf(b);
    }
  }

  private boolean callsReturnTwice(Function f) {
    if (f.attributes().function().has(AttributeKind.RETURNS_TWICE)) {
      return true;
    }
    for (int b = 0; b < analysis.blockCount(); b++) {
      for (Instruction i = analysis.block(b).first(); i != null; i = i.next()) {
        if (i instanceof CallBase call && call.hasFunctionAttribute(AttributeKind.RETURNS_TWICE)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Gives each alloca of the entry block whose size is known its place in the frame. */
  private void placeAllocas() {
    for (Instruction i = analysis.block(0).first(); i != null; i = i.next()) {
      if (!(i instanceof AllocaInst a)
          || !(a.count() instanceof ConstantInt count)
          || count.isWide()) {
        continue;
      }
      long size = objectSize(a);
      long n = count.zext();
      long alignment =
          Math.max(
              1, a.alignment() != 0 ? a.alignment() : layout.preferredAlignment(a.allocatedType()));
      boolean fits =
          n >= 0
              && n <= MAX_STATIC_ALLOCA
              && size <= MAX_STATIC_ALLOCA
              && size * n <= MAX_STATIC_ALLOCA;
      if (fits && alignment <= MAX_STATIC_ALIGNMENT) {
        // An object of no size has an address of its own all the same.
        int offset = sink.frame().allocate(Math.max(1, size * n), (int) alignment);
        selector.setAllocaOffset(a, offset);
      }
    }
  }

  private long objectSize(AllocaInst a) {
    try {
      return layout.objectSize(a.allocatedType(), Long.MAX_VALUE / 4);
    } catch (IllegalArgumentException e) {
      throw new UnsupportedConstructException("alloca: " + e.getMessage());
    }
  }

  private void compileBlock(int b) {
    BasicBlock block = analysis.block(b);
    selector.enterBlock(b);
    sink.beginBlock(b, b == 0 || analysis.solePredecessor(b) == b - 1);
    for (Instruction i = block.first(); i != null; i = i.next()) {
      if (i instanceof PhiNode phi) {
        beginPhi(phi);
      } else {
        compile(i);
      }
    }
    endBlock(b);
  }

  private void beginPhi(PhiNode phi) {
    int parts = layouts.of(phi.type()).count();
    for (int p = 0; p < parts; p++) {
      sink.beginPhi(phi.number + p);
    }
  }

  private void compile(Instruction i) {
    currentLine = i.line();
    if (i instanceof AllocaInst a && selector.isStatic(a)) {
      return;
    }
    boolean unused = !i.type().isVoid() && !i.hasUses();
    if (unused && !i.hasSideEffects()) {
      selector.consumeOperands(i);
      return;
    }
    if (selector.tryFold(i)) {
      return;
    }
    if (!selector.select(i)) {
      throw Selector.unsupported(i);
    }
    if (i.opcode().isTerminator()) {
      selector.flow().finishTerminator();
    }
    selector.consumeOperands(i);
    sink.endInstruction();
    if (!i.type().isVoid()) {
      int parts = layouts.of(i.type()).count();
      for (int p = 0; p < parts; p++) {
        sink.freeIfUnused(i.number + p);
      }
    }
  }

  private void endBlock(int b) {
    for (int p = analysis.firstEnding(b); p >= 0; p = analysis.nextEnding(p)) {
      sink.free(p);
    }
  }
}
