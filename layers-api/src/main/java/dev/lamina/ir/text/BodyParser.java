package dev.lamina.ir.text;

import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.CallBase;
import dev.lamina.ir.DebugRecord;
import dev.lamina.ir.Function;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.LocalValue;
import dev.lamina.ir.Metadata;
import dev.lamina.ir.MetadataAsValue;
import dev.lamina.ir.MetadataValue;
import dev.lamina.ir.OperandBundle;
import dev.lamina.ir.PlaceholderValue;
import dev.lamina.ir.Type;
import dev.lamina.ir.Types;
import dev.lamina.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Bodies of functions, one after the other: blocks, results, metadata at instructions. What an
 * instruction is made of is read by {@link InstructionParser}.
 */
final class BodyParser implements ValueParser {
  private final Lexer lex;
  private final ModuleContext context;
  private final TypeParser types;
  private final ConstantParser constants;
  private final MetadataParser metadata;
  private final LocalScope scope;
  private final InstructionParser instructions;

  private Type returnType = Types.VOID;
  private final List<MetadataValue> awaiting = new ArrayList<>();
  private final List<CallBase> bundled = new ArrayList<>();
  private final List<Instruction> legacyUsers = new ArrayList<>();
  private final List<DebugRecord> debugRecords = new ArrayList<>();

  BodyParser(ModuleContext context) {
    this.context = context;
    lex = new Lexer(context.source);
    types = new TypeParser(lex, context);
    constants = new ConstantParser(lex, context, types);
    metadata = new MetadataParser(lex, context, types, this);
    scope = new LocalScope(lex);
    AttributeParser attributes = new AttributeParser(lex, context, types);
    instructions = new InstructionParser(lex, types, constants, attributes, this);
  }

  /** Reads the body that begins with the brace at {@code position} into {@code function}. */
  void parse(Function function, int position, int line, int end) {
    lex.moveTo(position + 1, line);
    scope.begin(function, end - position);
    returnType = function.returnType();
    awaiting.clear();
    bundled.clear();
    legacyUsers.clear();
    debugRecords.clear();
    try {
      blocks(function);
      finish(function);
    } catch (IRReadException e) {
      // The arguments outlive the attempt, and must not keep its instructions as users.
      for (BasicBlock b : function.blocks()) {
        for (Instruction i : b) {
          i.dropOperands();
        }
      }
      throw e;
    }
  }

  private void blocks(Function function) {
    if (lex.peek() == '}') {
      throw lex.error(lex.pos, "a function body has at least one block");
    }
    do {
      BasicBlock block = label();
      function.addBlock(block);
      instructionsOf(block);
    } while (lex.peek() != '}' && !atUseListOrder());
    while (atUseListOrder()) {
      UseListOrders.skip(lex);
    }
    lex.expect('}');
  }

  private boolean atUseListOrder() {
    return lex.keyword() == Keyword.USELISTORDER && !lex.atLabel();
  }

  /** Reads the label of a block, or numbers one that has none. */
  private BasicBlock label() {
    int c = lex.peek();
    int at = lex.pos;
    if (Lexer.isDigit(c)) {
      int p = at;
      while (Lexer.isDigit(lex.text[p])) {
        p++;
      }
      if (lex.text[p] == ':') {
        int number = lex.readNumberName();
        lex.pos++;
        return scope.defineBlock(number, at);
      }
    }
    if (c != '%' && lex.atLabel()) {
      lex.readName("label");
      lex.pos++;
      return scope.defineBlock(at);
    }
    return scope.defineBlock(-1, at);
  }

  private void instructionsOf(BasicBlock block) {
    for (; ; ) {
      int c = lex.peek();
      if (c == '#') {
        debugRecord();
        continue;
      }
      if (statement(block, c)) {
        return;
      }
    }
  }

  /** Reads an instruction, with its result and metadata; whether it ends the block. */
  private boolean statement(BasicBlock block, int first) {
    int at = lex.pos;
    int line = lex.line;
    int number = -1;
    byte[] name = null;
    int start = 0;
    int length = 0;
    int hash = 0;
    if (first == '%') {
      lex.pos++;
      if (Lexer.isDigit(lex.text[lex.pos])) {
        number = lex.readNumberName();
      } else {
        lex.readName("name of a result");
        name = lex.nameBytes;
        start = lex.nameStart;
        length = lex.nameLength;
        hash = lex.nameHash;
      }
      lex.expect('=');
    }
    int legacy = constants.legacyExpressions();
    Instruction i = instructions.instruction();
    block.append(i);
    i.setLine(line);
    if (i.type() == Types.VOID) {
      if (first == '%') {
        throw lex.error(at, "an instruction without a result cannot have a name");
      }
    } else if (name != null) {
      i.setName(SourceText.latin1(name, start, length));
      scope.defineName(name, start, length, hash, i, at);
    } else {
      scope.defineNumber(number, i, at);
    }
    if (lex.peek() == ',') {
      attachments(i);
    }
    if (!debugRecords.isEmpty()) {
      i.setDebugRecords(debugRecords);
      debugRecords.clear();
    }
    if (legacy != constants.legacyExpressions()) {
      legacyUsers.add(i);
    }
    return i.opcode().isTerminator();
  }

  private void attachments(Instruction i) {
    metadata.beginAttachments();
    while (lex.accept(',')) {
      if (lex.peek() != '!') {
        throw lex.expected("metadata");
      }
      metadata.attachment();
    }
    i.setMetadata(metadata.attachments());
  }

  private void debugRecord() {
    lex.pos++;
    lex.readWord();
    String word = lex.name();
    if (!word.startsWith("dbg_")) {
      lex.pos -= word.length() + 1;
      throw lex.expected("instruction or debug record");
    }
    lex.expect('(');
    List<Metadata> operands = new ArrayList<>(6);
    do {
      operands.add(metadata.operand());
    } while (lex.accept(','));
    lex.expect(')');
    debugRecords.add(new DebugRecord(word.substring(4), operands));
  }

  /** What the function that is being read returns. */
  Type returnType() {
    return returnType;
  }

  // ---- Values ----

  /** A value of the type: local, constant, metadata or inline assembly's address. */
  @Override
  public Value value(Type type) {
    int c = lex.peek();
    if (type == Types.METADATA) {
      return new MetadataAsValue(metadata.operand());
    }
    if (c == '%') {
      byte[] text = lex.text;
      int at = lex.pos;
      int p = at + 1;
      int n = text[p] - '0';
      if (n >= 0 && n <= 9) {
        int digit = text[++p] - '0';
        while (digit >= 0 && digit <= 9 && n < 100_000_000) {
          n = n * 10 + digit;
          digit = text[++p] - '0';
        }
        LocalValue known = digit >= 0 && digit <= 9 ? null : scope.get(n);
        if (known != null && known.type() == type) {
          lex.pos = p;
          return known;
        }
      }
      lex.pos = at + 1;
      return localOrError(type, at);
    }
    return constants.constant(type);
  }

  private LocalValue localOrError(Type type, int at) {
    if (!type.isFirstClass()) {
      throw lex.error(at, "a value cannot be of type '" + type + "' here");
    }
    return scope.reference(type);
  }

  /** The type of an operand: what values other than blocks and metadata can have. */
  Type operandType() {
    Type type = types.type();
    if (type == Types.LABEL || type == Types.METADATA) {
      throw lex.error(lex.pos, "an operand of type '" + type + "' is not possible here");
    }
    return type;
  }

  /** A type and a value of it. */
  Value typedValue() {
    Type type = operandType();
    return value(type);
  }

  /** The callee of a call that is no inline assembly. */
  Value callee() {
    return value(Types.PTR);
  }

  /** {@code label %x}. */
  BasicBlock label(String what) {
    if (!lex.accept(Keyword.LABEL)) {
      throw lex.expected("'label' and " + what);
    }
    return block();
  }

  /** {@code %x} as the name of a block. */
  BasicBlock block() {
    int c = lex.peek();
    if (c != '%') {
      throw lex.expected("name of a block");
    }
    lex.pos++;
    return (BasicBlock) scope.reference(Types.LABEL);
  }

  @Override
  public void awaits(MetadataValue value) {
    awaiting.add(value);
  }

  /** Called for a call that has operand bundles. */
  void hasBundles(CallBase call) {
    bundled.add(call);
  }

  // ---- The end of a body ----

  private void finish(Function function) {
    scope.checkAllDefined();
    context.resolveAddresses(function, scope, scope.hasGaps() ? scope.numberedBlocks() : null);
    for (MetadataValue m : awaiting) {
      if (m.value() instanceof PlaceholderValue p) {
        m.setValue(scope.definition(p));
      }
    }
    for (CallBase call : bundled) {
      finishBundles(call);
    }
    for (Instruction i : legacyUsers) {
      LegacyExpansion.expandOperands(i);
    }
  }

  private void finishBundles(CallBase call) {
    List<OperandBundle> bundles = new ArrayList<>();
    for (OperandBundle b : call.bundles()) {
      List<Value> inputs = new ArrayList<>();
      for (Value v : b.inputs()) {
        inputs.add(v instanceof PlaceholderValue p ? scope.definition(p) : v);
      }
      bundles.add(new OperandBundle(b.tag(), inputs));
    }
    call.setBundles(bundles);
  }
}
